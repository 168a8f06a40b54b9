"""Group events: who may write one down, whom they may name, and what each person named may say."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from domain.exchange import MatchState
from domain.meeting import MOST_PEOPLE, edges
from domain.people import Audience, ProgramRole, Standing
from domain.programs import PartState
from forms_api.services import closing, gatherings
from forms_api.services.amounts import LongerThanADay, NothingGiven
from forms_api.services.bridges import Step, bridges
from forms_api.services.clearances import NotCleared, SkillUnknown
from forms_api.services.contact_rules import ContactInText
from forms_api.services.exchanges import ClosedBySilence, DayAhead
from forms_api.services.gatherings import (
    CodeUnknown,
    GatheringDraft,
    NobodyGave,
    NobodyReceived,
    NotKnown,
    NotThereOneself,
    OnBothSides,
    OthersConfirmed,
    SaidAlready,
    SomebodyNotCleared,
    TooManyPeople,
)
from forms_api.services.known_people import known_people
from forms_api.services.refusals import NotThere
from forms_api.services.taking_part import NotTakingPart
from forms_api.store.memory import MemoryStore
from tests.builders import (
    NOW,
    TODAY,
    a_catalogue,
    a_check,
    a_gathering,
    a_match,
    a_member,
    a_need,
    a_participation,
    a_vouch,
    an_exchange,
    contents,
    put,
)

CATALOGUE = a_catalogue()
COHORT = "kitchen-table-budgeting-4"
ADA, BEN, CLEO, DORA = (a_member(slug) for slug in ("ada-quill", "ben-marsh", "cleo-third", "dora-fourth"))
SECRET = b"k" * 32
EVENING = GatheringDraft("bicycle-repair", TODAY, 8, (ADA.id,), (BEN.id, CLEO.id), title="The bench")
LATER = NOW + timedelta(days=30)


@pytest.fixture
def store() -> MemoryStore:
    """Ada has met Ben and Cleo, and nobody has met Dora."""
    made = MemoryStore()
    put(made, ADA, BEN, CLEO, DORA, an_exchange(ADA.id, BEN.id), an_exchange(CLEO.id, ADA.id))
    return made


def write(store: MemoryStore, by: str = ADA.id, **changes: Any) -> str:
    return gatherings.write_down(store, CATALOGUE, by, replace(EVENING, **changes), NOW).id


def known(store: MemoryStore, member: Any = ADA, cohort: str = "") -> list[str]:
    with store.unit() as unit:
        return list(known_people(unit, CATALOGUE, member, cohort).values())


def test_who_writes_it_down_has_said_their_own_side_and_each_other_says_theirs(store: MemoryStore) -> None:
    made = write(store)
    gatherings.confirm(store, made, BEN.id, NOW)
    (kept,) = contents(store)["gatherings"]

    assert kept.confirmed == (ADA.id, BEN.id)
    assert [(e.receiver, e.confirmed) for e in edges(kept)] == [(BEN.id, True), (CLEO.id, False)]
    assert bridges(store, ADA.id, 0, NOW).counters[0].given == 8 + 4
    assert bridges(store, BEN.id, 0, NOW).received[0].times == 2
    assert bridges(store, CLEO.id, 0, NOW).step is Step.CONFIRM


def test_the_list_to_choose_from_is_whom_one_has_met_and_no_directory(store: MemoryStore) -> None:
    closed = a_member("elsa-closed", audience=Audience.STEWARDS)
    first_only = a_member("fay-first", audience=Audience.MATCHED)
    gone = a_member("gus-gone", standing=Standing.LEFT)
    put(store, closed, first_only, gone)
    put(store, *(an_exchange(ADA.id, m.id) for m in (closed, first_only, gone)))
    put(store, an_exchange(ADA.id, DORA.id, confirmed_by_receiver=None))

    assert known(store) == ["Ben Marsh", "Cleo Third", "Fay"]
    assert known(store, DORA) == []


def test_a_match_that_was_agreed_and_an_evening_both_confirmed_make_people_known(store: MemoryStore) -> None:
    need = a_need(DORA.id)
    other = a_need(CLEO.id)
    put(store, need, a_match(need, BEN.id, MatchState.ACCEPTED), other, a_match(other, DORA.id, id="only-offered"))
    put(store, a_gathering([CLEO.id], [DORA.id, BEN.id], confirmed=(CLEO.id, DORA.id)))

    assert known(store, DORA) == ["Ben Marsh", "Cleo Third"]


def test_who_leads_a_cohort_may_name_its_people_and_write_for_them(store: MemoryStore) -> None:
    put(
        store,
        a_participation(ADA.id, COHORT, role=ProgramRole.FACILITATOR, state=PartState.ATTENDING),
        a_participation(DORA.id, COHORT, state=PartState.ATTENDING),
        a_participation(CLEO.id, COHORT, state=PartState.WAITING),
    )
    made = write(store, givers=(BEN.id,), receivers=(DORA.id,), cohort=COHORT)
    (kept,) = contents(store)["gatherings"]

    assert known(store, ADA, COHORT) == ["Ben Marsh", "Cleo Third", "Dora Fourth"]
    assert known(store, DORA, COHORT) == []
    assert (kept.id, kept.confirmed) == (made, ())
    with pytest.raises(NotThereOneself):
        write(store, givers=(BEN.id,), receivers=(CLEO.id,))


def test_anybody_is_named_by_the_code_they_told_and_by_no_other(store: MemoryStore) -> None:
    code = gatherings.group_code(SECRET, DORA.id)
    (found,) = gatherings.people_with(store, SECRET, [code.lower().replace("-", "")])
    draft = replace(EVENING, receivers=(found,))
    made = gatherings.write_down(store, CATALOGUE, ADA.id, draft, NOW, told=[found])

    assert found == DORA.id and DORA.id in made.people
    with pytest.raises(CodeUnknown, match="ZZZZ-ZZZZ"):
        gatherings.people_with(store, SECRET, ["ZZZZ-ZZZZ"])
    with pytest.raises(NotKnown):
        gatherings.write_down(store, CATALOGUE, ADA.id, draft, NOW)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"givers": ()}, NobodyGave),
        ({"receivers": ()}, NobodyReceived),
        ({"receivers": (ADA.id,), "mutual": True}, NobodyReceived),
        ({"receivers": (ADA.id, BEN.id)}, OnBothSides),
        ({"receivers": tuple(f"m{n}" for n in range(MOST_PEOPLE))}, TooManyPeople),
        ({"receivers": (DORA.id,)}, NotKnown),
        ({"quarters": 0}, NothingGiven),
        ({"quarters": 97}, LongerThanADay),
        ({"on": TODAY + timedelta(days=1)}, DayAhead),
        ({"title": "At 14 Mill Lane"}, ContactInText),
        ({"skill": "flying"}, SkillUnknown),
    ],
)
def test_each_fault_has_its_own_refusal_and_nothing_is_stored(
    store: MemoryStore, changes: dict[str, Any], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        write(store, **changes)

    assert contents(store)["gatherings"] == []


def test_where_all_taught_each_other_all_may_stand_on_both_sides(store: MemoryStore) -> None:
    everybody = (ADA.id, BEN.id, CLEO.id)
    write(store, givers=everybody, receivers=everybody, mutual=True)

    assert len(list(edges(contents(store)["gatherings"][0]))) == 6


def test_a_skill_that_protects_people_is_written_down_only_where_every_giver_is_cleared(
    store: MemoryStore,
) -> None:
    def vouched(member: str) -> list[Any]:
        others = [m.id for m in (ADA, BEN, CLEO, DORA) if m.id != member]
        return [a_check(member), *(a_vouch(member, other) for other in others)]

    with pytest.raises(NotCleared):
        write(store, skill="shared-childcare")
    put(store, *vouched(ADA.id))
    with pytest.raises(SomebodyNotCleared) as refused:
        write(store, skill="shared-childcare", givers=(ADA.id, BEN.id), receivers=(CLEO.id,))
    put(store, *vouched(BEN.id))

    assert "Ben" not in str(refused.value)
    assert write(store, skill="shared-childcare", givers=(ADA.id, BEN.id), receivers=(CLEO.id,))


def test_an_applicant_writes_nothing_down(store: MemoryStore) -> None:
    put(store, replace(ADA, standing=Standing.APPLICANT))

    with pytest.raises(NotTakingPart):
        write(store)


def test_who_was_not_there_is_taken_off_and_the_others_share_the_time(store: MemoryStore) -> None:
    made = write(store)
    gatherings.not_there(store, made, CLEO.id, NOW)
    gatherings.confirm(store, made, BEN.id, NOW)
    (kept,) = contents(store)["gatherings"]

    assert kept.people == {ADA.id, BEN.id}
    assert [e.hours for e in edges(kept)] == [2]
    with pytest.raises(NotThere):
        gatherings.view(store, made, CLEO.id, NOW)


def test_an_evening_that_nobody_was_at_is_gone(store: MemoryStore) -> None:
    made = write(store, receivers=(BEN.id,))
    gatherings.not_there(store, made, BEN.id, NOW)

    assert contents(store)["gatherings"] == []


@pytest.mark.parametrize("act", [gatherings.confirm, gatherings.not_there])
def test_one_says_it_once_in_time_and_only_where_one_is_named(store: MemoryStore, act: Any) -> None:
    made = write(store)
    gatherings.confirm(store, made, BEN.id, NOW)

    for member, moment, refusal in (
        (BEN.id, NOW, SaidAlready),
        (DORA.id, NOW, NotThere),
        (CLEO.id, LATER, ClosedBySilence),
    ):
        with pytest.raises(refusal):
            act(store, made, member, moment)


def test_its_writer_takes_it_back_while_nobody_else_has_confirmed_it(store: MemoryStore) -> None:
    first, second = write(store), write(store)
    gatherings.take_back(store, first, ADA.id, NOW)
    gatherings.confirm(store, second, BEN.id, NOW)

    assert [g.id for g in contents(store)["gatherings"]] == [second]
    with pytest.raises(OthersConfirmed):
        gatherings.take_back(store, second, ADA.id, NOW)
    for gathering, member in ((second, BEN.id), (first, ADA.id)):
        with pytest.raises(NotThere):
            gatherings.take_back(store, gathering, member, NOW)
    with pytest.raises(ClosedBySilence):
        gatherings.take_back(store, write(store), ADA.id, LATER)


def test_one_s_own_view_names_the_others_and_never_says_who_has_not_answered(store: MemoryStore) -> None:
    closed = a_member("elsa-closed", audience=Audience.NOBODY)
    put(store, closed)
    draft = replace(EVENING, receivers=(BEN.id, CLEO.id, closed.id))
    made = gatherings.write_down(store, CATALOGUE, ADA.id, draft, NOW, told=[closed.id]).id
    mine, theirs = gatherings.view(store, made, ADA.id, NOW), gatherings.view(store, made, BEN.id, NOW)
    over = gatherings.view(store, made, BEN.id, LATER)

    assert (mine.gave, mine.received, mine.waiting) == ((), ("Ben Marsh", "Cleo Third", ""), 3)
    assert (mine.mine_to_confirm, mine.mine_to_take_back) == (False, True)
    assert (theirs.gave, theirs.waiting) == (("Ada Quill",), 2)
    assert (theirs.mine_to_confirm, theirs.mine_to_take_back, theirs.receiving) == (True, False, True)
    assert (over.silent, over.mine_to_confirm) == (True, False)


def test_the_list_of_mine_has_what_waits_for_me_first(store: MemoryStore) -> None:
    said, waits = write(store, on=TODAY), write(store, on=TODAY - timedelta(days=9))
    gatherings.confirm(store, said, BEN.id, NOW)

    assert [v.gathering.id for v in gatherings.mine(store, BEN.id, NOW)] == [waits, said]
    assert gatherings.mine(store, DORA.id, NOW) == []


def test_its_words_are_deleted_when_it_is_closed_and_the_edges_stay(store: MemoryStore) -> None:
    write(store)
    closing.close_due(store, LATER - timedelta(days=1))
    before = contents(store)["gatherings"][0]
    closing.close_due(store, LATER)
    (after,) = contents(store)["gatherings"]

    assert before.title == "The bench"
    assert after == replace(before, title="")
