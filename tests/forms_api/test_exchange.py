"""Give and receive, in the browser: share, ask, "I could", chosen, done, confirmed by both."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from domain.exchange import Direction, Intent, IntentState, Kind, MatchState, Visibility
from domain.people import Audience, Member
from forms_api.services.text_rules import normal
from forms_api.store.memory import MemoryStore
from tests.builders import (
    NOW,
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
from tests.forms_api.client import Browser, Page

SignIn = Callable[[Member], Browser]

A_DAY_AT_MOST = "Enter at most 24 hours; write several days as several exchanges"
A_DAY_THAT_WAS = "Choose the day it happened: today or before, and not longer than three months ago."
EMPTY_SIDE = {"lasts": "until", "seen_by": "members", "skill": "", "zone": "", "language": ""}


def answers(
    offer: dict[str, str] | None = None, need: dict[str, str] | None = None, **more: str
) -> dict[str, str]:
    """Return what the share form sends, with both sides empty but for what is given."""
    sides = {"offer": EMPTY_SIDE | (offer or {}), "need": EMPTY_SIDE | (need or {})}
    fields = {f"{side}-{name}": value for side, values in sides.items() for name, value in values.items()}
    return {"step": "check", **fields, **more}


def sent_from(page: Page, action: str, **more: str) -> dict[str, Any]:
    """Return what the page's form with this action would send."""
    (form,) = (f for f in page.forms() if f["action"] == action)
    return {name: values[0] for name, values in form["fields"].items()} | more


def store_share(browser: Browser, **sides: dict[str, str]) -> Page:
    checked = browser.send("/forms/share", answers(sides.get("offer"), sides.get("need")))
    return browser.send("/forms/share", sent_from(checked, "/forms/share", step="store"))


def the_need(store: MemoryStore) -> Intent:
    (need,) = (i for i in contents(store)["intents"] if i.direction is Direction.NEED)
    assert isinstance(need, Intent)
    return need


@pytest.fixture
def need(store: MemoryStore, ada: Member) -> Intent:
    """A need of Ada's for bicycle repair."""
    made = a_need(ada.id)
    put(store, made)
    return made


def test_the_whole_way_from_asking_to_two_counters(signed_in: SignIn, store: MemoryStore, ada: Member) -> None:
    ben = a_member("ben-marsh", entry=replace(a_member("ben-marsh").entry, shares=(a_share(),)))
    asks, helps = signed_in(ada), signed_in(ben)

    placed = store_share(asks, need={"skill": "bicycle-repair", "note": "The back wheel rubs.", "hours": "1.5"})
    need = the_need(store)
    seen = helps.get("/forms/needs")
    offered = helps.send(f"/forms/needs/{need.id}/could", message="Saturday, I bring tools.")
    match = offered.location
    could = asks.get(f"/forms/needs/{need.id}")
    chosen = asks.send(f"{match}/choose")
    agreed = helps.get(match)
    reach = helps.send(f"{match}/channel")
    done = helps.send(f"{match}/done", kind="hours", amount="1,5", on=TODAY.isoformat())
    asked = asks.get("/forms/me")
    confirmed = asks.send(f"{match}/confirm")

    assert placed.status == offered.status == chosen.status == done.status == confirmed.status == 303
    assert "Bicycle repair" in seen.text and "you share this" in seen.text and "Ada" not in seen.html
    assert "Saturday, I bring tools." in could.text and "can do this" in could.text and "Ben" not in could.html
    assert "Ada chose you." in agreed.text and ada.email not in agreed.html
    assert ada.email in reach.html
    assert "Confirm: Bicycle repair" in asked.text
    (exchange,) = contents(store)["exchanges"]
    assert exchange.confirmed and exchange.amount == 6 and exchange.kind is Kind.HOURS
    assert "Hours 0 1.5" in asks.get("/forms/me").text
    assert "Hours 1.5 0" in helps.get("/forms/me").text
    assert the_need(store).state is IntentState.FULFILLED


