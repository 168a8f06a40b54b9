"""
Requirements 61 to 67 of docs/security.md: consent, logs, faults, how long things are kept, small numbers.

The canaries of every private field of every collection are in tests/forms_api/publish/test_canaries.py, erasure in
tests/forms_api/test_erasure.py.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from domain.people import CONSENT_FIELDS, Audience, Entry, Member, Standing, seen_by
from domain.privacy import SPLIT_FROM_BALLOTS, shown_nested, split_told, suppressed
from forms_api.event_log import JsonLines, say
from forms_api.publish import publish
from forms_api.services import entries
from forms_api.services.own_data import everything
from forms_api.services.retention import purge
from forms_api.services.retention_table import APPLICATIONS_KEPT, ENDED_KEPT, TABLE
from forms_api.store.base import COLLECTIONS
from forms_api.store.memory import MemoryStore
from tests.builders import NOW, TODAY, a_catalogue, a_member, a_vouch, consents, put
from tests.forms_api.client import Browser

SignIn = Callable[[Member], Browser]
CLOSED = [audience for audience in Audience if audience is not Audience.PUBLIC]


def open_to(audience: Audience) -> Member:
    """Return a member whose name is public and all of whose other words are open to *audience* only."""
    member = a_member("half-open")
    entry = Entry("half-open", "Half Open", pronouns="canary-pronouns", zone="mill-lane", about="canary-about")
    fields = dict.fromkeys(CONSENT_FIELDS, audience) | {"name": Audience.PUBLIC}
    return replace(member, entry=entry, consents=consents(**fields), email="c@canary.example")


@pytest.mark.parametrize("audience", CLOSED)
def test_s61_what_is_not_open_to_everybody_is_in_no_file_of_the_record(
    store: MemoryStore, tmp_path: Path, audience: Audience
) -> None:
    put(store, open_to(audience))
    publish(store, a_catalogue(), tmp_path / "record", NOW)
    written = b"".join(file.read_bytes() for file in (tmp_path / "record").rglob("*") if file.is_file())

    assert b"Half Open" in written
    assert b"canary" not in written


def test_s61_without_a_word_nothing_is_open_to_anybody() -> None:
    silent = Member("id", Entry("silent", "Silent"), Standing.MEMBER, TODAY)

    assert seen_by(silent, Audience.PUBLIC) is None
    assert seen_by(silent, Audience.MEMBERS) is None


def test_s62_what_is_taken_back_is_gone_with_the_next_publish(store: MemoryStore, tmp_path: Path) -> None:
    put(store, a_member("ada-quill", audience=Audience.PUBLIC))
    shown = tmp_path / "record" / "state" / "members.json"
    publish(store, a_catalogue(), tmp_path / "record", NOW)
    assert b"Ada Quill" in shown.read_bytes()

    entries.withdraw(store, "id-ada-quill", NOW)
    publish(store, a_catalogue(), tmp_path / "record", NOW + timedelta(minutes=1))

    assert b"Ada" not in b"".join(f.read_bytes() for f in (tmp_path / "record").rglob("*") if f.is_file())


def test_s63_what_is_written_down_of_a_fault_holds_nothing_anybody_typed() -> None:
    try:
        raise ValueError("canary typed by ada@mail.example")
    except ValueError as error:
        told = (ValueError, error, error.__traceback__)
        line = JsonLines().format(logging.LogRecord("rsn", logging.ERROR, "x.py", 1, "a fault", None, told))

    assert json.loads(line)["error"] == ["ValueError"]
    assert "canary" not in line and "ada@" not in line


def test_s63_a_line_of_the_log_stays_a_line() -> None:
    record = logging.LogRecord("rsn.events", logging.INFO, "x.py", 1, "event", None, None)
    record.says = {"route": 'a\r\nb\u2028c\x85d\x1b[31m"}{'}
    line = JsonLines().format(record)

    assert len(line.splitlines()) == 1 and "\x1b" not in line
    assert json.loads(line)["route"] == record.says["route"]


def test_s63_what_another_library_says_is_not_written_down() -> None:
    record = logging.LogRecord("werkzeug", logging.INFO, "x.py", 1, "GET /forms/sign-in/link/canary", None, None)

    assert "canary" not in JsonLines().format(record)


def test_s63_of_a_request_no_address_no_browser_and_no_query_is_written_down(
    browser: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    say("a line that is there")
    browser.get("/forms/sign-in?next=canary", headers={"User-Agent": "canary"})
    browser.send("/forms/sign-in", {"email": "canary@mail.example"})

    assert "a line that is there" in caplog.text
    assert "canary" not in caplog.text and "127.0.0.1" not in caplog.text


@pytest.mark.parametrize("fault", [RecursionError("canary"), ValueError("canary"), KeyError("canary")])
def test_s64_a_fault_of_ours_is_a_plain_page_with_a_number(
    app: Flask,
    browser: Browser,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    fault: Exception,
) -> None:
    def fail() -> str:
        raise fault

    fail.access = app.view_functions["sign_in.ask"].access  # type: ignore[attr-defined]
    monkeypatch.setitem(app.view_functions, "sign_in.ask", fail)
    page = browser.get("/forms/sign-in")

    assert page.status == 500
    assert "canary" not in page.html and "Traceback" not in page.html and "Error" not in page.html
    (number,) = {
        record.says["number"] for record in caplog.records if hasattr(record, "says") and "number" in record.says
    }
    assert number in page.text


def test_s65_what_was_kept_long_enough_is_deleted_and_the_rest_is_not(store: MemoryStore) -> None:
    applicant = a_member("new", id="new", standing=Standing.APPLICANT, joined_on=TODAY)
    vouch = a_vouch("id-ada", "id-ben")
    put(store, applicant, vouch)
    longest = max(APPLICATIONS_KEPT, vouch.expires_on - TODAY + ENDED_KEPT) + timedelta(days=1)
    purge(store, NOW)
    with store.unit() as unit:
        assert unit.members.get("new") and unit.vouches.get(vouch.id)

    purge(store, NOW + longest)

    with store.unit() as unit:
        assert unit.members.get("new") is None
        assert unit.vouches.get(vouch.id) is None


def test_s65_every_collection_has_its_time() -> None:
    told = {name for row in TABLE for name in row.what}

    assert {collection.name for collection in COLLECTIONS} <= told


def test_s66_what_a_member_saves_of_themself_holds_no_ballot_and_nobodys_name(store: MemoryStore) -> None:
    put(store, a_member("ada-quill"), a_member("ben-marsh"), a_vouch("id-ada-quill", "id-ben-marsh"))
    saved = json.dumps(everything(store, "id-ada-quill", NOW), default=str)

    assert "Ada Quill" in saved
    assert "Ben" not in saved and '"id-ben-marsh"' not in saved and "ballots" not in saved


cells = st.lists(st.integers(0, 30), min_size=2, max_size=6)


@given(cells)
def test_s67_no_small_cell_can_be_read_or_reckoned_from_the_others(row: list[int]) -> None:
    shown = suppressed(row)
    hidden = [count for count, told in zip(row, shown.cells, strict=True) if told is None]

    assert all(told is None or told == 0 or told >= 5 for told in shown.cells)
    assert shown.total is None or not hidden or len(hidden) >= 2


@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 40))
def test_s67_no_difference_of_two_tables_is_a_small_number(whole: int, part: int, smaller: int) -> None:
    counts = sorted((whole, part, smaller), reverse=True)
    told = [count for count in shown_nested(*counts) if count is not None]

    assert all(larger - less == 0 or larger - less >= 5 for larger, less in pairwise(told))
    assert all(count == 0 or count >= 5 for count in told)


def test_s67_a_split_is_told_only_where_both_sides_are_many() -> None:
    assert SPLIT_FROM_BALLOTS == 11
    assert not split_told(4, 30)
