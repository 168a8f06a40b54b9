"""Walking side by side: who may mentor, who asks whom, and that either lets go without a reason."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.pathways import MOST_LEARNERS, Mentoring
from domain.people import Audience, ProgramRole, Standing
from domain.programs import PartState
from forms_api.services import mentoring
from forms_api.services.refusals import NotThere
from forms_api.services.taking_part import NotTakingPart
from forms_api.store.memory import MemoryStore
from tests.builders import NOW, a_member, a_participation, put
from tests.forms_api.services.paths import LEADER, NEXT, PROGRAM, RUNS, attends, catalogue, part_now, with_leader

CATALOGUE = catalogue()


@pytest.fixture
def store() -> MemoryStore:
    made = MemoryStore()
    with_leader(made)
    return made


def say(store: MemoryStore, member: str = LEADER, capacity: int = 1, *, accepting: bool = True) -> Mentoring:
    return mentoring.say(store, CATALOGUE, PROGRAM, member, capacity, NOW, accepting=accepting)


def offered(store: MemoryStore, member: str) -> list[str]:
    return [offer.name for offer in mentoring.offers(store, CATALOGUE, RUNS, member, NOW)]


def test_what_a_mentor_says_replaces_what_they_said_before(store: MemoryStore) -> None:
    first = say(store, capacity=2)
    second = say(store, capacity=3, accepting=False)
    (mine,) = mentoring.my_mentoring(store, CATALOGUE, LEADER, NOW)

    assert second.id == first.id
    assert mine.said == second


@pytest.mark.parametrize("number", [0, -1, MOST_LEARNERS + 1])
def test_a_mentor_takes_on_a_few_at_once(store: MemoryStore, number: int) -> None:
    with pytest.raises(mentoring.WrongNumber, match="1 to 6"):
        say(store, capacity=number)


def test_only_who_has_helped_to_lead_the_program_mentors_in_it(store: MemoryStore) -> None:
    attends(store, "ada")
    put(store, replace(a_member("gone"), standing=Standing.LEFT))

    with pytest.raises(mentoring.NotAMentor):
        say(store, "id-ada")
    with pytest.raises(NotTakingPart):
        say(store, "id-gone")
    with pytest.raises(NotThere):
        mentoring.say(store, CATALOGUE, "no-such-program", LEADER, 1, NOW, accepting=True)


def test_who_asks_learns_with_the_mentor_until_either_lets_go(store: MemoryStore) -> None:
    ada = attends(store, "ada")
    said = say(store)
    before = offered(store, "id-ada")
    part = mentoring.ask(store, CATALOGUE, RUNS, "id-ada", said.id, NOW)
    (mine,) = mentoring.my_mentoring(store, CATALOGUE, LEADER, NOW)

    assert before == ["Lena Lead"]
    assert (part.mentor, mentoring.mentor_name(store, part)) == (LEADER, "Lena")
    assert [learner.name for learner in mine.learners] == ["Ada"]
    assert offered(store, "id-ada") == []

    for who in (LEADER, "id-ada"):
        mentoring.let_go(store, ada.id, who)
        assert part_now(store, ada).mentor == ""
        assert part_now(store, ada).state is PartState.ENROLLED
        mentoring.ask(store, CATALOGUE, RUNS, "id-ada", said.id, NOW)


def test_nobody_else_parts_two_who_walk_together(store: MemoryStore) -> None:
    ada = attends(store, "ada")
    mentoring.ask(store, CATALOGUE, RUNS, "id-ada", say(store).id, NOW)

    with pytest.raises(NotThere):
        mentoring.let_go(store, ada.id, "id-somebody")
    with pytest.raises(NotThere):
        mentoring.let_go(store, "no-such-part", LEADER)


def test_one_learner_has_one_mentor(store: MemoryStore) -> None:
    attends(store, "ada")
    said = say(store, capacity=2)
    mentoring.ask(store, CATALOGUE, RUNS, "id-ada", said.id, NOW)

    with pytest.raises(mentoring.HasMentor):
        mentoring.ask(store, CATALOGUE, RUNS, "id-ada", said.id, NOW)


def test_a_mentor_without_a_place_or_at_rest_is_asked_by_nobody(store: MemoryStore) -> None:
    attends(store, "ada", mentor=LEADER)
    attends(store, "bo")
    said = say(store)

    with pytest.raises(mentoring.NoPlaceLeft):
        mentoring.ask(store, CATALOGUE, RUNS, "id-bo", said.id, NOW)
    say(store, capacity=3, accepting=False)
    with pytest.raises(mentoring.NoPlaceLeft):
        mentoring.ask(store, CATALOGUE, RUNS, "id-bo", said.id, NOW)
    assert offered(store, "id-bo") == []


def test_only_who_attends_the_cohort_asks_in_it(store: MemoryStore) -> None:
    put(store, a_member("bo"))
    waits = attends(store, "cem", state=PartState.WAITING)
    said = say(store)

    for who in ("id-bo", waits.member):
        with pytest.raises(NotThere):
            mentoring.ask(store, CATALOGUE, RUNS, who, said.id, NOW)


def test_who_is_kept_apart_does_not_find_each_other(store: MemoryStore) -> None:
    part = attends(store, "ada")
    said = say(store)
    put(store, replace(a_member("ada"), blocked=(LEADER,)))

    assert offered(store, "id-ada") == []
    with pytest.raises(NotThere):
        mentoring.ask(store, CATALOGUE, RUNS, part.member, said.id, NOW)


def test_nobody_walks_beside_themself(store: MemoryStore) -> None:
    put(store, a_participation(LEADER, RUNS, id="learns-too"))
    said = say(store)

    assert offered(store, LEADER) == []
    with pytest.raises(NotThere):
        mentoring.ask(store, CATALOGUE, RUNS, LEADER, said.id, NOW)


@pytest.mark.parametrize("how", ["left the network", "gave the role back"])
def test_who_went_takes_nobody_on(store: MemoryStore, how: str) -> None:
    attends(store, "ada")
    said = say(store)
    if how == "left the network":
        put(store, replace(a_member("lena-lead"), standing=Standing.LEFT))
    else:
        role = ProgramRole.FACILITATOR
        put(store, a_participation(LEADER, RUNS, role=role, state=PartState.LEFT))

    assert offered(store, "id-ada") == []
    with pytest.raises(NotThere):
        mentoring.ask(store, CATALOGUE, RUNS, "id-ada", said.id, NOW)


def test_a_name_closed_to_members_stays_closed_and_stands_last(store: MemoryStore) -> None:
    attends(store, "ada")
    hidden = a_member("aaron-hidden", audience=Audience.STEWARDS)
    put(store, hidden, a_participation(hidden.id, NEXT, role=ProgramRole.PEER_MENTOR))
    say(store)
    said = say(store, hidden.id)

    assert offered(store, "id-ada") == ["Lena Lead", ""]
    part = mentoring.ask(store, CATALOGUE, RUNS, "id-ada", said.id, NOW)
    assert mentoring.mentor_name(store, part) == ""


def test_a_mentor_nobody_knows_any_more_has_no_name(store: MemoryStore) -> None:
    assert mentoring.mentor_name(store, a_participation("ada", mentor="id-erased")) == ""


def test_what_was_never_said_is_not_there(store: MemoryStore) -> None:
    attends(store, "ada")

    with pytest.raises(NotThere):
        mentoring.ask(store, CATALOGUE, RUNS, "id-ada", "nothing", NOW)
