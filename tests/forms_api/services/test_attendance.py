"""Who was there: which days, who marks them, what it suggests, and what becomes of a second list."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from domain.people import Audience
from domain.programs import PartState
from forms_api.services import attendance
from forms_api.services.programs import NotALeader
from forms_api.services.refusals import NotThere
from forms_api.store.memory import MemoryStore
from tests.builders import NOW, TODAY, a_catalogue, a_member, a_participation, put
from tests.forms_api.services.paths import FIRST, LEADER, RUNS, attends, catalogue, part_now, with_leader

CATALOGUE = catalogue()


@pytest.fixture
def store() -> MemoryStore:
    made = MemoryStore()
    with_leader(made)
    return made


def mark(store: MemoryStore, on: date, *present: str, seen: str = "", leader: str = LEADER) -> None:
    attendance.mark(store, CATALOGUE, RUNS, on, present, leader, NOW, seen=seen)


def opened(store: MemoryStore, on: date | None = None) -> attendance.Register:
    return attendance.register(store, CATALOGUE, RUNS, LEADER, TODAY, on)


def test_the_register_opens_at_the_earliest_day_that_waits(store: MemoryStore) -> None:
    ada = attends(store, "ada")
    before = opened(store).chosen
    mark(store, FIRST, ada.id)

    assert before == FIRST
    assert opened(store).chosen == FIRST + timedelta(days=7)
    assert [day.attended for day in opened(store).days] == [1, None, None, None, None, None]
    assert [day.come for day in opened(store).days] == [True, True, True, False, False, False]


def test_a_register_with_all_days_marked_opens_at_the_last(store: MemoryStore) -> None:
    ada = attends(store, "ada")
    for week in range(3):
        mark(store, FIRST + timedelta(days=7 * week), ada.id)

    assert opened(store).chosen == FIRST + timedelta(days=14)
    assert opened(store).present == {ada.id}


def test_before_the_first_meeting_no_day_is_open(store: MemoryStore) -> None:
    early = attendance.register(store, CATALOGUE, RUNS, LEADER, FIRST - timedelta(days=3))

    assert early.chosen is None
    assert early.seen == ""


def test_who_comes_for_the_first_time_takes_part_from_then_on(store: MemoryStore) -> None:
    came, stayed_away = attends(store, "ada"), attends(store, "bo")
    mark(store, FIRST, came.id)

    assert part_now(store, came).state is PartState.ATTENDING
    assert part_now(store, stayed_away).state is PartState.ENROLLED


def test_four_of_six_meetings_suggest_completion_and_mark_nothing(store: MemoryStore) -> None:
    ada = attends(store, "ada")
    late = NOW + timedelta(days=30)
    for week in range(4):
        attendance.mark(store, CATALOGUE, RUNS, FIRST + timedelta(days=7 * week), [ada.id], LEADER, late)
    (row,) = opened(store).rows

    assert (row.present, row.of, row.suggested) == (4, 6, True)
    assert part_now(store, ada).state is PartState.ATTENDING


def test_the_names_are_those_their_owners_opened(store: MemoryStore) -> None:
    closed = a_member("bo-closed", audience=Audience.STEWARDS)
    put(store, closed, a_participation(closed.id, RUNS))
    attends(store, "ada")
    put(
        store, a_participation("nobody-in-the-store", RUNS), a_participation("id-left", RUNS, state=PartState.LEFT)
    )

    assert [row.name for row in opened(store).rows] == ["", "Ada"]
    put(store, a_member("stella", steward=True))
    rows = attendance.register(store, CATALOGUE, RUNS, "id-stella", TODAY).rows
    assert [row.name for row in rows] == ["Ada", "Bo Closed"]


@pytest.mark.parametrize(
    ("on", "refusal"),
    [
        (FIRST + timedelta(days=1), attendance.NoMeeting),
        (FIRST + timedelta(days=42), attendance.NoMeeting),
        (FIRST - timedelta(days=7), attendance.NoMeeting),
        (FIRST + timedelta(days=21), attendance.NotYet),
    ],
)
def test_only_a_meeting_that_has_been_can_be_marked(
    store: MemoryStore, on: date, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        mark(store, on)


def test_a_register_opens_at_no_other_day(store: MemoryStore) -> None:
    with pytest.raises(attendance.NoMeeting):
        opened(store, FIRST + timedelta(days=1))


def test_only_who_leads_opens_and_marks_it(store: MemoryStore) -> None:
    ada = attends(store, "ada")

    with pytest.raises(NotALeader):
        mark(store, FIRST, ada.id, leader="id-ada")
    with pytest.raises(NotALeader):
        attendance.register(store, CATALOGUE, RUNS, "id-ada", TODAY)


@pytest.mark.parametrize("state", [PartState.LEFT, PartState.WAITING])
def test_who_has_no_place_is_not_marked(store: MemoryStore, state: PartState) -> None:
    ada = attends(store, "ada", state=state)

    with pytest.raises(NotThere):
        mark(store, FIRST, ada.id)
    with pytest.raises(NotThere):
        mark(store, FIRST, f"part-{LEADER}-{RUNS}")


def test_the_same_list_saved_twice_is_once_what_was_meant(store: MemoryStore) -> None:
    ada = attends(store, "ada")
    mark(store, FIRST, ada.id)
    mark(store, FIRST, ada.id)

    assert opened(store, FIRST).present == {ada.id}


def test_a_list_that_somebody_else_saved_is_seen_before_it_is_replaced(store: MemoryStore) -> None:
    ada, bo = attends(store, "ada"), attends(store, "bo")
    mark(store, FIRST, ada.id)

    with pytest.raises(attendance.SavedMeanwhile):
        mark(store, FIRST, bo.id)
    assert opened(store, FIRST).present == {ada.id}

    mark(store, FIRST, bo.id, seen=opened(store, FIRST).seen)
    assert opened(store, FIRST).present == {bo.id}


def test_who_was_there_is_forgotten_ninety_days_after_the_last_meeting(store: MemoryStore) -> None:
    ada = attends(store, "ada")
    mark(store, FIRST, ada.id)
    last = CATALOGUE.cohorts[RUNS].ends
    attendance.forget_over(store, CATALOGUE, last + attendance.KEPT_FOR)
    still_there = opened(store, FIRST).present
    attendance.forget_over(store, CATALOGUE, last + attendance.KEPT_FOR + timedelta(days=1))

    assert still_there == {ada.id}
    assert opened(store, FIRST).present == frozenset()
    assert part_now(store, ada).state is PartState.ATTENDING


def test_who_was_at_a_cohort_that_content_forgot_is_forgotten_too(store: MemoryStore) -> None:
    ada = attends(store, "ada")
    mark(store, FIRST, ada.id)
    attendance.forget_over(store, a_catalogue(cohorts={}), TODAY)

    with store.unit() as unit:
        assert not list(unit.attendance)
