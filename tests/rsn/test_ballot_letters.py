"""`rsn codes --vote`: letters with ballot codes from the command line."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from domain.governance.policy import Method
from forms_api.services.ballot_codes import vote_of
from forms_api.store.tinydb import TinyStore
from rsn.__main__ import main
from rsn.clock import machine_clock
from tests.forms_api.ballot_town import a_vote
from tests.forms_api.town import Town

CONTENT = Path(__file__).parents[2] / "content"


@pytest.fixture
def vote(tmp_path: Path) -> str:
    """Leave a store in which a vote that takes paper is open, and members 3 and 4 have no mail."""
    data = tmp_path / "data"
    data.mkdir(mode=0o700)
    # The command asks the machine's clock: the vote opened a day before.
    begun = machine_clock() - timedelta(days=17)
    town = Town(data, people=6, store=TinyStore.open(data / "store"), now=begun)
    for number in range(6):
        mail = "" if number in (3, 4) else f"voter-{number}@weirside.example"
        with town.store.unit() as unit:
            unit.members.put(replace(town.member(number), email=mail))
    proposal = a_vote(town, Method.SCHULZE, paper=True)
    town.store.close()
    return proposal


def codes(tmp_path: Path, *words: str) -> Result:
    extra = ["--out", str(tmp_path / "letters.txt"), "--content", str(CONTENT), "--data", str(tmp_path / "data")]
    return CliRunner().invoke(main, ["codes", *words, *extra], prog_name="rsn")


def test_letters_have_the_name_above_the_fold_and_a_code_that_opens_the_vote(tmp_path: Path, vote: str) -> None:
    told = codes(tmp_path, "--vote", vote)
    letters = (tmp_path / "letters.txt").read_text().split("\f")
    found = [re.findall(r"^  ((?:[0-9A-Z]{4}-){5}[0-9A-Z]{4})$", letter, re.MULTILINE) for letter in letters]
    store = TinyStore.open(tmp_path / "data" / "store")
    opened = {vote_of(store, code).proposal for (code,) in found}
    store.close()

    assert "2 letters in" in told.output and told.exit_code == 0
    assert opened == {vote}
    assert letters[0].startswith("Voter 03\n") and letters[0].index("Voter 03") < letters[0].index("BALLOT CODE")
    assert (tmp_path / "letters.txt").stat().st_mode & 0o777 == 0o600


def test_a_vote_that_takes_no_paper_has_no_letters(tmp_path: Path, vote: str) -> None:
    refused = codes(tmp_path, "--vote", "2026-9")

    assert refused.exit_code == 1
    assert "There is no such proposal here" in refused.output
    assert not (tmp_path / "letters.txt").exists()
