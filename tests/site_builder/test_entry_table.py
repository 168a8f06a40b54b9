"""Entries of a large file are read when asked for, and every one whose text is new at once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.kept.entry_table import EntryTable, KeptTable, Slices
from site_builder.kept.file_digests import Stat
from site_builder.reading import Looked, read_published
from site_builder.record import RecordUnreadable
from tests.site_builder.community import a_record, write_record

TEXTS = st.dictionaries(st.text(max_size=3), st.text(max_size=4), max_size=5)


def written(values: dict[str, str], *, blanks: bool = False) -> str:
    if blanks:
        return json.dumps(values, indent=1)
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def table(text: str, before: Slices | None = None) -> EntryTable[str]:
    return EntryTable(text, str, before or {})


@given(TEXTS, TEXTS, st.booleans())
def test_a_table_says_what_the_file_says_whatever_was_known_before(
    before: dict[str, str], now: dict[str, str], blanks: bool
) -> None:
    known = table(written(before)).slices
    read = table(written(now, blanks=blanks), known)

    assert dict(read) == now
    assert list(read) == list(now)
    assert {key for key in now if key in known and read.digests[key] == known[key][1]} == {
        key for key in now if now[key] == before.get(key)
    }


@pytest.mark.parametrize("text", ["", "[]", "3", '{"a":3}', '{"a":"x"', '{"a":"x"}}', '{"a" "x"}'])
def test_a_file_that_does_not_hold_what_it_promises_is_refused_at_once(text: str) -> None:
    with pytest.raises(ValueError):
        table(text)


def stat_of(file: Path) -> Stat:
    found = file.stat()
    return found.st_mtime_ns, found.st_size, found.st_ino, found.st_ctime_ns


@given(TEXTS)
def test_an_untouched_file_is_read_entry_by_entry_where_each_begins(
    tmp_path_factory: pytest.TempPathFactory, values: dict[str, str]
) -> None:
    file = tmp_path_factory.getbasetemp() / "table.json"
    file.write_text(written(values), "utf-8", "surrogatepass")
    kept = KeptTable(file, str, table(written(values)).slices)

    assert kept.is_of(stat_of(file))
    assert dict(kept) == values
    assert list(kept.digests.items()) == list(table(written(values)).digests.items())


def test_what_takes_the_place_of_a_file_meanwhile_is_not_read(tmp_path: Path) -> None:
    file, other = tmp_path / "table.json", tmp_path / "other"
    file.write_text(written({"a": "x", "b": "y"}), "utf-8")
    kept = KeptTable(file, str, table(written({"a": "x", "b": "y"})).slices)
    other.write_text(written({"a": "z"}), "utf-8")
    other.replace(file)

    assert (dict(kept), kept.is_of(stat_of(file))) == ({"a": "x", "b": "y"}, False)


def test_a_file_that_somebody_writes_into_while_it_is_read_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "table.json"
    file.write_text(written({"a": "x"}), "utf-8")
    kept = KeptTable(file, str, table(written({"a": "x"})).slices)
    file.write_text(written({"a": "y"}), "utf-8")

    with pytest.raises(RecordUnreadable, match="changed while it was read"):
        kept["a"]


def test_a_table_that_was_read_once_is_left_alone_until_its_file_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_record(tmp_path, a_record())
    first = read_published(folder)
    # As if the files had been written long ago.
    old = {name: (stat_of(folder / name), digest) for name, (_, digest) in first.looked.files.items()}
    before = Looked(old, first.looked.slices, first.looked.heads)
    monkeypatch.setattr("site_builder.kept.file_digests.YOUNG_NS", -(10**12))
    monkeypatch.setattr(EntryTable, "__init__", lambda *_: pytest.fail("read again"))
    again = read_published(folder, before)

    assert first.record is not None
    assert again.record is not None
    assert dict(again.record.members) == dict(first.record.members)
    assert again.looked.slices == first.looked.slices

    monkeypatch.undo()
    write_record(folder, a_record(members={}))
    gone = read_published(folder, before)
    assert gone.record is not None
    assert list(gone.record.members) == []
