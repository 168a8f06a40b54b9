"""The head of the log that a vote's page names, and what else lies beside the record's state."""

from __future__ import annotations

from pathlib import Path

import pytest

from domain.record.canonical import canonical
from site_builder.beside import fingerprint, read_beside
from site_builder.logged import Head
from site_builder.record import RecordUnreadable
from tests.site_builder.logs import KEY, close_entries, root_of, write_log
from tests.site_builder.results import ballots_of, write_rows

FEW = close_entries("2026-1", ballots_of("2026-1", ((12, "yes"),)))
MANY = close_entries("2026-2", ballots_of("2026-2", ((300, "yes"),)))


def test_a_vote_names_the_first_published_head_over_its_count(tmp_path: Path) -> None:
    entries = [*FEW, *MANY]
    write_log(tmp_path, entries, heads=(len(FEW),))

    found = read_beside(tmp_path)
    assert found.heads == {
        "2026-1": Head(len(FEW), root_of(FEW)),
        "2026-2": Head(len(entries), root_of(entries)),
    }


def test_no_vote_names_another_head_because_the_log_grew(tmp_path: Path) -> None:
    write_log(tmp_path, [*FEW, *MANY], heads=(len(FEW), 200))

    assert read_beside(tmp_path).heads["2026-1"] == Head(len(FEW), root_of(FEW))


def test_the_head_of_the_log_is_told_with_the_fingerprint_of_its_key(tmp_path: Path) -> None:
    write_log(tmp_path, FEW)
    log = read_beside(tmp_path).log

    assert log is not None
    assert (log.origin, log.size, log.root) == ("weirside.example/record", len(FEW), root_of(FEW))
    assert log.fingerprint == fingerprint(str(KEY.verifier))
    assert len(log.fingerprint) == len("0000 0000 0000 0000")


def test_without_a_log_there_is_no_head(tmp_path: Path) -> None:
    assert read_beside(tmp_path).log is None
    assert read_beside(tmp_path).heads == {}


@pytest.mark.parametrize("broken", ["checkpoint", "vkey", "tile/entries/000.p/13"])
def test_a_log_that_is_not_of_its_form_is_told_with_its_file(tmp_path: Path, broken: str) -> None:
    write_log(tmp_path, FEW)
    (tmp_path / broken).write_bytes(b'"type":"close"')

    with pytest.raises(RecordUnreadable, match=r"checkpoint|tile"):
        read_beside(tmp_path)


def test_the_names_of_an_open_vote_stand_in_their_order(tmp_path: Path) -> None:
    folder = tmp_path / "proposals" / "2026-1"
    (one, other) = write_rows(tmp_path, "2026-1", ((2, "object"),))
    names = {
        "aa": {"name": "Zoe", "commitment": one.commitment.hex(), "reason": ""},
        "bb": {"name": "ada", "commitment": other.commitment.hex(), "reason": "Too dark."},
    }
    (folder / "names.json").write_bytes(canonical({"v": 1, "salt": "00", "names": names}))

    found = read_beside(tmp_path)
    assert [one.name for one in found.named["2026-1"]] == ["ada", "Zoe"]
    assert {one.choice for one in found.named["2026-1"]} == {"object"}
    assert found.files["2026-1"] == ("ballots.jsonl", "names.json")


def test_names_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    folder = tmp_path / "proposals" / "2026-1"
    folder.mkdir(parents=True)
    (folder / "names.json").write_bytes(b"[]")

    with pytest.raises(RecordUnreadable, match=r"names\.json"):
        read_beside(tmp_path)
