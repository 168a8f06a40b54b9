"""The names of an open vote in the record: with choice and reason, and off again when somebody leaves."""

from __future__ import annotations

import json
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from domain.governance.policy import Method
from domain.people import Standing
from forms_api.services import ballots
from tests.builders import contents
from tests.forms_api.ballot_town import a_vote
from tests.forms_api.town import Town
from tests.log_reading import raw_entries


@pytest.fixture
def town(tmp_path: Path) -> Town:
    return Town(tmp_path)


def closed_by_consent(town: Town) -> str:
    vote = a_vote(town, Method.CONSENT)
    for voter in range(3):
        town.cast(vote, voter, "consent")
    record, now = town.record, town.now
    ballots.cast(
        town.store, record, vote, town.id(3), "object", "", now, form="p", reason="The roots lift the path."
    )
    town.publish(days=8)
    return vote


def names(town: Town, vote: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((town.record / "proposals" / vote / "names.json").read_bytes())
    return found


def test_an_open_vote_publishes_names_choices_and_the_reason_and_the_log_holds_its_hash(town: Town) -> None:
    vote = closed_by_consent(town)
    place = town.record / "proposals" / vote
    rows = {row["commitment"]: row for row in map(json.loads, (place / "ballots.jsonl").read_text().splitlines())}
    listed = names(town, vote)["names"].values()
    said = {one["name"]: (rows[one["commitment"]]["choice"], one["reason"]) for one in listed}
    (close,) = [one for one in map(json.loads, raw_entries(town.record)) if one["type"] == "close"]

    assert len(said) == len(rows) == 4, "four ballots, fewer than ten, and open"
    assert said[town.member(3).entry.name] == ("object", "The roots lift the path.")
    assert said[town.member(0).entry.name] == ("consent", "")
    assert close["names"]["hash"] == sha256((place / "names.json").read_bytes()).hexdigest()
    assert len(names(town, vote)["salt"]) == 32


def test_who_leaves_is_named_no_more_and_the_salt_goes_with_them(town: Town) -> None:
    vote = closed_by_consent(town)
    town.publish(days=4)
    with town.store.unit() as unit:
        unit.members.put(replace(town.member(3), standing=Standing.LEFT))
    town.publish()
    after = names(town, vote)
    all_files = b"".join(path.read_bytes() for path in sorted((town.record / "proposals" / vote).iterdir()))

    assert len(after["names"]) == 3 and after["salt"] == ""
    assert town.member(3).entry.name.encode() not in all_files
    assert b"The roots lift the path." not in all_files
    assert "The roots lift the path." not in str(contents(town.store))


def test_a_vote_under_pseudonyms_has_no_names(town: Town) -> None:
    vote = town.closed()

    assert not (town.record / "proposals" / vote / "names.json").exists()
    with town.store.unit() as unit:
        assert len(unit.voter_names) == 0
