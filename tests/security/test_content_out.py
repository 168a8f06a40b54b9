"""Requirements 55 to 60 of docs/security.md: what people wrote, where it comes out of the house."""

from __future__ import annotations

import csv
import io
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes, policy
from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib
import pytest
from flask import Flask

from forms_api import mail
from forms_api.auth.guards import Access, access_of
from forms_api.forms.base import BaseForm
from forms_api.mail import HeaderSmuggled, Mail, NotAnAddress, address, compose
from forms_api.services import sessions
from forms_api.services.text_rules import normal
from forms_api.store.memory import MemoryStore
from presentation.spreadsheets import safe_cell
from site_builder.syndication import icalendar
from site_builder.syndication.feed_files import Feed, FeedEntry, atom
from tests.builders import NOW
from tests.forms_api.busy import Busy
from tests.forms_api.client import Browser
from tests.forms_api.test_every_route import rules
from tests.security.corpus import texts

pytestmark = pytest.mark.longer

SENDER = "no-reply@weirside.example"

MARK = "⁂"
"""Begins whatever members wrote, to find it again on the pages."""
SET_APART = ("bdi", "title", "option", "textarea")


def marked(store: MemoryStore) -> None:
    """Let everything that members wrote begin with the mark."""
    with store.unit() as unit:
        for member in list(unit.members):
            words = replace(member.entry, name=MARK + member.entry.name, about=f"{MARK}{member.entry.about}")
            unit.members.put(replace(member, entry=words))
        for proposal in list(unit.proposals):
            unit.proposals.put(replace(proposal, title=MARK + proposal.title, summary=MARK + proposal.summary))
        for need in list(unit.intents):
            unit.intents.put(replace(need, note=f"{MARK}{need.note}"))
        for message in list(unit.messages):
            unit.messages.put(replace(message, text=MARK + message.text))


def not_set_apart(element: Element, inside: bool = False) -> Iterator[str]:
    """Yield each text of members that stands in no element which keeps its direction to itself."""
    inside = inside or element.tag in SET_APART or element.get("dir") == "auto"
    if not inside and MARK in (element.text or ""):
        yield f"<{element.tag}> {element.text}"
    for child in element:
        yield from not_set_apart(child, inside)
        if not inside and MARK in (child.tail or ""):
            yield f"behind <{child.tag}> {child.tail}"


def test_s55_members_text_is_set_apart_on_every_page_of_the_service(
    busy_app: Flask, busy_town: Busy, store: MemoryStore
) -> None:
    marked(store)
    found = []
    clients = {access: busy_app.test_client() for access in Access}
    for number, access in enumerate((Access.MEMBER, Access.STEWARD)):
        who = busy_town.steward if access is Access.STEWARD else busy_town.me
        sessions.start(store, who.id, str(number) * 43, busy_town.town.now, shared=False, twofold=True)
        clients[access].set_cookie("rsn", str(number) * 43)
    for rule in rules(busy_app, "GET"):
        answer = clients[access_of(busy_app.view_functions[rule.endpoint])].get(busy_town.path(rule))
        text = answer.get_data(as_text=True)
        if answer.status_code == 200 and answer.mimetype == "text/html" and MARK in text:
            page = html5lib.parse(text, namespaceHTMLElements=False)
            found += [f"{rule.rule}: {one}" for one in not_set_apart(page)]

    assert found == []


FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@x",
    "\t=1",
    "\r=1",
    " =1",
    "\ufeff=1",
    "\u200b@x",
    "＝1",
    "x,=1",
    "x;=1",
    "x\n=1",
    '"=1',
]


@pytest.mark.parametrize("text", FORMULAS)
def test_s56_a_cell_that_a_spreadsheet_would_run_is_disarmed(text: str) -> None:
    assert safe_cell(text) == f"'{text}"


def test_s56_a_table_is_read_back_as_it_was_written(fixtures_dir: Path) -> None:
    cells = [text for text in texts(fixtures_dir, "csv-formula", "mixed", every=3) if "\x00" not in text]
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerows([safe_cell(text), "next"] for text in cells)
    read = list(csv.reader(io.StringIO(written.getvalue(), newline="")))

    assert [row[1] for row in read] == ["next"] * len(cells)
    assert [
        row[0].removeprefix("'") if safe_cell(text) != text else row[0]
        for row, text in zip(read, cells, strict=True)
    ] == cells
    assert not [row for row in read if re.match(r"[\s\ufeff\u200b]*[=+\-@＝＋－＠]", row[0])]


