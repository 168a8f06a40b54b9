"""The whole network in one folder, and all that is kept about one member."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from domain.people import Member
from forms_api.services import exporting, own_data
from forms_api.services.exporting import EXPORTED, read_back, write_all
from forms_api.store.base import COLLECTIONS, Home
from forms_api.store.memory import MemoryStore
from presentation.spreadsheets import safe_cell
from tests.builders import NOW, a_match, a_member, a_need, an_exchange, contents, put
from tests.contract.records import RECORDS, a_sponsorship
from tests.forms_api.client import Browser

SignIn = Callable[[Member], Browser]
SECRETS = (
    "ballots",
    "superseded",
    "late_ballots",
    "voter_names",
    "paper_batches",
    "paper_ballots",
    "keys",
    "ballot_codes",
    "sessions",
    "links",
    "codes",
)


@pytest.fixture
def full(store: MemoryStore) -> MemoryStore:
    """A store with one record of every collection."""
    put(store, *RECORDS.values())
    return store


def test_every_record_but_secrets_and_ballots_is_written_and_read_back(full: MemoryStore, tmp_path: Path) -> None:
    counts = write_all(full, tmp_path / "out", NOW)
    other = MemoryStore()
    read = read_back(other, tmp_path / "out")

    kept = {name: rows for name, rows in contents(full).items() if name not in SECRETS}
    assert contents(other) == kept | {name: [] for name in SECRETS}
    assert counts == read == dict.fromkeys(kept, 1)


def test_no_secret_is_in_the_folder(full: MemoryStore, tmp_path: Path) -> None:
    write_all(full, tmp_path / "out", NOW)

    assert {c.name for c in COLLECTIONS} - {c.name for c in EXPORTED} == set(SECRETS)
    assert all(c.home is Home.MAIN for c in EXPORTED)
    names = {file.stem for file in (tmp_path / "out" / "records").iterdir()}
    assert names == {c.name for c in EXPORTED}
    written = b"".join(file.read_bytes() for file in (tmp_path / "out").rglob("*") if file.is_file())
    assert b"cd" * 32 not in written and b"browser" not in written


def test_the_folder_is_for_its_owner_alone(full: MemoryStore, tmp_path: Path) -> None:
    write_all(full, tmp_path / "out", NOW)

    for path in [tmp_path / "out", *(tmp_path / "out").rglob("*")]:
        assert path.stat().st_mode & 0o077 == 0, path


def test_the_tables_say_what_spreadsheets_need_and_run_nothing(store: MemoryStore, tmp_path: Path) -> None:
    ada = a_member("ada-quill")
    ben = replace(a_member("ben-marsh"), phone="+44 555 0101")
    ben = replace(ben, entry=replace(ben.entry, name="=HYPERLINK(1)"))
    put(store, ada, ben, an_exchange(ada.id, ben.id))
    write_all(store, tmp_path / "out", NOW)

    members = list(csv.DictReader(io.StringIO((tmp_path / "out" / "members.csv").read_text("utf-8"))))
    (exchange,) = csv.DictReader(io.StringIO((tmp_path / "out" / "exchanges.csv").read_text("utf-8")))
    assert {row["name"] for row in members} == {"Ada Quill", "'=HYPERLINK(1)"}
    assert {row["phone"] for row in members} == {"", "'+44 555 0101"}
    assert (exchange["giver"], exchange["receiver"], exchange["amount"]) == ("Ada Quill", "'=HYPERLINK(1)", "2")
    assert (tmp_path / "out" / "participations.csv").read_text() == ""


@pytest.mark.parametrize("sign", "=+-@＝＋－＠")
def test_a_sign_that_begins_a_formula_is_disarmed_also_behind_blanks(sign: str) -> None:
    assert safe_cell(f"{sign}1") == f"'{sign}1"
    assert safe_cell(f" \ufeff{sign}1").startswith("'")
    assert safe_cell(f"a{sign}1") == f"a{sign}1"


def test_nothing_is_written_over(full: MemoryStore, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")

    with pytest.raises(exporting.FolderNotEmpty):
        write_all(full, tmp_path, NOW)


@pytest.mark.parametrize("spoilt", ["about.json", "records/members.jsonl", "version"])
def test_what_is_no_export_is_not_read(full: MemoryStore, tmp_path: Path, spoilt: str) -> None:
    write_all(full, tmp_path / "out", NOW)
    file = tmp_path / "out" / ("about.json" if spoilt == "version" else spoilt)
    file.write_text('{"version": 99}' if spoilt == "version" else "{")

    other = MemoryStore()
    with pytest.raises(exporting.NotAnExport):
        read_back(other, tmp_path / "out")
    assert not any(contents(other).values())


def test_a_store_with_records_takes_no_export(full: MemoryStore, tmp_path: Path) -> None:
    write_all(full, tmp_path / "out", NOW)
    before = contents(full)

    with pytest.raises(exporting.StoreNotEmpty):
        read_back(full, tmp_path / "out")
    assert contents(full) == before


def test_a_member_saves_all_that_is_kept_about_them(signed_in: SignIn, store: MemoryStore, ada: Member) -> None:
    ben, chi = a_member("ben-marsh"), a_member("chi-park")
    mine, theirs = a_need(ada.id, note="Mine to read"), a_need(ben.id, note="canary: nobody else's")
    put(store, ben, chi, mine, theirs, a_match(mine, ben.id), a_match(theirs, chi.id, id="apart"))
    put(store, an_exchange(ben.id, ada.id), an_exchange(ben.id, chi.id), a_sponsorship(member=ada.id))

    answer = signed_in(ada).send("/forms/me/everything")

    assert answer.status == 200
    assert answer.response.headers["Content-Disposition"].startswith('attachment; filename="kept-about-me-2026')
    assert answer.response.headers["Cache-Control"] == "no-store"
    kept = json.loads(answer.html)["kept"]
    assert set(kept) == {"members", "intents", "matches", "exchanges", "sponsorships"}
    assert [len(kept[name]) for name in ("members", "intents", "matches", "exchanges")] == [1, 1, 1, 1]
    assert kept["members"][0]["email"] == ada.email
    assert "Mine to read" in answer.html and "canary" not in answer.html


def test_other_people_stand_there_as_numbers(store: MemoryStore) -> None:
    ids = [f"{number:016x}" for number in (1, 2, 3)]
    people = [replace(a_member(f"person-{n}"), id=one) for n, one in enumerate(ids)]
    put(store, *people, an_exchange(ids[0], ids[1]))

    text = json.dumps(own_data.everything(store, ids[0], NOW))

    assert ids[0] in text and "person 1" in text
    assert ids[1] not in text and ids[2] not in text


def test_every_kind_of_record_that_names_the_member_is_in_the_file(full: MemoryStore) -> None:
    kept = own_data.everything(full, "m1", NOW)["kept"]

    # Of these, the records at hand are other people's, or nobody's.
    without = {"advice", "amendments", "answers", "arguments", "challenges", "coauthors"}
    without |= {"promises", "sponsorships"}
    assert set(kept) == {c.name for c in EXPORTED} - without


def test_ballots_and_secrets_are_never_in_it(full: MemoryStore) -> None:
    assert not set(own_data.everything(full, "m1", NOW)["kept"]) & set(SECRETS)
