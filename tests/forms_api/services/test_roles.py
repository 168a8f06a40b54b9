"""Steps between roles, steps back, and where a member stands on their own page."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.pathways import Attendance, Mentoring, Standpoint
from domain.people import ProgramRole
from domain.programs import InvitationState, Participation, PartState
from forms_api.services import invitations, programs, roles
from forms_api.services.pathways import Way, ways
from forms_api.services.refusals import NotThere
from forms_api.store.memory import MemoryStore
from tests.builders import NOW, a_catalogue, a_member, a_participation, put
from tests.forms_api.services.paths import (
    FIRST,
    LEADER,
    NEXT,
    PROGRAM,
    RUNS,
    attends,
    catalogue,
    part_now,
    with_leader,
)

CATALOGUE = catalogue()
APPRENTICE, MENTOR, FACILITATOR = ProgramRole.APPRENTICE, ProgramRole.PEER_MENTOR, ProgramRole.FACILITATOR


@pytest.fixture
def store() -> MemoryStore:
    made = MemoryStore()
    with_leader(made)
    return made


def complete(store: MemoryStore, part: Participation) -> Participation:
    return programs.complete(store, CATALOGUE, RUNS, part.id, LEADER, NOW)


def way_of(store: MemoryStore, member: str) -> Way:
    (found,) = ways(store, CATALOGUE, member, NOW)
    return found


def test_a_completion_taken_back_leaves_the_place_as_it_was(store: MemoryStore) -> None:
    ada = attends(store, "ada", state=PartState.ATTENDING)
    complete(store, ada)
    back = roles.undo_completion(store, CATALOGUE, RUNS, ada.id, LEADER, NOW + timedelta(hours=23))

    assert back == ada


def test_a_completion_is_taken_back_by_who_marked_it_and_not_later(store: MemoryStore) -> None:
    ada = attends(store, "ada")
    complete(store, ada)
    put(store, a_member("stella", steward=True))

    with pytest.raises(roles.TooLateToUndo):
        roles.undo_completion(store, CATALOGUE, RUNS, ada.id, "id-stella", NOW)
    with pytest.raises(roles.TooLateToUndo):
        roles.undo_completion(store, CATALOGUE, RUNS, ada.id, LEADER, NOW + timedelta(hours=25))


def test_a_completion_somebody_built_on_stays(store: MemoryStore) -> None:
    ada = attends(store, "ada")
    complete(store, ada)
    invitations.answer(store, CATALOGUE, ada.id, "id-ada", NOW, accept=True)

    with pytest.raises(roles.TooLateToUndo):
        roles.undo_completion(store, CATALOGUE, RUNS, ada.id, LEADER, NOW)


def test_what_is_not_of_the_cohort_is_not_there(store: MemoryStore) -> None:
    elsewhere = attends(store, "ada", cohort=NEXT, state=PartState.COMPLETED)

    for part in (elsewhere.id, "nothing"):
        with pytest.raises(NotThere):
            roles.undo_completion(store, CATALOGUE, RUNS, part, LEADER, NOW)


@pytest.mark.parametrize(("had", "next_role"), [(APPRENTICE, MENTOR), (MENTOR, FACILITATOR)])
def test_those_who_lead_open_the_next_role(store: MemoryStore, had: ProgramRole, next_role: ProgramRole) -> None:
    part = attends(store, "ada", role=had)

    assert roles.open_role(store, CATALOGUE, RUNS, part.id, LEADER, next_role).role is next_role
    assert part_now(store, part).role is next_role


@pytest.mark.parametrize(
    ("had", "wanted"),
    [
        (APPRENTICE, FACILITATOR),
        (ProgramRole.ATTENDEE, MENTOR),
        (MENTOR, ProgramRole.ATTENDEE),
        (FACILITATOR, MENTOR),
    ],
)
def test_a_step_that_no_rule_names_is_not_taken(store: MemoryStore, had: ProgramRole, wanted: ProgramRole) -> None:
    part = attends(store, "ada", role=had)

    with pytest.raises(roles.NoSuchStep):
        roles.open_role(store, CATALOGUE, RUNS, part.id, LEADER, wanted)


def test_nobody_opens_a_role_to_themself_or_from_outside(store: MemoryStore) -> None:
    mentor = attends(store, "mia", role=MENTOR)
    attends(store, "ada", role=APPRENTICE)

    with pytest.raises(roles.OwnRole):
        roles.open_role(store, CATALOGUE, RUNS, mentor.id, "id-mia", FACILITATOR)
    with pytest.raises(programs.NotALeader):
        roles.open_role(store, CATALOGUE, RUNS, mentor.id, "id-ada", FACILITATOR)


def test_a_role_is_held_once(store: MemoryStore) -> None:
    part = attends(store, "ada", role=APPRENTICE)
    put(store, replace(part, id="mentor-too", role=MENTOR))

    with pytest.raises(roles.HasRole):
        roles.open_role(store, CATALOGUE, RUNS, part.id, LEADER, MENTOR)


def test_who_steps_down_leads_no_longer_and_may_be_asked_again(store: MemoryStore) -> None:
    ada = attends(store, "ada")
    complete(store, ada)
    lead = invitations.answer(store, CATALOGUE, ada.id, "id-ada", NOW, accept=True, named=True)
    roles.step_down(store, NEXT, "id-ada", NOW)

    left = part_now(store, lead)
    assert (left.state, left.named) == (PartState.LEFT, False)
    with pytest.raises(NotThere):
        roles.step_down(store, NEXT, "id-ada", NOW)

    put(store, replace(part_now(store, ada), invitation=InvitationState.SENT))
    again = invitations.answer(store, CATALOGUE, ada.id, "id-ada", NOW, accept=True)
    assert (again.id, again.state) == (lead.id, PartState.ENROLLED)


def test_an_invitation_opens_the_roles_the_rules_leave_to_the_invited(store: MemoryStore) -> None:
    ada = attends(store, "ada")
    complete(store, ada)

    with pytest.raises(NotThere):
        invitations.answer(store, CATALOGUE, ada.id, "id-ada", NOW, accept=True, role=FACILITATOR)
    beside = invitations.answer(store, CATALOGUE, ada.id, "id-ada", NOW, accept=True, role=APPRENTICE)
    assert beside.role is APPRENTICE


def test_a_graduate_reads_that_the_next_table_begins_and_is_asked_to_help(store: MemoryStore) -> None:
    complete(store, attends(store, "ada"))
    way = way_of(store, "id-ada")

    assert (way.standpoint, way.cohort.slug) == (Standpoint.INVITED, RUNS)
    assert way.following is not None
    assert way.following.slug == NEXT


def test_a_leader_reads_which_day_waits_to_be_marked(store: MemoryStore) -> None:
    before = way_of(store, LEADER)
    put(store, Attendance("first", RUNS, FIRST, (), LEADER, NOW))
    after = way_of(store, LEADER)

    assert (before.standpoint, before.unmarked) == (Standpoint.LEADING, FIRST)
    assert after.unmarked == FIRST + timedelta(days=7)
    assert after.meets == FIRST + timedelta(days=21)


def test_a_leader_who_has_said_nothing_about_learners_is_asked_once(store: MemoryStore) -> None:
    before = way_of(store, LEADER).may_mentor
    put(store, Mentoring("said", LEADER, PROGRAM, 1, accepting=False, said_at=NOW))

    assert before
    assert not way_of(store, LEADER).may_mentor


def test_who_waits_reads_how_many_wait_longer(store: MemoryStore) -> None:
    for number in range(3):
        since = NOW - timedelta(hours=10 - number)
        attends(store, f"m{number}", state=PartState.WAITING, since=since)

    assert [way_of(store, f"id-m{number}").before_me for number in range(3)] == [0, 1, 2]


def test_one_program_is_one_way_with_its_earlier_steps(store: MemoryStore) -> None:
    done = attends(store, "ada", state=PartState.COMPLETED, invitation=InvitationState.ACCEPTED)
    leads = a_participation("id-ada", NEXT, role=MENTOR, learnt_in=RUNS)
    put(store, leads)
    way = way_of(store, "id-ada")

    assert (way.standpoint, way.part.id) == (Standpoint.LEADING_NEXT, leads.id)
    assert way.earlier == (done,)


def test_what_was_left_and_what_content_forgot_is_no_way(store: MemoryStore) -> None:
    attends(store, "ada", state=PartState.LEFT)
    attends(store, "bo", cohort="long-gone-1")

    assert ways(store, CATALOGUE, "id-ada", NOW) == ()
    assert ways(store, CATALOGUE, "id-bo", NOW) == ()


def test_an_invitation_without_a_next_cohort_waits(store: MemoryStore) -> None:
    alone = a_catalogue(cohorts={RUNS: CATALOGUE.cohorts[RUNS]})
    attends(store, "ada", state=PartState.COMPLETED, invitation=InvitationState.SENT)
    (way,) = ways(store, alone, "id-ada", NOW)

    assert way.following is None
