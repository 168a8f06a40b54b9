"""
Suggestions gone wrong, on every store: who said no is not asked again, a block is told to nobody, what moved on
meanwhile is refused, and the legs of a circle stand alone.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from domain.exchange import Intent, IntentState, Kind, Match, MatchState, Proposer, Visibility
from domain.people import Availability, Entry, Member, Standing
from forms_api.services import (
    entries,
    exchanges,
    intents,
    matches,
    matching,
    own_matching,
    suggesting,
)
from forms_api.services.leaving import end_all
from forms_api.services.refusals import NotThere, Refused
from forms_api.services.suggesting import NotSuggested
from forms_api.store.base import Store
from presentation.reasons import read
from tests.builders import (
    NOW,
    TODAY,
    a_catalogue,
    a_match,
    a_member,
    a_need,
    a_share,
    a_skill,
    contents,
    put,
)
from tests.contract.acts import at_once

CATALOGUE = a_catalogue()
DEVICES = 6


def sharing(slug: str, *skills: str) -> Member:
    member = a_member(slug, audience="public")
    return replace(member, entry=replace(member.entry, shares=tuple(a_share(skill) for skill in skills)))


ADA, BEN = sharing("ada-quill", "clothes-mending"), sharing("ben-marsh", "bicycle-repair")
CLEO, STELLA = a_member("cleo-third"), a_member("stella-steward", steward=True)


@pytest.fixture(autouse=True)
def people(store: Store) -> None:
    put(store, ADA, BEN, CLEO, STELLA)


OPEN_NEED = a_need(ADA.id)


def test_a_steward_suggests_and_the_member_finds_it_with_its_reasons(store: Store) -> None:
    put(store, OPEN_NEED)
    match = suggesting.suggest(store, CATALOGUE, OPEN_NEED.id, BEN.id, NOW)

    assert (match.state, match.by, match.circle) == (MatchState.SUGGESTED, Proposer.STEWARD, "")
    assert match.reasons and all(read(line) is not None for line in match.reasons)
    assert contents(store)["matches"] == [match]


def test_suggesting_on_many_devices_at_once_suggests_once(store: Store) -> None:
    put(store, OPEN_NEED)
    wrong = at_once(DEVICES, lambda _: suggesting.suggest(store, CATALOGUE, OPEN_NEED.id, BEN.id, NOW))

    assert wrong == []
    assert len(contents(store)["matches"]) == 1


@pytest.mark.parametrize("state", [MatchState.DECLINED, MatchState.WITHDRAWN, MatchState.COULD_NOT_HAPPEN])
def test_who_said_no_or_was_declined_is_not_suggested_again(store: Store, state: MatchState) -> None:
    put(store, OPEN_NEED, a_match(OPEN_NEED, BEN.id, state))
    before = contents(store)
    with pytest.raises(NotSuggested):
        suggesting.suggest(store, CATALOGUE, OPEN_NEED.id, BEN.id, NOW)
    (need,) = matching.desk(store, CATALOGUE, STELLA.id, NOW).needs

    assert not (need.candidates or need.near or need.not_now)
    assert own_matching.for_me(store, CATALOGUE, BEN.id, NOW).could_meet == ()
    assert contents(store) == before


@pytest.mark.parametrize("who", [ADA, BEN], ids=["by the one who asks", "by the one who could"])
def test_who_is_kept_apart_is_nowhere_and_nothing_says_why(store: Store, who: Member) -> None:
    other = BEN if who is ADA else ADA
    put(store, replace(who, blocked=(other.id,)), OPEN_NEED)
    (need,) = matching.desk(store, CATALOGUE, STELLA.id, NOW).needs

    assert not (need.candidates or need.near or need.not_now)
    assert own_matching.for_me(store, CATALOGUE, BEN.id, NOW).could_meet == ()
    with pytest.raises(NotSuggested) as refusal:
        suggesting.suggest(store, CATALOGUE, OPEN_NEED.id, BEN.id, NOW)
    assert "apart" not in str(refusal.value) and "block" not in str(refusal.value)


def test_a_steward_does_not_read_of_needs_of_their_own_or_of_whom_they_are_kept_from(store: Store) -> None:
    put(store, replace(ADA, blocked=(STELLA.id,)), OPEN_NEED, a_need(STELLA.id))

    assert matching.desk(store, CATALOGUE, STELLA.id, NOW).needs == ()


def test_a_need_for_stewards_alone_is_on_the_desk_and_seen_by_whom_a_steward_asked(store: Store) -> None:
    hidden = replace(OPEN_NEED, visibility=Visibility.STEWARDS)
    put(store, hidden)
    (on_desk,) = matching.desk(store, CATALOGUE, STELLA.id, NOW).needs

    assert [one.person.member for one in on_desk.candidates] == [BEN.id]
    assert own_matching.for_me(store, CATALOGUE, BEN.id, NOW).could_meet == ()
    with pytest.raises(NotThere):
        matches.offer_help(store, CATALOGUE, hidden.id, BEN.id, "On Saturday.", NOW)
    suggesting.suggest(store, CATALOGUE, hidden.id, BEN.id, NOW)
    assert matches.offer_help(store, CATALOGUE, hidden.id, BEN.id, "On Saturday.", NOW).state is MatchState.OFFERED


def test_whom_a_steward_asked_and_who_said_no_no_longer_sees_it(store: Store) -> None:
    hidden = replace(OPEN_NEED, visibility=Visibility.STEWARDS)
    put(store, hidden)
    match = suggesting.suggest(store, CATALOGUE, hidden.id, BEN.id, NOW)
    matches.withdraw(store, match.id, BEN.id, NOW)

    with pytest.raises(NotThere):
        intents.need_for(store, CATALOGUE, hidden.id, BEN.id, NOW)


@pytest.mark.parametrize("gone", [IntentState.WITHDRAWN, IntentState.MATCHED, IntentState.FULFILLED])
def test_a_need_that_moved_on_while_the_desk_was_open_is_not_there(store: Store, gone: IntentState) -> None:
    put(store, replace(OPEN_NEED, state=gone))

    with pytest.raises(NotThere):
        suggesting.suggest(store, CATALOGUE, OPEN_NEED.id, BEN.id, NOW)


def test_a_need_that_somebody_offered_to_meet_waits_for_its_owner_not_for_the_desk(store: Store) -> None:
    put(store, OPEN_NEED, a_match(OPEN_NEED, CLEO.id))

    assert matching.desk(store, CATALOGUE, STELLA.id, NOW).needs == ()
    with pytest.raises(NotThere):
        suggesting.suggest(store, CATALOGUE, OPEN_NEED.id, BEN.id, NOW)


@pytest.mark.parametrize("standing", [Standing.LEFT, Standing.DORMANT, Standing.APPLICANT])
def test_who_does_not_take_part_is_not_suggested(store: Store, standing: Standing) -> None:
    put(store, OPEN_NEED, replace(BEN, standing=standing))

    with pytest.raises(NotThere):
        suggesting.suggest(store, CATALOGUE, OPEN_NEED.id, BEN.id, NOW)


def test_somebody_with_enough_agreed_already_is_not_asked_for_more(store: Store) -> None:
    agreed = [a_need(CLEO.id, id=f"need-{n}", state=IntentState.MATCHED) for n in range(3)]
    put(store, OPEN_NEED, *agreed)
    put(store, *(a_match(need, BEN.id, MatchState.ACCEPTED, id=need.id) for need in agreed))

    with pytest.raises(NotSuggested):
        suggesting.suggest(store, CATALOGUE, OPEN_NEED.id, BEN.id, NOW)


DORA = sharing("dora-fourth", "tool-lending")
LENDING = replace(CATALOGUE, skills={**CATALOGUE.skills, "tool-lending": a_skill("tool-lending")})


def circle(store: Store) -> tuple[Match, ...]:
    """Return the suggested legs: Ben could meet Ada's need, Ada Dora's, and Dora Ben's."""
    needs = (a_need(ADA.id), a_need(DORA.id, "clothes-mending"), a_need(BEN.id, "tool-lending"))
    put(store, DORA, *needs)
    (found,) = matching.desk_circles(store, LENDING, STELLA.id, NOW).found
    legs = [(leg.need, leg.giver) for leg in found.legs]
    return suggesting.suggest_circle(store, LENDING, legs, NOW)


