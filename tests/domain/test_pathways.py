"""What attendance suggests, who may take a completion back, who takes learners on, and whose step is next."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.pathways import (
    ROLE_RULES,
    TOLD_FOR,
    UNDO_WITHIN,
    Asks,
    Attendance,
    DecidedBy,
    Mentoring,
    Standpoint,
    days_present,
    may_undo,
    next_standpoint,
    places_with,
    roles_after,
    seems_complete,
    standpoint,
    with_mentor,
)
from domain.people import ProgramRole
from domain.programs import InvitationState, PartState
from tests.builders import NOW, TODAY, a_participation

MENTOR = ProgramRole.PEER_MENTOR
DONE = PartState.COMPLETED


def a_day(*present: str, days: int = 0) -> Attendance:
    on = TODAY - timedelta(days=days)
    return Attendance(f"day-{days}", "sewing-1", on, present, "id-lead", NOW)


def a_mentor(capacity: int = 2, *, accepting: bool = True) -> Mentoring:
    return Mentoring("m", "id-mentor", "sewing", capacity, accepting, NOW)


def test_who_was_there_is_counted_once_a_day() -> None:
    days = [a_day("p1", "p2"), a_day("p1", days=7), a_day(days=14)]

    assert [days_present(part, days) for part in ("p1", "p2", "p3")] == [2, 1, 0]


@pytest.mark.parametrize(
    ("present", "meetings", "suggested"),
    [(4, 6, True), (3, 6, False), (2, 3, True), (1, 2, False), (0, 0, False), (7, 10, True), (6, 10, False)],
)
def test_two_thirds_of_the_meetings_suggest_completion(present: int, meetings: int, suggested: bool) -> None:
    assert seems_complete(present, meetings) is suggested


@given(st.integers(0, 50), st.integers(1, 50))
def test_coming_once_more_never_takes_a_suggestion_away(present: int, meetings: int) -> None:
    assert seems_complete(present + 1, meetings) >= seems_complete(present, meetings)


@pytest.mark.parametrize(
    ("changes", "by", "may"),
    [
        ({}, "id-lead", True),
        ({}, "id-other", False),
        ({"state": PartState.ATTENDING}, "id-lead", False),
        ({"invitation": InvitationState.ACCEPTED}, "id-lead", False),
        ({"invitation": InvitationState.NOT_NOW}, "id-lead", True),
        ({"since": NOW - UNDO_WITHIN}, "id-lead", True),
        ({"since": NOW - UNDO_WITHIN - timedelta(seconds=1)}, "id-lead", False),
    ],
)
def test_whoever_marked_a_completion_takes_it_back_within_a_day(
    changes: dict[str, object], by: str, may: bool
) -> None:
    marked = {"state": DONE, "completed_by": "id-lead", "since": NOW, "invitation": InvitationState.SENT}
    part = a_participation("ada", **(marked | changes))

    assert may_undo(part, by, NOW) is may


def test_places_with_a_mentor_are_those_nobody_learns_in_now() -> None:
    learning = a_participation("ada", mentor="id-mentor")
    gone = a_participation("bo", mentor="id-mentor", state=PartState.LEFT)
    done = a_participation("cem", mentor="id-mentor", state=DONE)
    elsewhere = a_participation("dina", mentor="id-other", state=PartState.ATTENDING)
    parts = [learning, gone, done, elsewhere]

    assert with_mentor("id-mentor", parts) == 1
    assert places_with(a_mentor(), parts) == 1
    assert places_with(a_mentor(1), [learning, a_participation("eve", mentor="id-mentor")]) == 0
    assert places_with(a_mentor(accepting=False), []) == 0


def test_every_step_is_written_down_with_what_it_asks_and_who_decides() -> None:
    assert roles_after(ProgramRole.ATTENDEE, DecidedBy.THEMSELF) == (ProgramRole.APPRENTICE, MENTOR)
    assert roles_after(ProgramRole.APPRENTICE, DecidedBy.LEADERS) == (MENTOR,)
    assert roles_after(MENTOR, DecidedBy.LEADERS) == (ProgramRole.FACILITATOR,)
    assert roles_after(ProgramRole.ATTENDEE, DecidedBy.LEADERS) == ()
    assert {rule.asks for rule in ROLE_RULES} == set(Asks)


@pytest.mark.parametrize(
    ("changes", "phase", "stands"),
    [
        ({"state": DONE, "invitation": InvitationState.SENT}, "over", Standpoint.INVITED),
        ({"state": DONE, "invitation": InvitationState.NOT_NOW}, "over", Standpoint.MAY_LEAD_LATER),
        ({"state": DONE, "invitation": InvitationState.ACCEPTED}, "now", Standpoint.WENT_ON),
        ({"state": DONE}, "over", Standpoint.WENT_ON),
        ({"state": PartState.WAITING}, "ahead", Standpoint.WAITING),
        ({"state": PartState.WAITING}, "over", Standpoint.WENT_ON),
        ({}, "ahead", Standpoint.COMING),
        ({}, "now", Standpoint.TAKING_PART),
        ({"state": PartState.ATTENDING}, "over", Standpoint.WENT_ON),
        ({"moved_up": True, "since": NOW - TOLD_FOR}, "ahead", Standpoint.MOVED_UP),
        ({"moved_up": True, "since": NOW - TOLD_FOR - timedelta(days=1)}, "ahead", Standpoint.COMING),
        ({"role": MENTOR}, "ahead", Standpoint.LEADING_NEXT),
        ({"role": MENTOR}, "now", Standpoint.LEADING),
        ({"role": MENTOR, "state": DONE}, "over", Standpoint.WENT_ON),
    ],
)
def test_where_somebody_stands_follows_from_part_and_phase(
    changes: dict[str, object], phase: str, stands: Standpoint
) -> None:
    part = a_participation("ada", **changes)

    assert standpoint(part, ahead=phase == "ahead", over=phase == "over", now=NOW) is stands


def test_what_waits_for_an_answer_is_read_first() -> None:
    assert next_standpoint([Standpoint.WENT_ON, Standpoint.LEADING, Standpoint.INVITED]) is Standpoint.INVITED
    assert next_standpoint([]) is None
