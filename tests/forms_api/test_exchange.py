"""Share and ask on one page: both sides, mistakes kept, nothing stored unseen, taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.exchange import Direction, Intent, IntentState, Kind
from domain.people import Member
from forms_api.services.text_rules import normal
from forms_api.store.memory import MemoryStore
from tests.builders import (
    NOW,
    TODAY,
    a_match,
    a_member,
    a_share,
    contents,
    put,
)
from tests.forms_api.sharing import (
    SignIn,
    answers,
    sent_from,
    store_share,
    the_need,
)


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
        ("offer", {"when": "Tuesdays"}, "Choose a skill, describe it, or empty this side"),
        ("need", {"skill": "flying"}, "Choose one from the list"),
        ("need", {"skill": "bicycle-repair", "hours": "a few"}, "Enter hours like 1, 1.5, 1:30 or 90 min"),
        ("need", {"skill": "bicycle-repair", "hours": "1.3"}, "Hours are counted in quarters: enter 1.25 or 1.5"),
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
