"""Elections from elsewhere with known outcomes: worked examples of papers, real votes, ties."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from domain.governance.case import read_case
from domain.governance.tally import tally

FOLDER = os.environ.get("RSN_FIXTURES")
CASES = sorted(Path(FOLDER, "elections").glob("*.json")) if FOLDER else []

if not CASES:
    pytest.skip("RSN_FIXTURES names no folder with known elections.", allow_module_level=True)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_known_election_comes_out_as_known(path: Path) -> None:
    plain = json.loads(path.read_text(encoding="utf-8"))
    result = tally(read_case(plain))

    assert {key: result.get(key) for key in plain["expected"]} == plain["expected"]
