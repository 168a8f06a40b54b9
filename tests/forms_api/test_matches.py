"""Matches in the browser: choosing, what could not happen, confirming by both, and who may see what."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.exchange import Intent, IntentState, MatchState, Visibility
from domain.people import Audience, Member
from forms_api.store.memory import MemoryStore
from tests.builders import (
    TODAY,
    a_match,
    a_member,
    a_need,
    a_share,
    an_exchange,
    consents,
    contents,
    put,
)
from tests.forms_api.sharing import (
    A_DAY_AHEAD,
    A_DAY_AT_MOST,
    A_DAY_LONG_AGO,
    NO_MINUS,
    SignIn,
    sent_from,
    the_need,
)

DAY = "2026-11-20"


def test_choosing_one_tells_the_others(signed_in: SignIn, store: MemoryStore, ada: Member, need: Intent) -> None:
    helpers = [a_member(f"helper-{number}") for number in range(3)]
    put(store, *helpers, *(a_match(need, helper.id) for helper in helpers))
    signed_in(ada).send(f"/forms/matches/match-{helpers[1].id}/choose")
    states = {m.provider: m.state for m in contents(store)["matches"]}

    assert states == {
        helpers[0].id: MatchState.DECLINED,
        helpers[1].id: MatchState.ACCEPTED,
        helpers[2].id: MatchState.DECLINED,
    }
    assert "somebody was found" in signed_in(helpers[0]).get(f"/forms/matches/match-{helpers[0].id}").text


@pytest.mark.parametrize(
    "act", ["choose", "decline", "confirm", "channel", "done", "withdraw", "could-not", "apart"]
)
def test_a_third_person_finds_nothing_of_a_match(
    signed_in: SignIn, store: MemoryStore, ben: Member, need: Intent, act: str
) -> None:
    put(store, a_match(need, ben.id))
    third = signed_in(a_member("cleo-third"))

    assert third.get(f"/forms/matches/match-{ben.id}").status == 404
    assert third.send(f"/forms/matches/match-{ben.id}/{act}").status == 404


def test_the_provider_cannot_choose_themself(
    signed_in: SignIn, store: MemoryStore, ben: Member, need: Intent
) -> None:
    put(store, a_match(need, ben.id))

    assert signed_in(ben).send(f"/forms/matches/match-{ben.id}/choose").status == 404


def test_the_other_sees_no_address_before_being_chosen(
    signed_in: SignIn, store: MemoryStore, ada: Member, ben: Member, need: Intent
) -> None:
    put(store, a_match(need, ben.id))

    for member in (ada, ben):
        assert signed_in(member).send(f"/forms/matches/match-{ben.id}/channel").status == 409


def test_a_name_closed_to_matched_people_stays_closed(
    signed_in: SignIn, store: MemoryStore, ada: Member, need: Intent
) -> None:
    ben = a_member("ben-marsh", consents=consents(name=Audience.STEWARDS))
    put(store, ben, a_match(need, ben.id, MatchState.ACCEPTED))
    page = signed_in(ada).get(f"/forms/matches/match-{ben.id}")

    assert "You chose a member." in page.text
    assert "Ben" not in page.html


def accepted(store: MemoryStore, need: Intent, provider: Member) -> str:
    put(store, replace(need, state=IntentState.MATCHED), a_match(need, provider.id, MatchState.ACCEPTED))
    return f"/forms/matches/match-{provider.id}"


def test_what_could_not_happen_opens_the_need_again(
    signed_in: SignIn, store: MemoryStore, ada: Member, ben: Member, need: Intent
) -> None:
    match = accepted(store, need, ben)
    signed_in(ada).send(f"{match}/could-not")

    assert the_need(store).state is IntentState.OPEN
    assert contents(store)["matches"][0].state is MatchState.COULD_NOT_HAPPEN


def test_nobody_confirms_both_sides(
    signed_in: SignIn, store: MemoryStore, ada: Member, ben: Member, need: Intent
) -> None:
    match = accepted(store, need, ben)
    helps = signed_in(ben)
    helps.send(f"{match}/done", kind="hours", amount="2", on=TODAY.isoformat())
    again = helps.send(f"{match}/confirm")

    assert again.status == 409
    assert not contents(store)["exchanges"][0].confirmed


def test_the_other_side_may_say_it_was_different_and_is_then_waited_for(
    signed_in: SignIn, store: MemoryStore, ada: Member, ben: Member, need: Intent
) -> None:
    match = accepted(store, need, ben)
    asks, helps = signed_in(ada), signed_in(ben)
    helps.send(f"{match}/done", kind="hours", amount="2", on=TODAY.isoformat())
    shown = asks.get(f"{match}/done")
    asks.send(f"{match}/done", kind="hours", amount="1", on=TODAY.isoformat())
    (corrected,) = contents(store)["exchanges"]
    helps.send(f"{match}/confirm")

    assert sent_from(shown, "")["amount"] == "2"
    assert corrected.amount == 4
    assert corrected.confirmed_by_giver is None
    assert contents(store)["exchanges"][0].confirmed


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({}, ["Choose what was given", "Enter how many", "Enter the day"]),
        ({"kind": "money", "amount": "5", "on": DAY}, ["Choose what was given"]),
        ({"kind": "hours", "amount": "25", "on": DAY}, [A_DAY_AT_MOST]),
        ({"kind": "hours", "amount": "0", "on": DAY}, ["Enter more than zero"]),
        ({"kind": "meals", "amount": "1.5", "on": DAY}, ["Enter a whole number"]),
        ({"kind": "meals", "amount": "-3", "on": DAY}, [NO_MINUS]),
        ({"kind": "hours", "amount": "-1", "on": DAY}, [NO_MINUS]),
        ({"kind": "hours", "amount": "0.3", "on": DAY}, ["Hours are counted in quarters: enter 0.25 or 0.5"]),
        ({"kind": "hours", "amount": "0.1", "on": DAY}, ["Hours are counted in quarters: enter 0.25 or more"]),
        ({"kind": "hours", "amount": "an hour", "on": DAY}, ["Enter hours like 1, 1.5, 1:30 or 90 min"]),
        ({"kind": "things lent", "amount": "201", "on": DAY}, ["Enter at most 200"]),
        ({"kind": "meals", "amount": "3", "on": "2026-08-20"}, [A_DAY_LONG_AGO]),
        ({"kind": "meals", "amount": "3", "on": "yesterday"}, ["Enter a day like 2026-11-30"]),
        ({"kind": "meals", "amount": "3", "on": "2026-11-30"}, [A_DAY_AHEAD]),
    ],
)  # fmt: skip
def test_a_mistake_in_what_was_given_is_told(
    signed_in: SignIn,
    store: MemoryStore,
    ada: Member,
    ben: Member,
    need: Intent,
    fields: dict[str, str],
    says: list[str],
) -> None:
    page = signed_in(ben).send(f"{accepted(store, need, ben)}/done", fields)

    assert page.errors == says
    assert contents(store)["exchanges"] == []


def test_a_need_is_seen_by_whom_its_owner_chose(
    signed_in: SignIn, store: MemoryStore, ada: Member, ben: Member, steward: Member
) -> None:
    sharer = a_member("shay-share", entry=replace(a_member("shay-share").entry, shares=(a_share(),)))
    put(store, sharer)
    for visibility, readers in {
        Visibility.MEMBERS: [ben, sharer, steward],
        Visibility.MATCHED: [sharer, steward],
        Visibility.STEWARDS: [steward],
    }.items():
        need = a_need(ada.id, visibility=visibility)
        put(store, need)
        seeing = [m for m in (ben, sharer, steward) if signed_in(m).get(f"/forms/needs/{need.id}").status == 200]
        assert seeing == readers


def test_a_need_for_a_safeguarded_skill_is_hidden_from_who_may_not_help(
    signed_in: SignIn, store: MemoryStore, ada: Member, ben: Member
) -> None:
    need = a_need(ada.id, "shared-childcare")
    put(store, need)
    browser = signed_in(ben)

    assert "Shared childcare" not in browser.get("/forms/needs").text
    assert browser.send(f"/forms/needs/{need.id}/could", message="I could").status == 404


def test_a_zone_with_few_members_is_not_shown(
    signed_in: SignIn, store: MemoryStore, ada: Member, ben: Member, need: Intent
) -> None:
    few = signed_in(ben).get(f"/forms/needs/{need.id}").text
    put(store, *(a_member(f"m{number}") for number in range(3)))
    enough = signed_in(ben).get(f"/forms/needs/{need.id}").text

    assert "Mill Lane" not in few
    assert "Mill Lane" in enough


def test_who_is_kept_apart_never_meets_and_is_never_told(
    signed_in: SignIn, store: MemoryStore, ada: Member, ben: Member, need: Intent
) -> None:
    match = accepted(store, need, ben)
    asks, helps = signed_in(ada), signed_in(ben)
    asks.send(f"{match}/apart")
    after = helps.get(match).text
    hidden = helps.get(f"/forms/needs/{need.id}")

    assert "This was taken back." in after
    assert hidden.status == 404
    assert hidden.html.count("apart") == 0
    assert "Kept apart from" in asks.get("/forms/entry").text
    asks.send(f"/forms/entry/allow/{ben.id}")
    assert helps.get(f"/forms/needs/{need.id}").status == 200


def test_my_bridges_name_those_who_let_themselves_be_named(
    signed_in: SignIn, store: MemoryStore, ada: Member, ben: Member
) -> None:
    closed = a_member("cleo-closed", audience=Audience.NOBODY)
    put(
        store,
        closed,
        an_exchange(ada.id, ben.id),
        an_exchange(closed.id, ada.id),
        an_exchange(ben.id, ada.id, confirmed=False),
    )
    text = signed_in(ada).get("/forms/me").text

    assert "Ben Bicycle repair · once" in text
    assert "a member Bicycle repair · once" in text
    assert "1 exchange is not confirmed by both yet and does not count." in text
    assert "Cleo" not in text


def test_an_empty_page_of_ones_own_says_what_to_do(signed_in: SignIn, ada: Member) -> None:
    text = signed_in(ada).get("/forms/me").text

    assert "Your entry is empty." in text
    assert "Nobody yet." in text


def test_what_was_written_down_elsewhere_is_confirmed_or_corrected_too(
    signed_in: SignIn, store: MemoryStore, ada: Member, ben: Member
) -> None:
    first = an_exchange(ben.id, ada.id, confirmed_by_receiver=None)
    second = replace(first, id="second", skill="clothes-mending")
    put(store, first, second)
    asks, helps = signed_in(ada), signed_in(ben)
    shown = asks.get("/forms/me").text
    asks.send(f"/forms/exchanges/{first.id}/confirm")
    asks.send("/forms/exchanges/second/correct", kind="meals", amount="3", on=TODAY.isoformat())
    waiting = helps.get("/forms/me").text
    helps.send("/forms/exchanges/second/confirm")

    assert "Confirm: Bicycle repair" in shown and "Confirm: Clothes mending" in shown
    assert "Confirm: Clothes mending 3 meals" in waiting
    assert all(exchange.confirmed for exchange in contents(store)["exchanges"])
    assert signed_in(a_member("cleo-third")).get("/forms/exchanges/second").status == 404
    assert helps.send("/forms/exchanges/second/confirm").status == 409


def test_a_suggestion_is_shown_with_its_reasons_and_becomes_an_offer_or_not(
    signed_in: SignIn, store: MemoryStore, ben: Member, need: Intent
) -> None:
    suggested = a_match(need, ben.id, MatchState.SUGGESTED, reasons=("Free on Saturdays.",), message="")
    put(store, suggested)
    helps = signed_in(ben)
    listed = helps.get("/forms/me").text
    shown = helps.get(f"/forms/matches/{suggested.id}").text
    helps.send(f"/forms/needs/{need.id}/could", message="Saturday at ten.")
    (offered,) = contents(store)["matches"]

    assert "Somebody may need just what you share." in listed
    assert "Free on Saturdays." in shown
    assert (offered.id, offered.state, offered.message) == (suggested.id, MatchState.OFFERED, "Saturday at ten.")
