"""Name a page of every kind the forms have, and how the one who may see it gets there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page

from tests.browser.community import Community
from tests.browser.pages import proposal_at
from tests.browser.people import draft, follow, press, sign_in

Walk = Callable[[Page, Community], None]


@dataclass(frozen=True)
class Form:
    """A page of the forms: *name* signs in first ("" for nobody), then *walk* leads there."""

    kind: str
    name: str
    walk: Walk


def at(address: str) -> Walk:
    """Lead to an address that is always the same."""
    return lambda page, community: _goto(page, address)


def of_proposal(stage: str, what: str) -> Walk:
    """Lead to the page *what* of the proposal at *stage*."""
    return lambda page, community: _goto(page, f"/forms/proposals/{proposal_at(stage, community)}{what}")


def through(start: str, *links: str) -> Walk:
    """Lead from *start* along links; the name "…" stands for the first link of the first list."""

    def walk(page: Page, community: Community) -> None:
        page.goto(start)
        for link in links:
            if link == "…":
                page.locator("main .list").first.get_by_role("link").first.click()
            else:
                follow(page, link)

    return walk


def _goto(page: Page, address: str) -> None:
    page.goto(address)


def _sent(page: Page, _community: Community) -> None:
    page.goto("/forms/sign-in")
    page.get_by_label("E-mail").fill("nobody@weirside.example")
    press(page, "Mail me a link")


def _share_check(page: Page, _community: Community) -> None:
    page.goto("/forms/share")
    page.get_by_role("region", name="I can share").get_by_label("Skill", exact=True).select_option(
        label="Seed keeping"
    )
    press(page, "Check your answers")


def _placed(page: Page, community: Community) -> None:
    _share_check(page, community)
    press(page, "Store it")


def _wrong(address: str, button: str) -> Walk:
    def walk(page: Page, _community: Community) -> None:
        page.goto(address)
        press(page, button)

    return walk


def _preview(page: Page, _community: Community) -> None:
    page.goto("/forms/proposals/new")
    draft(page, "A second kettle", "The first one is always somewhere else.", "Quick decisions")
    press(page, "See it as everyone will")


def _ballot_check(page: Page, community: Community) -> None:
    _goto(page, f"/forms/proposals/{proposal_at('voting', community)}/ballot")
    page.get_by_role("radio", name="Abstain").check()
    press(page, "Check your answers")


def _receipt(page: Page, community: Community) -> None:
    _ballot_check(page, community)
    press(page, "Put it in the box")


def _acting(page: Page, _community: Community) -> None:
    page.goto("/forms/acting")
    page.get_by_role("radio", name="Walter Pruitt").check()
    page.get_by_role("radio", name="On paper").check()
    press(page, "Begin")


def _import_columns(page: Page, _community: Community) -> None:
    page.goto("/forms/desk/import")
    page.get_by_role("radio", name="Members").check()
    page.get_by_label("The table", exact=True).fill(
        "Name,Email\nRosa Vila,rosa@mail.example\nNobody,not an address\n"
    )
    press(page, "Go on to the columns")


def _import_look(page: Page, community: Community) -> None:
    _import_columns(page, community)
    press(page, "Look at every line")


MEMBER, STEWARD, LEADER = "Callum Reid", "Haruko Whitfield", "Oluchi Nwosu"
NEW = "/forms/proposals/new"

FORMS = [
    Form("demo", "", at("/forms/demo")),
    Form("sign-in", "", at("/forms/sign-in")),
    Form("sign-in-wrong", "", _wrong("/forms/sign-in", "Mail me a link")),
    Form("sign-in-sent", "", _sent),
    Form("sign-in-code", "", at("/forms/sign-in/code")),
    Form("not-found", "", at("/forms/nowhere")),
    Form("me", MEMBER, at("/forms/me")),
    Form("entry", MEMBER, at("/forms/entry")),
    Form("entry-preview", MEMBER, at("/forms/entry/preview")),
    Form("entry-leave", MEMBER, at("/forms/entry/leave")),
    Form("consent-wording", MEMBER, at("/forms/entry/wording/1")),
    Form("availability", MEMBER, at("/forms/availability")),
    Form("ending", "Agnieszka Wrona", at("/forms/availability/ending")),
    Form("vouches", MEMBER, at("/forms/vouches")),
    Form("vouch", MEMBER, at("/forms/vouches/new")),
    Form("vouch-wrong", MEMBER, _wrong("/forms/vouches/new", "Give my word")),
    Form("join", "", at("/forms/join")),
    Form("join-wrong", "", _wrong("/forms/join", "Send it to the stewards")),
    Form("join-received", "", at("/forms/join/received")),
    Form("way-in", "Rosalind Amoah", at("/forms/me")),
    Form("share", MEMBER, at("/forms/share")),
    Form("share-wrong", MEMBER, _wrong("/forms/share", "Check your answers")),
    Form("share-check", MEMBER, _share_check),
    Form("share-placed", MEMBER, _placed),
    Form("needs", MEMBER, at("/forms/needs")),
    Form("need", MEMBER, through("/forms/needs", "…")),
    Form("could", MEMBER, through("/forms/needs", "…", "I could")),
    Form("need-mine", "Keira Mossop", through("/forms/me", "Basic plumbing", "See all who could, and choose")),
    Form("match", "Vũ Lan Anh", through("/forms/me", "Small-trade bookkeeping")),
    Form("cohort-join", MEMBER, at("/forms/cohorts/work-door-4/join")),
    Form("cohort-list", LEADER, at("/forms/cohorts/kitchen-table-budgeting-4")),
    Form("attendance", LEADER, at("/forms/cohorts/kitchen-table-budgeting-4/attendance")),
    Form("attendance-sheet", LEADER, at("/forms/cohorts/kitchen-table-budgeting-4/sheet")),
    Form("mentoring", MEMBER, at("/forms/mentoring")),
    Form("mentoring-say", MEMBER, at("/forms/mentoring/kitchen-table-budgeting")),
    Form("mentor-wrong", "Jaspreet Gill", _wrong("/forms/cohorts/kitchen-table-budgeting-4/mentor", "Ask them")),
    Form("invitation", "Noor", through("/forms/me", "Help lead the next cohort?")),
    Form("proposals", MEMBER, at("/forms/proposals")),
    Form("proposal-new", MEMBER, at(NEW)),
    Form("proposal-wrong", MEMBER, _wrong(NEW, "See it as everyone will")),
    Form("proposal-preview", MEMBER, _preview),
    Form("proposal", MEMBER, of_proposal("voting", "")),
    Form("sponsor", MEMBER, of_proposal("sponsoring", "/sponsor")),
    Form("argue", MEMBER, of_proposal("deliberation", "/argue")),
    Form("ballot", MEMBER, of_proposal("voting", "/ballot")),
    Form("ballot-closed", MEMBER, of_proposal("deliberation", "/ballot")),
    Form("ballot-check", "Nerys Pugh", _ballot_check),
    Form("receipt", "Nerys Pugh", _receipt),
    Form("hand-choose", "Joe Tranter", at("/forms/acting")),
    Form("hand-choose-wrong", "Joe Tranter", _wrong("/forms/acting", "Begin")),
    Form("hand-acting", "Joe Tranter", _acting),
    Form("hand-entered", "Walter Pruitt", at("/forms/acting/entered")),
    Form("hand-mandates", "Walter Pruitt", at("/forms/mandates")),
    Form("hand-mandates-wrong", "Walter Pruitt", _wrong("/forms/mandates", "Give my word")),
    Form("hand-desk", STEWARD, at("/forms/desk/by-hand")),
    Form("import", STEWARD, at("/forms/desk/import")),
    Form("import-columns", STEWARD, _import_columns),
    Form("import-look", STEWARD, _import_look),
    Form("print-need", "", at("/forms/print/need")),
    Form("desk", STEWARD, at("/forms/desk")),
    Form("desk-moderation", STEWARD, at("/forms/desk/moderation")),
    Form("desk-roll", STEWARD, at("/forms/desk/roll")),
    Form("desk-admission", STEWARD, at("/forms/desk/admission")),
    Form("desk-admit", STEWARD, through("/forms/desk/admission", "Rosalind Amoah")),
    Form("desk-turn-away", STEWARD, through("/forms/desk/admission", "Lidia Petrescu", "Forget this request")),
    Form("desk-checks", STEWARD, at("/forms/desk/checks")),
    Form("desk-entries", STEWARD, at("/forms/desk/entries")),
    Form("desk-entry", STEWARD, through("/forms/desk/entries", "Ollie Pemberton")),
    Form("desk-promises", STEWARD, at("/forms/desk/promises")),
    Form(
        "desk-promise",
        STEWARD,
        lambda page, community: _goto(page, f"/forms/desk/promises/{proposal_at('implementing', community)}"),
    ),
    Form("arabic-sign-in", "", at("/forms/sign-in?lang=ar")),
    Form(
        "arabic-ballot",
        MEMBER,
        lambda page, community: _goto(page, f"/forms/proposals/{proposal_at('voting', community)}/ballot?lang=ar"),
    ),
]


def open_form(form: Form, page: Page, community: Community) -> None:
    """Sign in whoever may see it, and go there."""
    if form.name in community.cookies:
        page.context.add_cookies(community.cookies[form.name])
    elif form.name:
        sign_in(page, form.name)
        community.cookies[form.name] = page.context.cookies()
    form.walk(page, community)
