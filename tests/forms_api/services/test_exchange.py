"""Offers, needs, matches and exchanges as plain functions on the store."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from domain.exchange import Direction, Intent, IntentState, Kind, MatchState
from domain.people import Standing
from forms_api.services import blocks, exchanges, intents, matches
from forms_api.services.bridges import Step, bridges
from forms_api.services.clearances import LicenceMissing, RecordMissing, SkillUnknown, VouchesMissing
from forms_api.services.intents import DayGone, IntentDraft, TooManyOpen
from forms_api.services.matches import AlreadyOffered, OwnNeed, TooLate
from forms_api.services.refusals import NotThere
from forms_api.services.taking_part import NotTakingPart
from forms_api.store.memory import MemoryStore
from tests.builders import (
    NOW,
    TODAY,
    a_catalogue,
    a_check,
    a_match,
    a_member,
    a_need,
    a_share,
    a_vouch,
    an_exchange,
    contents,
    put,
)

CATALOGUE = a_catalogue()
ADA, BEN, CLEO = a_member("ada-quill"), a_member("ben-marsh"), a_member("cleo-third")
OFFER = IntentDraft(Direction.OFFER, "bicycle-repair")
NEED = IntentDraft(Direction.NEED, "bicycle-repair")


@pytest.fixture
def store() -> MemoryStore:
    made = MemoryStore()
    put(made, ADA, BEN, CLEO)
    return made


@pytest.fixture
def need(store: MemoryStore) -> Intent:
    made = a_need(ADA.id)
    put(store, made)
    return made


def place(store: MemoryStore, *drafts: IntentDraft, member: str = ADA.id) -> tuple[Intent, ...]:
    return intents.place(store, CATALOGUE, member, drafts, NOW)


def could(store: MemoryStore, need: Intent, member: str = BEN.id) -> str:
    return matches.offer_help(store, CATALOGUE, need.id, member, "I could.", NOW).id


def choose(store: MemoryStore, match: str) -> None:
    matches.choose(store, CATALOGUE, match, ADA.id, NOW)


def the_need(store: MemoryStore) -> Intent:
    (found,) = contents(store)["intents"]
    assert isinstance(found, Intent)
    return found


def test_a_need_without_a_day_stands_for_sixty_days_and_a_standing_one_until_it_is_taken_back(
    store: MemoryStore,
) -> None:
    dated, standing = place(store, NEED, replace(NEED, standing=True))

    assert dated.expires_on == TODAY + timedelta(days=60)
    assert standing.expires_on is None
    assert intents.is_open(dated, TODAY + timedelta(days=60))
    assert not intents.is_open(dated, TODAY + timedelta(days=61))


def test_either_all_sides_are_stored_or_none(store: MemoryStore) -> None:
    with pytest.raises(SkillUnknown):
        place(store, OFFER, replace(NEED, skill="flying"))

    assert contents(store)["intents"] == []


def test_an_applicant_places_nothing(store: MemoryStore) -> None:
    put(store, a_member("new-here", standing=Standing.APPLICANT))

    with pytest.raises(NotTakingPart):
        place(store, NEED, member="id-new-here")


@pytest.mark.parametrize("days", [-1, 366])
def test_a_need_stands_until_a_day_from_today_on_and_within_a_year(store: MemoryStore, days: int) -> None:
    with pytest.raises(DayGone):
        place(store, replace(NEED, until=TODAY + timedelta(days=days)))


def test_nobody_has_more_than_twenty_open_and_what_ran_out_does_not_count(store: MemoryStore) -> None:
    put(store, *(a_need(ADA.id, id=f"old-{i}", expires_on=TODAY - timedelta(days=1)) for i in range(30)))
    place(store, *[NEED] * 20)

    with pytest.raises(TooManyOpen, match="20 offers and needs open"):
        place(store, NEED)


def test_each_demand_of_a_safeguarded_skill_is_told_by_itself(store: MemoryStore) -> None:
    with pytest.raises(VouchesMissing, match="Form filling needs the word of members who know you: 1 more"):
        place(store, replace(OFFER, skill="form-filling"))
    put(store, a_vouch(ADA.id, BEN.id), a_vouch(ADA.id, CLEO.id))
    with pytest.raises(RecordMissing):
        place(store, replace(OFFER, skill="shared-childcare"))
    with pytest.raises(LicenceMissing):
        place(store, replace(OFFER, skill="first-aid"))
    put(store, a_check(ADA.id))

    assert place(store, replace(OFFER, skill="shared-childcare"), replace(OFFER, skill="form-filling"))


def test_an_offer_is_no_longer_shown_once_its_check_ran_out(store: MemoryStore) -> None:
    put(store, a_vouch(ADA.id, BEN.id), a_vouch(ADA.id, CLEO.id), a_check(ADA.id, valid_until=TODAY))
    place(store, replace(OFFER, skill="shared-childcare", standing=True))
    today = intents.offers_for(store, CATALOGUE, BEN.id, NOW)
    tomorrow = intents.offers_for(store, CATALOGUE, BEN.id, NOW + timedelta(days=1))

    assert (len(today), len(tomorrow)) == (1, 0)


def test_ones_own_need_is_for_others_to_meet(store: MemoryStore, need: Intent) -> None:
    with pytest.raises(OwnNeed):
        could(store, need, ADA.id)


def test_one_offers_once_and_again_after_stepping_back(store: MemoryStore, need: Intent) -> None:
    first = could(store, need)
    with pytest.raises(AlreadyOffered):
        could(store, need)
    matches.withdraw(store, first, BEN.id, NOW)

    assert could(store, need) != first


def test_a_need_that_ran_out_takes_no_offer_and_no_choice(store: MemoryStore, need: Intent) -> None:
    match = could(store, need)
    later = NOW + timedelta(days=31)
    with pytest.raises(NotThere):
        matches.offer_help(store, CATALOGUE, need.id, CLEO.id, "Me too.", later)
    with pytest.raises(TooLate):
        matches.choose(store, CATALOGUE, match, ADA.id, later)


def test_who_has_left_meanwhile_is_neither_listed_nor_chosen(store: MemoryStore, need: Intent) -> None:
    match = could(store, need)
    put(store, replace(BEN, standing=Standing.LEFT))

    assert matches.waiting(store, CATALOGUE, need.id, ADA.id, NOW) == []
    with pytest.raises(TooLate):
        choose(store, match)


def test_whose_check_ran_out_since_offering_is_not_chosen(store: MemoryStore) -> None:
    need = a_need(ADA.id, "shared-childcare")
    put(store, need, a_vouch(BEN.id, ADA.id), a_vouch(BEN.id, CLEO.id), a_check(BEN.id, valid_until=TODAY))
    match = could(store, need)

    with pytest.raises(TooLate):
        matches.choose(store, CATALOGUE, match, ADA.id, NOW + timedelta(days=1))


def test_of_two_choices_at_once_one_is_made(store: MemoryStore, need: Intent) -> None:
    helpers = [a_member(f"helper-{number}") for number in range(16)]
    put(store, *helpers)
    offers = [could(store, need, helper.id) for helper in helpers]

    def attempt(match: str) -> bool:
        try:
            choose(store, match)
        except TooLate:
            return False
        return True

    with ThreadPoolExecutor(16) as pool:
        made = list(pool.map(attempt, offers))

    assert made.count(True) == 1
    states = [match.state for match in contents(store)["matches"]]
    assert states.count(MatchState.ACCEPTED) == 1
    assert states.count(MatchState.DECLINED) == 15


@pytest.mark.parametrize("side", [ADA.id, BEN.id])
def test_either_side_steps_back_and_the_need_is_open_again(store: MemoryStore, need: Intent, side: str) -> None:
    match = could(store, need)
    choose(store, match)
    matches.withdraw(store, match, side, NOW)

    assert the_need(store).state is IntentState.OPEN
    assert could(store, need, CLEO.id)


def test_an_offer_is_its_givers_to_take_back(store: MemoryStore, need: Intent) -> None:
    match = could(store, need)

    with pytest.raises(TooLate):
        matches.withdraw(store, match, ADA.id, NOW)


def test_what_was_declined_is_not_chosen_after_all(store: MemoryStore, need: Intent) -> None:
    match = could(store, need)
    matches.decline(store, match, ADA.id, NOW)

    with pytest.raises(TooLate):
        choose(store, match)


def test_a_standing_need_is_open_again_after_it_was_met(store: MemoryStore, need: Intent) -> None:
    put(store, replace(need, standing=True, expires_on=None))
    match = could(store, need)
    choose(store, match)
    exchanges.done(store, match, BEN.id, Kind.HOURS, 4, TODAY, NOW)

    assert the_need(store).state is IntentState.OPEN


@pytest.mark.parametrize("first", [ADA.id, BEN.id])
def test_whoever_writes_it_down_has_confirmed_their_own_side_only(
    store: MemoryStore, need: Intent, first: str
) -> None:
    match = could(store, need)
    choose(store, match)
    written = exchanges.done(store, match, first, Kind.HOURS, 4, TODAY, NOW)
    with pytest.raises(exchanges.OtherSide):
        exchanges.confirm(store, written.id, first, NOW)
    other = ({ADA.id, BEN.id} - {first}).pop()

    assert not written.confirmed
    assert exchanges.confirm(store, written.id, other, NOW).confirmed
    assert (written.giver, written.receiver) == (BEN.id, ADA.id)


def test_it_is_written_down_once_however_many_press_at_once(store: MemoryStore, need: Intent) -> None:
    match = could(store, need)
    choose(store, match)

    def attempt(member: str) -> bool:
        try:
            exchanges.done(store, match, member, Kind.HOURS, 4, TODAY, NOW)
        except TooLate:
            return False
        return True

    with ThreadPoolExecutor(16) as pool:
        made = list(pool.map(attempt, [ADA.id, BEN.id] * 8))

    assert made.count(True) == 1
    assert len(contents(store)["exchanges"]) == 1


def test_what_both_confirmed_is_not_changed_any_more(store: MemoryStore) -> None:
    given = an_exchange(BEN.id, ADA.id)
    put(store, given)

    with pytest.raises(TooLate):
        exchanges.correct(store, given.id, ADA.id, Kind.MEALS, 3, TODAY, NOW)


def test_keeping_apart_ends_what_is_open_and_hides_both_ways(store: MemoryStore, need: Intent) -> None:
    match = could(store, need)
    choose(store, match)
    blocks.keep_apart(store, match, BEN.id, NOW)
    put(store, a_need(BEN.id))

    assert [card.need.member for card in intents.needs_for(store, CATALOGUE, ADA.id, NOW)] == []
    assert [card.need.member for card in intents.needs_for(store, CATALOGUE, BEN.id, NOW)] == []
    assert {c.need.member for c in intents.needs_for(store, CATALOGUE, CLEO.id, NOW)} == {ADA.id, BEN.id}


def test_the_next_step_is_the_first_that_applies(store: MemoryStore) -> None:
    def step(could_meet: int = 0) -> Step:
        return bridges(store, ADA.id, could_meet, NOW).step

    seen = [step(), step(could_meet=1)]
    put(store, replace(ADA, entry=replace(ADA.entry, shares=(a_share(),))))
    seen.append(step())
    need = a_need(ADA.id)
    put(store, need)
    seen.append(step())
    put(store, a_match(need, BEN.id, MatchState.ACCEPTED))
    seen.append(step())
    put(store, a_match(need, CLEO.id))
    seen.append(step())
    put(store, an_exchange(ADA.id, BEN.id, confirmed=False))
    seen.append(step())

    assert seen == [
        Step.WRITE_ENTRY, Step.COULD, Step.SHARE, Step.REST, Step.AGREED, Step.CHOOSE, Step.CONFIRM,
    ]  # fmt: skip
