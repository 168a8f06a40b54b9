"""
Fault 7: a bit that is not what it was.

Pass: in a line that was acknowledged, opening refuses, changes nothing, and names the file, the byte and the
sequence; `rsn store repair` puts all that can be read into a copy. In the last line, which nobody may have been
told of, it is dropped and the log says so. In the snapshot, opening refuses.
"""

from __future__ import annotations

import logging
import os
import random
import re
import shutil
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from forms_api.store.base import StoreUnreadable
from forms_api.store.journal_lines import JournalDamaged
from forms_api.store.tinydb import TinyStore
from tests.contract.acts import add
from tests.contract.records import a_ballot, a_session

pytestmark = pytest.mark.faults
BALLOTS = 12
RECOVERY = "forms_api.store.journal_recovery"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a store as a kill leaves it: twelve ballots in the journal, two sessions beside them."""
    with closing(TinyStore.open(tmp_path / "store")) as store:
        for number in range(BALLOTS):
            add(store, "ballots", a_ballot(f"b{number:02}", choice="x" * 50 * number))
        add(store, "sessions", a_session("e1"), a_session("e2"))
        store.settle()
        # A clean stop would leave one complete file.
        shutil.copytree(tmp_path / "store", tmp_path / "killed")
    return tmp_path / "killed"


def journal_of(folder: Path) -> Path:
    return next(iter(folder.glob("ballots.json.*.journal")))


def content_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def flip(path: Path, byte: int, bit: int = 3) -> None:
    content = bytearray(path.read_bytes())
    content[byte] ^= 1 << bit
    path.write_bytes(content)


def line_starts(path: Path) -> list[int]:
    """Return where each line of the journal begins, and its end."""
    return [0, *(found.end() for found in re.finditer(rb"\n", path.read_bytes()))]


def ids(folder: Path) -> list[str]:
    with closing(TinyStore.open(folder)) as store, store.reading() as unit:
        return [ballot.id for ballot in unit.ballots]


def repaired(checkout: Path, folder: Path, target: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "rsn", "store", "repair", str(folder), "--to", str(target)]
    return subprocess.run(command, cwd=checkout, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("seed", range(6))
def test_a_bit_flipped_in_an_acknowledged_line_is_refused_with_byte_and_sequence_and_nothing_is_changed(
    folder: Path, seed: int
) -> None:
    journal, chance = journal_of(folder), random.Random(seed)
    starts = line_starts(journal)
    line = chance.randrange(1, BALLOTS)
    flip(journal, chance.randrange(starts[line], starts[line + 1]), chance.randrange(8))
    before = content_of(folder)

    with pytest.raises(JournalDamaged) as refused:
        TinyStore.open(folder)

    assert journal.name in str(refused.value)
    assert f"byte {refused.value.byte}" in str(refused.value)
    assert f"sequence {refused.value.sequence}" in str(refused.value)
    # A line's end turned into something else makes one line of two: the first of them is named.
    assert (refused.value.byte, refused.value.sequence) == (starts[line], line + 1)
    assert content_of(folder) == before
    with pytest.raises(JournalDamaged):
        TinyStore.open(folder)


@pytest.mark.parametrize("flips", [60, pytest.param(3000, marks=pytest.mark.long)])
def test_wherever_a_bit_is_flipped_nothing_but_the_last_line_is_ever_missing_from_what_opens(
    folder: Path, tmp_path: Path, flips: int
) -> None:
    journal, chance = journal_of(folder), random.Random(flips)
    content, opened = journal.read_bytes(), 0
    everything = [f"b{number:02}" for number in range(BALLOTS)]
    for _ in range(flips):
        damaged = bytearray(content)
        damaged[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        journal.write_bytes(damaged)
        try:
            found = ids(shutil.copytree(folder, tmp_path / "try"))
            opened += 1
            assert found == everything[:-1]
        except StoreUnreadable:
            pass
        shutil.rmtree(tmp_path / "try")

    assert 0 < opened < flips


def test_repair_puts_all_but_the_damaged_line_into_a_copy_and_says_what_is_not_in_it(
    folder: Path, tmp_path: Path, checkout: Path
) -> None:
    journal = journal_of(folder)
    start = line_starts(journal)[5]
    flip(journal, start + 40)
    before = content_of(folder)

    done = repaired(checkout, folder, tmp_path / "copy")

    assert done.returncode == 1
    assert f"Left out: {journal.name}, byte {start}" in done.stdout
    assert content_of(folder) == before
    # Line 1 begins the segment, line 2 holds ballot 0.
    assert ids(tmp_path / "copy") == [f"b{number:02}" for number in range(BALLOTS) if number != 4]
    with closing(TinyStore.open(tmp_path / "copy")) as store, store.reading() as unit:
        assert [session.id for session in unit.sessions] == ["e1", "e2"]


def test_a_bit_flipped_in_the_last_line_drops_it_and_the_log_says_so(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    journal = journal_of(folder)
    start = line_starts(journal)[-2]
    flip(journal, start + 40)

    with caplog.at_level(logging.WARNING, logger=RECOVERY):
        found = ids(folder)

    assert found == [f"b{number:02}" for number in range(BALLOTS - 1)]
    (said,) = [record.getMessage() for record in caplog.records if record.name == RECOVERY]
    assert journal.name in said
    assert f"byte {start}" in said
    assert ids(folder) == found


def test_a_bit_flipped_in_the_snapshot_is_refused_and_names_the_file(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    with closing(TinyStore.open(folder)) as store:
        add(store, "ballots", a_ballot("b1", choice="x" * 500))
    path = folder / "ballots.json"
    flip(path, path.read_bytes().index(b"xxxx") + 9, 0)
    before = content_of(folder)

    with pytest.raises(StoreUnreadable, match=re.escape(str(path))):
        TinyStore.open(folder)

    assert content_of(folder) == before


@pytest.mark.parametrize("bit", range(8))
def test_a_flipped_line_end_does_not_make_one_torn_line_of_an_acknowledged_one_and_the_last(
    folder: Path, bit: int
) -> None:
    journal = journal_of(folder)
    start = line_starts(journal)[-2]
    flip(journal, start - 1, bit)

    with pytest.raises(JournalDamaged) as refused:
        TinyStore.open(folder)

    assert refused.value.sequence == BALLOTS


def test_a_whole_line_cut_out_of_the_journal_is_refused(folder: Path) -> None:
    journal = journal_of(folder)
    starts = line_starts(journal)
    content = journal.read_bytes()
    journal.write_bytes(content[: starts[4]] + content[starts[5] :])

    with pytest.raises(JournalDamaged):
        TinyStore.open(folder)


def test_times_of_files_mean_nothing_so_a_clock_set_back_harms_nothing(folder: Path) -> None:
    for age, path in enumerate(sorted(folder.iterdir())):
        os.utime(path, (1_000_000 - age, 1_000_000 - age))

    assert ids(folder) == [f"b{number:02}" for number in range(BALLOTS)]
