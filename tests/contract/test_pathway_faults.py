"""Pathways where two do something at once: each case has one stated outcome, in every store."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest

from domain.pathways import Mentoring
from domain.people import ProgramRole
from domain.programs import InvitationState, PartState
from forms_api.services import attendance, invitations, mentoring, programs, roles
from forms_api.store.base import Store
from tests.builders import NOW, a_member, a_participation, put
from tests.contract.acts import at_once
from tests.forms_api.services.paths import FIRST, LEADER, NEXT, PROGRAM, RUNS, attends, catalogue, with_leader

CATALOGUE = catalogue()
PEOPLE = 6


@pytest.fixture(autouse=True)
def people(store: Store) -> None:
    with_leader(store)
    put(store, *(a_member(f"m{number}") for number in range(PEOPLE)))


def states(store: Store, cohort: str) -> Counter[PartState]:
    with store.unit() as unit:
        return Counter(p.state for p in unit.participations.where(cohort=cohort, role=ProgramRole.ATTENDEE))


def test_six_who_enrol_at_once_in_three_places_are_three_and_a_queue_of_three(store: Store) -> None:
    wrong = at_once(PEOPLE, lambda n: programs.join(store, CATALOGUE, NEXT, f"id-m{n}", NOW) and None)

    assert wrong == []
    assert states(store, NEXT) == {PartState.ENROLLED: 3, PartState.WAITING: 3}


def test_two_who_enrol_at_once_in_the_last_place_get_a_place_and_a_turn(store: Store) -> None:
    for number in range(2):
        programs.join(store, CATALOGUE, NEXT, f"id-m{number}", NOW)
    wrong = at_once(2, lambda n: programs.join(store, CATALOGUE, NEXT, f"id-m{n + 2}", NOW) and None)

    assert wrong == []
    assert states(store, NEXT) == {PartState.ENROLLED: 3, PartState.WAITING: 1}


def test_one_who_presses_twice_at_once_is_enrolled_once(store: Store) -> None:
    wrong = at_once(4, lambda _n: programs.join(store, CATALOGUE, NEXT, "id-m0", NOW) and None)

    assert [type(error) for error in wrong] == [programs.AlreadyIn] * 3
    assert states(store, NEXT) == {PartState.ENROLLED: 1}


def test_places_given_back_at_once_go_to_as_many_who_wait_and_each_is_told(store: Store) -> None:
    for number in range(PEOPLE):
        programs.join(store, CATALOGUE, NEXT, f"id-m{number}", NOW + timedelta(seconds=number))
    later = NOW + timedelta(hours=1)
    wrong = at_once(2, lambda n: programs.leave(store, CATALOGUE, NEXT, f"id-m{n}", later))

    assert wrong == []
    assert states(store, NEXT) == {PartState.ENROLLED: 3, PartState.WAITING: 1, PartState.LEFT: 2}
    assert {member.id for member in programs.moved_up(store, NEXT, later)} == {"id-m3", "id-m4"}


def test_two_who_mark_the_same_day_at_once_do_not_overwrite_each_other_unseen(store: Store) -> None:
    parts = [attends(store, f"here{number}").id for number in range(2)]
    wrong = at_once(2, lambda n: attendance.mark(store, CATALOGUE, RUNS, FIRST, [parts[n]], LEADER, NOW) and None)
    with store.unit() as unit:
        (kept,) = unit.attendance.where(cohort=RUNS, on=FIRST)

    assert [type(error) for error in wrong] == [attendance.SavedMeanwhile]
    assert len(kept.present) == 1


def test_two_who_ask_for_a_mentors_last_place_at_once_get_it_once(store: Store) -> None:
    for number in range(2):
        programs.join(store, CATALOGUE, RUNS, f"id-m{number}", NOW)
    put(store, Mentoring("said", LEADER, PROGRAM, 1, accepting=True, said_at=NOW))
    wrong = at_once(2, lambda n: mentoring.ask(store, CATALOGUE, RUNS, f"id-m{n}", "said", NOW) and None)
    with store.unit() as unit:
        learners = unit.participations.where(mentor=LEADER)

    assert [type(error) for error in wrong] == [mentoring.NoPlaceLeft]
    assert len(learners) == 1


def test_a_completion_taken_back_while_its_invitation_is_accepted_is_one_or_the_other(store: Store) -> None:
    part = attends(store, "ada")
    programs.complete(store, CATALOGUE, RUNS, part.id, LEADER, NOW)
    acts = (
        lambda: roles.undo_completion(store, CATALOGUE, RUNS, part.id, LEADER, NOW),
        lambda: invitations.answer(store, CATALOGUE, part.id, "id-ada", NOW, accept=True),
    )
    wrong = at_once(2, lambda n: acts[n]() and None)
    with store.unit() as unit:
        kept = unit.participations.get(part.id)
        leading = unit.participations.where(cohort=NEXT, member="id-ada")

    assert len(wrong) == 1
    assert kept is not None
    assert (kept.invitation is InvitationState.ACCEPTED) == bool(leading)


def test_two_who_mark_a_completion_at_once_mark_it_once(store: Store) -> None:
    part = attends(store, "ada")
    put(store, a_participation("id-m0", RUNS, role=ProgramRole.HOST))
    leaders = (LEADER, "id-m0")
    wrong = at_once(2, lambda n: programs.complete(store, CATALOGUE, RUNS, part.id, leaders[n], NOW) and None)

    assert len(wrong) == 1
    assert states(store, RUNS) == {PartState.COMPLETED: 1}
