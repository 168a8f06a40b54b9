"""How the ballots came in: told with the certified result, and only where every way has enough of them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from domain.governance.policy import Method
from domain.privacy import SPLIT_FROM_BALLOTS, channels_told
from domain.record.verification import Answer, VoteReport
from domain.record.verifying import check_record
from forms_api.services import paper_table
from forms_api.services.ballot_codes import make_letters
from forms_api.signing import verify
from tests.forms_api.ballot_town import a_vote
from tests.forms_api.town import Town


def a_certified_vote(tmp_path: Path, paper: int, web: int) -> tuple[Town, str]:
    town = Town(tmp_path, people=30)
    vote = a_vote(town, Method.SCHULZE, paper=True)
    letters = make_letters(town.store, vote, None, "set", town.steward, town.now)
    batch = paper_table.begin(town.store, town.record, vote, town.id(0), "batch", town.now)
    for letter in letters[:paper]:
        choice = '{"ranking":[["a-tree"]]}'
        paper_table.enter(town.store, town.record, vote, batch, town.id(0), letter.code, choice, town.now)
    paper_table.confirm(town.store, town.record, vote, batch, town.id(1), town.now)
    for voter in range(paper, paper + web):
        town.cast(vote, voter, '{"ranking":[["a-bench"]]}')
    town.publish(days=9)
    before = result(town, vote)
    town.publish(days=4)

    assert "channels" not in before, "two numbered results would tell by subtraction"
    return town, vote


def checked(town: Town) -> Sequence[VoteReport]:
    def read(name: str) -> bytes:
        return (town.record / name).read_bytes()

    return check_record(read, verify).report.votes


def result(town: Town, vote: str) -> dict[str, Any]:
    said: dict[str, Any] = json.loads((town.record / "proposals" / vote / "result.json").read_bytes())
    return said


def test_with_enough_by_each_way_the_certified_result_tells_them(tmp_path: Path) -> None:
    town, vote = a_certified_vote(tmp_path, paper=11, web=12)

    assert result(town, vote)["channels"] == {"paper": 11, "web": 12}
    assert result(town, vote)["number"] == 2
    assert [vote.answer for vote in checked(town)] == [Answer.VERIFIED]


@pytest.mark.parametrize(("paper", "web"), [(10, 14), (14, 10)])
def test_with_fewer_by_one_way_none_is_told(tmp_path: Path, paper: int, web: int) -> None:
    town, vote = a_certified_vote(tmp_path, paper=paper, web=web)

    assert "channels" not in result(town, vote)
    assert result(town, vote)["number"] == 1


def test_a_single_way_tells_that_nobody_took_the_other_and_is_not_told() -> None:
    assert channels_told([SPLIT_FROM_BALLOTS, SPLIT_FROM_BALLOTS])
    assert not channels_told([SPLIT_FROM_BALLOTS - 1, 40])
    assert not channels_told([40])
