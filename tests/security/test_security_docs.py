"""docs/security.md names every requirement, and for each the tests there are: no more, and none left out."""

from __future__ import annotations

import re

import pytest

from tests.security.guards import all_guards
from tests.security.removing import CHECKOUT

ROW = re.compile(r"^\| (\d+) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
NUMBERED = re.compile(r"^def (test_s0?(\d+)_\w+)\(", re.MULTILINE)
DOES_NOT_APPLY = "Does not apply: "


@pytest.fixture(scope="module")
def held_by() -> dict[int, set[str]]:
    """Return for each requirement the tests that the page names, as FILE::NAME below tests/."""
    rows = ROW.findall((CHECKOUT / "docs" / "security.md").read_text("utf-8"))
    assert [int(number) for number, _, _ in rows] == list(range(1, 81))
    return {int(number): set(named(cell)) for number, _, cell in rows}


def named(cell: str) -> list[str]:
    found = []
    for part in cell.split("<br>"):
        file, *tests = re.findall(r"`([^`]+)`", part)
        found += [f"{file}::{test}" for test in tests]
    return found


@pytest.fixture(scope="module")
def numbered() -> dict[str, int]:
    """Return the number of each numbered test there is."""
    folder = CHECKOUT / "tests"
    files = [path for path in folder.rglob("test_*.py") if "def test_s" in path.read_text("utf-8")]
    found = ((path, NUMBERED.findall(path.read_text("utf-8"))) for path in files)
    return {f"{path.relative_to(folder)}::{name}": int(n) for path, names in found for name, n in names}


def test_every_test_the_page_names_is_there(held_by: dict[int, set[str]]) -> None:
    gone = []
    for one in set().union(*held_by.values()):
        file, _, test = one.partition("::")
        path = CHECKOUT / "tests" / file
        if not path.exists() or f"def {test}(" not in path.read_text("utf-8"):
            gone.append(one)

    assert gone == []


def test_every_numbered_test_stands_in_the_row_of_its_number(
    held_by: dict[int, set[str]], numbered: dict[str, int]
) -> None:
    assert {one: number for one, number in numbered.items() if one not in held_by[number]} == {}


def test_every_requirement_has_a_test_or_says_why_it_does_not_apply(held_by: dict[int, set[str]]) -> None:
    rows = ROW.findall((CHECKOUT / "docs" / "security.md").read_text("utf-8"))
    told = {int(number) for number, _, cell in rows if cell.startswith(DOES_NOT_APPLY)}

    assert {number for number, tests in held_by.items() if not tests} == told


def test_every_guard_is_missed_by_a_test_of_its_row(held_by: dict[int, set[str]]) -> None:
    wrong = [
        (guard.number, guard.test)
        for guard in all_guards()
        if guard.test.removeprefix("tests/").partition("[")[0] not in held_by[guard.number]
    ]

    assert wrong == []