def test_answers_are_checked_before_anything_is_stored(signed_in: SignIn, store: MemoryStore, ada: Member) -> None:
    browser = signed_in(ada)
    before = contents(store)["intents"]
    page = browser.send(
        "/forms/share",
        answers(offer={"skill": "clothes-mending", "when": "Tuesdays", "hours": "0.75", "lasts": "standing"}),
    )

    assert "Check your answers" in page.text
    assert "Clothes mending" in page.text and "Until I take it back" in page.text and "0.75" in page.text
    assert "Nothing this time." in page.text
    assert contents(store)["intents"] == before == []


def test_changing_an_answer_shows_the_form_with_the_others_kept(signed_in: SignIn, ada: Member) -> None:
    browser = signed_in(ada)
    checked = browser.send("/forms/share", answers(offer={"skill": "clothes-mending", "when": "Tuesdays"}))
    form = browser.send("/forms/share", sent_from(checked, "/forms/share", step="change"))
    fields = sent_from(form, "/forms/share")

    assert (fields["offer-skill"], fields["offer-when"]) == ("clothes-mending", "Tuesdays")
    assert form.errors == []


def test_sending_the_same_answers_twice_stores_them_once(
    signed_in: SignIn, store: MemoryStore, ada: Member
) -> None:
    browser = signed_in(ada)
    checked = browser.send("/forms/share", answers(offer={"skill": "clothes-mending"}))
    fields = sent_from(checked, "/forms/share", step="store")
    first, second = browser.send("/forms/share", fields), browser.send("/forms/share", fields)

    assert first.location == second.location
    assert len(contents(store)["intents"]) == 1
    assert "It is stored" in browser.follow(second).text


def test_both_sides_may_be_filled_at_once(signed_in: SignIn, store: MemoryStore, ada: Member) -> None:
    browser = signed_in(ada)
    store_share(browser, offer={"skill": "clothes-mending"}, need={"skill": "bicycle-repair"})

    assert {i.direction for i in contents(store)["intents"]} == set(Direction)


def test_nothing_on_both_sides_is_told(signed_in: SignIn, ada: Member) -> None:
    page = signed_in(ada).send("/forms/share", answers())

    assert page.errors == ["Choose a skill on either side: one you share or one you invite help with"]


@pytest.mark.parametrize(
    ("side", "fields", "says"),
    [
        ("offer", {"when": "Tuesdays"}, "Choose a skill, or empty this side"),
        ("need", {"skill": "flying"}, "Choose one from the list"),
        ("need", {"skill": "bicycle-repair", "hours": "a few"}, "Enter hours in quarters, like 1, 1.5 or 0.25"),
        ("need", {"skill": "bicycle-repair", "hours": "1.3"}, "Enter hours in quarters, like 1, 1.5 or 0.25"),
        ("need", {"skill": "bicycle-repair", "hours": "41"}, "Enter at most 40 hours; open a second one for more"),
        ("need", {"skill": "bicycle-repair", "until": "soon"}, "Enter a day like 2026-11-30"),
        (
            "need",
            {"skill": "bicycle-repair", "until": "2026-11-22"},
            "Choose a day from today on and within a year.",
        ),
        (
            "need",
            {"skill": "bicycle-repair", "until": "2028-01-01"},
            "Choose a day from today on and within a year.",
        ),
        (
            "need",
            {"skill": "bicycle-repair", "note": "Ring 555 0142 33"},
            "Leave out the telephone number: people reach each other after both said yes",
        ),
        (
            "offer",
            {"skill": "bicycle-repair", "note": "write to me@mail.example"},
            "Leave out the e-mail address: people reach each other after both said yes",
        ),
        ("offer", {"skill": "bicycle-repair", "note": "x" * 601}, "Shorten this to 600 characters; it has 601"),
        (
            "offer",
            {"skill": "bicycle-repair", "when": "a\u202eb"},
            "Delete the sign after “a”; it cannot be shown",
        ),
        ("offer", {"skill": "bicycle-repair", "seen_by": "public"}, "Choose one of these"),
    ],
)
def test_a_mistake_is_told_and_what_was_typed_is_kept(
    signed_in: SignIn, store: MemoryStore, ada: Member, side: str, fields: dict[str, str], says: str
) -> None:
    page = signed_in(ada).send(
        "/forms/share", answers(fields if side == "offer" else None, fields if side == "need" else None)
    )

    assert page.errors == [says]
    assert page.html.count(says) == 2
    kept = sent_from(page, "/forms/share")
    assert [kept.get(f"{side}-{name}") for name in fields if name not in ("skill", "seen_by")] == [
        normal(value) for name, value in fields.items() if name not in ("skill", "seen_by")
    ]
    assert contents(store)["intents"] == []


