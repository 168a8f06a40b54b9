"""The log that publish writes: what is in it, that it only grows, and when nothing is signed."""

from __future__ import annotations

import json
import shutil
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from domain.governance.deliberation import Version
from domain.governance.moderation import version_mark
from domain.record.checkpoint import read_key, read_note
from domain.record.files_note import read_list
from domain.record.merkle import check_consistency
from domain.record.notes import NoteRefused, unb64, verified_text
from forms_api.publish import files as record_files
from forms_api.publish.known import NAME as INDEX
from forms_api.record_refusals import EntryRefused, KeyMissing, KeyTooOpen, LogForked
from forms_api.services.moderation import Act
from forms_api.signing import KeyRing, new_key, verify
from forms_api.store.rows import Trace
from tests.builders import a_policy, by_slug, put
from tests.forms_api.town import Town, files
from tests.log_reading import head, logged, raw_entries

BEFORE_THE_CLOSE = ["submit", "supported", "version", "freeze", "open"]


@pytest.fixture
def town(tmp_path: Path) -> Town:
    return Town(tmp_path)


def listed(town: Town) -> dict[str, str]:
    """Return the signed list of files."""
    key = read_key((town.record / "vkey").read_text())
    return dict(read_list(verified_text((town.record / "files").read_bytes(), key, verify)).hashes)


def kinds(town: Town, proposal: str) -> list[str]:
    return [entry["type"] for entry in logged(town.record) if entry.get("proposal") == proposal]


# -------------------------------------------------------------------- what is in it


def test_the_life_of_a_proposal_stands_in_the_log_in_its_order(town: Town) -> None:
    proposal = town.certified("yyyyyyyyyn")
    ballots = ["commitment"] * 10

    assert logged(town.record)[0]["type"] == "policy"
    assert kinds(town, proposal) == [*BEFORE_THE_CLOSE, "close", *ballots, "certify"]


def test_a_policy_is_logged_once_before_the_first_event_under_it(town: Town) -> None:
    town.sponsoring(1)
    town.sponsoring(2)
    town.publish()
    town.catalogue = type(town.catalogue)(**{**vars(town.catalogue), "policies": by_slug(a_policy(version=2))})
    third = town.sponsoring(3)
    town.publish()
    said = logged(town.record)

    assert [(e["slug"], e["version"]) for e in said if e["type"] == "policy"] == [("ordinary", 1), ("ordinary", 2)]
    at = next(i for i, e in enumerate(said) if e.get("proposal") == third)
    assert said[at - 1]["type"] == "policy"


def test_commitments_follow_their_close_sorted_and_the_superseded_ones_are_void(town: Town) -> None:
    proposal = town.voting()
    first = {town.cast(proposal, voter).commitment for voter in range(4)}
    second = {town.cast(proposal, voter, "no").commitment for voter in range(12)}
    town.publish(days=8)
    said = logged(town.record)
    at = next(i for i, entry in enumerate(said) if entry["type"] == "close")
    behind = said[at + 1 :]
    with town.store.unit() as unit:
        kept = len(unit.superseded)

    assert [e["commitment"] for e in behind if e["type"] == "commitment"] == sorted(first | second)
    assert [(e["commitment"], e["reason"]) for e in behind if e["type"] == "void"] == [
        (commitment, "superseded") for commitment in sorted(first)
    ]
    assert [e["type"] for e in behind] == ["commitment"] * 16 + ["void"] * 4
    assert json.loads((town.record / f"proposals/{proposal}/result.json").read_bytes())["voids"] == 4
    assert kept == 0, "they are in the log now, and nowhere else"


def test_no_commitment_is_in_the_log_before_the_close(town: Town) -> None:
    proposal = town.voting()
    for voter in range(12):
        town.cast(proposal, voter)
    town.publish(days=6)

    assert kinds(town, proposal) == BEFORE_THE_CLOSE


def test_no_entry_names_a_member(town: Town) -> None:
    town.certified()
    said = b"\n".join(raw_entries(town.record))

    assert b"voter-" not in said and b"id-" not in said


# -------------------------------------------------------------------- growing


def test_every_checkpoint_comes_with_a_proof_that_the_earlier_one_is_its_beginning(town: Town) -> None:
    proposal = town.sponsoring()
    town.publish()
    heads = [head(town.record)]
    for member in range(1, 4):
        put(town.store, Trace(f"t{member}", Act.INVALIDATE, proposal, "insult", town.now, town.steward))
        town.publish(hours=1)
        heads.append(head(town.record))

    for old, new in pairwise(heads):
        said = json.loads((town.record / f"consistency/{old.size}-{new.size}.json").read_bytes())
        check_consistency(old.size, new.size, old.root, new.root, [unb64(one) for one in said["proof"]])
    assert len(list((town.record / "consistency").iterdir())) == len(heads) - 1


