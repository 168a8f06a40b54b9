"""docs/methods.md says what the counts do: every method has a section, and its example comes out as it says."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from domain.governance.case import read_case
from domain.governance.methods.branching import MOST_STATES
from domain.governance.methods.result import Status
from domain.governance.tally import METHODS, tally

PAGE = (Path(__file__).resolve().parent.parent / "docs" / "methods.md").read_text("utf-8")
SECTIONS = dict(re.findall(r"^## `(\w+)`\n(.*?)(?=^## )", PAGE, re.MULTILINE | re.DOTALL))


def test_every_method_has_a_section_that_says_the_same_five_things() -> None:
    assert list(SECTIONS) == list(METHODS)
    for section in SECTIONS.values():
        assert all(f"\n**{what}" in section for what in ("How it counts.", "Ties.", "Invalid", "Source."))


@pytest.mark.parametrize("method", METHODS)
def test_the_example_comes_out_as_it_says(method: str) -> None:
    case = json.loads(SECTIONS[method].split("```json\n")[1].split("```")[0])
    said = json.loads(re.findall(r"^Result: `(.*)`$", SECTIONS[method], re.MULTILINE)[0])
    result = tally(read_case(case))

    assert case["method"] == method
    assert {key: result[key] for key in said} == said


def test_every_status_is_explained_and_the_limit_is_the_one_of_the_code() -> None:
    assert all(f"| `{status.value}` |" in PAGE for status in Status)
    assert f"beyond {MOST_STATES:,} different ways".replace(",", " ") in PAGE
