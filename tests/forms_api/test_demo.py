"""The demo's own pages: being somebody, and letting time pass; absent from every other service."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from domain.catalogue import Catalogue
from domain.exchange import MatchState
from domain.people import Member, ProgramRole, Standing
from domain.programs import InvitationState, PartState
from forms_api.app import create_app
from forms_api.config import Config, DemoHooks
from forms_api.current import EXTENSION
from forms_api.mail import Mail
from forms_api.store.memory import MemoryStore
from tests.builders import NOW, a_match, a_member, a_need, a_participation, an_exchange, contents, put
from tests.forms_api.audit import text_of
from tests.forms_api.client import Browser, Clock, Page
from tests.forms_api.town import Town

DEMO = "/forms/demo"
CLOCK = "/forms/demo/clock"
NEXT = "kitchen-table-budgeting-5"


class Hooks:
    """Notes what the demo asked for, and moves the clock."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.did: list[str] = []

    def let_pass(self, seconds: int) -> None:
        self.clock.tick(seconds=seconds)
        self.did.append(f"{seconds} seconds")

    def refresh(self) -> None:
        self.did.append("refresh")


@pytest.fixture
def hooks(clock: Clock) -> Hooks:
    return Hooks(clock)


@pytest.fixture
def demo(config: Config, store: MemoryStore, catalogue: Catalogue, clock: Clock, hooks: Hooks) -> Iterator[Flask]:
    settings = replace(config, demo=True, demo_hooks=DemoHooks(hooks.let_pass, hooks.refresh))
    made = create_app(settings, store, lambda: catalogue, clock)
    yield made
    made.extensions[EXTENSION].outbox.close()


@pytest.fixture
def visitor(demo: Flask, clock: Clock) -> Browser:
    """A browser that visits the demo."""
    return Browser(demo, clock)


def section(page: Page, name: str) -> str:
    """Return the words under one heading."""
    assert page.tree is not None
    return next(text_of(part) for part in page.tree.iter("section") if part.get("aria-labelledby") == name)


def test_only_a_demo_has_these_pages(browser: Browser, ada: Member) -> None:
    assert browser.get(DEMO).status == 404
    assert browser.send(DEMO, member=ada.id).status == 404
    assert browser.send(CLOCK, seconds="3600").status == 404
    assert "/forms/demo" not in browser.get("/forms/sign-in").links()


def test_one_press_is_being_somebody(visitor: Browser, ada: Member) -> None:
    page = visitor.follow(visitor.send(DEMO, member=ada.id))

    assert page.status == 200
    assert "you are Ada Quill" in page.html.replace("<bdi>", "").replace("</bdi>", "")
    assert DEMO in page.links()


def test_being_somebody_else_ends_being_the_one_before(
    visitor: Browser, store: MemoryStore, ada: Member, ben: Member
) -> None:
    visitor.send(DEMO, member=ada.id)
    visitor.send(DEMO, member=ben.id)

    assert [session.member for session in contents(store)["sessions"]] == [ben.id]


@pytest.mark.parametrize("member", ["", "nobody", "x" * 5000, "<script>", "\u202e"])
def test_nobody_is_nobody(visitor: Browser, store: MemoryStore, ada: Member, member: str) -> None:
    page = visitor.send(DEMO, member=member)

    assert page.status in (400, 404)
    assert contents(store)["sessions"] == []


def test_who_left_is_not_on_the_list(visitor: Browser, store: MemoryStore) -> None:
    gone = a_member("gone-away", standing=Standing.LEFT)
    put(store, gone)

    assert "Gone Away" not in visitor.get(DEMO).text
    assert visitor.send(DEMO, member=gone.id).status == 404


def test_each_stands_under_what_there_is_to_do_as_them(
    visitor: Browser, store: MemoryStore, ada: Member, ben: Member, steward: Member
) -> None:
    need = a_need(ada.id)
    put(store, need, a_match(need, ben.id), an_exchange(ada.id, ben.id, confirmed=False))
    put(store, a_member("chris-holt"), a_participation("id-chris-holt", role=ProgramRole.FACILITATOR))
    page = visitor.get(DEMO)
    stewards, waits, leads = (section(page, group) for group in ("stewards", "waits", "leads"))

    assert "Stella Steward" in stewards
    assert "Ada Quill" in waits
    assert "Choose who helps: Bicycle repair" in waits
    assert "Confirm an exchange: Bicycle repair" in waits
    assert "Chris Holt" in leads
    assert "Leads Kitchen table budgeting, cohort 4" in leads


def test_what_waits_is_said_of_each(visitor: Browser, store: MemoryStore, ada: Member, ben: Member) -> None:
    need = a_need(ada.id)
    put(
        store,
        need,
        a_match(need, ben.id, MatchState.ACCEPTED),
        a_participation(ben.id, state=PartState.COMPLETED, invitation=InvitationState.SENT),
        a_participation(ada.id, NEXT),
        a_member("new-comer", standing=Standing.NEWCOMER),
        a_member("ask-ing", standing=Standing.APPLICANT),
    )
    text = visitor.get(DEMO).text

    assert text.count("Agreed, and soon done: Bicycle repair") == 2
    assert "Invited to help lead: Kitchen table budgeting" in text
    assert "Takes part in Kitchen table budgeting, cohort 5" in text
    assert "New here" in text
    assert "Has asked to join" in text


