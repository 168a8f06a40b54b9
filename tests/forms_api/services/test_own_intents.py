"""An offer or a need in its owner's hands: paused, renewed, changed; and what runs out is known before."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.exchange import Direction, Intent, IntentState, MatchState, Visibility
from domain.people import Standing
from forms_api.services import closing, intents, matches, own_intents
from forms_api.services.clearances import NotCleared, SkillUnknown
from forms_api.services.contact_rules import StreetInText
from forms_api.services.intents import MOST_OPEN, DayGone, IntentDraft, TooManyOpen
from forms_api.services.own_intents import StandsAlready
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
    a_vouch,
    contents,
    put,
)

CATALOGUE = a_catalogue()
ADA, BEN, CLEO = a_member("ada-quill"), a_member("ben-marsh"), a_member("cleo-third")
NEED = IntentDraft(Direction.NEED, "bicycle-repair", note="The front wheel now.", bands=("sat morning",))


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


def kept(store: MemoryStore, intent: str) -> Intent:
    (found,) = (i for i in contents(store)["intents"] if i.id == intent)
    assert isinstance(found, Intent)
    return found


def seen_by_ben(store: MemoryStore) -> list[str]:
    return [card.need.id for card in intents.needs_for(store, CATALOGUE, BEN.id, NOW)]


def test_a_paused_need_is_seen_by_nobody_until_it_goes_on_and_its_offers_wait(
    store: MemoryStore, need: Intent
) -> None:
    put(store, a_match(need, CLEO.id))
    own_intents.pause(store, need.id, ADA.id)
    paused = seen_by_ben(store)
    with pytest.raises(NotThere):
        matches.offer_help(store, CATALOGUE, need.id, BEN.id, "I could.", NOW)
    own_intents.resume(store, CATALOGUE, need.id, ADA.id, NOW)

    assert paused == []
    assert seen_by_ben(store) == [need.id]
    assert [m.state for m in contents(store)["matches"]] == [MatchState.OFFERED]


def test_what_goes_on_after_its_last_day_stands_for_another_sixty(store: MemoryStore, need: Intent) -> None:
    own_intents.pause(store, need.id, ADA.id)
    later = NOW + timedelta(days=40)
    own_intents.resume(store, CATALOGUE, need.id, ADA.id, later)

    assert kept(store, need.id).expires_on == later.date() + intents.LIFE


def test_renewing_takes_one_step_until_a_month_after_the_last_day(store: MemoryStore, need: Intent) -> None:
    last = TODAY + timedelta(days=30)
    put(store, replace(need, expires_on=last, reminded_on=TODAY))
    late = NOW + timedelta(days=60)
    own_intents.renew(store, CATALOGUE, need.id, ADA.id, late)
    renewed = kept(store, need.id)
    put(store, replace(need, expires_on=last))
    with pytest.raises(NotThere):
        own_intents.renew(store, CATALOGUE, need.id, ADA.id, late + timedelta(days=1))

    assert (renewed.expires_on, renewed.reminded_on) == (late.date() + intents.LIFE, None)


def test_renewing_never_brings_the_last_day_nearer(store: MemoryStore, need: Intent) -> None:
    far = TODAY + timedelta(days=200)
    put(store, replace(need, expires_on=far))
    own_intents.renew(store, CATALOGUE, need.id, ADA.id, NOW)

    assert kept(store, need.id).expires_on == far


def test_what_stands_until_it_is_taken_back_has_no_day_to_put_off(store: MemoryStore, need: Intent) -> None:
    put(store, replace(need, standing=True, expires_on=None))

    with pytest.raises(StandsAlready):
        own_intents.renew(store, CATALOGUE, need.id, ADA.id, NOW)


def test_an_offer_is_renewed_only_by_who_is_still_cleared_for_it(store: MemoryStore) -> None:
    offer = a_need(ADA.id, "shared-childcare", direction=Direction.OFFER)
    put(store, offer)
    with pytest.raises(NotCleared):
        own_intents.renew(store, CATALOGUE, offer.id, ADA.id, NOW)
    put(store, a_vouch(ADA.id, BEN.id), a_vouch(ADA.id, CLEO.id), a_check(ADA.id))

    assert own_intents.renew(store, CATALOGUE, offer.id, ADA.id, NOW)


def test_going_on_is_refused_where_too_many_are_open(store: MemoryStore, need: Intent) -> None:
    own_intents.pause(store, need.id, ADA.id)
    put(store, *(replace(need, id=f"open-{number}") for number in range(MOST_OPEN)))

    with pytest.raises(TooManyOpen):
        own_intents.resume(store, CATALOGUE, need.id, ADA.id, NOW)


@pytest.mark.parametrize("act", ["pause", "resume", "renew", "change", "standing"])
def test_nobody_but_its_owner_finds_it_and_nobody_once_it_is_settled(
    store: MemoryStore, need: Intent, act: str
) -> None:
    settled = replace(need, id="settled", state=IntentState.FULFILLED)
    put(store, settled)

    def do(intent: str, member: str) -> None:
        arguments = {
            "pause": (store, intent, member),
            "standing": (store, intent, member),
            "resume": (store, CATALOGUE, intent, member, NOW),
            "renew": (store, CATALOGUE, intent, member, NOW),
            "change": (store, CATALOGUE, intent, member, NEED, NOW),
        }
        getattr(own_intents, act)(*arguments[act])

    for intent, member in ((need.id, BEN.id), ("settled", ADA.id), ("nothing", ADA.id)):
        with pytest.raises(NotThere):
            do(intent, member)


def test_a_change_is_read_by_who_offered_and_asks_them_nothing(store: MemoryStore, need: Intent) -> None:
    put(store, a_match(need, BEN.id))
    changed = own_intents.change(store, CATALOGUE, need.id, ADA.id, NEED, NOW)

    assert (changed.note, changed.bands, changed.made_at) == (
        "The front wheel now.",
        ("sat morning",),
        need.made_at,
    )
    assert [m.state for m in contents(store)["matches"]] == [MatchState.OFFERED]


def test_another_skill_asks_who_offered_once_more_and_drops_what_was_suggested(
    store: MemoryStore, need: Intent
) -> None:
    put(
        store,
        a_match(need, BEN.id, reasons=("Near you.",)),
        a_match(need, CLEO.id, MatchState.SUGGESTED),
    )
    own_intents.change(store, CATALOGUE, need.id, ADA.id, replace(NEED, skill="clothes-mending"), NOW)
    by_provider = {m.provider: m for m in contents(store)["matches"]}
    asked = by_provider[BEN.id]

    assert (asked.state, asked.skill, asked.message, asked.reasons) == (
        MatchState.SUGGESTED, "clothes-mending", "", (),
    )  # fmt: skip
    assert by_provider[CLEO.id].state is MatchState.DECLINED
    assert matches.offer_help(store, CATALOGUE, need.id, BEN.id, "That too.", NOW).id == asked.id


def test_another_skill_that_protects_people_asks_only_who_is_cleared(store: MemoryStore, need: Intent) -> None:
    put(store, a_match(need, BEN.id))
    own_intents.change(store, CATALOGUE, need.id, ADA.id, replace(NEED, skill="shared-childcare"), NOW)

    assert [m.state for m in contents(store)["matches"]] == [MatchState.DECLINED]


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"skill": "flying"}, SkillUnknown),
        ({"until": TODAY - timedelta(days=1)}, DayGone),
        ({"note": "I live at 14 Mill Lane"}, StreetInText),
    ],
)
def test_a_change_is_checked_as_a_new_one_is(
    store: MemoryStore, need: Intent, changes: dict[str, object], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        own_intents.change(store, CATALOGUE, need.id, ADA.id, replace(NEED, **changes), NOW)  # type: ignore[arg-type]

    assert kept(store, need.id) == need


def test_a_change_never_turns_a_need_into_an_offer(store: MemoryStore, need: Intent) -> None:
    turned = replace(NEED, direction=Direction.OFFER, skill="shared-childcare")
    own_intents.change(store, CATALOGUE, need.id, ADA.id, turned, NOW)

    assert kept(store, need.id).direction is Direction.NEED


def test_an_applicant_again_changes_nothing(store: MemoryStore, need: Intent) -> None:
    put(store, replace(ADA, standing=Standing.APPLICANT))

    with pytest.raises(NotTakingPart):
        own_intents.change(store, CATALOGUE, need.id, ADA.id, NEED, NOW)


def test_ones_own_list_has_what_stands_rests_and_ran_out_with_who_could_first(
    store: MemoryStore, need: Intent
) -> None:
    resting = replace(need, id="resting", state=IntentState.PAUSED)
    over = replace(need, id="over", expires_on=TODAY - timedelta(days=3))
    wanted = replace(need, id="wanted", made_at=NOW - timedelta(days=9))
    gone = replace(need, id="gone", state=IntentState.WITHDRAWN)
    put(store, resting, over, wanted, gone, a_match(wanted, BEN.id))
    found = own_intents.placed(store, ADA.id, NOW)

    assert found[0].intent.id == "wanted" and found[0].could == 1
    assert {p.intent.id: (p.open, p.ran_out) for p in found} == {
        "wanted": (True, False),
        need.id: (True, False),
        "resting": (False, False),
        "over": (False, True),
    }


def test_what_ran_out_is_closed_a_month_later_and_its_words_are_gone(store: MemoryStore, need: Intent) -> None:
    put(store, a_match(need, BEN.id))
    last = need.expires_on
    assert last is not None
    day = NOW + (last - TODAY) + closing.RENEWABLE
    closing.close_due(store, day)
    still = kept(store, need.id)
    closing.close_due(store, day + timedelta(days=1))

    assert still == need
    assert (kept(store, need.id).state, kept(store, need.id).note) == (IntentState.EXPIRED, "")
    assert [m.state for m in contents(store)["matches"]] == [MatchState.DECLINED]


@pytest.mark.parametrize(
    ("visibility", "seen"),
    [
        (Visibility.MEMBERS, (True, True)),
        (Visibility.MATCHED, (True, False)),
        (Visibility.STEWARDS, (False, False)),
    ],
)
def test_an_offer_is_seen_by_whom_its_owner_chose(
    store: MemoryStore, visibility: Visibility, seen: tuple[bool, bool]
) -> None:
    """Ben has asked for the skill, Cleo has not, Stella is a steward."""
    stella = a_member("stella-steward", steward=True)
    offer = a_need(ADA.id, direction=Direction.OFFER, visibility=visibility)
    put(store, stella, offer, a_need(BEN.id))
    found = [bool(intents.offers_for(store, CATALOGUE, m.id, NOW)) for m in (BEN, CLEO, stella)]

    assert found == [*seen, True]
