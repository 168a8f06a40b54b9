"""
The hostile strings in content and in tables that are read in: they are read or told, and change no structure.

Through every field of every form they go in tests/forms_api/test_every_field.py, into a browser in
tests/browser/test_hostile_pages.py.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from forms_api.services import importing, roll_import
from forms_api.services.import_table import guessed, read_table
from forms_api.services.importing import Settings
from forms_api.services.refusals import Refused
from forms_api.services.text_rules import normal
from forms_api.store.base import Store
from tests.builders import NOW, TODAY, a_catalogue, a_member, contents, put
from tests.contract.conftest import STORES, Place
from tests.security.corpus import LONG, texts
from tests.site_builder.content.test_hostile_content import everywhere, lines_are_there, problems_of

pytestmark = pytest.mark.longer


def test_hostile_strings_in_every_kind_of_file_of_content_are_read_or_told_at_their_lines(
    fixtures_dir: Path,
) -> None:
    found = texts(fixtures_dir, every=150)

    assert len(found) >= 30
    for text in found:
        changes = everywhere(text)
        assert lines_are_there(changes, problems_of(changes)), text


@pytest.fixture(params=STORES if LONG else ["memory", "tinydb"])
def place(request: pytest.FixtureRequest) -> Iterator[Place]:
    made = STORES[request.param](request)
    yield made
    made.store.close()


def table(header: list[str], rows: list[list[str]]) -> str:
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows([header, *rows])
    return written.getvalue()


def test_hostile_cells_of_a_roll_come_in_as_one_row_each_or_not_at_all(place: Place, fixtures_dir: Path) -> None:
    for text in texts(fixtures_dir, every=60):
        rows = [[text, "x@mail.example"], ["Plain Person", text], [f"Named {text}", ""]]
        read = roll_import.read(place.store, a_catalogue(), table(["name", "email"], rows), TODAY)
        assert all(row.name == normal(row.name) and "\n" not in row.name for row in read.good), text
        assert len(read.good) <= len(rows), text


def test_hostile_rows_taken_in_leave_the_store_as_it_was_but_for_them(place: Place, fixtures_dir: Path) -> None:
    rows = [[f"Person {n} {text}", ""] for n, text in enumerate(texts(fixtures_dir, every=60)[:300])]
    whole = table(["name", "email"], rows)
    good = roll_import.read(place.store, a_catalogue(), whole, TODAY).good
    made = roll_import.take_in(place.store, a_catalogue(), whole, NOW)
    store: Store = place.reopened()

    assert len(made) == len(good)
    with store.reading() as unit:
        assert {member.entry.name for member in unit.members} == {row.name for row in good}


@pytest.mark.parametrize("kind", ["members", "exchanges"])
def test_hostile_tables_of_other_systems_are_planned_or_refused_and_change_nothing(
    place: Place, fixtures_dir: Path, kind: str
) -> None:
    put(place.store, a_member("ada-quill"), a_member("ben-marsh"))
    before = contents(place.store)
    header = {"members": ["Name", "Email", "Phone"], "exchanges": ["Date", "Giver", "Receiver", "Hours", "Reason"]}
    for text in texts(fixtures_dir, every=80):
        row = [text] * len(header[kind])
        with_plain = (
            ["2026-01-02", "Ada Quill", "Ben Marsh", "1", text] if kind == "exchanges" else ["Odo", "", text]
        )
        for whole in (table(header[kind], [row, with_plain]), text, table([text, *header[kind]], [["x", *row]])):
            try:
                read = read_table(whole)
                columns = guessed(kind, read.columns)
                importing.look(place.store, a_catalogue(), kind, read, columns, Settings(), b"k" * 32, NOW)
            except Refused:
                continue

    assert contents(place.store) == before