def by_giver(store: Store) -> dict[str, Match]:
    return {match.provider: match for match in contents(store)["matches"]}


def test_a_circle_is_suggested_whole_and_each_leg_is_a_match_of_its_own(store: Store) -> None:
    made = circle(store)

    assert {match.provider for match in made} == {ADA.id, BEN.id, DORA.id}
    assert len({match.circle for match in made}) == 1 and made[0].circle
    assert all(match.state is MatchState.SUGGESTED for match in made)


def test_one_leg_declined_changes_no_other_and_leaves_no_trace_at_them(store: Store) -> None:
    circle(store)
    before = by_giver(store)
    matches.withdraw(store, before[ADA.id].id, ADA.id, NOW)
    after = by_giver(store)

    assert after[ADA.id].state is MatchState.WITHDRAWN
    assert {giver: after[giver] for giver in (BEN.id, DORA.id)} == {g: before[g] for g in (BEN.id, DORA.id)}


@pytest.mark.parametrize("leaver", [ADA, BEN, DORA], ids=lambda m: m.entry.slug)
def test_when_a_member_of_a_circle_leaves_the_leg_without_them_stands_and_comes_to_its_exchange(
    store: Store, leaver: Member
) -> None:
    circle(store)
    entries.leave(store, leaver.id, NOW)
    with store.unit() as unit:
        end_all(unit, leaver.id, NOW)
    (left,) = [m for m in by_giver(store).values() if leaver.id not in (m.provider, m.receiver)]
    offered = matches.offer_help(store, LENDING, left.need, left.provider, "On Saturday.", NOW)
    matches.choose(store, LENDING, offered.id, left.receiver, NOW)
    given = exchanges.done(store, offered.id, left.receiver, Kind.HOURS, 4, TODAY, NOW)

    assert exchanges.confirm(store, given.id, left.provider, NOW).confirmed
    ended = [m for m in by_giver(store).values() if m.id != left.id]
    assert {match.state for match in ended} == {MatchState.WITHDRAWN}