ENDS = ["\r", "\r\n", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029"]


def components(title: str) -> list[str]:
    """Return what every reader finds in a calendar of one event with this title: the names of its lines."""
    written = icalendar.calendar([["UID:1", f"SUMMARY:{icalendar.text(title)}"]]).decode()
    # Every sign that some reader takes for a line end, but for the one that folds.
    return [line.split(":")[0] for line in written.replace("\r\n ", "").splitlines()]


EXPECTED = ["BEGIN", "VERSION", "PRODID", "BEGIN", "UID", "SUMMARY", "END", "END"]


@pytest.mark.parametrize("end", [*ENDS, "\n"])
def test_s57_a_title_makes_no_line_and_no_component_in_a_calendar(end: str) -> None:
    assert components(f"a{end}END:VEVENT{end}BEGIN:VEVENT{end}ATTENDEE:x;y,z\\") == EXPECTED


def test_s57_no_string_of_the_corpus_makes_a_component(fixtures_dir: Path) -> None:
    found = texts(fixtures_dir, "ics-vcard", "text-control", "mixed", every=10)

    assert [title for title in found if components(title) != EXPECTED] == []


@pytest.mark.parametrize("sign", ["\x00", "\x07", "\x1b", "\x7f", "\x9f"])
def test_s57_a_control_sign_is_left_out_of_a_calendar(sign: str) -> None:
    assert icalendar.text(f"a{sign}b") == "ab"


def test_s58_a_header_nobody_put_in_keeps_a_mail_from_going_out(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = mail.EmailMessage.as_bytes
    # What Python before 3.11.10 does with an encoded word (CVE-2024-6923).
    monkeypatch.setattr(mail.EmailMessage, "as_bytes", lambda self: b"Bcc: x@y.example\r\n" + whole(self))

    with pytest.raises(HeaderSmuggled):
        compose(Mail("ada@mail.example", "Your link", "Hello"), SENDER)


@pytest.mark.parametrize(
    "to",
    ["a@b.example\r\nBcc: c@d.example", "=?utf-8?q?a?=@b.example", '"a b"@c.example', "a@b.example>,<c@d.example"],
)
def test_s58_an_address_that_could_leave_its_header_is_none(to: str) -> None:
    with pytest.raises(NotAnAddress):
        address(to)


def test_s58_no_hostile_string_makes_a_header_or_a_part_of_a_mail(fixtures_dir: Path) -> None:
    for text in texts(fixtures_dir, "mail-header", "mixed", "cmdi", every=10):
        body = normal(text)
        read = message_from_bytes(
            compose(Mail("ada@mail.example", "Your link", body), SENDER), policy=policy.default
        )
        assert sorted(read.keys()) == sorted(
            [
                "From",
                "To",
                "Subject",
                "Auto-Submitted",
                "Content-Type",
                "Content-Transfer-Encoding",
                "MIME-Version",
            ]
        ), text
        assert read.get_content_type() == "text/plain" and not read.is_multipart()
        assert read["Subject"] == "Your link" and read["To"] == "ada@mail.example"


def test_s59_a_feed_is_a_feed_whatever_stands_in_it() -> None:
    hostile = ["a\x00b\x0b\x1b\ufffe\ud800c", "]]>", "<!--", "&#0;", "<script>x</script>", "</entry>", "\"&'"]
    feed = Feed("https://x.example", "t", "/", "/", "t", "en")
    written = atom(feed, [FeedEntry(NOW, "/1/", text, text, html=text) for text in hostile])
    read = ElementTree.fromstring(written)

    entry = "{http://www.w3.org/2005/Atom}entry"
    assert len(read.findall(entry)) == len(hostile)
    assert read.find(f"{entry}/{{http://www.w3.org/2005/Atom}}title").text == "abc"  # type: ignore[union-attr]


def test_s60_no_file_is_taken_and_no_page_asks_for_one(browser: Browser, checkout: Path) -> None:
    sent = browser.raw.post("/forms/sign-in", data={"file": (io.BytesIO(b"GIF89a"), "a.gif")})

    assert sent.status_code == 415
    asking = [
        p for p in (checkout / "templates").rglob("*.html") if re.search(r'type="?file|multipart', p.read_text())
    ]
    assert asking == []
    assert not [f for f in vars(BaseForm) if "File" in f]
