"""Drawing lots: what goes in, who wins, and that no option is favoured."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.governance import draw as drawing
from domain.governance.draw import (
    DrawMark,
    PublicDraw,
    asks_for_a_draw,
    draw,
    drawn_event,
    mark_of,
    picked,
    secrets_in,
)
from domain.governance.lifecycle import Event
from domain.governance.methods.result import Status
from domain.governance.policy import Base, Method, MethodRules, Policy, Proportion, TieRule
from domain.governance.vote import VoteResult, count_vote

AT = datetime(2026, 9, 1, tzinfo=UTC)
LOTTERY = PublicDraw("2026-1", "State lottery", date(2026, 10, 10), "id-stella")
KNOWN = replace(LOTTERY, words="3 9 17 22 31 40", said_by="id-stella", confirmed_by="id-sam")


def a_policy(**changes: object) -> Policy:
    policy = Policy(
        "lots", 1, {"en": "Lots"}, {"en": "Lots"}, quorum=Proportion(1, 10, Base.CAST), tie=TieRule.DRAW
    )
    return replace(policy, **changes)


def a_tie() -> VoteResult:
    return count_vote(a_policy(), (), ["yes"] * 6 + ["no"] * 6, eligible=20)


def a_mark(who: str, secret: str = "", *, known: bool = True) -> DrawMark:
    secret = secret or f"the secret of {who}"
    mark = mark_of("2026-1", secret)
    return DrawMark(f"2026-1/{who}", "2026-1", who, mark, AT, secret if known else "")


def test_lots_are_drawn_over_a_tie_where_the_rule_book_asks_for_it() -> None:
    assert asks_for_a_draw(a_policy(), a_tie())
    assert not asks_for_a_draw(a_policy(tie=TieRule.NOTHING_CHANGES), a_tie())
    assert not asks_for_a_draw(a_policy(), replace(a_tie(), status=Status.NOT_RESOLVED))
    assert not asks_for_a_draw(a_policy(method=Method.BUDGET_GREEDY), a_tie())


def test_every_secret_goes_in_by_the_order_of_the_marks() -> None:
    marks = [a_mark("ada"), a_mark("sam"), a_mark("vera")]
    expected = tuple(one.secret for one in sorted(marks, key=lambda one: one.mark))

    assert secrets_in(marks, None) == secrets_in(reversed(marks), KNOWN) == expected


def test_a_withheld_secret_waits_for_the_public_draw() -> None:
    marks = [a_mark("ada"), a_mark("sam", known=False)]

    assert secrets_in(marks, None) is None
    assert secrets_in(marks, LOTTERY) is None
    assert secrets_in(marks, replace(KNOWN, confirmed_by="")) is None
    assert secrets_in(marks, KNOWN) == (marks[0].secret, KNOWN.words)


def test_one_secret_alone_draws_nothing() -> None:
    assert secrets_in([a_mark("ada")], None) is None
    assert secrets_in([], None) is None
    assert secrets_in([a_mark("ada")], KNOWN) == ("the secret of ada", KNOWN.words)


def test_the_lot_is_the_same_for_everyone_who_draws_it_again() -> None:
    first = draw(a_policy(), "2026-1", a_tie(), ("one", "two"), ["b", "a"])

    assert first == draw(a_policy(), "2026-1", a_tie(), ("one", "two"), ["a", "b"])
    assert first.tied == ("no", "yes")
    assert len(first.drawn) == 1
    assert len(first.seed) == 64


@pytest.mark.parametrize(
    "other",
    [
        ("2026-2", ("one", "two"), ["a", "b"]),
        ("2026-1", ("one", "three"), ["a", "b"]),
        ("2026-1", ("one",), ["two", "a", "b"]),
        ("2026-1", ("one", "two"), ["a"]),
    ],
)
def test_whatever_goes_in_changes_the_seed(other: tuple[str, tuple[str, ...], list[str]]) -> None:
    proposal, secrets, counted = other

    assert draw(a_policy(), proposal, a_tie(), secrets, counted).seed != draw(
        a_policy(), "2026-1", a_tie(), ("one", "two"), ["a", "b"]
    ).seed  # fmt: skip


def test_seats_that_are_left_are_drawn_one_after_the_other() -> None:
    policy = a_policy(method=Method.STV, rules=MethodRules(seats=3, quota="droop", arithmetic="exact"))
    tie = replace(a_tie(), method=Method.STV, winners=("ada",), tied=("ben", "cara", "dan"))
    found = draw(policy, "2026-1", tie, ("one", "two"), ["a"])

    assert len(found.drawn) == 2
    assert set(found.drawn) < set(found.tied)
    assert drawn_event(tie, found) is Event.CERTIFY_ADOPTED


def test_what_was_drawn_is_certified() -> None:
    found = draw(a_policy(), "2026-1", a_tie(), ("one", "two"), ["a"])

    assert drawn_event(a_tie(), replace(found, drawn=("yes",))) is Event.CERTIFY_ADOPTED
    assert drawn_event(a_tie(), replace(found, drawn=("no",))) is Event.CERTIFY_REJECTED
    assert drawn_event(a_tie(), replace(found, drawn=("none-of-these",))) is Event.CERTIFY_REJECTED


@given(
    st.lists(st.text("abcdef", min_size=1), min_size=1, max_size=8, unique=True), st.integers(1, 9), st.binary()
)
def test_the_places_are_filled_from_the_options_each_once(options: list[str], places: int, seed: bytes) -> None:
    drawn = picked(seed, options, places)

    assert len(drawn) == len(set(drawn)) == min(places, len(options))
    assert set(drawn) <= set(options)


def test_each_option_is_drawn_about_as_often_as_every_other() -> None:
    drawn = Counter(picked(str(number).encode(), ["a", "b", "c"], 1)[0] for number in range(3000))

    assert all(900 < drawn[option] < 1100 for option in "abc")


def test_numbers_of_the_last_incomplete_run_are_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """With one byte and three options 255 would favour the first: 256 is 85 times three, and one more."""
    numbers = iter([bytes([255]), bytes([4])])
    monkeypatch.setattr(drawing, "HASH_BYTES", 1)
    monkeypatch.setattr(drawing, "hashed", lambda *fields: next(numbers))

    assert picked(b"", ["a", "b", "c"], 1) == ["b"]
