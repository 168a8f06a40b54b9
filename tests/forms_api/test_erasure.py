"""Somebody who did everything here is erased: nothing of them is left, and the record still verifies."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from domain.governance.lifecycle import State
from domain.people import Standing
from domain.record.erasing import erased_mark
from domain.record.verifying import check_record
from forms_api import publish as publishing
from forms_api.publish.keeping import end_erasures
from forms_api.services import erasure
from forms_api.services.erasure_rules import CLEARED, STAYS
from forms_api.signing import verify
from forms_api.store.base import COLLECTIONS, Home
from site_builder.build import build
from tests.builders import contents, put
from tests.forms_api.full_life import ME, Life, full_life, singing
from tests.forms_api.town import Town
from tests.log_reading import logged


@dataclass(frozen=True)
class After:
    """A life that was erased, what the store held before it, and in which files a canary sang."""

    life: Life
    before: dict[str, list[Any]]
    sang: set[str]


def _lived(folder: Path, *, words: bool) -> Iterator[After]:
    life = full_life(folder / "data")
    before, sang = contents(life.town.store), singing(folder)
    erased(life, words=words)
    yield After(life, before, sang)
    life.town.store.close()


# One life takes seconds to live: the tests look at it, and change nothing.
@pytest.fixture(scope="module")
def gone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[After]:
    for after in _lived(tmp_path_factory.mktemp("gone"), words=True):
        town = after.life.town
        build(town.catalogue, town.record, town.data.parent / "public", town.now)
        yield after


@pytest.fixture(scope="module")
def gone_but_words(tmp_path_factory: pytest.TempPathFactory) -> Iterator[After]:
    yield from _lived(tmp_path_factory.mktemp("gone-but-words"), words=False)


def report(town: Town) -> tuple[str, dict[str, str]]:
    """Return what `rsn verify` says of the record, and of each of its votes."""

    def read(name: str) -> bytes | None:
        path = town.record / name
        return path.read_bytes() if path.is_file() else None

    present = [str(path.relative_to(town.record)) for path in town.record.rglob("*") if path.is_file()]
    found = check_record(read, verify, present).report
    votes = {vote.proposal: f"{vote.answer.value} {' '.join(vote.notes)}" for vote in found.votes}
    return found.answer.value, votes


def erased(life: Life, *, words: bool) -> None:
    """Erase the member as the service does, and publish."""
    town = life.town
    erasure.erase(town.store, life.me, town.now, words=words)
    end_erasures(town.store, town.data / "mail", town.now)
    town.publish(minutes=1)


def test_nothing_is_left_in_store_journal_mails_packs_record_and_site(gone: After) -> None:
    assert {"data/record/state/proposals.json"} <= gone.sang
    assert any(name.startswith("data/store/") for name in gone.sang)
    assert any(name.startswith("data/mail/") for name in gone.sang)
    assert singing(gone.life.town.data.parent) == set()


def test_the_log_tells_it_by_a_hash_and_everything_still_verifies(gone: After) -> None:
    life = gone.life
    entries = logged(life.town.record)
    answer, votes = report(life.town)

    assert {"v": 1, "type": "erased", "hash": erased_mark(life.me)} in entries
    assert [one["subject"] for one in entries if one["type"] == "tombstone"].count(life.voted) == 2
    assert life.me not in json.dumps(entries)
    assert answer == "verified"
    assert votes[life.voted].startswith("verified") and "its words were erased" in votes[life.voted]
    assert votes[life.open_vote].startswith("verified")


def test_without_their_wish_what_came_to_a_vote_stays_and_names_nobody(gone_but_words: After) -> None:
    life = gone_but_words.life
    shown = json.loads((life.town.record / "state/proposals.json").read_bytes())

    assert shown[life.voted]["title"] == "can4ry title"
    assert shown[life.voted]["author"] == "" and not shown[life.voted]["erased"]
    assert shown[life.sponsoring]["title"] == life.sponsoring and shown[life.sponsoring]["erased"]
    assert shown[life.sponsoring]["text"] == "" and shown[life.sponsoring]["versions"] == []
    assert life.town.state(life.sponsoring) is State.WITHDRAWN
    assert report(life.town)[0] == "verified"


def test_the_ballot_counts_on_and_what_others_did_stays_without_a_name(gone: After) -> None:
    me, before, after = gone.life.me, gone.before, contents(gone.life.town.store)
    row = next(member for member in after["members"] if member.id == me)

    assert after["ballots"] and len(after["ballots"]) == len(before["ballots"])
    assert after["exchanges"] == before["exchanges"]
    assert after["rolls"] == before["rolls"]
    assert (row.standing, row.entry.name, row.email, row.consents) == (Standing.LEFT, "", "", {})
    assert [part.state.value for part in after["participations"] if part.member == me] == ["left"]
    assert all(me not in member.blocked for member in after["members"])
    assert [one.acting_for for one in after["sessions"]] == [""]


def test_the_open_vote_keeps_the_choice_and_loses_the_name_and_the_reason(gone: After) -> None:
    life = gone.life
    names = json.loads((life.town.record / "proposals" / life.open_vote / "names.json").read_bytes())["names"]

    assert len(names) == 3
    assert "Canary Ada" not in {one["name"] for one in names.values()}
    assert not any(ballot.reason for ballot in contents(life.town.store)["ballots"])


def test_everybody_else_still_finds_their_pages(gone: After) -> None:
    public = gone.life.town.data.parent / "public"

    assert (public / "proposals" / gone.life.voted / "index.html").exists()
    assert "deleted" in (public / "proposals" / gone.life.voted / "index.html").read_text()
    assert not (public / "members" / "canary-ada").exists()


def test_a_second_publish_has_nothing_left_to_write(gone: After) -> None:
    again = gone.life.town.publish()

    assert not again.changed


def test_an_entry_in_content_is_not_shown_again_and_is_named_to_the_desk(tmp_path: Path) -> None:
    town, slugs = Town(tmp_path), ("voter-03",)
    erasure.erase(town.store, town.id(ME), town.now, content=slugs)
    kept = erasure.still_in_content(town.store, slugs)
    erasure.let_go_of_addresses(town.store, ())

    assert kept == ["voter-03"]
    assert erasure.still_in_content(town.store, slugs) == []


def test_every_collection_of_the_main_file_has_its_rule() -> None:
    main = {collection.name for collection in COLLECTIONS if collection.home is Home.MAIN}

    assert set(CLEARED) | set(STAYS) == main
    assert not set(CLEARED) & set(STAYS)


def test_co_authors_go_on_with_what_is_under_way(tmp_path: Path) -> None:
    town = Town(tmp_path)
    mine = town.deliberation(author=ME)
    with town.store.unit() as unit:
        found = unit.proposals.get(mine)
        assert found is not None
        unit.proposals.put(replace(found, coauthors=(town.id(5), town.id(6))))
    erasure.erase(town.store, town.id(ME), town.now)
    after = next(one for one in contents(town.store)["proposals"] if one.id == mine)

    assert (after.author, after.coauthors, after.erased) == (town.id(5), (town.id(6),), False)
    assert town.state(mine) is State.DELIBERATION


def test_what_two_stewards_were_asked_for_waits_for_two_weeks_and_no_longer(tmp_path: Path) -> None:
    town = Town(tmp_path)
    put(town.store, replace(town.member(0), steward=True))
    asked = erasure.ask_for(town.store, town.steward, town.id(ME), erasure.Way.PHONE, town.now)
    erasure.forget_unanswered(town.store, town.now + timedelta(days=13))
    waits = erasure.waiting(town.store, town.id(0), town.now)
    erasure.forget_unanswered(town.store, town.now + timedelta(days=14))

    assert [(one.erasure, one.mine) for one in waits] == [(asked, False)]
    assert contents(town.store)["erasures"] == []


def test_a_publish_stopped_between_the_log_and_the_body_is_ended_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    town = Town(tmp_path)
    vote = town.certified(author=ME, text="can4ry text")
    erasure.erase(town.store, town.id(ME), town.now, words=True)

    class Stopped(Exception):
        """The machine stops here."""

    def stop(*given: object) -> None:
        raise Stopped

    with monkeypatch.context() as patched, pytest.raises(Stopped):
        patched.setattr(publishing, "erase_words", stop)
        town.publish(minutes=1)
    half = b"can4ry" in (town.record / "proposals" / vote / "proposal.json").read_bytes()
    town.publish(minutes=1)
    entries = logged(town.record)

    assert half and singing(town.record) == set()
    assert [one["type"] for one in entries].count("erased") == 1
    assert len([one for one in entries if one["type"] == "tombstone"]) == 2
    assert report(town)[0] == "verified"
