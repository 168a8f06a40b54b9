"""Coming in and being trusted, page by page: join, be met, give one's word."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from domain.exchange import MatchState
from domain.people import Audience, Channel, Member, Standing
from domain.skills import VouchScope
from forms_api.store.memory import MemoryStore
from tests.builders import (
    TODAY,
    a_check,
    a_match,
    a_member,
    a_need,
    a_participation,
    a_share,
    a_vouch,
    an_exchange,
    contents,
    put,
)
from tests.forms_api.client import Browser, Page
from tests.forms_api.test_sign_in import mails

SignIn = Callable[[Member], Browser]
MONTH = timedelta(days=30)
JOIN: dict[str, Any] = {
    "name": "Nia Weir", "channel": "desk", "agreed": "y", "program": "", "language": "", "other_language": "",
}  # fmt: skip
NOBODY = (
    "Nobody whom you may read goes by exactly this name. Ask them how they write it, and whether they let members "
    "read it; a steward can help."
)


def of(store: MemoryStore, name: str) -> Member:
    (found,) = (m for m in contents(store)["members"] if m.entry.name == name)
    assert isinstance(found, Member)
    return found


def stored(store: MemoryStore, key: str) -> Member:
    (found,) = (m for m in contents(store)["members"] if m.id == key)
    assert isinstance(found, Member)
    return found


def test_asking_to_join_makes_a_private_applicant_and_tells_the_stewards_no_more(
    browser: Browser, store: MemoryStore, steward: Member
) -> None:
    page = browser.send("/forms/join", JOIN, why="I mend radios.", email="nia@mail.example", language="es")
    nia = of(store, "Nia Weir")
    (mail,) = mails(browser)

    assert page.location == "/forms/join/received"
    assert "It is with the stewards" in browser.follow(page).text
    assert (nia.standing, nia.consents, nia.admission.why) == (Standing.APPLICANT, {}, "I mend radios.")
    assert mail["To"] == steward.email
    assert "Nia" not in mail.as_string()
    assert "radios" not in mail.as_string()


def test_the_answer_is_the_same_whatever_is_known(browser: Browser, store: MemoryStore, ada: Member) -> None:
    answers = [
        browser.send("/forms/join", JOIN, name=name, email=email)
        for name, email in (("Nia", "nia@mail.example"), (ada.entry.name, ada.email), ("Nia", "nia@mail.example"))
    ]

    assert {(a.status, a.location, a.html) for a in answers} == {(303, "/forms/join/received", answers[0].html)}
    assert [m.email for m in contents(store)["members"] if m.standing is Standing.APPLICANT].count(ada.email) == 0


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"name": ""}, "Enter the name you go by"),
        ({"channel": "mail"}, "Enter your e-mail address, or choose another way"),
        ({"channel": "phone"}, "Enter your telephone number, or choose another way"),
        ({"email": "nobody"}, "Enter an e-mail address like name@example.org"),
        ({"phone": "ring me"}, "Enter a telephone number like 555 0142"),
        ({"phone": "+()---"}, "Enter a telephone number like 555 0142"),
        ({"agreed": ""}, "Tick that stewards may keep what you wrote; without that they cannot answer"),
        ({"program": "atlantis"}, "Choose one from the list"),
        ({"why": "x" * 601}, "Shorten this to 600 characters; it has 601"),
    ],
)
def test_what_is_missing_to_join_is_told_at_its_field(
    browser: Browser, store: MemoryStore, changes: dict[str, str], says: str
) -> None:
    fields = {name: value for name, value in (JOIN | changes).items() if value or name != "agreed"}

    assert browser.send("/forms/join", fields).errors == [says]
    assert contents(store)["members"] == []


def test_one_network_asks_ten_times_an_hour(browser: Browser, store: MemoryStore) -> None:
    answers = [browser.send("/forms/join", JOIN, name=f"Nia {n}").status for n in range(11)]

    assert answers == [303] * 10 + [429]


def test_an_applicant_and_a_newcomer_read_what_is_left(signed_in: SignIn, store: MemoryStore, ada: Member) -> None:
    asking = signed_in(a_member("asking", standing=Standing.APPLICANT)).get("/forms/me").text
    arrived = signed_in(a_member("arrived", standing=Standing.NEWCOMER, joined_on=TODAY)).get("/forms/me").text
    member = signed_in(ada).get("/forms/me").text

    assert "A steward has met you, or two members gave their word for you" in asking
    assert "Thirty days as a newcomer: from 23 December 2026" in arrived
    assert "One exchange that both sides confirmed, or one cohort attended" in arrived
    assert "The word of 1 member who knows you" in arrived
    assert "My way in" not in member


def test_a_steward_meets_and_admits_step_by_step(
    signed_in: SignIn, store: MemoryStore, steward: Member, ada: Member, ben: Member
) -> None:
    desk = signed_in(steward)
    nia = a_member("nia", standing=Standing.APPLICANT, joined_on=TODAY)
    put(store, nia, a_vouch(nia.id, ada.id), a_vouch(nia.id, ben.id), an_exchange(ada.id, nia.id))
    path = f"/forms/desk/admission/{nia.id}"
    assert "Nia" in desk.get("/forms/desk/admission").text
    desk.send(f"{path}/met")
    first = desk.send(path, step="newcomer")
    early = desk.send(path, step="member")
    again = desk.send(path, step="newcomer")
    by_exception = desk.send(path, step="member", grounds="returned")

    assert first.status == 303
    assert early.errors[0].startswith("Not every criterion of this step is met.")
    assert again.status == 409
    assert by_exception.status == 303
    assert stored(store, nia.id).standing is Standing.MEMBER
    assert [(t.act, t.reason, t.subject) for t in contents(store)["traces"]] == [
        ("admit_by_exception", "returned", "")
    ]


def test_a_request_that_is_forgotten_leaves_nothing(
    signed_in: SignIn, store: MemoryStore, steward: Member, ada: Member
) -> None:
    desk = signed_in(steward)
    nia = a_member("nia", standing=Standing.APPLICANT)
    put(store, nia, a_vouch(nia.id, ada.id))
    path = f"/forms/desk/admission/{nia.id}/turn-away"
    sure = desk.get(path)
    done = desk.send(path)

    assert "All that was written is deleted" in sure.text
    assert done.location == "/forms/desk/admission"
    assert nia.id not in str(contents(store))
    assert desk.get(path).status == 404


def vouch_for(browser: Browser, **fields: str) -> Page:
    return browser.send("/forms/vouches/new", {"who": "name", "basis": "Neighbours", "skill": ""} | fields)


def test_a_word_for_somebody_by_name_tells_nobody_who_is_on_the_roll(
    signed_in: SignIn, store: MemoryStore, ada: Member
) -> None:
    closed = a_member("closed-carla", audience=Audience.MATCHED)
    apart = a_member("apart-anton", blocked=(ada.id,))
    put(store, closed, apart, a_member("open-ola"), a_member("gone-gus", standing=Standing.LEFT))
    browser = signed_in(ada)
    answers = {
        name: vouch_for(browser, name=name).errors
        for name in ("Closed Carla", "Apart Anton", "Gone Gus", "No One", "Open", "", "   ")
    }
    given = vouch_for(browser, name="open  ÓLA")

    assert set(map(tuple, answers.values())) == {(NOBODY,)}
    assert given.location == "/forms/vouches"
    assert [(v.by, v.of) for v in contents(store)["vouches"]] == [(ada.id, "id-open-ola")]


def test_people_one_has_met_stand_in_the_list(signed_in: SignIn, store: MemoryStore, ada: Member) -> None:
    matched = a_member("matched-mia", audience=Audience.MATCHED)
    beside = a_member("beside-bo")
    shy = a_member("shy-sol", audience=Audience.STEWARDS)
    need = a_need(ada.id)
    cohort = "kitchen-table-budgeting-1"
    put(store, matched, beside, shy, need, a_match(need, matched.id, MatchState.ACCEPTED))
    put(store, *(a_participation(m.id, cohort) for m in (ada, beside, shy)))
    browser = signed_in(ada)
    page = browser.get("/forms/vouches/new").text
    browser.send("/forms/vouches/new", who=matched.id, basis="Worked together", skill="bicycle-repair")
    (given,) = contents(store)["vouches"]

    assert "Matched Mia" in page
    assert "Beside Bo" in page
    assert "Shy Sol" not in page
    assert (given.of, given.scope, given.skill, given.on) == (
        matched.id, VouchScope.SKILL, "bicycle-repair", TODAY,
    )  # fmt: skip
    assert "Matched Mia" in browser.get("/forms/vouches").text


def test_a_word_is_given_once_and_taken_back_without_a_trace(
    signed_in: SignIn, store: MemoryStore, ada: Member, ben: Member
) -> None:
    browser = signed_in(ada)
    for more in ("Shared a wall for years", "Shared a wall and a cat"):
        vouch_for(browser, name=ben.entry.name, more=more)
    (given,) = contents(store)["vouches"]
    before = signed_in(ben).get("/forms/me").text
    browser.send(f"/forms/vouches/{given.id}/withdraw")
    after = signed_in(ben).get("/forms/me").text

    assert given.basis == "Shared a wall and a cat"
    assert contents(store)["vouches"][0].withdrawn_on == TODAY
    assert before == after
    assert "You have given your word for nobody" in browser.get("/forms/vouches").text
    assert signed_in(ben).send(f"/forms/vouches/{given.id}/withdraw").status == 404


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"name": "Ada Quill"}, "Nobody vouches for themself. Ask somebody who knows you."),
        ({"name": "Ben Marsh", "until": "2026-11-23"}, "Choose a day from tomorrow on and within five years."),
        ({"name": "Ben Marsh", "until": "2036-11-23"}, "Choose a day from tomorrow on and within five years."),
        ({"name": "Ben Marsh", "skill": "flying"}, "Choose one from the list"),
        ({"name": "Ben Marsh", "basis": ""}, "Choose how you know them"),
        ({"who": ""}, "Choose for whom"),
        ({"who": "id-nobody"}, "Choose one from the list"),
        ({"name": "Ben Marsh", "more": "555 0123 456"},
         "Leave out the telephone number: people reach each other after both said yes"),
    ],
)  # fmt: skip
def test_a_word_that_does_not_fit_is_told_at_its_field(
    signed_in: SignIn, store: MemoryStore, ada: Member, ben: Member, fields: dict[str, str], says: str
) -> None:
    assert vouch_for(signed_in(ada), **fields).errors == [says]
    assert contents(store)["vouches"] == []


def test_a_newcomer_gives_no_word_and_reads_why(signed_in: SignIn, store: MemoryStore, ben: Member) -> None:
    browser = signed_in(a_member("nia", standing=Standing.NEWCOMER))

    assert "Members with a vote give their word" in browser.get("/forms/vouches").text
    assert "Members with a vote give their word" in browser.get("/forms/vouches/new").text
    assert vouch_for(browser, name=ben.entry.name).errors == [
        "Only members with a vote give their word. Yours will count once you are one."
    ]


def test_a_steward_notes_a_paper_and_sees_what_ends(
    signed_in: SignIn, store: MemoryStore, steward: Member, ada: Member
) -> None:
    desk = signed_in(steward)
    put(store, a_check(ada.id, valid_until=TODAY + MONTH))
    noted = {"member": ada.id, "kind": "licence", "issuer": "Red cross", "skill": "first-aid"}
    page = desk.send("/forms/desk/checks", noted, valid_until="2027-03-01")
    shown = desk.follow(page).text
    wrong = [
        desk.send("/forms/desk/checks", noted | changes, valid_until=until).errors
        for changes, until in (
            ({"skill": ""}, "2027-03-01"),
            ({}, "2026-11-22"),
            ({"issuer": "No. 123 456 78"}, "2027-03-01"),
            ({"member": steward.id}, "2027-03-01"),
            ({}, ""),
        )
    ]

    assert "23 December 2026" in shown
    assert "Licence or card: First aid · Red cross" in shown
    assert wrong[0] == ["Choose the skill that the licence is for."]
    assert wrong[1] == ["This paper is past its day. Enter a last day from today on, within twenty years."]
    assert len(wrong[2]) == len(wrong[3]) == len(wrong[4]) == 1
    (licence,) = (c for c in contents(store)["checks"] if c.skill)
    desk.send(f"/forms/desk/checks/{licence.id}/strike")
    assert len(contents(store)["checks"]) == 1


def test_what_a_steward_hides_its_owner_reads_and_mends(
    signed_in: SignIn, store: MemoryStore, steward: Member
) -> None:
    ada = a_member("ada-quill", audience=Audience.PUBLIC)
    ada = replace(ada, entry=replace(ada.entry, about="Rude.", shares=(a_share(note="Ruder."),)))
    put(store, ada)
    desk, own = signed_in(steward), signed_in(ada)
    path = f"/forms/desk/entries/{ada.id}"
    assert "Ada Quill" in desk.get("/forms/desk/entries").text
    assert "Ruder." in desk.get(path).text
    desk.send(path, field="about", reason="insult")
    (mail,) = mails(desk)
    told = own.get("/forms/me").text
    preview = own.get("/forms/entry/preview").text
    (form,) = (f for f in own.get("/forms/entry").forms() if f["action"] == "/forms/entry")
    fields = {name: values[0] for name, values in form["fields"].items() if values}
    own.send("/forms/entry", fields | {"about": "Kind."})

    assert (mail["To"], mail["Subject"]) == (ada.email, "Your entry")
    assert "Rude" not in mail.as_string()
    assert "A steward has hidden something of yours." in told
    assert preview.count("Rude.") == 1
    assert "mended: look again" in desk.get("/forms/desk/entries").text
    assert "1 mended" in desk.get("/forms/desk").text
    desk.send(f"{path}/show/about")
    assert stored(store, ada.id).hidden == {}
    assert stored(store, ada.id).entry.about == "Kind."


def test_the_preview_has_four_readers_and_the_form_tells_since_when(signed_in: SignIn, ada: Member) -> None:
    browser = signed_in(ada)
    preview = browser.get("/forms/entry/preview").text
    form = browser.get("/forms/entry").text
    wording = browser.get("/forms/entry/wording/1")

    for reader in ("Everybody, on the public site", "Members who are signed in", "People matched with you"):
        assert reader in preview
    assert "Stewards Ada Quill" in preview
    assert "So since 5 January 2026; wording 1" in form
    assert "I can narrow or close any field at any time" in wording.text
    assert [browser.get(f"/forms/entry/wording/{n}").status for n in ("0", "2", "x", "٢")] == [404] * 4


def test_a_call_list_needs_a_number_and_keeps_its_day(
    signed_in: SignIn, store: MemoryStore, ada: Member, clock: Any
) -> None:
    browser = signed_in(ada)

    def send(**changes: str) -> Page:
        (form,) = (f for f in browser.get("/forms/entry").forms() if f["action"] == "/forms/entry")
        fields = {name: values[0] for name, values in form["fields"].items() if values}
        return browser.send("/forms/entry", fields | changes)

    missing = "Enter a telephone number, or choose another way and leave the call list."
    assert send(call_consent="y").errors == [missing]
    assert send(channel="phone").errors == [missing]
    send(call_consent="y", phone="555 0142", channel="phone")
    clock.tick(days=3)
    send(about="I mend.")
    after = stored(store, ada.id)

    assert (after.call_consent_on, after.phone, after.channel) == (TODAY, "555 0142", Channel.PHONE)
