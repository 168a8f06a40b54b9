"""A member's own entry: written, opened field by field, seen as others see it, taken back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from domain.people import Audience, Channel, Fluency, Language, Level, Member, Share, audience_of
from forms_api.store.memory import MemoryStore
from tests.builders import TODAY, a_check, a_member, a_share, a_vouch, contents, put
from tests.forms_api.client import Browser

TAKEN = "Another member goes by this name. Add a letter or a second name, so that nobody is mistaken."
NO_TELEPHONE = "Leave out the telephone number: people reach each other after both said yes"

SignIn = Callable[[Member], Browser]


def entry_fields(browser: Browser, **changes: str) -> dict[str, Any]:
    """Return what the entry form sends as it stands, with *changes* (a double underscore is a dash)."""
    (form,) = (f for f in browser.get("/forms/entry").forms() if f["action"] == "/forms/entry")
    fields = {name: values[0] for name, values in form["fields"].items() if values}
    return fields | {name.replace("__", "-"): value for name, value in changes.items()}


def stored(store: MemoryStore, member: Member) -> Member:
    (found,) = (m for m in contents(store)["members"] if m.id == member.id)
    assert isinstance(found, Member)
    return found


def test_storing_the_form_as_it_came_changes_nothing(signed_in: SignIn, store: MemoryStore) -> None:
    full = a_member(call_consent=True, call_consent_on=date(2026, 2, 1), phone="555 0142", channel=Channel.PHONE)
    share = Share("bicycle-repair", Level.CAN_TEACH, "at the bench", "Saturdays", "Bring the wheel.")
    full = replace(full, entry=replace(full.entry, shares=(share,), pronouns="she/her", about="I mend."))
    browser = signed_in(full)
    page = browser.send("/forms/entry", entry_fields(browser))

    assert page.location == "/forms/entry/preview"
    assert stored(store, full) == full


def test_what_was_typed_is_stored_with_who_may_read_it(signed_in: SignIn, store: MemoryStore, ada: Member) -> None:
    browser = signed_in(ada)
    fields = entry_fields(
        browser,
        about="I count birds.",
        languages__1__code="cy",
        languages__1__level="basic",
        shares__0__skill="clothes-mending",
        shares__0__level="can teach",
        invites__0__skill="bicycle-repair",
        audiences__about="public",
        audiences__zone="nobody",
    )
    browser.send("/forms/entry", fields)
    after = stored(store, ada)

    assert after.entry.about == "I count birds."
    assert after.entry.languages == (Language("en", Fluency.FIRST), Language("cy", Fluency.BASIC))
    assert [(s.skill, s.level) for s in after.entry.shares] == [("clothes-mending", Level.CAN_TEACH)]
    assert [i.skill for i in after.entry.invites] == ["bicycle-repair"]
    assert audience_of(after, "about") is Audience.PUBLIC
    assert audience_of(after, "zone") is Audience.NOBODY
    assert after.consents["about"].on == TODAY
    assert after.consents["name"].on == date(2026, 1, 5)


def test_the_preview_shows_each_reader_what_is_open_to_them(
    signed_in: SignIn, store: MemoryStore, ada: Member
) -> None:
    browser = signed_in(ada)
    fields = entry_fields(browser, about="Only for members.", audiences__name="public", audiences__about="members")
    browser.send("/forms/entry", fields)
    public, members = browser.get("/forms/entry/preview").text.split("Members who are signed in")

    assert "Ada Quill" in public
    assert "Only for members." not in public
    assert "Only for members." in members


def test_a_closed_name_hides_all_of_the_entry(signed_in: SignIn, store: MemoryStore) -> None:
    text = signed_in(a_member(audience=Audience.NOBODY)).get("/forms/entry/preview").text

    assert text.count("They see nothing of you") == 4


def test_taking_it_back_closes_every_field_and_keeps_what_was_written(
    signed_in: SignIn, store: MemoryStore, ada: Member
) -> None:
    signed_in(ada).send("/forms/entry/withdraw")
    after = stored(store, ada)

    assert after.entry == ada.entry
    assert {consent.audience for consent in after.consents.values()} == {Audience.NOBODY}


def test_a_safeguarded_skill_is_taken_in_only_when_cleared(
    signed_in: SignIn, store: MemoryStore, ada: Member
) -> None:
    browser = signed_in(ada)
    fields = entry_fields(browser, shares__1__skill="shared-childcare", shares__1__level="can do")
    refused = browser.send("/forms/entry", fields)
    others = [a_member(f"m{number}") for number in range(4)]
    put(store, *others, a_check(ada.id), *(a_vouch(ada.id, other.id) for other in others))
    taken = browser.send("/forms/entry", fields)

    assert len(refused.errors) == 1
    assert refused.errors[0].startswith("Shared childcare needs the word of members who know you")
    assert taken.status == 303


def test_a_skill_whose_check_ran_out_stays_in_the_entry_and_is_not_shown(
    signed_in: SignIn, store: MemoryStore
) -> None:
    priya = a_member("priya-r", audience=Audience.PUBLIC)
    priya = replace(priya, entry=replace(priya.entry, shares=(a_share("first-aid"), a_share())))
    browser = signed_in(priya)
    page = browser.send("/forms/entry", entry_fields(browser, about="Nights."))

    assert page.status == 303
    assert stored(store, priya).entry.shares == priya.entry.shares
    assert "First aid" not in browser.get("/forms/entry/preview").text
    assert "Bicycle repair" in browser.get("/forms/entry/preview").text


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("name", "", "Enter the name you go by"),
        ("name", "x" * 81, "Shorten this to 80 characters; it has 81"),
        ("name", "Адa", "Write each word with the letters of one alphabet"),
        ("name", "ben  MÁRSH", TAKEN),
        ("name", "Ada\nQuill", "Write this on one line"),
        ("about", "Ring me: 555 0123 99", NO_TELEPHONE),
        ("zone", "atlantis", "Choose one from the list"),
        ("shares-0-skill", "flying", "Choose one from the list"),
        ("shares-0-note", "x" * 301, "Shorten this to 300 characters; it has 301"),
        ("languages-0-code", "xx", "Choose one from the list"),
        ("audiences-zone", "everyone", "Choose one from the list"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_at_its_field_and_nothing_is_stored(
    signed_in: SignIn, store: MemoryStore, ada: Member, ben: Member, field: str, typed: str, says: str
) -> None:
    browser = signed_in(ada)
    page = browser.send("/forms/entry", entry_fields(browser) | {field: typed})

    assert page.errors == [says]
    assert stored(store, ada) == ada


def test_an_entry_in_arabic_is_shown_in_a_page_in_arabic(signed_in: SignIn, store: MemoryStore) -> None:
    hassan = a_member("hassan")
    hassan = replace(hassan, entry=replace(hassan.entry, name="حسن الربيعي"))
    page = signed_in(hassan).get("/forms/me?lang=ar")

    assert 'dir="rtl"' in page.html
    assert "حسن الربيعي" in page.text
