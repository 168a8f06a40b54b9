"""A backup and its way back: the same root, the same site, nobody comes back, nothing signs anybody in."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from domain.governance.lifecycle import State
from domain.people import Standing
from domain.record.erasing import erased_mark
from domain.record.verification import Answer
from domain.record.verifying import check_record
from forms_api.backup.archive import Archive, read_archive
from forms_api.backup.catching_up import voting_now
from forms_api.backup.checking import check, reader
from forms_api.backup.moment import back_up
from forms_api.backup.refusals import NotABackup, NotEmpty, RecordInconsistent, WouldBeLost
from forms_api.backup.restoring import Restored, Shown, restore
from forms_api.publish.keeping import end_erasures
from forms_api.services import erasure
from forms_api.services.proposal_events import recorded
from forms_api.signing import verify
from forms_api.store.rows import BallotCode, LinkToken, Session, SignInCode
from forms_api.store.tinydb import TinyStore
from site_builder.build import build
from tests.builders import a_catalogue, a_network, by_slug, contents, put
from tests.forms_api.town import Town, files
from tests.log_reading import head

VOID = ("sessions", "links", "codes")


def a_town(data: Path, people: int = 20) -> Town:
    from domain.skills import Category

    shelves = by_slug(*(Category(slug, {"en": slug}, {"en": "."}) for slug in ("home-repair", "money-work")))
    catalogue = a_catalogue(categories=shelves, network=a_network(languages=("en",)))
    return Town(data, people, catalogue, TinyStore.open(data / "store"))


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    made = a_town(tmp_path / "data")
    yield made
    made.store.close()


def backed_up(town: Town, passphrase: str = "") -> Archive:
    path = town.data.parent / "kept.tar.gz"
    back_up(town.store, town.data, path, town.now, passphrase=passphrase)
    return read_archive(path, passphrase)


def shown(town: Town) -> Shown:
    """Return the record as it is published now."""
    found = files(town.record)
    return Shown(found, check_record(reader(found), verify, found))


def put_back(town: Town, archive: Archive, published: Shown | None, **more: bool) -> tuple[Town, Restored]:
    """Return the network as it is after the archive was put back elsewhere."""
    data = town.data.parent / "new"
    done = restore(archive, data, lambda part: TinyStore.open(part / "store"), published, town.now, **more)
    back = Town(data, 0, town.catalogue, TinyStore.open(data / "store"), town.now)
    back.people, back.chance = town.people, town.chance
    return back, done


def site(town: Town, name: str) -> dict[str, bytes]:
    out = town.data.parent / name
    build(town.catalogue, town.record, out, town.now)
    return {file: content for file, content in files(out).items() if not file.startswith(".")}


def test_root_store_and_site_are_the_same_and_the_next_publish_writes_nothing(town: Town) -> None:
    town.certified()
    town.cast(town.voting(author=1), 3)
    town.publish(minutes=1)
    before, built = contents(town.store), site(town, "public-before")
    back, done = put_back(town, backed_up(town), shown(town))
    again = back.publish()

    assert contents(back.store) == before
    assert head(back.record) == head(town.record)
    assert files(back.record) == files(town.record)
    assert site(back, "public-after") == built
    assert (done.ahead, done.erased, done.lost) == (0, 0, ())
    assert not again.changed
    back.store.close()


def test_modes_are_as_publish_made_them(town: Town) -> None:
    town.publish()
    back, _ = put_back(town, backed_up(town), shown(town))
    modes = {name: (back.data / name).stat().st_mode & 0o777 for name in ("keys", "keys/log.key", "record/vkey")}

    assert modes == {"keys": 0o700, "keys/log.key": 0o600, "record/vkey": 0o644}
    assert back.data.stat().st_mode & 0o777 == 0o700
    assert (town.data.parent / "kept.tar.gz").stat().st_mode & 0o777 == 0o600
    back.store.close()


def test_ballots_stand_in_the_order_of_their_keys_and_nothing_has_a_time(town: Town) -> None:
    vote = town.voting()
    for voter in (9, 2, 5, 1):
        town.cast(vote, voter)
    path = town.data.parent / "one.tar.gz"
    back_up(town.store, town.data, path, town.now)
    back_up(town.store, town.data, town.data.parent / "two.tar.gz", town.now)
    rows = [row["id"] for row in read_archive(path).records["ballots"]]

    assert rows == sorted(rows) and len(rows) == 4
    assert path.read_bytes() == (town.data.parent / "two.tar.gz").read_bytes(), "nothing but what is kept"


def test_what_let_somebody_in_is_void_and_letters_for_a_vote_are_good(town: Town) -> None:
    town.publish()
    until = town.now + timedelta(days=1)
    put(
        town.store,
        Session("s", town.id(1), town.now, town.now, until),
        LinkToken("l", town.id(1), "browser", "code", town.now, until),
        SignInCode("c", town.id(1), town.now),
        BallotCode("b", "2026-1", "pseudonym", town.steward, town.now),
    )
    back, _ = put_back(town, backed_up(town), shown(town))
    after = contents(back.store)

    assert [len(after[name]) for name in VOID] == [0, 0, 0]
    assert len(after["ballot_codes"]) == 1
    back.store.close()


def test_who_was_erased_after_the_backup_does_not_come_back(town: Town) -> None:
    town.publish()
    archive, gone = backed_up(town), town.id(4)
    erasure.erase(town.store, gone, town.now)
    end_erasures(town.store, town.data / "mail", town.now)
    town.publish(minutes=5)
    back, done = put_back(town, archive, shown(town))
    row = next(member for member in contents(back.store)["members"] if member.id == gone)
    again = back.publish(minutes=1)

    assert (done.erased, done.ahead, done.lost) == (1, 1, ())
    assert (row.standing, row.entry.name, row.email) == (Standing.LEFT, "", "")
    kept = b"".join(path.read_bytes() for path in back.data.rglob("*") if path.is_file())
    assert b"voter-04@mail.example" not in kept and b"Voter 04" not in kept
    assert head(back.record) == head(town.record) and not again.keys_made
    assert erased_mark(gone) in {one.id for one in contents(back.store)["erasures"]}
    back.store.close()


def test_a_published_record_that_is_another_is_refused_and_nothing_is_put_back(town: Town, tmp_path: Path) -> None:
    town.sponsoring()
    town.publish()
    archive = backed_up(town)
    other = a_town(tmp_path / "other" / "data")
    other.chance = lambda size: b"\x08" * size
    other.sponsoring()
    other.publish()
    with pytest.raises(RecordInconsistent, match="another key"):
        put_back(town, archive, shown(other))
    other.store.close()

    assert not (tmp_path / "new").exists()


def test_a_fork_under_the_same_key_is_refused_with_both_heads(town: Town, tmp_path: Path) -> None:
    town.sponsoring()
    town.publish()
    forked, _ = put_back(town, backed_up(town), shown(town))
    town.deliberation(author=1)
    town.publish(minutes=5)
    archive = backed_up(town)
    forked.sponsoring(author=2)
    forked.publish(days=2)
    with pytest.raises(RecordInconsistent, match="entries differ"):
        restore(archive, tmp_path / "third", lambda part: TinyStore.open(part / "store"), shown(forked), town.now)
    forked.store.close()

    assert not (tmp_path / "third").exists()


def test_a_record_with_a_changed_file_is_refused(town: Town) -> None:
    town.certified()
    found = shown(town).files | {"state/members.json": b"{}"}
    broken = Shown(found, check_record(reader(found), verify, found))

    with pytest.raises(RecordInconsistent, match="broken"):
        put_back(town, backed_up(town), broken)


def test_what_happened_to_proposals_since_is_listed_before_it_is_lost(town: Town) -> None:
    going_on = town.voting()
    archive = backed_up(town)
    for voter in range(12):
        town.cast(going_on, voter)
    new = town.sponsoring(author=2)
    town.publish(days=8)
    with pytest.raises(WouldBeLost) as refused:
        put_back(town, archive, shown(town))

    assert f"proposal {new}: who wrote it" in str(refused.value)
    assert f"proposal {going_on}: its vote, which ends as invalid" in str(refused.value)
    assert not (town.data.parent / "new").exists()


def test_with_that_accepted_the_log_goes_on_behind_what_is_published_and_verifies(town: Town) -> None:
    going_on = town.voting()
    archive = backed_up(town)
    for voter in range(12):
        town.cast(going_on, voter)
    new = town.sponsoring(author=2, title="A swing")
    town.publish(days=8)
    published = head(town.record)
    back, done = put_back(town, archive, shown(town), accept_loss=True)
    back.publish(minutes=5)
    found = files(back.record)
    report = check_record(reader(found), verify, found)

    assert done.ahead > 0 and len(done.lost) >= 2
    assert report.report.answer is Answer.VERIFIED
    assert report.entries is not None and report.entries.root(published.size) == published.root
    assert back.state(going_on) is State.INVALID and back.state(new) is State.SPONSORING
    assert json.loads(found["state/proposals.json"])[new]["title"] == "A swing"
    assert back.sponsoring(author=5) == f"2026-{int(new.partition('-')[2]) + 1}"
    back.publish(minutes=5)
    back.store.close()


def test_a_vote_certified_since_stands_as_it_was_counted(town: Town) -> None:
    vote = town.closed()
    archive = backed_up(town)
    town.publish(hours=72)
    back, _ = put_back(town, archive, shown(town), accept_loss=True)
    back.publish(minutes=5)
    found = files(back.record)

    assert back.state(vote) is town.state(vote)
    assert found[f"proposals/{vote}/result.json"] == files(town.record)[f"proposals/{vote}/result.json"]
    assert check_record(reader(found), verify, found).report.answer is Answer.VERIFIED
    assert contents(back.store)["keys"] == []
    back.store.close()


def test_a_vote_that_is_open_goes_on_with_the_ballots_of_the_backup(town: Town) -> None:
    vote = town.voting()
    town.cast(vote, 1)
    archive = backed_up(town)
    town.cast(vote, 2)
    back, done = put_back(town, archive, shown(town))
    back.cast(vote, 2)
    with back.store.unit() as unit:
        assert voting_now(unit) == [vote]

    assert done.votes == (vote,)
    assert len(contents(back.store)["ballots"]) == 2
    back.store.close()


def test_nothing_is_put_where_something_is(town: Town, tmp_path: Path) -> None:
    town.publish()
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "mine").write_text("kept")

    with pytest.raises(NotEmpty):
        put_back(town, backed_up(town), shown(town))
    assert (tmp_path / "new" / "mine").read_text() == "kept"


def test_a_restore_that_was_stopped_is_done_anew(
    town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from forms_api.backup import restoring

    town.publish()
    (tmp_path / "new").mkdir()
    archive = backed_up(town)
    with monkeypatch.context() as patched, pytest.raises(OSError, match="No space"):
        patched.setattr(restoring, "catch_up", lambda *given: (_ for _ in ()).throw(OSError("No space")))
        put_back(town, archive, shown(town))
    stopped = list((tmp_path / "new").iterdir())
    (tmp_path / "new" / restoring.ASIDE).mkdir()
    back, _ = put_back(town, archive, shown(town))

    assert stopped == []
    assert contents(back.store) == contents(town.store)
    assert not (back.data / restoring.ASIDE).exists()
    back.store.close()


def test_a_backup_is_of_one_moment_while_ballots_come_in(town: Town) -> None:
    vote = town.voting()
    stop = threading.Event()

    def votes() -> None:
        for voter in range(15):
            town.cast(vote, voter, form=f"page-{voter}")
        stop.set()

    thread = threading.Thread(target=votes)
    thread.start()
    counts = []
    while not stop.is_set():
        archive = backed_up(town)
        check(archive)
        counts.append(len(archive.records["ballots"]))
    thread.join()

    assert counts == sorted(counts)
    assert len(contents(town.store)["ballots"]) == 15


def test_what_a_publish_was_stopped_at_is_ended_after_the_way_back(town: Town) -> None:
    town.sponsoring()
    (town.data / "publishing").write_bytes(b'{"sequence":1}')
    town.data.joinpath("publishing").chmod(0o600)
    back, _ = put_back(town, backed_up(town), None)
    back.publish()

    assert check_record(reader(files(back.record)), verify).report.answer is Answer.VERIFIED
    back.store.close()


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-20])


def flipped(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def other(path: Path) -> None:
    path.write_bytes(b"hello")


@pytest.mark.parametrize("spoil", [cut, flipped, other])
@pytest.mark.parametrize("passphrase", ["", "a long way home"])
def test_a_spoilt_archive_is_refused(town: Town, spoil: Callable[[Path], None], passphrase: str) -> None:
    from forms_api.backup.refusals import BackupRefused

    town.publish()
    path = town.data.parent / "kept.tar.gz"
    back_up(town.store, town.data, path, town.now, passphrase=passphrase)
    spoil(path)

    with pytest.raises(BackupRefused):
        read_archive(path, passphrase)


def test_a_record_that_was_changed_before_the_backup_is_found_by_the_check(town: Town) -> None:
    town.certified()
    (town.record / "state" / "members.json").write_bytes(b"{}")

    with pytest.raises(NotABackup, match="record is broken"):
        check(backed_up(town))


def test_a_record_of_the_store_that_nobody_can_read_is_refused(town: Town) -> None:
    archive = backed_up(town)
    strange = replace(archive, records={**archive.records, "lists": [{}]})
    unreadable = replace(archive, records={**archive.records, "members": [{"id": 3}]})

    with pytest.raises(NotABackup, match="lists"):
        check(strange)
    with pytest.raises(NotABackup, match="members"):
        check(unreadable)


def test_the_events_that_were_taken_over_are_those_of_the_record(town: Town) -> None:
    vote = town.closed()
    archive = backed_up(town)
    town.publish(hours=72)
    back, _ = put_back(town, archive, shown(town), accept_loss=True)
    with back.store.unit() as unit, town.store.unit() as mine:
        assert [e.event for e in recorded(unit, vote)] == [e.event for e in recorded(mine, vote)]
    back.store.close()