def test_a_publish_that_logs_nothing_makes_no_checkpoint(town: Town) -> None:
    town.deliberation()
    town.publish()
    before, checkpoint = files(town.record), (town.record / "checkpoint").stat()
    put(town.store, town.member(30))
    town.publish(days=1)
    after = files(town.record)

    assert after["state/members.json"] != before["state/members.json"]
    assert after["files"] != before["files"]
    assert (town.record / "checkpoint").stat() == checkpoint
    assert {n for n in after if n.startswith(("tile/", "consistency/"))} == {
        n for n in before if n.startswith(("tile/", "consistency/"))
    }


def test_a_file_once_written_under_tile_is_never_taken_away_or_written_again(town: Town) -> None:
    town.voting()
    before = {name: content for name, content in files(town.record).items() if name.startswith("tile/")}
    town.certified(author=7)
    after = files(town.record)

    assert before.items() <= after.items()


def test_the_index_beside_the_record_is_made_again_from_the_log(town: Town) -> None:
    town.closed()
    before, entries = (town.data / INDEX).read_bytes(), raw_entries(town.record)
    spoiled = (b'{"frozen":[],"keys":[],"origin":"x","root":"00","size":1,"v":1}', b'{"v":', b"", None)
    for number, spoil in enumerate(spoiled, start=30):
        (town.data / INDEX).unlink()
        if spoil is not None:
            (town.data / INDEX).write_bytes(spoil)
        put(town.store, town.member(number))
        town.publish(hours=1)

        assert (town.data / INDEX).read_bytes() == before
        assert raw_entries(town.record) == entries


# -------------------------------------------------------------------- the list of files


def test_the_list_of_files_has_the_hash_of_every_file_but_the_signed_two(town: Town) -> None:
    town.closed()
    town.publish(days=1)
    there = {name for name in files(town.record) if name not in ("files", "checkpoint")}

    assert listed(town).keys() == there
    assert {"vkey", "receipt-vkey", "index.json"} <= there


def test_a_file_that_somebody_changed_keeps_the_hash_it_should_have(town: Town) -> None:
    town.closed()
    tile = next(path for path in sorted((town.record / "tile").rglob("*")) if path.is_file())
    name, before = str(tile.relative_to(town.record)), listed(town)
    tile.write_bytes(tile.read_bytes() + b"x")
    put(town.store, town.member(30))
    town.publish(hours=1)

    assert listed(town)[name] == before[name]
    tile.unlink()
    put(town.store, town.member(31))
    town.publish(hours=1)
    assert listed(town)[name] == before[name]


# -------------------------------------------------------------------- when nothing is signed


def changed(town: Town) -> None:
    """Give publish something to log."""
    put(town.store, Trace("t1", Act.INVALIDATE, "", "insult", town.now, town.steward))


@pytest.mark.parametrize("name", ["tile/0/000.p", "tile/entries/000.p"])
def test_a_log_that_was_changed_is_not_continued(town: Town, name: str) -> None:
    town.voting()
    newest = max((town.record / name).iterdir(), key=lambda path: int(path.name))
    newest.write_bytes(newest.read_bytes()[:-1] + b"\x00")
    changed(town)
    before = files(town.record)

    with pytest.raises(LogForked, match="nothing is signed and nothing was written"):
        town.publish()
    assert {n: files(town.record)[n] for n in before if n.startswith(("tile", "checkpoint", "files"))} == {
        n: before[n] for n in before if n.startswith(("tile", "checkpoint", "files"))
    }


def test_an_older_copy_of_the_record_is_not_continued(town: Town) -> None:
    town.deliberation()
    town.publish()
    shutil.copytree(town.record, town.data / "older")
    town.publish(days=14)
    shutil.rmtree(town.record)
    (town.data / "older").rename(town.record)
    changed(town)

    with pytest.raises(LogForked, match="Restore the record folder"):
        town.publish()


def test_a_lost_note_of_the_last_head_is_made_again_from_the_checkpoint(town: Town) -> None:
    town.voting()
    before = raw_entries(town.record)
    (town.data / "log.json").unlink()
    changed(town)
    town.publish()

    assert raw_entries(town.record)[: len(before)] == before
    assert json.loads((town.data / "log.json").read_bytes())["size"] == len(before) + 1


