"""Group events in the browser: written down, confirmed, not mine, taken back; and no name is learnt there."""

from __future__ import annotations

from typing import Any

import pytest

from domain.people import Member, ProgramRole
from domain.programs import PartState
from forms_api.services.gatherings import group_code
from forms_api.store.memory import MemoryStore
from tests.builders import TODAY, a_member, a_participation, an_exchange, contents, put
from tests.forms_api.client import Browser, Page
from tests.forms_api.sharing import SignIn, sent_from

NEW = "/forms/gatherings/new"
COHORT = "kitchen-table-budgeting-4"


def evening(browser: Browser, **changes: Any) -> Page:
    """Fill in the form and send it: Ada gave, Ben took part."""
    fields = sent_from(browser.get(NEW), NEW) | {
        "skill": "bicycle-repair",
        "title": "The bench",
        "on": TODAY.isoformat(),
        "hours": "1:30",
        "gave": ["id-ada-quill"],
        "took": ["id-ben-marsh"],
    }
    return browser.send(NEW, fields | changes)


@pytest.fixture
def met(store: MemoryStore, ada: Member, ben: Member) -> None:
    put(store, an_exchange(ada.id, ben.id))


def test_an_evening_is_written_down_confirmed_and_counted(
    signed_in: SignIn, store: MemoryStore, ada: Member, ben: Member, met: None
) -> None:
    wrote, took = signed_in(ada), signed_in(ben)
    made = evening(wrote).location
    before, asked = wrote.get(made), took.get("/forms/me")
    took.send(f"{made}/confirm")
    twice = took.send(f"{made}/confirm")
    after = took.get(made)

    assert "1 person has not answered yet." in before.text and "Ben Marsh" in before.text
    assert "Confirm: Bicycle repair 1.5 h · a group event" in asked.text
    assert twice.status == 409
    assert "You have said that it was so." in after.text and "not answered" not in after.text
    assert "Hours 3.5 0" in wrote.get("/forms/me").text


def test_sent_twice_it_is_stored_once(signed_in: SignIn, store: MemoryStore, ada: Member, met: None) -> None:
    browser = signed_in(ada)
    first = evening(browser, nonce="n" * 32)
    second = evening(browser, nonce="n" * 32)

    assert first.location == second.location
    assert len(contents(store)["gatherings"]) == 1


def test_the_form_shows_whom_one_has_met_and_the_cohort_one_leads_and_nobody_else(
    signed_in: SignIn, store: MemoryStore, ada: Member, met: None
) -> None:
    learner = a_member("lena-learner")
    put(
        store,
        learner,
        a_member("zoe-stranger"),
        a_participation(ada.id, COHORT, role=ProgramRole.FACILITATOR),
        a_participation(learner.id, COHORT, state=PartState.ATTENDING),
    )
    browser = signed_in(ada)
    plain, leading = browser.get(NEW), browser.get(f"{NEW}?cohort={COHORT}")

    assert "Ben Marsh" in plain.text and "Lena Learner" not in plain.html
    assert "Lena Learner" in leading.text
    assert "Zoe" not in plain.html + leading.html
    assert sent_from(leading, NEW)["cohort"] == COHORT
    assert browser.get(f"{NEW}?cohort=../etc").status == 200


def test_anybody_else_is_named_by_the_code_on_their_own_page(
    signed_in: SignIn, store: MemoryStore, ada: Member, met: None
) -> None:
    stranger = a_member("zoe-stranger")
    theirs = signed_in(stranger)
    code = group_code(theirs.config.secret, stranger.id)
    shown = theirs.get("/forms/me").text
    made = evening(signed_in(ada), took=[], took_codes=code.lower())

    assert code in shown
    assert [g.receivers for g in contents(store)["gatherings"]] == [(stranger.id,)]
    assert theirs.get(made.location).status == 200


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"gave": []}, ["Tick who gave, at least one person"]),
        ({"took": []}, ["Tick who took part, at least one person besides who gave"]),
        (
            {"took": ["id-ada-quill", "id-ben-marsh"]},
            ["Somebody stands on both sides. Tick that you taught each other, or leave them on one side"],
        ),
        ({"gave": ["id-ben-marsh"], "took": ["id-zoe"]}, ["Tick some of these, or none"]),
        (
            {"gave_codes": "ZZZZ-ZZZZ"},
            ["The code ZZZZ-ZZZZ is nobody's. Ask them to read it out from their own page"],
        ),
        ({"hours": "0.3"}, ["Hours are counted in quarters: enter 0.25 or 0.5"]),
        ({"hours": "25"}, ["Enter at most 24 hours; write several days as several exchanges"]),
        ({"hours": ""}, ["Enter how long it was"]),
        ({"on": "2026-11-30"}, ["This day is still ahead. Write it down once it has happened"]),
        ({"skill": ""}, ["Choose what was shared"]),
        (
            {"title": "Ring 555 0142 33"},
            ["Leave out the telephone number: people reach each other after both said yes"],
        ),
    ],
)
def test_a_mistake_is_told_and_what_was_typed_is_kept(
    signed_in: SignIn, store: MemoryStore, ada: Member, met: None, changes: dict[str, Any], says: list[str]
) -> None:
    page = evening(signed_in(ada), **changes)

    assert page.errors == says
    assert sent_from(page, NEW)["title"] == changes.get("title", "The bench")
    assert contents(store)["gatherings"] == []


def test_codes_are_not_found_by_trying(signed_in: SignIn, ada: Member, met: None) -> None:
    browser = signed_in(ada)
    answers = [evening(browser, gave_codes=f"AAAA-{number:04}").status for number in range(21)]

    assert answers == [200] * 20 + [429]


def test_who_was_not_there_takes_their_name_off_and_the_writer_takes_it_back(
    signed_in: SignIn, store: MemoryStore, ada: Member, ben: Member, met: None
) -> None:
    cleo = a_member("cleo-third")
    put(store, cleo, an_exchange(ada.id, cleo.id))
    wrote = signed_in(ada)
    made = evening(wrote, took=[ben.id, cleo.id]).location
    left = signed_in(ben).send(f"{made}/not-there")
    page = wrote.get(made)
    back = wrote.send(f"{made}/take-back")

    assert left.status == back.status == 303
    assert "Ben" not in page.text and "Cleo Third" in page.text
    assert contents(store)["gatherings"] == []


@pytest.mark.parametrize("act", ["", "/confirm", "/not-there", "/take-back"])
def test_a_stranger_finds_nothing_of_it(signed_in: SignIn, ada: Member, met: None, act: str) -> None:
    made = evening(signed_in(ada)).location
    stranger = signed_in(a_member("zoe-stranger"))
    answer = stranger.send(f"{made}{act}") if act else stranger.get(made)

    assert answer.status == 404


def test_who_met_nobody_yet_finds_the_form_and_their_own_code(signed_in: SignIn) -> None:
    browser = signed_in(a_member("zoe-stranger"))

    assert "I myself" in browser.get(NEW).text
    assert "My code" in browser.get("/forms/me").text
