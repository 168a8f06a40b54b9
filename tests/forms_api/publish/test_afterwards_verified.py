"""What follows a count is verified from the published files alone: splits, second readings, lots, recounts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from domain.governance.policy import ConstituencyRule, TieRule
from domain.record.verifying import check_record
from forms_api.services import draws, recounts
from forms_api.services.receipts import sign_promise
from forms_api.signing import verify
from forms_api.store.memory import MemoryStore
from tests.forms_api.afterwards_town import (
    A_FEW,
    SECRETS,
    a_recount,
    a_town,
    about,
    counted_again,
    with_group,
)
from tests.forms_api.town import Town


def answers(town: Town) -> list[str]:
    """What `rsn verify` says of each vote of the record."""

    def read(name: str) -> bytes | None:
        path = town.record / name
        return path.read_bytes() if path.is_file() else None

    present = [str(path.relative_to(town.record)) for path in town.record.rglob("*") if path.is_file()]
    report = check_record(read, verify, present).report
    return [report.answer.value, *(vote.answer.value for vote in report.votes)]


def test_a_split_is_recomputed_once_it_is_told(tmp_path: Path) -> None:
    town = a_town(tmp_path, MemoryStore(), 24, constituency=ConstituencyRule.CONCURRENT, quorum=A_FEW)
    with_group(town, 12)
    town.closed("yyyyyyyynnnn" + "yyyyyyyyynnn", program=about(town))
    assert answers(town)[1:] == ["signed but not recomputable"]
    town.publish(hours=72)

    assert answers(town) == ["verified", "verified"]


def test_every_stage_of_a_second_reading_is_verified(tmp_path: Path) -> None:
    town = a_town(tmp_path, MemoryStore(), 30, constituency=ConstituencyRule.SECOND_READING, quorum=A_FEW)
    with_group(town, 12)
    proposal = town.closed("n" * 9 + "yyy" + "y" * 14 + "nnnn", program=about(town))
    for hours in (72, 7 * 24, 48):
        town.publish(hours=hours)
        assert answers(town) == ["verified", "verified"]
    for voter in range(16):
        town.cast(proposal, voter, "yes" if voter < 12 else "no")
    for hours in (8 * 24, 72):
        town.publish(hours=hours)
        assert answers(town) == ["verified", "verified"]


def test_a_lot_is_drawn_again(tmp_path: Path) -> None:
    town = a_town(tmp_path, MemoryStore(), tie=TieRule.DRAW, quorum=A_FEW)
    proposal = town.frozen()
    for who, secret in enumerate(SECRETS):
        draws.commit(town.store, proposal, town.id(who), secret, town.now)
    town.publish(hours=48)
    for voter in range(12):
        town.cast(proposal, voter, "yes" if voter < 6 else "no")
    town.publish(days=8)
    for who, secret in enumerate(SECRETS):
        draws.reveal(town.store, proposal, town.id(who), secret, town.now)
    town.publish(hours=72)

    assert answers(town) == ["verified", "verified"]


def test_a_recount_with_a_late_commitment_is_verified(tmp_path: Path) -> None:
    town = a_town(tmp_path, MemoryStore())
    proposal = town.closed()
    a_recount(town, proposal)
    assert answers(town) == ["verified", "verified"]
    promise = sign_promise(town.record, proposal, "ab" * 32)
    recounts.add_late(town.store, town.record, proposal, promise, town.steward)
    counted_again(town, proposal)
    town.publish()

    assert answers(town) == ["verified", "verified"]
    result = json.loads((town.record / "proposals" / proposal / "result.json").read_bytes())
    assert (result["number"], result["voids"]) == (2, 1)


@pytest.mark.parametrize("name", ["result-1.json", "ballots.jsonl"])
def test_an_earlier_result_and_the_rows_of_the_newest_cannot_be_changed(tmp_path: Path, name: str) -> None:
    town = a_town(tmp_path, MemoryStore())
    proposal = town.closed()
    a_recount(town, proposal)
    counted_again(town, proposal)
    town.publish()
    path = town.record / "proposals" / proposal / name
    path.write_bytes(path.read_bytes().replace(b"yes", b"no", 1))

    assert answers(town)[0] == "broken"
