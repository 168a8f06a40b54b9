"""The files of the public record: what stands in them, and that anybody can count it again."""

from __future__ import annotations

import hashlib
import json
import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from domain.codec import from_plain
from domain.governance.lifecycle import State
from domain.governance.moderation import ModerationReason
from domain.governance.policy import Policy
from domain.governance.proposal import ArgumentKind
from domain.governance.vote import count_vote
from domain.record.canonical import canonical
from domain.record.public import PublicProposal
from forms_api.publish import publish
from forms_api.publish.votes import RecordLost
from forms_api.services import arguments, moderation
from tests.builders import put
from tests.forms_api.town import Town, files
from tests.log_reading import logged, raw_entries


@pytest.fixture
def town(tmp_path: Path) -> Town:
    return Town(tmp_path)


def read(town: Town, name: str) -> Any:
    return json.loads((town.record / name).read_bytes())


def lines(town: Town, name: str) -> list[Any]:
    return [json.loads(line) for line in (town.record / name).read_bytes().splitlines()]


def shown(town: Town, proposal: str) -> PublicProposal:
    return from_plain(PublicProposal, read(town, "state/proposals.json")[proposal])


def sha256(town: Town, name: str) -> str:
    return hashlib.sha256((town.record / name).read_bytes()).hexdigest()


def framed(tag: str, *fields: bytes) -> str:
    """The commitment's hash, written down once more from design.md section 5."""
    return hashlib.sha256(b"".join(len(f).to_bytes(8, "big") + f for f in (tag.encode(), *fields))).hexdigest()


def test_every_row_recomputes_its_commitment_and_the_rows_the_result(town: Town) -> None:
    proposal = town.closed("yyyyyyyynnna")
    rows = lines(town, f"proposals/{proposal}/ballots.jsonl")
    policy = from_plain(Policy, read(town, f"proposals/{proposal}/policy.json"))
    roll, counted = (read(town, f"proposals/{proposal}/{name}.json") for name in ("roll", "counted"))
    result = read(town, f"proposals/{proposal}/result.json")

    for row in rows:
        hidden = (bytes.fromhex(row[name]) for name in ("group", "nonce", "phrase"))
        assert row["commitment"] == framed("rsn/ballot/v1", proposal.encode(), row["choice"].encode(), *hidden)
    commitments = [row["commitment"] for row in rows]
    assert commitments == sorted(commitments)
    assert len(rows) == len(counted) == len(set(counted)) == 12
    assert set(counted) <= set(roll) and roll == sorted(roll) and len(roll) == 20
    again = count_vote(policy, (), (row["choice"] for row in rows), eligible=len(roll))
    assert shown(town, proposal).result == again
    assert result["result"]["scores"] == {"yes": 8, "no": 3, "abstain": 1}


def test_a_row_holds_what_recomputes_it_and_nothing_else(town: Town) -> None:
    proposal = town.closed("yyyyyyyynnna")

    for row in lines(town, f"proposals/{proposal}/ballots.jsonl"):
        assert set(row) == {"commitment", "choice", "group", "nonce", "phrase"}


def test_below_ten_ballots_the_count_is_told_and_no_row_is(town: Town) -> None:
    few = town.closed("yyyyynnnn")
    page = shown(town, few)

    assert page.result is not None and (page.result.yes, page.result.no) == (5, 4)
    assert not page.rows_published
    assert not (town.record / f"proposals/{few}/ballots.jsonl").exists()
    assert len(read(town, f"proposals/{few}/counted.json")) == 9


def test_ten_ballots_are_enough_for_rows(town: Town) -> None:
    proposal = town.closed("yyyyyynnnn")

    assert shown(town, proposal).rows_published
    assert len(lines(town, f"proposals/{proposal}/ballots.jsonl")) == 10


def test_no_count_and_no_ballot_leaves_the_box_before_the_close(town: Town) -> None:
    proposal = town.voting()
    for voter in range(12):
        town.cast(proposal, voter)
    town.publish(days=6)
    page = shown(town, proposal)

    assert page.result is None
    names = {path.name for path in (town.record / "proposals" / proposal).iterdir()}
    assert names == {"proposal.json", "policy.json", "roll.json"}


def test_the_log_commits_to_roll_policy_text_ballots_and_result(town: Town) -> None:
    proposal = town.certified()
    place = f"proposals/{proposal}"
    said = {entry["type"]: entry for entry in logged(town.record)}
    commitments = [row["commitment"] for row in lines(town, f"{place}/ballots.jsonl")]
    result = {"number": 1, "hash": sha256(town, f"{place}/result.json")}

    assert said["freeze"]["roll"] == {"count": 20, "hash": sha256(town, f"{place}/roll.json")}
    assert said["freeze"]["policy"] == sha256(town, f"{place}/policy.json") == shown(town, proposal).policy_hash
    assert said["freeze"]["text"] == sha256(town, f"{place}/proposal.json")
    assert said["close"]["ballots"] == {
        "count": 12,
        "hash": hashlib.sha256(canonical(commitments)).hexdigest(),
    }
    assert said["close"]["result"] == said["certify"]["result"] == result
    assert said["certify"]["outcome"] == "adopted"


def test_files_of_a_vote_are_written_once_and_never_again(town: Town) -> None:
    proposal = town.certified()
    before = files(town.record / "proposals")
    put(town.store, town.member(40))
    town.publish(days=30)

    assert files(town.record / "proposals") == before
    assert town.state(proposal) is State.ADOPTED


