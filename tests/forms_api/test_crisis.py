"""The pages of an activation: asked, agreed, called, answered by web, by code and by telephone, and ended."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from email import message_from_bytes, policy

import pytest
from flask import Flask

from domain.catalogue import Catalogue
from domain.crisis import Way
from domain.people import Fluency, Language, Member
from forms_api.current import EXTENSION
from forms_api.services import codes
from forms_api.store.memory import MemoryStore
from tests.builders import put
from tests.forms_api.client import Browser, Clock, Page
from tests.forms_api.crisis_town import MENDERS, POWER_CUT, RIDER, SAM, STELLA, crisis_catalogue, rung, settle

SignIn = Callable[[Member], Browser]


@pytest.fixture
def catalogue() -> Catalogue:
    return crisis_catalogue()


@pytest.fixture(autouse=True)
def town(store: MemoryStore) -> None:
    settle(store)


@pytest.fixture
def stella(signed_in: SignIn) -> Browser:
    return signed_in(STELLA)


@pytest.fixture
def sam(signed_in: SignIn) -> Browser:
    return signed_in(SAM)


def asked(browser: Browser, kind: str = "drill") -> str:
    """Ask for the power cut and return the address of its board."""
    return browser.send("/forms/crisis", playbook=POWER_CUT, kind=kind).location


def begun(one: Browser, other: Browser, kind: str = "drill") -> str:
    board = asked(one, kind)
    other.send(f"{board}/agree")
    return board


def answer_forms(page: Page) -> list[str]:
    return [form["action"] for form in page.forms() if form["action"].startswith("/forms/crisis/calls/")]


def mails(app: Flask) -> list[tuple[str, str, str]]:
    """Return receiver, subject and text of every mail that was sent."""
    app.extensions[EXTENSION].outbox.wait()
    folder = app.extensions[EXTENSION].config.mail
    read = [message_from_bytes(file.read_bytes(), policy=policy.default) for file in sorted(folder.glob("*.eml"))]
    return [(mail["To"], mail["Subject"], mail.get_content()) for mail in read]


def test_nothing_is_chosen_beforehand_and_nothing_begins_without_a_choice(stella: Browser) -> None:
    page = stella.send("/forms/crisis", playbook="")

    assert page.errors == ["Choose a playbook", "Choose whether this is a drill"]
    assert stella.send("/forms/crisis", playbook="earthquake", kind="drill").errors == ["Choose one from the list"]


def test_one_steward_asks_and_another_agrees(stella: Browser, sam: Browser) -> None:
    board = asked(stella)
    waiting = stella.get(board)
    refused = stella.send(f"{board}/agree")
    ready = sam.get(board)
    running = sam.follow(sam.send(f"{board}/agree"))

    assert "somebody else has to agree" in waiting.text
    assert refused.status == 409
    assert "I agree: begin the drill" in ready.text
    assert "Nobody has said yes yet." in running.text


def test_asking_while_one_waits_says_so_at_the_field(stella: Browser, sam: Browser) -> None:
    asked(stella)

    page = sam.send("/forms/crisis", playbook=POWER_CUT, kind="drill")

    assert page.errors == [
        "This playbook is at work already, or waits for its second steward. Look at it before you ask again."
    ]
    assert "waits for a second one of you" in page.text


def test_the_banner_stands_on_every_page_at_once_and_goes_with_the_end(
    stella: Browser, sam: Browser, browser: Browser
) -> None:
    before = browser.get("/forms/sign-in").html
    board = begun(stella, sam)
    during = browser.get("/forms/sign-in").html
    stella.send(f"{board}/end")

    assert "This is a drill:" not in before
    assert "This is a drill:" in during
    assert "This is a drill:" not in browser.get("/forms/sign-in").html


def test_a_real_one_says_so_in_the_banner(stella: Browser, sam: Browser) -> None:
    board = asked(stella, "real")
    warned = sam.get(board)
    sam.send(f"{board}/agree")

    assert "This is not a drill." in warned.text
    assert "It has begun:" in sam.get("/forms/me").html


def test_everybody_with_an_address_gets_one_mail_in_their_language_without_names(
    app: Flask, stella: Browser, sam: Browser, store: MemoryStore
) -> None:
    arabic = replace(MENDERS[0].entry, languages=(Language("ar", Fluency.FIRST),))
    put(store, replace(MENDERS[0], entry=arabic), replace(MENDERS[1], email=""))
    begun(stella, sam)
    sent = mails(app)

    assert len({to for to, _, _ in sent}) == len(sent) == 6
    assert MENDERS[1].email not in {to for to, _, _ in sent}
    assert {subject for to, subject, _ in sent if to == RIDER.email} == {"A drill: you are called, please answer"}
    text = next(text for to, _, text in sent if to == RIDER.email)
    assert "https://weirside.example/forms/crisis/mine" in text
    assert "Bicycle repair (within 4 h)" in text
    assert not any(member.entry.name in text for member in (STELLA, SAM, *MENDERS))


def test_a_member_answers_and_changes_the_answer(
    stella: Browser, sam: Browser, signed_in: SignIn, store: MemoryStore
) -> None:
    board = begun(stella, sam)
    rose = signed_in(RIDER)
    (action,) = answer_forms(rose.get("/forms/crisis/mine"))

    later = rose.follow(rose.send(action, answer="later"))
    yes = rose.follow(rose.send(action, answer="yes"))

    assert "your answer: later" in later.text
    assert "your answer: yes" in yes.text
    assert "You are called." in rose.get("/forms/me").text
    assert "by web" in stella.get(board).text
    assert rose.send(action).status == 400
    assert rose.send(action, answer="perhaps").status == 400


def test_a_call_is_the_first_of_all_next_steps_until_it_is_answered(
    stella: Browser, sam: Browser, signed_in: SignIn
) -> None:
    begun(stella, sam)
    rose = signed_in(RIDER)
    (action,) = answer_forms(rose.get("/forms/crisis/mine"))
    asked = rose.get("/forms/me").text.count("You are called.")
    rose.send(action, answer="no")

    assert asked == 2, "at the top, and beside who would call me"
    assert rose.get("/forms/me").text.count("You are called.") == 1


def test_nobody_answers_for_somebody_else(stella: Browser, sam: Browser, signed_in: SignIn) -> None:
    begun(stella, sam)
    (action,) = answer_forms(signed_in(RIDER).get("/forms/crisis/mine"))

    assert signed_in(MENDERS[0]).send(action, answer="yes").status == 404


def test_an_answer_after_a_printed_code_is_noted_as_such(
    app: Flask, clock: Clock, stella: Browser, sam: Browser, store: MemoryStore
) -> None:
    begun(stella, sam)
    sheet = codes.issue(store, RIDER.id, clock())
    rose = Browser(app, clock)
    rose.send("/forms/sign-in/code", code=sheet[0])
    (action,) = answer_forms(rose.get("/forms/crisis/mine"))
    rose.send(action, answer="yes")

    with store.unit() as unit:
        (call,) = unit.called.where(member=RIDER.id)
    assert call.way is Way.CODE


def test_a_steward_types_in_an_answer_and_the_next_one_is_mailed(
    app: Flask, stella: Browser, sam: Browser, store: MemoryStore
) -> None:
    put(store, rung("rider-two", "bicycle-repair"), rung("rider-ulla", "bicycle-repair"))
    put(store, rung("rider-vic", "bicycle-repair"))
    board = begun(stella, sam)
    before = len(mails(app))
    with store.unit() as unit:
        first = unit.called.where(slot=1)[0]
    page = sam.follow(sam.send(f"/forms/crisis/calls/{first.id}/said", answer="no"))

    assert "by telephone" in page.text
    assert len(mails(app)) == before + 1
    assert sam.send(f"/forms/crisis/calls/{first.id}/said").status == 400
    with store.unit() as unit:
        (said,) = [call for call in unit.called if call.id == first.id]
    assert (said.way, said.typed_by) == (Way.PHONE, SAM.id)
    assert board


def test_a_no_that_calls_nobody_else_sends_no_mail(
    app: Flask, stella: Browser, sam: Browser, signed_in: SignIn
) -> None:
    begun(stella, sam)
    before = len(mails(app))
    rose = signed_in(RIDER)
    (action,) = answer_forms(rose.get("/forms/crisis/mine"))
    rose.send(action, answer="no")

    assert len(mails(app)) == before


def test_the_printed_list_begins_with_those_whom_no_mail_reaches(
    stella: Browser, sam: Browser, store: MemoryStore
) -> None:
    put(store, replace(RIDER, email="", phone=""), replace(MENDERS[2], email=""))
    board = begun(stella, sam)
    page = sam.get(f"{board}/list")

    ring, mailed = page.text.split("They have a mail")
    assert MENDERS[2].entry.name in ring and RIDER.entry.name in ring
    assert MENDERS[2].phone in ring
    assert "knock, Mill Lane" in ring
    assert MENDERS[0].entry.name in mailed


def test_the_list_is_empty_once_everybody_has_answered(stella: Browser, sam: Browser, store: MemoryStore) -> None:
    board = begun(stella, sam)
    with store.unit() as unit:
        every = [call.id for call in unit.called]
    for call in every:
        stella.send(f"/forms/crisis/calls/{call}/said", answer="yes")
    page = sam.get(f"{board}/list")

    assert "Nobody is left to ring" in page.text
    assert "The first yes came after 0 minutes." in sam.get(board).text


def test_who_asked_takes_it_back_and_a_member_is_told_whom_to_ring(stella: Browser, signed_in: SignIn) -> None:
    board = asked(stella)
    gone = stella.follow(stella.send(f"{board}/withdraw"))
    member = signed_in(RIDER)

    assert "Nothing is running" in gone.text
    assert "Taken back, or nobody agreed within a day." in stella.get(board).text
    assert member.get("/forms/crisis").status == 403
    assert member.get(board).status == 403
    assert "Nobody calls you now" in member.get("/forms/crisis/mine").text


def test_what_was_is_kept_with_its_figures(stella: Browser, sam: Browser) -> None:
    board = begun(stella, sam)
    stella.send(f"{board}/end")
    page, desk = stella.get(board), stella.get("/forms/crisis")

    assert "What came of it" in page.text
    assert answer_forms(page) == []
    assert "What was" in desk.text


def test_my_card_says_who_calls_me_and_whom_i_call(signed_in: SignIn, store: MemoryStore) -> None:
    put(store, rung("lone-lou"), replace(rung("quiet-quinn"), call_consent=False))
    mender, begins = signed_in(MENDERS[0]).get("/forms/crisis/card"), signed_in(STELLA).get("/forms/me")

    assert "Sam · 555 0111" in mender.text
    assert "The hall with the blue door." in mender.text
    assert "The calls begin with me" in begins.text
    assert "Nobody I know is on the list yet." in signed_in(rung("lone-lou")).get("/forms/crisis/card").text
    assert "You have no card yet" in signed_in(rung("quiet-quinn")).get("/forms/crisis/card").text


def test_a_thin_skill_becomes_a_draft_of_the_steward_at_a_press(stella: Browser, sam: Browser) -> None:
    page = stella.get("/forms/crisis")
    draft = stella.follow(stella.send("/forms/crisis/class/radio-operation"))

    assert "Can do it, and said when they have time: 0. Wanted at one time: 1." in page.text
    assert "A class in radio operation" in draft.html
    assert "A proposal is on its way" in sam.get("/forms/crisis").text
    assert sam.send("/forms/crisis/class/radio-operation").status == 409
    assert sam.send("/forms/crisis/class/juggling").status == 404


def test_an_answer_entered_for_somebody_tells_who_typed_it_and_nobody_decides_by_another_hand(
    stella: Browser, sam: Browser, store: MemoryStore
) -> None:
    board = begun(stella, sam)
    sam.send("/forms/acting", member=RIDER.id, way="in person")
    sam.acting_for = RIDER.id
    (action,) = answer_forms(sam.get("/forms/crisis/mine"))
    sam.send(action, answer="yes")

    with store.unit() as unit:
        (call,) = unit.called.where(member=RIDER.id)
        trace = [row.act for row in unit.acted]
    assert (call.way, call.typed_by) == (Way.IN_PERSON, SAM.id)
    assert trace == ["crisis.answer"]
    assert sam.get("/forms/crisis").status == 403
    assert sam.send(f"{board}/end").status == 403
