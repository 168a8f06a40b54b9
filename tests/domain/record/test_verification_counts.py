"""Rows, groups, lots and names: what the files of a vote say is made again from what was committed."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from domain.governance.policy import ConstituencyRule, Method, Secrecy, TieRule
from domain.record.canonical import canonical
from domain.record.verification import Answer
from tests.builders import a_policy
from tests.recount.checkers import told, verified
from tests.recount.liars import PLACE, changed, edit, rewrite
from tests.recount.made_record import OPTIONS, Made, MadeVote, made_record, yes_no


def with_rows(change: Callable[[list[dict[str, Any]]], bytes]) -> str:
    def exchanged(made: Made) -> None:
        rows = [json.loads(line) for line in made.files[PLACE + "ballots.jsonl"].splitlines()]
        made.files[PLACE + "ballots.jsonl"] = change(rows)

    vote = yes_no(policy=a_policy(constituency=ConstituencyRule.CONCURRENT), group=20, show_group=True)
    return changed(vote, exchanged)


def lines(rows: list[dict[str, Any]]) -> bytes:
    return b"".join(canonical(row) + b"\n" for row in rows)


def half_shown(rows: list[dict[str, Any]]) -> bytes:
    hidden = ("in_group", "group_nonce")
    return lines([{k: v for k, v in rows[0].items() if k not in hidden}, *rows[1:]])


def none_shown(rows: list[dict[str, Any]]) -> bytes:
    hidden = ("in_group", "group_nonce")
    return lines([{k: v for k, v in row.items() if k not in hidden} for row in rows])


def respelled(sign: bytes) -> Callable[[list[dict[str, Any]]], bytes]:
    return lambda rows: lines(rows).replace(b'"choice":"y', b'"choice":"' + sign, 1)


ROWS: dict[str, tuple[Callable[[list[dict[str, Any]]], bytes], str]] = {
    "another choice": (
        lambda rows: lines([rows[0] | {"choice": "maybe"}, *rows[1:]]),
        "does not give its commitment",
    ),
    "another flag": (
        lambda rows: lines([rows[0] | {"in_group": not rows[0]["in_group"]}, *rows[1:]]),
        "shows another group",
    ),
    "flags on some rows": (half_shown, "on some rows and not on others"),
    "flags on none": (none_shown, "The rows show groups and the result says that they do not, or the reverse"),
    "a row missing": (lambda rows: lines(rows[1:]), "lacks ballots that the log counts"),
    "a row twice": (lambda rows: lines([rows[0], *rows]), "is not sorted by commitment, each once"),
    "rows swapped": (lambda rows: lines([rows[1], rows[0], *rows[2:]]), "is not sorted by commitment"),
    "no newline": (lambda rows: lines(rows)[:-1], "does not end with a newline"),
    "not UTF-8": (lambda rows: b"\xff" + lines(rows), "is not UTF-8"),
    "another form": (lambda rows: b"{}\n" + lines(rows), "line 1: is no ballot"),
    "an escape more": (
        lambda rows: lines(rows).replace(b'"choice":"y', b'"choice":"\\u0079', 1),
        "canonical spelling",
    ),
    "a broken escape": (
        lambda rows: lines(rows).replace(b'"choice":"y', b'"choice":"\\x', 1),
        "a choice that is no text",
    ),
}


@pytest.mark.parametrize("kind", ROWS)
def test_a_row_that_is_not_as_it_must_be_is_told_with_its_line(kind: str) -> None:
    change, words = ROWS[kind]

    assert words in with_rows(change)


def test_a_row_that_the_log_never_promised_is_told() -> None:
    more = yes_no(yes=26)

    def exchanged(made: Made) -> None:
        made.files[PLACE + "ballots.jsonl"] = made_record(more).files[PLACE + "ballots.jsonl"]

    assert "holds ballots that the log does not count" in changed(yes_no(), exchanged)


def test_a_ballot_that_means_nothing_in_this_vote_is_told() -> None:
    vote = MadeVote(a_policy(method=Method.PLURALITY), ("bench",) * 12, options=OPTIONS)

    def other_options(made: Made) -> None:
        edit(
            "proposal.json", "freeze", "text", options=[{"cost": "", "id": "pond", "text": "", "title": "A pond"}]
        )(made)

    assert "cannot be counted" in changed(vote, other_options)


def split_lie(**says: Any) -> str:
    policy = a_policy(constituency=ConstituencyRule.CONCURRENT)
    vote = yes_no(policy=policy, group=20, show_group=True, lie=lambda result: result["split"].update(says))
    return told(verified(made_record(vote).files))


def test_the_split_is_counted_again_and_must_be_there_where_the_policy_asks() -> None:
    concurrent = a_policy(constituency=ConstituencyRule.CONCURRENT)
    honest = yes_no(policy=concurrent, group=20, show_group=True)
    gone = yes_no(policy=concurrent, group=20, lie=lambda result: result.update(split=None))
    unheard = yes_no(policy=concurrent, group=20, lie=lambda result: result["split"].update(outcome="sold"))

    assert told(verified(made_record(honest).files)) == ""
    assert "is missing although it does" in told(verified(made_record(gone).files))
    assert "outcome that there is not" in told(verified(made_record(unheard).files))
    assert "is of 45 people" in split_lie(rest={"roll": 25, "result": None})
    assert "says outcome" in split_lie(outcome="rejected")


def test_a_group_that_is_not_shown_leaves_its_part_signed_only() -> None:
    vote = yes_no(policy=a_policy(constituency=ConstituencyRule.CONCURRENT), group=20)

    report = verified(made_record(vote).files)
    assert report.answer is Answer.SIGNED
    assert report.votes[0].notes == ("the count of everyone was made again; the part of the group is signed only",)


def test_flags_without_a_split_count_for_nothing_more_than_they_say() -> None:
    report = verified(made_record(yes_no(group=20, show_group=True)).files)

    assert report.answer is Answer.SIGNED


def by_lot(**more: Any) -> MadeVote:
    even = {"yes": 20, "no": 20, "abstain": 0, "blank": 0}
    policy = a_policy(tie=TieRule.DRAW)
    return yes_no(**even, policy=policy, **({"secrets": ("under the bridge", "a grey heron")} | more))


def test_a_lot_is_drawn_again_from_what_was_committed_before() -> None:
    def other_secret(result: dict[str, Any]) -> None:
        result["draw"]["marks"][0]["secret"] = "another one"

    def other_lot(result: dict[str, Any]) -> None:
        result["draw"]["drawn"] = ["yes", "no"]

    def unnamed(made: Made) -> None:
        rewrite(made, "open", draw=None)

    def withheld(result: dict[str, Any]) -> None:
        result["draw"]["marks"][0]["secret"] = None

    def public(result: dict[str, Any]) -> None:
        withheld(result)
        result["draw"]["source"] = {"name": "the county lottery", "on": "2026-04-01", "words": "3 9 17"}

    assert told(verified(made_record(by_lot()).files)) == ""
    assert "does not give the mark" in told(verified(made_record(by_lot(lie=other_secret)).files))
    assert "another drawn" in told(verified(made_record(by_lot(lie=other_lot)).files))
    assert "were named before the opening" in changed(by_lot(), unnamed)
    assert "does not say 'source'" in told(verified(made_record(by_lot(lie=withheld)).files))
    assert "were named before the opening" in told(verified(made_record(by_lot(lie=public)).files))


def test_names_of_an_open_vote_are_of_those_who_voted_and_may_be_erased() -> None:
    vote = yes_no(policy=a_policy(secrecy=Secrecy.OPEN))

    def strange(made: Made) -> None:
        made.files[PLACE + "names.json"] = canonical({"v": 1, "names": {"0" * 32: {"commitment": "0" * 64}}})

    made = made_record(vote)
    names = made.json(PLACE + "names.json")
    names["names"].pop(next(iter(names["names"])))
    made.files[PLACE + "names.json"] = canonical(names)
    made.sign()
    erased = verified(made.files)

    assert "whose ballot was not counted" in changed(vote, strange)
    assert erased.answer is Answer.VERIFIED
    assert "when a member's name is erased" in erased.votes[0].notes[0]
