"""A crisis in every store: what is refused, what two people do at once, and what an answer brings about."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.crisis import AGREED_WITHIN, Answer, Called, Way
from forms_api.services import crisis, crisis_answers, crisis_board, crisis_classes, proposals
from forms_api.services.crisis import NotForYou, NotRunning, NotWaiting, Running, SamePerson
from forms_api.services.crisis_classes import ClassUnderWay
from forms_api.services.crisis_forget import CALLS_KEPT, forget_calls
from forms_api.services.refusals import NotThere
from forms_api.store.base import Store
from tests.builders import NOW, put
from tests.contract.acts import at_once
from tests.forms_api.crisis_town import (
    FLOOD,
    MENDERS,
    POWER_CUT,
    RIDER,
    SAM,
    STELLA,
    a_playbook,
    crisis_catalogue,
    rung,
    settle,
)

CATALOGUE = crisis_catalogue(a_playbook(), a_playbook(FLOOD))
MINUTE = timedelta(minutes=1)


@pytest.fixture
def store(place: object) -> Store:
    store: Store = place.store  # type: ignore[attr-defined]
    settle(store)
    return store


def asked(store: Store, playbook: str = POWER_CUT, *, drill: bool = False) -> str:
    return crisis.ask(store, CATALOGUE, playbook, STELLA.id, NOW, drill=drill).id


def begun(store: Store, playbook: str = POWER_CUT, *, drill: bool = False) -> str:
    activation = asked(store, playbook, drill=drill)
    crisis.agree(store, CATALOGUE, activation, SAM.id, NOW)
    return activation


def calls(store: Store, activation: str, slot: int = 0) -> list[Called]:
    with store.unit() as unit:
        return unit.called.where(activation=activation, slot=slot)


def call_of(store: Store, activation: str, member: str, slot: int = 0) -> Called:
    return next(call for call in calls(store, activation, slot) if call.member == member)


def test_one_steward_activating_twice_is_refused_and_nobody_is_called(store: Store) -> None:
    activation = asked(store)

    with pytest.raises(SamePerson):
        crisis.agree(store, CATALOGUE, activation, STELLA.id, NOW)
    assert crisis.running(store) == ()
    assert calls(store, activation) == []


def test_asking_twice_is_refused_while_the_first_waits_or_runs(store: Store) -> None:
    activation = asked(store)

    with pytest.raises(Running):
        crisis.ask(store, CATALOGUE, POWER_CUT, SAM.id, NOW, drill=False)
    crisis.agree(store, CATALOGUE, activation, SAM.id, NOW)
    with pytest.raises(Running):
        asked(store)


def test_members_who_are_no_stewards_can_neither_ask_nor_agree(store: Store) -> None:
    activation = asked(store)

    with pytest.raises(NotForYou):
        crisis.ask(store, CATALOGUE, FLOOD, RIDER.id, NOW, drill=True)
    with pytest.raises(NotForYou):
        crisis.agree(store, CATALOGUE, activation, RIDER.id, NOW)
    with pytest.raises(NotForYou):
        crisis_board.board(store, CATALOGUE, activation, RIDER.id, NOW)
    with pytest.raises(NotForYou):
        crisis_board.overview(store, CATALOGUE, RIDER.id, NOW)


def test_with_fewer_than_two_stewards_any_two_members_of_the_roll_do(store: Store) -> None:
    put(store, replace(SAM, steward=False))
    activation = crisis.ask(store, CATALOGUE, POWER_CUT, RIDER.id, NOW, drill=True).id

    with pytest.raises(SamePerson):
        crisis.agree(store, CATALOGUE, activation, RIDER.id, NOW)
    crisis.agree(store, CATALOGUE, activation, MENDERS[0].id, NOW)
    assert [one.id for one in crisis.running(store)] == [activation]


def test_an_unknown_playbook_and_an_unknown_activation_are_not_there(store: Store) -> None:
    with pytest.raises(NotThere):
        asked(store, "earthquake")
    with pytest.raises(NotThere):
        crisis.agree(store, CATALOGUE, "nothing", SAM.id, NOW)
    with pytest.raises(NotThere):
        crisis_board.board(store, CATALOGUE, "nothing", SAM.id, NOW)


def test_what_nobody_agreed_to_within_a_day_is_void_and_may_be_asked_anew(store: Store) -> None:
    activation = asked(store)
    later = NOW + AGREED_WITHIN

    with pytest.raises(NotWaiting):
        crisis.agree(store, CATALOGUE, activation, SAM.id, later)
    with pytest.raises(NotWaiting):
        crisis.withdraw(store, activation, SAM.id, later)
    assert crisis.ask(store, CATALOGUE, POWER_CUT, SAM.id, later, drill=False).waiting(later)


def test_what_was_taken_back_cannot_be_agreed_to(store: Store) -> None:
    activation = asked(store)
    crisis.withdraw(store, activation, SAM.id, NOW)

    with pytest.raises(NotWaiting):
        crisis.agree(store, CATALOGUE, activation, SAM.id, NOW)


def test_a_playbook_that_left_the_content_is_not_begun(store: Store) -> None:
    activation = asked(store, FLOOD)

    with pytest.raises(NotWaiting):
        crisis.agree(store, crisis_catalogue(), activation, SAM.id, NOW)


def test_two_who_agree_at_once_begin_it_once_and_everybody_is_called_once(store: Store) -> None:
    third = rung("third-steward", steward=True)
    put(store, third)
    activation = asked(store)
    people = [SAM.id, third.id, SAM.id, third.id]

    wrong = at_once(4, lambda n: crisis.agree(store, CATALOGUE, activation, people[n], NOW))

    assert [type(error) for error in wrong] == [NotWaiting] * 3
    rows = calls(store, activation)
    assert len({row.member for row in rows}) == len(rows) > 0


def test_two_who_ask_at_once_leave_one_request(store: Store) -> None:
    people = [STELLA.id, SAM.id]

    wrong = at_once(2, lambda n: crisis.ask(store, CATALOGUE, POWER_CUT, people[n], NOW, drill=False))

    assert [type(error) for error in wrong] == [Running]


def test_every_holder_and_two_alternates_are_called_in_the_same_moment(store: Store) -> None:
    activation = begun(store)
    menders = calls(store, activation)

    assert {row.called_at for row in menders} == {NOW}
    assert sum(not row.alternate for row in menders) == 2
    assert sum(row.alternate for row in menders) == 4
    assert [row.member for row in calls(store, activation, slot=1)] == [RIDER.id]


def test_nobody_is_called_who_did_not_say_they_may_be(store: Store) -> None:
    put(store, replace(RIDER, call_consent=False))

    assert calls(store, begun(store), slot=1) == []


def test_a_real_one_ends_the_drill_and_a_drill_does_not_stand_in_its_way(store: Store) -> None:
    drill, waiting = begun(store, drill=True), asked(store, FLOOD, drill=True)
    real = begun(store)
    flood = begun(store, FLOOD)

    assert {one.id for one in crisis.running(store)} == {real, flood}
    with store.unit() as unit:
        ended, withdrawn = unit.activations.get(drill), unit.activations.get(waiting)
    assert ended is not None and ended.ended_at == NOW
    assert withdrawn is not None and withdrawn.withdrawn_at == NOW


def test_an_answer_can_be_changed_and_is_the_members_own(store: Store) -> None:
    activation = begun(store)
    call = call_of(store, activation, RIDER.id, 1)

    with pytest.raises(NotThere):
        crisis_answers.answer(store, CATALOGUE, call.id, SAM.id, Answer.YES, Way.WEB, NOW)
    crisis_answers.answer(store, CATALOGUE, call.id, RIDER.id, Answer.LATER, Way.WEB, NOW)
    crisis_answers.answer(store, CATALOGUE, call.id, RIDER.id, Answer.YES, Way.CODE, NOW + MINUTE)

    kept = call_of(store, activation, RIDER.id, 1)
    assert (kept.answer, kept.way, kept.answered_at) == (Answer.YES, Way.CODE, NOW + MINUTE)


def test_a_no_calls_the_next_in_line_until_nobody_is_left(store: Store) -> None:
    put(store, *(rung(f"late-{n}", "clothes-mending") for n in range(2)))
    activation = begun(store)
    first = calls(store, activation)

    answered = crisis_answers.answer(store, CATALOGUE, first[0].id, first[0].member, Answer.NO, Way.WEB, NOW)
    again = crisis_answers.answer(store, CATALOGUE, first[0].id, first[0].member, Answer.NO, Way.WEB, NOW)
    last = crisis_answers.answer(store, CATALOGUE, first[1].id, first[1].member, Answer.NO, Way.WEB, NOW)
    nobody = crisis_answers.answer(store, CATALOGUE, first[2].id, first[2].member, Answer.NO, Way.WEB, NOW)

    assert [len(one.next) for one in (answered, again, last, nobody)] == [1, 0, 1, 0]
    assert answered.next[0].alternate
    assert len({row.member for row in calls(store, activation)}) == 8


def test_two_nos_at_once_call_two_others(store: Store) -> None:
    put(store, *(rung(f"late-{n}", "clothes-mending") for n in range(3)))
    activation = begun(store)
    first = calls(store, activation)

    def say_no(number: int) -> None:
        row = first[number]
        crisis_answers.answer(store, CATALOGUE, row.id, row.member, Answer.NO, Way.WEB, NOW)

    assert at_once(2, say_no) == []
    rows = calls(store, activation)
    assert len({row.member for row in rows}) == len(rows) == 8


def test_a_steward_types_in_what_was_said_on_the_telephone(store: Store) -> None:
    activation = begun(store)
    call = call_of(store, activation, RIDER.id, 1)

    with pytest.raises(NotForYou):
        crisis_answers.type_in(store, CATALOGUE, call.id, Answer.YES, MENDERS[0].id, NOW)
    with pytest.raises(NotThere):
        crisis_answers.type_in(store, CATALOGUE, "nothing", Answer.YES, SAM.id, NOW)
    kept = crisis_answers.type_in(store, CATALOGUE, call.id, Answer.YES, SAM.id, NOW).call

    assert (kept.way, kept.typed_by) == (Way.PHONE, SAM.id)


def test_after_the_end_no_answer_is_taken(store: Store) -> None:
    activation = begun(store)
    call = call_of(store, activation, RIDER.id, 1)
    crisis.end(store, activation, STELLA.id, NOW)

    with pytest.raises(NotRunning):
        crisis_answers.answer(store, CATALOGUE, call.id, RIDER.id, Answer.YES, Way.WEB, NOW)
    with pytest.raises(NotRunning):
        crisis.end(store, activation, STELLA.id, NOW)


def test_an_answer_counts_even_where_the_slot_left_the_content(store: Store) -> None:
    activation = begun(store)
    call = call_of(store, activation, RIDER.id, 1)
    smaller = crisis_catalogue(a_playbook(POWER_CUT, a_playbook().slots[0]))

    answered = crisis_answers.answer(store, smaller, call.id, RIDER.id, Answer.NO, Way.WEB, NOW)

    assert (answered.call.answer, answered.next) == (Answer.NO, ())


def test_a_class_is_drafted_once_while_a_proposal_for_it_is_on_its_way(store: Store) -> None:
    def draft(member: str) -> str:
        words = ("A class", "So that it does not hang on one.", "Who, when, where.")
        return crisis_classes.draft_class(store, CATALOGUE, "radio-operation", member, *words, NOW).id

    first = draft(STELLA.id)

    with pytest.raises(ClassUnderWay):
        draft(SAM.id)
    proposals.submit(store, CATALOGUE, first, STELLA.id, NOW)
    with pytest.raises(ClassUnderWay):
        draft(SAM.id)
    with store.unit() as unit:
        number = next(proposal.id for proposal in unit.proposals if proposal.policy)
    proposals.withdraw(store, number, STELLA.id, "Another day.", NOW)
    assert draft(SAM.id) != first


def test_a_discarded_draft_makes_room_and_two_at_once_make_one(store: Store) -> None:
    def draft(number: int) -> None:
        member = (STELLA.id, SAM.id)[number % 2]
        crisis_classes.draft_class(store, CATALOGUE, "radio-operation", member, "A class", "S.", "T.", NOW)

    wrong = at_once(4, draft)

    assert [type(error) for error in wrong] == [ClassUnderWay] * 3
    with store.unit() as unit:
        (made,) = list(unit.proposals)
    proposals.discard_draft(store, made.id, made.author)
    draft(0)


def test_a_class_is_drafted_for_thin_skills_alone_and_by_those_who_decide(store: Store) -> None:
    with pytest.raises(NotThere):
        crisis_classes.draft_class(store, CATALOGUE, "clothes-mending", STELLA.id, "A", "B", "C", NOW)
    with pytest.raises(NotForYou):
        crisis_classes.draft_class(store, CATALOGUE, "radio-operation", RIDER.id, "A", "B", "C", NOW)
    found = {one.thin.skill: one.under_way for one in crisis_classes.thin(store, CATALOGUE, NOW)}
    assert found == {"bicycle-repair": False, "radio-operation": False}


def test_a_year_after_the_end_nobody_can_read_who_was_called_but_of_the_last_drill(store: Store) -> None:
    drill, real = begun(store, drill=True), begun(store)
    crisis.end(store, real, SAM.id, NOW)
    second = crisis.ask(store, CATALOGUE, POWER_CUT, STELLA.id, NOW + MINUTE, drill=True).id
    crisis.agree(store, CATALOGUE, second, SAM.id, NOW + MINUTE)
    crisis.end(store, second, SAM.id, NOW + MINUTE)

    with store.unit() as unit:
        forget_calls(unit, NOW + CALLS_KEPT - MINUTE)
    assert all(calls(store, one) for one in (drill, real, second))
    with store.unit() as unit:
        forget_calls(unit, NOW + CALLS_KEPT + MINUTE)
    assert (calls(store, drill), calls(store, real)) == ([], [])
    assert calls(store, second)
