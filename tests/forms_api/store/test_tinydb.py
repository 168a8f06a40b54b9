"""TinyDB's store on the disk: what lies there, for whom, and what happens when the disk refuses."""

from __future__ import annotations

import errno
import fcntl
import json
import os
import stat
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from tinydb import TinyDB

from domain.codec import to_plain
from forms_api.store.base import COLLECTIONS, Home, StoreBusy, StoreFailed, StoreUnreadable
from forms_api.store.tinydb import TinyStore
from tests.contract.acts import add, keys
from tests.contract.records import RECORDS, a_ballot, a_member, a_session


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data" / "store"


@pytest.fixture
def store(folder: Path) -> Iterator[TinyStore]:
    store = TinyStore.open(folder)
    yield store
    store.close()


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def tables(path: Path) -> dict[str, list[dict[str, Any]]]:
    with closing(TinyDB(path)) as database:
        return {name: [dict(d) for d in database.table(name).all()] for name in database.tables()}


def test_plain_tinydb_opens_every_file_and_finds_each_collection_as_a_table(
    store: TinyStore, folder: Path
) -> None:
    for name, record in RECORDS.items():
        add(store, name, record)
    store.close()

    found = {home: tables(folder / f"{home}.json") for home in Home}

    assert found == {
        home: {c.name: [to_plain(RECORDS[c.name])] for c in COLLECTIONS if c.home is home} for home in Home
    }


def test_what_lies_on_the_disk_does_not_tell_who_came_first(tmp_path: Path) -> None:
    written = []
    for name, order in (("one", "cab"), ("other", "bca")):
        with closing(TinyStore.open(tmp_path / name)) as store:
            for key in order:
                add(store, "ballots", a_ballot(key))
        written.append((tmp_path / name / "ballots.json").read_bytes())

    assert written[0] == written[1]
    assert [b["id"] for b in tables(tmp_path / "one" / "ballots.json")["ballots"]] == ["a", "b", "c"]


def test_nothing_of_a_removed_record_is_left_in_the_file(store: TinyStore, folder: Path) -> None:
    add(store, "keys", RECORDS["keys"])
    store.rewrite(Home.KEYS)
    (journal,) = folder.glob("keys.json.*.journal")
    with (folder / "keys.json").open("rb") as before, journal.open("rb") as lines:
        with store.unit() as unit:
            unit.keys.remove("2026-1")
        store.rewrite(Home.KEYS)
        links = [os.fstat(file.fileno()).st_nlink for file in (before, lines)]

    assert b"cdcd" not in b"".join(p.read_bytes() for p in folder.iterdir())
    assert links == [0, 0], "the old file and its journal have no name any more"