def test_an_older_note_of_the_head_gives_way_to_the_newer_checkpoint(town: Town) -> None:
    town.deliberation()
    town.publish()
    older = {name: (town.data / name).read_bytes() for name in ("log.json", INDEX)}
    town.publish(days=14)
    before = raw_entries(town.record)
    for name, content in older.items():
        (town.data / name).write_bytes(content)
    changed(town)
    town.publish()

    assert raw_entries(town.record)[: len(before)] == before
    assert len(raw_entries(town.record)) == len(before) + 1


def test_without_its_key_no_log_is_continued_and_no_other_one_begun(town: Town) -> None:
    town.voting()
    (town.data / "keys" / "log.key").unlink()
    before = files(town.record)

    with pytest.raises(KeyMissing, match="Put it back from your backup"):
        town.publish(days=8)
    assert files(town.record) == before


@pytest.mark.parametrize(("place", "mode", "mend"), [("keys/log.key", 0o640, "600"), ("keys", 0o755, "700")])
def test_a_key_that_others_can_reach_is_refused_with_what_mends_it(
    town: Town, place: str, mode: int, mend: str
) -> None:
    town.voting()
    path = town.data / place
    path.chmod(mode)
    before = files(town.record)

    with pytest.raises(KeyTooOpen, match=f"chmod {mend} {path}"):
        town.publish(days=8)
    assert files(town.record) == before
    path.chmod(int(mend, 8))
    assert town.publish().changed


def test_an_entry_that_is_too_long_is_refused_and_none_is_written(town: Town) -> None:
    town.voting()
    put(town.store, Trace("t1", "x" * 70_000, "", "insult", town.now, town.steward))
    before = head(town.record)

    with pytest.raises(EntryRefused, match="65535"):
        town.publish()
    assert head(town.record) == before


def test_a_clock_set_back_takes_nothing_out_of_the_log(town: Town) -> None:
    town.voting()
    before = raw_entries(town.record)
    town.now -= timedelta(days=30)
    changed(town)
    town.publish()

    assert raw_entries(town.record)[: len(before)] == before


def test_every_wording_is_logged_by_its_salted_hash_behind_the_event_it_belongs_to(town: Town) -> None:
    proposal = town.sponsoring()
    words = Version(
        f"{proposal}/9", proposal, 9, town.now, town.id(0), "A canary", "sings", "loudly", salt="ab" * 16
    )
    gone = Version(f"{proposal}/10", proposal, 10, town.now, town.id(0), "", "", "", removed="insult")
    put(town.store, words, gone)
    for _twice in range(2):
        town.publish(hours=1)
    said = [entry for entry in logged(town.record) if entry["type"] == "version" and entry["number"] >= 9]

    assert [(entry["number"], entry["text"]) for entry in said] == [(9, version_mark(words))]
    assert b"canary" not in b"".join(raw_entries(town.record))
    assert kinds(town, proposal)[0] == "submit"


def test_a_key_that_follows_is_logged_and_both_sign_the_checkpoint_over_it(town: Town) -> None:
    town.deliberation()
    town.publish()
    old = read_key((town.record / "vkey").read_text())
    ring = KeyRing(town.data / "keys")
    ring.write(ring.next_path, new_key(old.name), record_files.put)
    town.publish(hours=1)
    new = read_key((town.record / "vkey").read_text())
    note = (town.record / "checkpoint").read_bytes()

    assert new.name == old.name and new.key != old.key
    assert logged(town.record)[-1] == {"v": 1, "type": "key", "vkey": str(new)}
    assert read_note(note, old, verify) == read_note(note, new, verify) == head(town.record)
    assert (town.record / "old-vkeys").read_text() == f"{old}\n"
    assert not ring.next_path.exists() and ring.log().verifier == new
    town.publish(days=14)
    assert listed(town).keys() >= {"old-vkeys"}
    with pytest.raises(NoteRefused):
        read_note((town.record / "checkpoint").read_bytes(), old, verify)


def test_a_new_receipt_key_leaves_the_earlier_one_beside_it(town: Town) -> None:
    town.publish()
    before = (town.record / "receipt-vkey").read_text()
    ring = KeyRing(town.data / "keys")
    ring.write(ring.receipt_path, new_key(read_key(before).name), record_files.put)
    town.publish()

    assert (town.record / "receipt-vkey").read_text() == f"{ring.receipt().verifier}\n" != before
    assert (town.record / "old-receipt-vkeys").read_text() == before
