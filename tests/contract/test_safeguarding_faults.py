"""
Safeguarding on every store: what a skill demands holds at offer, match and display, whichever way one comes in,
on its last day and not the day after.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from domain.exchange import Direction, IntentState
from domain.people import Member
from domain.skills import Check
from forms_api.publish.members import Community, public_members
from forms_api.publish.snapshot import snapshot
from forms_api.services import (
    intents,
    matches,
    matching,
    own_intents,
    own_matching,
    suggesting,
)
from forms_api.services.clearances import NotCleared
from forms_api.services.intents import IntentDraft
from forms_api.services.moves import TooLate
from forms_api.services.refusals import NotThere, Refused
from forms_api.services.suggesting import NotSuggested
from forms_api.store.base import Store
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
    contents,
    put,
)

CATALOGUE = a_catalogue()
CARE = "shared-childcare"
TOMORROW = NOW + timedelta(days=1)


def sharing(slug: str, *skills: str) -> Member:
    member = a_member(slug, audience="public")
    shares = tuple(a_share(skill) for skill in skills)
    return replace(member, entry=replace(member.entry, shares=shares))


ADA, CLEO = sharing("ada-quill", "clothes-mending"), a_member("cleo-third")
BEN = sharing("ben-marsh", CARE, "bicycle-repair")
STELLA = a_member("stella-steward", steward=True)
VOUCHES = (a_vouch(BEN.id, ADA.id), a_vouch(BEN.id, CLEO.id), a_vouch(BEN.id, STELLA.id))
LAST_DAY = a_check(BEN.id, valid_until=TODAY)
NEED = a_need(ADA.id, CARE, zone="")


@pytest.fixture(autouse=True)
def people(store: Store) -> None:
    put(store, ADA, BEN, CLEO, STELLA, *VOUCHES)


def ways_in(store: Store, now: datetime) -> dict[str, Callable[[], object]]:
    """Return every way in which Ben could come to give care, or be shown as somebody who does."""
    need, offered, draft = NEED.id, "ben-offered", IntentDraft(Direction.OFFER, CARE)
    return {
        "place an offer": lambda: intents.place(store, CATALOGUE, BEN.id, [draft], now),
        "renew an offer": lambda: own_intents.renew(store, CATALOGUE, "ben-offers", BEN.id, now),
        "go on with an offer": lambda: own_intents.resume(store, CATALOGUE, "ben-rests", BEN.id, now),
        "be asked whether one may": lambda: matches.may_offer(store, CATALOGUE, need, BEN.id, now),
        "say I could": lambda: matches.offer_help(store, CATALOGUE, need, BEN.id, "On Saturday.", now),
        "be suggested": lambda: suggesting.suggest(store, CATALOGUE, need, BEN.id, now),
        "be a step of a circle": lambda: suggesting.suggest_circle(store, CATALOGUE, [(need, BEN.id)], now),
        "be chosen": lambda: matches.choose(store, CATALOGUE, offered, ADA.id, now),
    }


def shown(store: Store, now: datetime) -> dict[str, bool]:
    """Return for every place that would show Ben for care whether it does."""
    desk = matching.desk(store, CATALOGUE, STELLA.id, now)
    offers = {offer.id for offer in intents.offers_for(store, CATALOGUE, CLEO.id, now)}
    candidates = {one.person.member for need in desk.needs for one in need.candidates}
    public = public_members(Community(snapshot(store), CATALOGUE, now.date()))
    ben = public.get(BEN.entry.slug)
    mine = own_matching.for_me(store, CATALOGUE, ADA.id, now)
    return {
        "on the desk": BEN.id in candidates,
        "counted for the one who asks": any(one.could for one in mine.could_help),
        "as an offer to others": "ben-offers" in offers,
        "as one to choose": bool(matches.waiting(store, CATALOGUE, "need-chosen", ADA.id, now)),
        "with the need on his own page": bool(own_matching.for_me(store, CATALOGUE, BEN.id, now).could_meet),
        "among the needs he may see": bool(intents.needs_for(store, CATALOGUE, BEN.id, now)),
        "on the site": ben is not None and any(share.skill == CARE for share in ben.entry.shares),
    }


def under_way(store: Store) -> None:
    """Put what each way in starts from: Ben has offers, and has said I could to another need of Ada's."""
    chosen = a_need(ADA.id, CARE, id="need-chosen")
    offers = replace(a_need(BEN.id, CARE), direction=Direction.OFFER)
    put(
        store,
        NEED,
        chosen,
        replace(offers, id="ben-offers"),
        replace(offers, id="ben-rests", state=IntentState.PAUSED),
        a_match(chosen, BEN.id, id="ben-offered"),
    )


WAYS = (
    "place an offer", "renew an offer", "go on with an offer", "be asked whether one may", "say I could",
    "be suggested", "be a step of a circle", "be chosen",
)  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
def test_a_check_that_ends_on_the_day_opens_every_way_in_on_that_day_and_none_the_day_after(
    store: Store, way: str
) -> None:
    put(store, LAST_DAY)
    under_way(store)
    before = contents(store)
    with pytest.raises(Refused) as refusal:
        ways_in(store, TOMORROW)[way]()

    assert isinstance(refusal.value, NotCleared | NotThere | NotSuggested | TooLate)
    assert contents(store) == before
    ways_in(store, NOW)[way]()


def test_every_way_in_is_tried(store: Store) -> None:
    assert tuple(ways_in(store, NOW)) == WAYS


def test_a_check_that_ends_on_the_day_is_shown_that_day_and_not_the_day_after(store: Store) -> None:
    put(store, LAST_DAY)
    under_way(store)

    assert shown(store, NOW) == dict.fromkeys(shown(store, NOW), True)
    assert shown(store, TOMORROW) == dict.fromkeys(shown(store, NOW), False)


@pytest.mark.parametrize("lacking", ["check", "vouches", "both", "check of another kind", "vouch withdrawn"])
def test_without_what_a_skill_demands_there_is_no_way_in_and_no_place_that_shows_it(
    store: Store, lacking: str
) -> None:
    under_way(store)
    papers: dict[str, tuple[Check, ...]] = {
        "check of another kind": (replace(LAST_DAY, kind=a_check(BEN.id).kind.IDENTITY),),
        "vouches": (LAST_DAY,),
        "vouch withdrawn": (LAST_DAY,),
    }
    put(store, *papers.get(lacking, ()))
    for vouch in VOUCHES:
        if lacking in ("vouches", "both", "vouch withdrawn"):
            put(store, replace(vouch, withdrawn_on=TODAY))
    before = contents(store)
    for way in WAYS:
        with pytest.raises(Refused):
            ways_in(store, NOW)[way]()

    assert contents(store) == before
    assert shown(store, NOW) == dict.fromkeys(shown(store, NOW), False)


def test_a_check_that_ends_between_suggestion_and_offer_stops_the_offer(store: Store) -> None:
    put(store, LAST_DAY, NEED)
    match = suggesting.suggest(store, CATALOGUE, NEED.id, BEN.id, NOW)

    with pytest.raises(NotThere):
        matches.offer_help(store, CATALOGUE, NEED.id, BEN.id, "On Saturday.", TOMORROW)
    assert contents(store)["matches"] == [match]
