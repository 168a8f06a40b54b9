"""The figures of the Strength page as published: the list of hours, what stands, what is left out."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

import pytest

from domain.catalogue import Catalogue
from domain.codec import from_plain
from domain.exchange import Exchange
from domain.measures.passport import FORMULAS, MEASURES_VERSION, RECOMPUTABLE, Measure
from domain.meeting import Gathering
from domain.people import Level, Standing
from domain.programs import PartState
from domain.record.public import StrengthState
from forms_api.publish import publish
from forms_api.store.memory import MemoryStore
from tests.builders import (
    a_catalogue,
    a_cohort,
    a_member,
    a_participation,
    a_program,
    a_share,
    a_vouch,
    an_exchange,
    by_slug,
    put,
)
from tests.domain.measures.networks import a_playbook, slots_for

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
NEXT_MONTH = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)
NUMBERS = count()


def given(giver: int, receiver: int, *, amount: int = 8, on: date = date(2026, 10, 3), **more: Any) -> Exchange:
    name = f"exchange-{next(NUMBERS):05}"
    return replace(an_exchange(f"id-m-{giver:03}", f"id-m-{receiver:03}", **more), id=name, amount=amount, on=on)


def a_network(people: int, seed: int = 5) -> list[Exchange]:
    """Return a year of exchanges in which everybody took part, some of them both ways."""
    draw = Random(seed)
    days = [date(2025, 11, 1) + timedelta(days=n) for n in range(365)]
    ring = [(n, (n + 1) % people) for n in range(people)]
    others = [tuple(draw.sample(range(people), 2)) for _ in range(2 * people)]
    back = [(receiver, giver) for giver, receiver in ring[: people // 3]]
    return [
        given(giver, receiver, amount=draw.randint(1, 30), on=draw.choice(days))
        for giver, receiver in [*ring, *others, *back]
    ]


class Place:
    """A store and what publish makes of it; the same chance each time unless a test says otherwise."""

    def __init__(self, folder: Path, *exchanges: Exchange, catalogue: Catalogue | None = None) -> None:
        self.folder = folder
        self.store = MemoryStore()
        self.catalogue = catalogue or a_catalogue()
        self.token: Callable[[int], bytes] = lambda length: b"\7" * length
        self.put(*exchanges)

    def put(self, *records: Any) -> None:
        put(self.store, *records)

    @property
    def record(self) -> Path:
        return self.folder / "record"

    def publish(self, now: datetime = NOW) -> StrengthState:
        publish(self.store, self.catalogue, self.record, now, token=self.token)
        plain = json.loads((self.record / "state" / "strength.json").read_bytes())
        return from_plain(StrengthState, plain)

    def listed(self) -> bytes | None:
        file = self.record / "edges.jsonl"
        return file.read_bytes() if file.exists() else None


@pytest.fixture
def place(tmp_path: Path) -> Callable[..., Place]:
    return lambda *exchanges, **more: Place(tmp_path, *exchanges, **more)


def by_key(state: StrengthState) -> dict[str, Measure]:
    return {figure.key: figure for figure in state.measures}


@pytest.mark.parametrize(("people", "listed"), [(49, False), (50, True)])
def test_hours_are_listed_from_fifty_active_members_on(
    place: Callable[..., Place], people: int, listed: bool
) -> None:
    town = place(*a_network(people))
    state = town.publish()

    assert state.active == people
    assert (town.listed() is not None) is listed
    assert {figure.key for figure in state.measures if figure.recomputable} == set(RECOMPUTABLE if listed else ())


def test_a_listed_row_tells_numbers_whole_hours_and_a_quarter_and_nothing_else(
    place: Callable[..., Place],
) -> None:
    town = place(*a_network(60))
    town.publish()
    head, *rows = [json.loads(line) for line in (town.listed() or b"").splitlines()]

    assert head == {"v": 1, "since": "2025-11-01", "until": "2026-11-01"}
    assert {person for row in rows for person in (row["giver"], row["receiver"])} == set(range(1, 61))
    for row in rows:
        assert set(row) == {"giver", "receiver", "hours", "quarter"}
        assert type(row["hours"]) is int and row["hours"] >= 1
        assert row["quarter"] in {"2025-Q4", "2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"}
    assert b"id-m" not in (town.listed() or b"")


def test_every_published_figure_has_a_whole_passport(place: Callable[..., Place]) -> None:
    playbooks = by_slug(a_playbook(slots_for({"bicycle-repair": 2})))
    town = place(*a_network(60), catalogue=a_catalogue(playbooks=playbooks))
    town.put(*(a_member(f"m-{n:03}") for n in range(60)))
    state = town.publish()

    assert set(by_key(state)) == set(FORMULAS)
    assert state.version == MEASURES_VERSION
    for figure in state.measures:
        assert figure.formula and figure.source and figure.window
    assert by_key(state)["reciprocity"].null is not None
    assert by_key(state)["reciprocity"].window == "2025-11-01/2026-11-01"
    assert by_key(state)["coverage"].window == "2026-11-23"


def test_figures_of_the_months_stand_until_the_next_whatever_is_confirmed_later(
    place: Callable[..., Place],
) -> None:
    town = place(*a_network(60))
    first, listed = town.publish(), town.listed()
    town.put(given(0, 9, amount=96), given(9, 0, amount=96))
    town.token = lambda length: b"\1" * length
    second = town.publish(NOW + timedelta(days=3))

    assert (second, town.listed()) == (first, listed)


def test_the_next_month_has_figures_and_numbers_of_its_own(place: Callable[..., Place]) -> None:
    town = place(*a_network(60))
    first, listed = town.publish(), town.listed()
    town.put(*(given(n, n + 5, on=date(2026, 11, 5)) for n in range(5)))
    town.token = lambda length: b"\1" * length
    second = town.publish(NEXT_MONTH)

    assert (second.since, second.until) == (date(2025, 12, 1), date(2026, 12, 1))
    assert town.listed() != listed
    assert by_key(second)["gini_giving"].value != by_key(first)["gini_giving"].value


def test_a_month_in_which_few_people_came_or_went_changes_no_figure(place: Callable[..., Place]) -> None:
    steady = [given(n, (n + 1) % 12, on=date(2026, 6, 1)) for n in range(12)]
    town = place(*steady, given(3, 4, on=date(2025, 11, 20)), given(4, 3, on=date(2026, 11, 3)))
    first, later = town.publish(), town.publish(NEXT_MONTH)
    town.put(given(7, 8, on=date(2026, 11, 4)), given(9, 7, on=date(2026, 11, 5)))
    moved = town.publish(NEXT_MONTH + timedelta(days=1))

    assert later == first
    assert (moved.until, moved.exchanges) == (date(2026, 12, 1), 15)


def test_no_two_publishes_differ_by_one_confirmation(place: Callable[..., Place]) -> None:
    """Whoever looks every day learns nothing from the day on which somebody confirmed."""
    half = given(2, 5, amount=12)
    town = place(*a_network(30), replace(half, confirmed_by_receiver=None))
    before = town.publish()
    town.put(half)

    assert town.publish() == before


def test_below_ten_active_members_only_coverage_and_the_number_of_exchanges_are_told(
    place: Callable[..., Place],
) -> None:
    playbooks = by_slug(a_playbook(slots_for({"bicycle-repair": 2})))
    town = place(*(given(n, n + 1) for n in range(8)), catalogue=a_catalogue(playbooks=playbooks))
    few = town.publish()
    town.put(given(8, 9))
    enough = town.publish()

    assert (few.exchanges, few.active, few.shape) == (8, None, None)
    assert set(by_key(few)) == {"coverage", "simultaneous"}
    assert (enough.exchanges, enough.active) == (9, 10)
    assert "gini_giving" in by_key(enough)


def test_a_list_that_is_no_longer_due_is_taken_away(place: Callable[..., Place]) -> None:
    old = [replace(e, on=date(2025, 11, 9)) for e in a_network(60)]
    town = place(*old, *(given(n, n + 1) for n in range(0, 20, 2)))
    town.publish()
    assert town.listed() is not None

    state = town.publish(NEXT_MONTH)

    assert (state.active, town.listed()) == (20, None)


@pytest.mark.parametrize("broken", [b"{", b'{"since":"2025-11-01"}', b"[]"])
def test_figures_that_cannot_be_read_any_more_are_made_anew(place: Callable[..., Place], broken: bytes) -> None:
    town = place(*a_network(60))
    first = town.publish()
    (town.record / "state" / "strength.json").write_bytes(broken)

    assert town.publish() == first


def test_a_list_that_was_lost_is_made_anew_with_its_figures(place: Callable[..., Place]) -> None:
    town = place(*a_network(60))
    first, listed = town.publish(), town.listed()
    (town.record / "edges.jsonl").unlink()

    assert town.publish() == first
    assert town.listed() == listed


def test_figures_by_an_older_formula_are_made_anew(place: Callable[..., Place]) -> None:
    town = place(*a_network(30))
    first = town.publish()
    file = town.record / "state" / "strength.json"
    file.write_bytes(file.read_bytes().replace(f'"version":{MEASURES_VERSION}'.encode(), b'"version":0'))

    assert town.publish() == first


def test_a_group_event_counts_as_hours_between_its_people(place: Callable[..., Place]) -> None:
    who = tuple(f"id-m-{n:03}" for n in range(12))
    event = Gathering("g", "first-aid", date(2026, 10, 3), 8, who[:1], who[1:], who[0], NOW, confirmed=who)
    state = place(event).publish()

    assert (state.active, state.quarters) == (12, 8)


def test_verified_ties_join_members_by_a_vouch_or_a_confirmed_exchange(place: Callable[..., Place]) -> None:
    """Thirteen in a ring, one of whom has left; a vouch brings in somebody who gave nobody anything."""
    town = place(*(given(n, (n + 1) % 13) for n in range(13)))
    town.put(*(a_member(f"m-{n:03}") for n in range(14)))
    town.put(a_vouch("id-m-013", "id-m-001"), a_member("m-012", standing=Standing.LEFT))

    assert by_key(town.publish())["connectivity"].counted["people"] == 13


def test_a_skill_learnt_in_a_program_here_counts_as_dividend(place: Callable[..., Place]) -> None:
    cohort = a_cohort(number=1, starts=date(2026, 1, 5), ends=date(2026, 3, 1))
    town = place(
        *(given(n, n + 1) for n in range(12)),
        catalogue=a_catalogue(
            programs=by_slug(a_program(skills_taught=("bicycle-repair",))),
            cohorts=by_slug(cohort),
            playbooks=by_slug(a_playbook(slots_for({"bicycle-repair": 3}))),
        ),
    )
    for n, state in enumerate((PartState.COMPLETED, PartState.ATTENDING, PartState.LEFT)):
        member = a_member(f"m-{n:03}")
        entry = replace(member.entry, shares=(a_share("bicycle-repair", Level.CAN_DO),))
        said = replace(member, entry=entry, availability=_availability())
        town.put(said, a_participation(member.id, cohort.slug, state=state), a_participation(member.id, "gone"))
    dividend = by_key(town.publish())["dividend"]

    assert dividend.counted == {"jobs": 3, "covered_now": 3, "covered_before_joining": 2}
    assert dividend.value == "1"


def _availability() -> Any:
    from domain.people import Availability

    return Availability(date(2026, 11, 1), date(2027, 2, 1))