@pytest.mark.parametrize("umask", [0o000, 0o277], ids=oct)
def test_folder_and_files_are_their_owners_alone_whatever_the_umask(folder: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        with closing(TinyStore.open(folder)) as store:
            for name, record in RECORDS.items():
                add(store, name, record)
    finally:
        os.umask(before)

    assert (mode(folder.parent), mode(folder)) == (0o700, 0o700)
    assert {p.name: mode(p) for p in folder.iterdir()} == dict.fromkeys(
        ["lock"] + [f"{home}.json{of}" for home in Home for of in ("", ".2.journal")], 0o600
    )


def test_a_folder_that_was_open_to_others_is_closed_to_them(folder: Path) -> None:
    folder.mkdir(parents=True)
    folder.chmod(0o755)

    TinyStore.open(folder).close()

    assert mode(folder) == 0o700


def test_a_unit_that_changed_nothing_writes_nothing(store: TinyStore, folder: Path) -> None:
    add(store, "members", a_member())
    (journal,) = folder.glob("*.journal")
    before = journal.stat().st_mtime_ns

    with store.unit() as unit:
        unit.members.put(a_member())
        unit.members.add(a_member("m2"))
        unit.members.remove("m2")

    assert journal.name.startswith("store.json.")
    assert journal.stat().st_mtime_ns == before
    assert not list(folder.glob("ballots.*"))


def test_a_second_opener_is_refused_at_once_until_the_first_has_closed(store: TinyStore, folder: Path) -> None:
    with pytest.raises(StoreBusy, match=r"Another process holds the store in .*/data/store"):
        TinyStore.open(folder)

    store.close()
    TinyStore.open(folder).close()


def test_the_second_opener_does_not_touch_what_the_first_is_writing(store: TinyStore, folder: Path) -> None:
    (folder / "store.json.new").write_text("under way")

    with pytest.raises(StoreBusy):
        TinyStore.open(folder)

    assert (folder / "store.json.new").exists()


def test_what_a_kill_left_aside_is_removed_at_the_next_start(folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "keys.json.new").write_text('{"keys": {"1"')

    with closing(TinyStore.open(folder)) as store, store.unit() as unit:
        assert len(unit.keys) == 0
    assert not (folder / "keys.json.new").exists()


SPOILT = {
    "torn": '{"members":{"1":{"id":"m1"',
    "empty": "",
    "no tables": "[]",
    "no documents": '{"members":[]}',
    "no record": '{"members":{"1":{"id":"m1"}}}',
    "unknown table": '{"members":{},"wishes":{}}',
    "number for a record": '{"members":{"1":7}}',
    "bad number": '{"members":{"one":{}}}',
    "not text": b"\xff\xfe",
}


@pytest.mark.parametrize("spoilt", SPOILT.values(), ids=SPOILT.keys())
def test_a_file_that_holds_no_records_is_named_left_alone_and_the_lock_let_go(
    folder: Path, spoilt: str | bytes
) -> None:
    folder.mkdir(parents=True)
    content = spoilt if isinstance(spoilt, bytes) else spoilt.encode()
    (folder / "store.json").write_bytes(content)

    for _ in range(2):
        with pytest.raises(StoreUnreadable, match=r"store/store\.json cannot be read: .*\. Put back a backup"):
            TinyStore.open(folder)

    assert (folder / "store.json").read_bytes() == content


@pytest.mark.parametrize(
    "second", [a_ballot("b1", pseudonym="other"), a_ballot("b2", pseudonym="p-b1")], ids=["key", "voter"]
)
def test_a_file_with_a_record_twice_is_refused(folder: Path, second: Any) -> None:
    folder.mkdir(parents=True)
    twice = {"ballots": {"1": to_plain(a_ballot("b1")), "2": to_plain(second)}}
    (folder / "ballots.json").write_text(json.dumps(twice))

    with pytest.raises(StoreUnreadable, match="stands twice in ballots"):
        TinyStore.open(folder)


def test_a_file_in_the_place_of_the_folder_is_a_clear_error(folder: Path) -> None:
    folder.parent.mkdir()
    folder.write_text("not a folder")

    with pytest.raises(StoreFailed, match="data/store could not be written: Not a directory"):
        TinyStore.open(folder)
    assert folder.read_text() == "not a folder"


def test_a_file_that_cannot_be_opened_is_a_clear_error(folder: Path) -> None:
    (folder / "store.json").mkdir(parents=True)

    with pytest.raises(StoreUnreadable, match="Is a directory"):
        TinyStore.open(folder)


def test_a_lock_that_is_no_plain_file_is_a_clear_error(folder: Path, tmp_path: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "lock").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(StoreFailed, match="lock could not be written"):
        TinyStore.open(folder)
    assert not (tmp_path / "elsewhere").exists()


def test_a_disk_that_keeps_no_locks_is_a_clear_error(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*given: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", refused)

    with pytest.raises(StoreFailed, match="store/lock could not be written: No locks available"):
        TinyStore.open(folder)


def failing(call: Any, error: int, on: int) -> Any:
    """Return *call* as it is when the disk answers its *on*th use with *error*."""
    used = 0

    def refused(*given: Any) -> Any:
        nonlocal used
        used += 1
        if used == on:
            raise OSError(error, os.strerror(error))
        return call(*given)

    return refused


REFUSALS = {
    "no space": ("write", errno.ENOSPC, 1),
    "write error": ("write", errno.EIO, 1),
    "no space for what was written": ("fdatasync", errno.ENOSPC, 1),
}


@pytest.mark.parametrize(("name", "error", "on"), REFUSALS.values(), ids=REFUSALS.keys())
def test_where_the_disk_refuses_the_unit_is_discarded_and_the_next_one_works(
    store: TinyStore, folder: Path, monkeypatch: pytest.MonkeyPatch, name: str, error: int, on: int
) -> None:
    add(store, "sessions", a_session("e1"))

    with monkeypatch.context() as patched:
        patched.setattr(os, name, failing(getattr(os, name), error, on))
        with pytest.raises(StoreFailed, match="Nothing was changed") as refused:
            add(store, "sessions", a_session("e2"))
    with store.unit() as unit:
        after_refusal = keys(unit.sessions)
    add(store, "sessions", a_session("e2"), a_session("e3"))
    store.close()

    assert os.strerror(error) in str(refused.value)
    assert not refused.value.outcome_unknown
    assert after_refusal == ["e1"]
    assert not list(folder.glob("*.new"))
    assert [s["id"] for s in tables(folder / "sessions.json")["sessions"]] == ["e1", "e2", "e3"]


FIRST_REFUSALS = {
    "no file left to open": ("open", errno.EMFILE, 1),
    "journal not made": ("open", errno.EACCES, 2),
    "no space for its first line": ("write", errno.ENOSPC, 1),
    "no space for its name": ("fsync", errno.ENOSPC, 2),
}


@pytest.mark.parametrize(("name", "error", "on"), FIRST_REFUSALS.values(), ids=FIRST_REFUSALS.keys())
def test_where_no_journal_can_be_begun_nothing_is_left_and_the_next_write_begins_it(
    store: TinyStore, folder: Path, monkeypatch: pytest.MonkeyPatch, name: str, error: int, on: int
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(os, name, failing(getattr(os, name), error, on))
        with pytest.raises(StoreFailed, match="Nothing was changed"):
            add(store, "sessions", a_session("e1"))
    left = sorted(p.name for p in folder.iterdir())
    add(store, "sessions", a_session("e2"))

    assert left == ["lock"]
    with store.unit() as unit:
        assert keys(unit.sessions) == ["e2"]


def test_a_write_in_several_pieces_is_whole(
    store: TinyStore, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = os.write
    monkeypatch.setattr(os, "write", lambda file, content: write(file, bytes(content[:7])))
    add(store, "members", a_member())
    store.close()
    monkeypatch.undo()

    assert tables(folder / "store.json")["members"] == [to_plain(a_member())]


def refusing_all(*_: object) -> None:
    raise OSError(errno.EIO, os.strerror(errno.EIO))


@pytest.mark.parametrize("name", ["fdatasync", "fsync"])
def test_where_nobody_can_tell_what_is_on_the_disk_the_store_only_reads_until_a_restart(
    store: TinyStore, folder: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    add(store, "sessions", a_session("e1"))
    told = store.health()

    with monkeypatch.context() as patched:
        patched.setattr(os, name, refusing_all)
        with pytest.raises(StoreFailed, match="may or may not be there after a restart") as unknown:
            # The first line of the keys' journal needs fsync, the second of the sessions' fdatasync alone.
            add(store, *(("sessions", a_session("e2")) if name == "fdatasync" else ("keys", RECORDS["keys"])))
    for act in (lambda: add(store, "members", a_member()), lambda: store.rewrite(Home.SESSIONS)):
        with pytest.raises(StoreFailed, match=r"an earlier write failed .* restart first"):
            act()
    with store.unit() as unit:
        readable = keys(unit.sessions)
    red = store.health()
    store.close()

    assert unknown.value.outcome_unknown
    assert readable == ["e1"]
    assert (told, red) == ("", f"{'sessions' if name == 'fdatasync' else 'keys'}.json: Input/output error")
    with closing(TinyStore.open(folder)) as again:
        add(again, "sessions", a_session("e3"))
        with again.unit() as unit:
            assert keys(unit.sessions) in (["e1", "e3"], ["e1", "e2", "e3"])
