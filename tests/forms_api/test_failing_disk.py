"""When the disk fails: what the member is told is what is true."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from domain.catalogue import Catalogue
from domain.people import Member
from forms_api import errors
from forms_api.store.tinydb import TinyStore
from tests.forms_api.client import Browser, Clock, Page
from tests.forms_api.town import Town


@pytest.fixture
def store(tmp_path: Path) -> Iterator[TinyStore]:
    store = TinyStore.open(tmp_path / "store")
    yield store
    store.close()


def full_disk(*_: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def failing_disk(*_: object) -> None:
    raise OSError(errno.EIO, "Input/output error")


def asked_for_a_link(browser: Browser) -> Page:
    return browser.send("/forms/sign-in", email="ada-quill@mail.example")


def test_a_full_disk_is_said_and_the_next_try_after_it_goes_through(
    browser: Browser, store: TinyStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "write", full_disk)
    page = asked_for_a_link(browser)
    monkeypatch.undo()

    assert (page.status, page.response.headers["Retry-After"]) == (503, "60")
    assert page.errors[0].startswith("This was not stored: the disk took nothing. Your text is kept;")
    assert page.forms()[0]["fields"]["email"] == ["ada-quill@mail.example"]
    assert asked_for_a_link(browser).status == 303


def test_a_write_of_unknown_outcome_is_never_called_undone(
    browser: Browser, store: TinyStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked_for_a_link(browser)
    monkeypatch.setattr(os, "fdatasync", failing_disk)
    page = asked_for_a_link(browser)

    assert page.status == 503
    assert "We cannot tell whether this was stored" in page.text
    assert "nothing was stored" not in page.text


def test_what_keeps_no_text_gets_a_page_of_its_own(
    browser: Browser, store: TinyStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(errors, "shown_again", lambda text: None)
    monkeypatch.setattr(os, "write", full_disk)
    page = asked_for_a_link(browser)

    assert page.status == 503
    assert "The disk took nothing, and nothing was changed." in page.text


def test_a_view_that_fails_again_leads_to_the_plain_page(
    browser: Browser, store: TinyStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    # On the second look the form's own template is gone, too.
    monkeypatch.setattr(os, "write", full_disk)
    monkeypatch.setattr("forms_api.views.sign_in.render", full_disk)
    page = asked_for_a_link(browser)

    assert page.status == 503
    assert "The disk took nothing, and nothing was changed." in page.text


def test_a_ballot_that_was_not_stored_is_shown_again_as_it_was_filled_in(
    tmp_path: Path,
    store: TinyStore,
    catalogue: Catalogue,
    clock: Clock,
    signed_in: Callable[[Member], Browser],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    town = Town(tmp_path, store=store, catalogue=catalogue, now=clock.moment)
    ballot = f"/forms/proposals/{town.voting()}/ballot"
    clock.moment = town.now
    browser = signed_in(town.member(4))
    monkeypatch.setattr(os, "write", full_disk)
    page = browser.send(ballot, choice="no", phrase="a heron on one leg", page="a" * 32)
    monkeypatch.undo()
    shown = next(form["fields"] for form in page.forms() if form["action"].endswith("/check"))
    again = browser.send(ballot, choice="no", phrase="a heron on one leg", page="a" * 32)

    assert (page.status, page.response.headers["Retry-After"]) == (503, "60")
    assert page.errors[0].startswith("This was not stored: the disk took nothing.")
    assert (shown["choice"], shown["phrase"]) == (["no"], ["a heron on one leg"])
    assert again.location == f"{ballot}/receipt"