def test_a_circle_with_one_leg_that_no_longer_holds_is_not_suggested_at_all(store: Store) -> None:
    put(store, OPEN_NEED)
    before = contents(store)
    with pytest.raises(Refused):
        suggesting.suggest_circle(store, CATALOGUE, [(OPEN_NEED.id, BEN.id), ("gone", ADA.id)], NOW)

    assert contents(store) == before


def test_legs_that_do_not_lead_on_from_one_to_the_next_are_no_circle(store: Store) -> None:
    other: Intent = a_need(CLEO.id)
    put(store, OPEN_NEED, other)
    before = contents(store)
    for legs in ([(OPEN_NEED.id, BEN.id), (other.id, BEN.id)], [(OPEN_NEED.id, BEN.id)] * 2):
        with pytest.raises(NotSuggested):
            suggesting.suggest_circle(store, CATALOGUE, legs, NOW)

    assert contents(store) == before


def test_asking_for_suggestions_changes_nothing(store: Store) -> None:
    put(store, OPEN_NEED, a_need(CLEO.id, "clothes-mending"))
    before = contents(store)
    matching.desk(store, CATALOGUE, STELLA.id, NOW)
    own_matching.for_me(store, CATALOGUE, ADA.id, NOW)

    assert contents(store) == before


def test_what_a_member_opens_to_nobody_the_matching_does_not_know(store: Store) -> None:
    closed = replace(BEN, consents={}, entry=replace(BEN.entry, about="Not for anybody."))
    put(store, OPEN_NEED, closed)
    (need,) = matching.desk(store, CATALOGUE, STELLA.id, NOW).needs

    assert not (need.candidates or need.not_now)


def test_nobody_is_named_whose_name_is_closed_to_stewards(store: Store) -> None:
    consents = {name: consent for name, consent in BEN.consents.items() if name != "name"}
    put(store, OPEN_NEED, replace(BEN, consents=consents))
    (need,) = matching.desk(store, CATALOGUE, STELLA.id, NOW).needs

    assert [one.person.name for one in need.candidates] == [""]


def test_an_entry_without_a_word_is_no_giver(store: Store) -> None:
    put(store, OPEN_NEED, replace(BEN, entry=Entry(BEN.entry.slug, BEN.entry.name)))

    assert matching.desk(store, CATALOGUE, STELLA.id, NOW).needs[0].candidates == ()


def test_time_that_ran_out_is_asked_about_and_not_held_against_anybody(store: Store) -> None:
    stale = Availability(confirmed_on=date(2026, 1, 1), until=TODAY - timedelta(days=1), bands=("mon night",))
    wanted = replace(OPEN_NEED, bands=("sat morning",))
    put(store, wanted, replace(BEN, availability=stale))
    (need,) = matching.desk(store, CATALOGUE, STELLA.id, NOW).needs
    put(store, replace(BEN, availability=replace(stale, until=TODAY)))
    (held,) = matching.desk(store, CATALOGUE, STELLA.id, NOW).needs

    assert [one.person.member for one in need.candidates] == [BEN.id]
    assert held.candidates == ()
    assert [one.person.member for one in held.not_now] == [BEN.id]


def test_a_related_skill_is_shown_as_near_only_where_nobody_fits_with_the_very_one(store: Store) -> None:
    bicycle = replace(CATALOGUE.skills["bicycle-repair"], related=("clothes-mending", "gone"))
    catalogue = replace(CATALOGUE, skills={**CATALOGUE.skills, bicycle.slug: bicycle})
    put(store, a_need(CLEO.id))
    (with_ben,) = matching.desk(store, catalogue, STELLA.id, NOW).needs
    put(store, replace(BEN, entry=replace(BEN.entry, shares=())))
    (without,) = matching.desk(store, catalogue, STELLA.id, NOW).needs
    match = suggesting.suggest(store, catalogue, without.need.id, ADA.id, NOW)

    assert [one.person.member for one in with_ben.candidates] == [BEN.id] and not with_ben.near
    assert [one.person.member for one in without.near] == [ADA.id] and not without.candidates
    assert (match.provider, match.skill) == (ADA.id, "bicycle-repair")