def test_votes_that_are_open_are_named(config: Config, clock: Clock, hooks: Hooks) -> None:
    town = Town(config.data_dir, 8)
    proposal = town.voting()
    clock.moment = town.now
    settings = replace(config, record_dir=town.record, demo=True)
    app = create_app(settings, town.store, lambda: town.catalogue, clock)
    town.cast(proposal, 2)
    text = Browser(app, clock).get(DEMO).text
    app.extensions[EXTENSION].outbox.close()

    assert text.count("Can vote: “A bench by the weir”") == 7
    assert text.count("Has voted, and can change it: “A bench by the weir”") == 1
    assert "A bench by the weir voting is open" in text


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (3600, "One hour"),
        (86400, "One day"),
        (259200, "Three days"),
        (604800, "Seven days"),
        (1209600, "Fourteen days"),
    ],
)
def test_time_passes_then_all_is_published_and_one_stays_who_one_is(
    visitor: Browser, hooks: Hooks, clock: Clock, ada: Member, seconds: int, words: str
) -> None:
    visitor.send(DEMO, member=ada.id)
    page = visitor.follow(visitor.send(CLOCK, seconds=str(seconds)))

    assert hooks.did == [f"{seconds} seconds", "refresh"]
    assert clock() == NOW + timedelta(seconds=seconds)
    assert f"{words} went by" in page.text
    assert "Now you are Ada Quill" in page.text
    assert visitor.get("/forms/me").status == 200


def test_time_passes_for_who_is_not_signed_in_too(visitor: Browser, hooks: Hooks, store: MemoryStore) -> None:
    page = visitor.send(CLOCK, seconds="3600")

    assert (page.status, page.location) == (303, f"{DEMO}?passed=3600#clock")
    assert contents(store)["sessions"] == []


@pytest.mark.parametrize("seconds", ["", "0", "-3600", "3601", "1e9", "9" * 5000, "٣٦٠٠", "<b>3600</b>"])
def test_no_other_time_passes(visitor: Browser, hooks: Hooks, seconds: str) -> None:
    page = visitor.send(CLOCK, seconds=seconds)

    assert page.status == 400
    assert hooks.did == []


def test_without_hooks_there_is_no_clock(
    config: Config, store: MemoryStore, catalogue: Catalogue, clock: Clock
) -> None:
    app = create_app(replace(config, demo=True), store, lambda: catalogue, clock)
    browser = Browser(app, clock)
    page = browser.get(DEMO)
    sent = browser.send(CLOCK, seconds="3600")
    app.extensions[EXTENSION].outbox.close()

    assert CLOCK not in [form["action"] for form in page.forms()]
    assert sent.status == 404


@pytest.mark.parametrize("path", [DEMO, CLOCK])
def test_nothing_is_done_without_a_token(
    visitor: Browser, hooks: Hooks, store: MemoryStore, ada: Member, path: str
) -> None:
    response = visitor.raw.post(path, data={"member": ada.id, "seconds": "3600"})

    assert response.status_code == 400
    assert hooks.did == []
    assert contents(store)["sessions"] == []


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "weirside.example"},
        {"Forwarded": "for=192.0.2.1"},
        {"X-Forwarded-For": "192.0.2.1"},
        {"X-Forwarded-Host": "localhost"},
    ],
)
def test_whoever_comes_from_elsewhere_is_refused(visitor: Browser, headers: dict[str, str]) -> None:
    assert visitor.get(DEMO, headers=headers).status == 400
    assert visitor.get("/forms/sign-in", headers=headers).status == 400


def test_the_latest_mails_are_shown_with_their_links(visitor: Browser, demo: Flask) -> None:
    outbox = demo.extensions[EXTENSION].outbox
    for number in range(4):
        link = f"https://weirside.example/forms/sign-in/link/token-{number}"
        outbox.send(Mail(f"member-{number}@mail.example", "Your link", f"Open this:\n\n{link}\n\nIt works once."))
    outbox.wait()
    page = visitor.get(DEMO)
    shown = [link for link in page.links() if "/forms/sign-in/link/" in link]

    assert shown == [f"https://weirside.example/forms/sign-in/link/token-{number}" for number in (3, 2, 1)]
    assert "member-3@mail.example" in page.text


def test_looking_changes_nothing(visitor: Browser, store: MemoryStore, hooks: Hooks, ada: Member) -> None:
    before = contents(store)
    for path in (DEMO, f"{DEMO}?passed=3600", f"{DEMO}?passed=x&lang=ar", f"{DEMO}?lang=es"):
        assert visitor.get(path).status == 200

    assert contents(store) == before
    assert hooks.did == []


def test_a_name_that_looks_like_markup_is_shown_as_it_is_written(visitor: Browser, store: MemoryStore) -> None:
    odd = a_member("odd-name")
    put(store, replace(odd, entry=replace(odd.entry, name="<img src=x onerror=alert(1)>{{7*7}}")))
    listed = visitor.get(DEMO)
    own = visitor.follow(visitor.send(DEMO, member=odd.id))

    assert "<img src=x onerror=alert(1)>{{7*7}}" in listed.text
    assert "<img" not in listed.html
    assert "<img" not in own.html


def test_the_bar_of_the_demo_stands_in_no_other_service(
    signed_in: Callable[[Member], Browser], ada: Member
) -> None:
    assert "A demo" not in signed_in(ada).get("/forms/me").html
