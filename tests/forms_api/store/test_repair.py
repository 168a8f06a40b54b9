"""What `rsn store repair` saves of a damaged store, and what it says of the rest."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

import pytest

from forms_api.store.base import Home, StoreBusy, StoreUnreadable
from forms_api.store.disk import lock
from forms_api.store.journal_lines import JournalDamaged
from forms_api.store.repair import NotEmpty, repair
from forms_api.store.tinydb import TinyStore
from tests.contract.acts import add, keys
from tests.contract.records import RECORDS, a_ballot, a_member, a_session


def killed(folder: Path, copy: Path) -> Path:
    """Return a copy of the store as a kill would leave it: with its journals."""
    shutil.copytree(folder, copy)
    return copy


@pytest.fixture
def damaged(tmp_path: Path) -> Path:
    """Return a store with six ballots, three of them in the snapshot, that was killed."""
    with closing(TinyStore.open(tmp_path / "store")) as store:
        for number in range(3):
            add(store, "ballots", a_ballot(f"b{number}"))
        store.rewrite(Home.BALLOTS)
        for number in range(3, 6):
            add(store, "ballots", a_ballot(f"b{number}"))
        add(store, "sessions", a_session())
        return killed(tmp_path / "store", tmp_path / "damaged")


def flip(path: Path, text: bytes) -> int:
    """Turn one bit of the first place where *text* stands, and return that place."""
    content = bytearray(path.read_bytes())
    place = content.index(text)
    content[place] ^= 1
    path.write_bytes(bytes(content))
    return place


def journal(folder: Path) -> Path:
    (found,) = folder.glob("ballots.json.*.journal")
    return found


def ballots(folder: Path) -> list[str]:
    with closing(TinyStore.open(folder)) as store, store.unit() as unit:
        return keys(unit.ballots)


def test_a_flipped_bit_in_an_acknowledged_line_is_named_and_nothing_is_opened(damaged: Path) -> None:
    place = flip(journal(damaged), b'"b4"')
    lines = journal(damaged).read_bytes()[:place].splitlines(keepends=True)

    with pytest.raises(JournalDamaged) as refused:
        TinyStore.open(damaged)

    assert refused.value.byte == sum(map(len, lines[:-1]))
    # Before it: the four lines of the first segment, the head, the snapshot that was announced, and b3.
    assert refused.value.sequence == 8
    assert f"at byte {refused.value.byte} the line with sequence 8 is damaged" in str(refused.value)


def test_a_repair_leaves_out_the_damaged_line_alone_and_says_where_it_was(damaged: Path, tmp_path: Path) -> None:
    flip(journal(damaged), b'"b4"')
    before = {p.name: p.read_bytes() for p in damaged.iterdir()}

    done = repair(damaged, tmp_path / "repaired")

    assert done.kept == {"ballots": 5, "sessions": 1}
    assert len(done.left_out) == 1
    assert done.left_out[0].startswith(f"{journal(damaged).name}, byte ")
    assert "a line after sequence 7 cannot be read" in done.left_out[0]
    assert ballots(tmp_path / "repaired") == ["b0", "b1", "b2", "b3", "b5"]
    assert {p.name: p.read_bytes() for p in damaged.iterdir()} == before


def test_a_snapshot_that_was_changed_is_refused_and_its_other_documents_are_saved(
    damaged: Path, tmp_path: Path
) -> None:
    flip(damaged / "ballots.json", b'"choice"')

    with pytest.raises(StoreUnreadable, match=r"ballots\.json cannot be read"):
        TinyStore.open(damaged)
    done = repair(damaged, tmp_path / "repaired")

    assert ballots(tmp_path / "repaired") == ["b1", "b2", "b3", "b4", "b5"]
    assert any("ballots" in line for line in done.left_out)


def test_a_flipped_sign_that_is_still_json_is_seen_by_the_sum(damaged: Path) -> None:
    flip(damaged / "ballots.json", b"yes")

    with pytest.raises(StoreUnreadable, match="is not the file that the journal beside it"):
        TinyStore.open(damaged)


def test_a_file_that_is_no_json_any_more_is_saved_line_by_line(damaged: Path, tmp_path: Path) -> None:
    path = damaged / "ballots.json"
    path.write_bytes(path.read_bytes().replace(b'"2":{', b'"2"{', 1)[:-3])

    done = repair(damaged, tmp_path / "repaired")

    assert ballots(tmp_path / "repaired") == ["b0", "b2", "b3", "b4", "b5"]
    assert any(line.startswith("ballots.json, byte ") for line in done.left_out)


def test_a_store_in_order_is_copied_whole(tmp_path: Path) -> None:
    with closing(TinyStore.open(tmp_path / "store")) as store:
        for name, record in RECORDS.items():
            add(store, name, record)
        add(store, "members", a_member("m2"))
        with store.unit() as unit:
            unit.members.remove("m1")
        copied = killed(tmp_path / "store", tmp_path / "killed")

    done = repair(copied, tmp_path / "repaired")

    assert done.left_out == []
    assert done.kept == dict.fromkeys(RECORDS, 1)
    with closing(TinyStore.open(tmp_path / "repaired")) as store, store.unit() as unit:
        assert keys(unit.members) == ["m2"]


def test_two_records_with_one_claim_leave_the_first_by_key(tmp_path: Path, damaged: Path) -> None:
    (damaged / "ballots.json").unlink()
    journal(damaged).unlink()
    for number, name in enumerate(("one", "two"), 1):
        with closing(TinyStore.open(tmp_path / name)) as store:
            add(store, "ballots", a_ballot(f"b{number}", pseudonym="same"))
    one, two = (
        (tmp_path / name / "ballots.json").read_text().replace('"1":', f'"{number}":')
        for number, name in enumerate(("one", "two"), 1)
    )
    row = next(line for line in two.splitlines() if line.startswith('"2":'))
    (damaged / "ballots.json").write_text(one.replace('"ballots":{\n', f'"ballots":{{\n{row},\n', 1))

    done = repair(damaged, tmp_path / "repaired")

    assert done.left_out == ["ballots.json: 'b2' of ballots claims what another record has."]
    assert ballots(tmp_path / "repaired") == ["b1"]


def test_a_folder_that_holds_something_and_a_store_in_use_are_refused(damaged: Path, tmp_path: Path) -> None:
    with pytest.raises(NotEmpty, match="is not empty"):
        repair(damaged, damaged)

    held = lock(damaged / "lock")
    with pytest.raises(StoreBusy):
        repair(damaged, tmp_path / "repaired")
    import os

    os.close(held)
