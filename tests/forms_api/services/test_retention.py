"""How long each thing is kept: a clock is set before and behind each end, and what is promised is what is done."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from domain.mandates import Mandate
from domain.people import Standing
from domain.record.erasing import mail_mark
from forms_api.mail import Mail, compose, to_folder
from forms_api.services import retention
from forms_api.services.retention_table import MAILS_KEPT, TABLE, Row
from forms_api.services.sessions import OWN_DEVICE, SHARED_DEVICE
from forms_api.store.base import COLLECTIONS, Store
from forms_api.store.memory import MemoryStore
from forms_api.store.rows import LinkToken, Session, SignInCode
from tests.builders import NOW, TODAY, a_check, a_member, a_vouch, contents, put

ROOT = Path(__file__).parents[3]
ADA, BEN = a_member("ada-quill"), a_member("ben-frost")
DAY = timedelta(days=1)
MIDNIGHT = NOW.replace(hour=0)
OUTSIDE = {"applicants", "unanswered-intents", "mail", "packs", "backups"}
"""Rows about a part of a collection, or about what lies outside the store."""
IN_WORDS = {30: "thirty days", 35: "35 days", 90: "ninety days", 180: "half a year", 365: "one year"}
NOT_ON_THE_PAGE = {("erasures",)}
"""Of stewards alone: what waits for a second word."""


def a_session(**changes: Any) -> Session:
    return replace(Session("s", ADA.id, NOW, NOW, NOW + OWN_DEVICE[1]), **changes)


ENDS: dict[str, tuple[str, Any, datetime]] = {
    "an application nobody answered": (
        "members",
        replace(ADA, standing=Standing.APPLICANT, joined_on=TODAY),
        MIDNIGHT + 180 * DAY,
    ),
    "a vouch that ran out": ("vouches", a_vouch(ADA.id, BEN.id, expires_on=TODAY), MIDNIGHT + 91 * DAY),
    "a vouch that was withdrawn": ("vouches", a_vouch(ADA.id, BEN.id, withdrawn_on=TODAY), MIDNIGHT + 91 * DAY),
    "a check that ended": ("checks", a_check(ADA.id, valid_until=TODAY), MIDNIGHT + 91 * DAY),
    "a mandate that ended": ("mandates", Mandate("h", ADA.id, BEN.id, TODAY, TODAY, BEN.id), MIDNIGHT + 91 * DAY),
    "a mandate taken back": (
        "mandates",
        Mandate("h", ADA.id, BEN.id, TODAY, TODAY + 700 * DAY, BEN.id, revoked_on=TODAY),
        MIDNIGHT + 91 * DAY,
    ),
    "a session unused": ("sessions", a_session(), NOW + OWN_DEVICE[0]),
    "a session at the desk": ("sessions", a_session(shared=True), NOW + SHARED_DEVICE[0]),
    "a session in use": ("sessions", a_session(used_at=NOW + 29 * DAY), NOW + OWN_DEVICE[1]),
    "a link": (
        "links",
        LinkToken("l", ADA.id, "b", "c", NOW, NOW + timedelta(minutes=10)),
        NOW + timedelta(minutes=10),
    ),
    "a printed code that was used": ("codes", SignInCode("c", ADA.id, NOW, NOW), NOW + 30 * DAY),
}


@pytest.mark.parametrize("what", ENDS)
def test_each_thing_is_there_until_its_end_and_gone_then(what: str) -> None:
    name, record, end = ENDS[what]
    store: Store = MemoryStore()
    put(store, record)
    retention.purge(store, end - timedelta(seconds=1))
    before = len(contents(store)[name])
    retention.purge(store, end)

    assert before == 1
    assert contents(store)[name] == []


def test_what_is_in_force_stays_however_often_it_is_looked_at() -> None:
    store = MemoryStore()
    put(store, ADA, BEN, a_vouch(ADA.id, BEN.id), a_check(ADA.id), a_session(), SignInCode("c", ADA.id, NOW))
    before = contents(store)
    retention.purge(store, NOW)
    retention.purge(store, NOW)

    assert contents(store) == before


def test_who_is_an_applicant_no_more_stays() -> None:
    store = MemoryStore()
    put(store, replace(ADA, joined_on=TODAY - 900 * DAY))
    retention.purge(store, NOW)

    assert [member.id for member in contents(store)["members"]] == [ADA.id]


def _mail(folder: Path, to: str, age: timedelta) -> None:
    before = set(folder.glob("*"))
    to_folder(folder)(compose(Mail(to, "Sign in", "Hello"), "desk@weirside.example"), to)
    (file,) = set(folder.glob("*")) - before
    moment = (NOW - age).timestamp()
    os.utime(file, (moment, moment))


def test_mails_in_a_folder_go_after_thirty_days_and_those_to_somebody_erased_at_once(tmp_path: Path) -> None:
    for to, age in (("old@mail.example", MAILS_KEPT + DAY), ("ada@mail.example", DAY), ("ben@mail.example", DAY)):
        _mail(tmp_path, to, age)
    gone = retention.purge_mails(tmp_path, NOW, {ADA.id: mail_mark(ADA.id, "Ada@Mail.Example")})
    left = b"".join(file.read_bytes() for file in tmp_path.glob("*.eml"))

    assert gone == 2
    assert b"ben@mail.example" in left and b"ada@mail.example" not in left


def test_without_a_folder_of_mails_nothing_is_looked_for(tmp_path: Path) -> None:
    assert retention.purge_mails(tmp_path / "mail", NOW, {}) == 0


def test_every_collection_stands_in_the_table_once() -> None:
    named = [what for row in TABLE for what in row.what]

    assert len(named) == len(set(named))
    assert set(named) - OUTSIDE == {collection.name for collection in COLLECTIONS}


@pytest.mark.parametrize("row", [row for row in TABLE if "." in row.purged_by], ids=lambda row: row.what[0])
def test_the_code_that_ends_it_is_there(row: Row) -> None:
    file, _, function = row.purged_by.partition(".")
    found = [*ROOT.glob(f"forms_api/services/{file}.py"), *ROOT.glob(f"forms_api/publish/{file}.py")]

    assert len(found) == 1
    assert f"def {function}(" in found[0].read_text(encoding="utf-8")


def as_line(row: Row) -> str:
    days = f"{row.days} days " if row.days is not None else ""
    return f"| {', '.join(row.what)} | {days}{row.since} | {row.why} | `{row.purged_by}` |"


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.what[0])
def test_the_docs_say_what_is_done(row: Row) -> None:
    assert as_line(row) in (ROOT / "docs" / "retention.md").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("row", [row for row in TABLE if row.days], ids=lambda row: row.what[0])
def test_the_page_for_everyone_says_the_same_days(row: Row) -> None:
    page = (ROOT / "content" / "pages" / "what-we-keep.md").read_text(encoding="utf-8")

    assert row.what in NOT_ON_THE_PAGE or IN_WORDS[row.days or 0] in page.replace("Thirty", "thirty")