def test_a_safeguarded_skill_is_refused_with_what_is_missing(
    signed_in: SignIn, store: MemoryStore, ada: Member
) -> None:
    for number in range(5):
        put(store, a_member(f"m{number}"))
    page = signed_in(ada).send("/forms/share", answers(offer={"skill": "shared-childcare"}))

    assert page.errors == [
        "Shared childcare needs the word of members who know you, 4 more, and a criminal record check that a "
        "steward has seen. Talk to a steward: they help with both."
    ]
    assert contents(store)["intents"] == []


def test_asking_for_a_safeguarded_skill_needs_no_clearance(
    signed_in: SignIn, store: MemoryStore, ada: Member
) -> None:
    store_share(signed_in(ada), need={"skill": "shared-childcare"})

    assert the_need(store).skill == "shared-childcare"


def test_a_skill_page_leads_to_the_form_filled_in(signed_in: SignIn, ada: Member) -> None:
    page = signed_in(ada).get("/forms/share?direction=need&skill=clothes-mending")

    assert sent_from(page, "/forms/share")["need-skill"] == "clothes-mending"


def test_a_form_open_for_hours_is_shown_again_with_its_text(
    signed_in: SignIn, store: MemoryStore, ada: Member
) -> None:
    browser = signed_in(ada)
    old = browser.token(NOW - timedelta(hours=3))
    page = browser.send(
        "/forms/share", answers(offer={"skill": "clothes-mending", "when": "Tuesdays"}), csrf_token=old
    )

    assert page.errors == ["This page was open for a long time. Your text is kept: please send it again."]
    assert sent_from(page, "/forms/share")["offer-when"] == "Tuesdays"
    assert contents(store)["intents"] == []


def test_a_field_that_is_not_of_the_form_is_refused(signed_in: SignIn, store: MemoryStore, ada: Member) -> None:
    page = signed_in(ada).send("/forms/share", answers(offer={"skill": "clothes-mending"}, state="fulfilled"))

    assert page.status == 400
    assert contents(store)["intents"] == []


def test_taking_a_need_back_tells_those_who_offered_kindly(
    signed_in: SignIn, store: MemoryStore, ada: Member, ben: Member, need: Intent
) -> None:
    put(store, a_match(need, ben.id))
    signed_in(ada).send(f"/forms/share/{need.id}/withdraw")
    page = signed_in(ben).get(f"/forms/matches/match-{ben.id}")

    assert "Thank you for offering. It is not needed this time" in page.text
    assert "Ada" not in page.html


def test_nobody_withdraws_what_is_not_theirs(
    signed_in: SignIn, store: MemoryStore, ben: Member, need: Intent
) -> None:
    page = signed_in(ben).send(f"/forms/share/{need.id}/withdraw")

    assert page.status == 404
    assert the_need(store) == need


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
        ({"kind": "money", "amount": "5", "on": "2026-11-20"}, ["Choose what was given"]),
        ({"kind": "hours", "amount": "25", "on": "2026-11-20"}, [A_DAY_AT_MOST]),
        ({"kind": "hours", "amount": "0", "on": "2026-11-20"}, ["Enter more than zero"]),
        ({"kind": "meals", "amount": "1.5", "on": "2026-11-20"}, ["Enter a whole number"]),
        ({"kind": "meals", "amount": "-3", "on": "2026-11-20"}, ["Enter a whole number"]),
        ({"kind": "meals", "amount": "3", "on": "yesterday"}, ["Enter a day like 2026-11-30"]),
        ({"kind": "meals", "amount": "3", "on": "2026-11-30"}, [A_DAY_THAT_WAS]),
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