def test_the_text_is_salted_so_that_its_hash_does_not_tell_it(town: Town) -> None:
    one, two = town.frozen(author=1), town.frozen(author=2)
    salts = {read(town, f"proposals/{p}/proposal.json")["salt"] for p in (one, two)}

    assert len(salts) == 2
    assert {len(bytes.fromhex(salt)) for salt in salts} == {16}


def test_lost_files_of_a_decided_vote_are_an_error_that_says_what_to_do(town: Town) -> None:
    proposal = town.certified()
    (town.record / "proposals" / proposal / "roll.json").unlink()

    with pytest.raises(RecordLost, match="Restore the record folder"):
        town.publish(days=1)


def test_people_are_named_on_a_proposal_only_as_they_agreed(town: Town) -> None:
    proposal = town.sponsoring(0, named=True)
    other = town.sponsoring(1)
    for member, named in ((6, True), (7, False)):
        arguments.argue(
            town.store, proposal, town.id(member), ArgumentKind.FOR, f"By {member}", town.now, named=named
        )
    town.publish()

    assert (shown(town, proposal).author, shown(town, other).author) == ("voter-00", "")
    assert {a.text: a.by for a in shown(town, proposal).arguments} == {"By 6": "voter-06", "By 7": ""}


def test_a_name_given_once_is_gone_when_its_entry_is_no_longer_public(town: Town) -> None:
    proposal = town.sponsoring(0, named=True)
    hidden = town.member(0)
    put(town.store, type(hidden)(**{**vars(hidden), "consents": {}}))
    town.publish()

    assert shown(town, proposal).author == ""


def test_what_a_steward_took_off_is_gone_and_its_reason_and_mark_stand(town: Town) -> None:
    proposal = town.sponsoring()
    said = arguments.argue(town.store, proposal, town.id(6), ArgumentKind.FOR, "a canary sings", town.now)
    town.publish()
    moderation.remove_argument(town.store, said.id, ModerationReason.INSULT, town.steward, town.now)
    town.publish()
    (argument,) = shown(town, proposal).arguments
    trace = next(entry for entry in logged(town.record) if entry["type"] == "moderation")

    assert (argument.text, argument.by, argument.removed) == ("", "", "insult")
    assert (trace["act"], trace["reason"], trace["proposal"]) == ("remove_argument", "insult", proposal)
    everything = b"".join(files(town.record).values())
    assert b"a canary sings" not in everything
    assert town.steward.encode() not in everything and said.id.encode() not in everything


def test_turnout_moves_with_the_clock_hour_and_in_steps_of_five(town: Town) -> None:
    proposal = town.voting()
    for voter in range(7):
        town.cast(proposal, voter)
    told = [shown(town, proposal).turnout]
    town.publish(minutes=1)
    told.append(shown(town, proposal).turnout)
    town.publish(hours=1)
    told.append(shown(town, proposal).turnout)
    for voter in range(7, 12):
        town.cast(proposal, voter)
    town.publish(minutes=10)
    told.append(shown(town, proposal).turnout)
    town.publish(hours=1)
    told.append(shown(town, proposal).turnout)

    assert told == [0, 0, 5, 5, 10]


def test_an_hour_in_which_nothing_changed_changes_no_file_of_the_record(town: Town) -> None:
    town.voting()
    before, sequence = files(town.record), town.publish().sequence
    later = town.publish(hours=5)

    assert (later.changed, later.sequence) == (False, sequence)
    assert files(town.record) == before


def test_the_record_is_for_everyone_and_what_lies_beside_it_is_not(town: Town) -> None:
    town.voting()
    modes = {path.name: oct(path.stat().st_mode & 0o777) for path in town.data.rglob("*")}

    assert modes["checkpoint"] == modes["files"] == modes["vkey"] == "0o644"
    tiles = [path for path in (town.record / "tile").rglob("*") if path.is_file()]
    assert {oct(path.stat().st_mode & 0o777) for path in tiles} == {"0o644"}
    assert modes["proposals.json"] == modes["index.json"] == "0o644"
    assert modes["record"] == modes["state"] == modes["proposals"] == modes["tile"] == "0o755"
    assert modes["next_due"] == modes["turnout"] == modes["log.json"] == modes["log-index.json"] == "0o600"
    assert modes["log.key"] == modes["receipt.key"] == "0o600"
    assert modes["keys"] == modes["frozen"] == "0o700"
    assert not {"publishing", "log-plan"} & modes.keys()


def test_the_same_store_and_moment_give_the_same_bytes_elsewhere(town: Town, tmp_path_factory: Any) -> None:
    town.voting()
    other = tmp_path_factory.mktemp("other")
    shutil.copytree(town.data / "keys", other / "keys")
    publish(town.store, town.catalogue, other / "record", town.now)
    again = town.publish()

    assert not again.changed
    # How often was published is told by the number, the widths of the tiles and the proofs between the heads.
    theirs, ours = files(other / "record"), files(town.record)
    same = {name for name in theirs if name not in ("index.json", "files") and not name.startswith("tile/")}
    assert {name: theirs[name] for name in same} == {name: ours.get(name) for name in same}
    assert raw_entries(other / "record") == raw_entries(town.record)


def test_next_due_says_when_and_which_sequence(town: Town) -> None:
    town.deliberation()
    published = town.publish()
    said = json.loads((town.data / "next_due").read_bytes())

    assert said == {"next_due": "2026-09-02T00:00:00Z", "sequence": published.sequence}
    assert published.next_due - town.now < timedelta(days=1)
