"""Every guard stands where it is said to stand, and its test misses it."""

from __future__ import annotations

import pytest

from tests.security.guards import Guard, all_guards
from tests.security.removing import CHECKOUT, MISSED, verdicts, without_guard

TRIED_EVERY_DAY = ("domain/names.py", "presentation/spreadsheets.py")
"""The files of a few quick ones; `make guards` and `make test-long` try all."""


def name_of(guard: Guard) -> str:
    return f"{guard.number}-{guard.test.rpartition('::')[2]}"


@pytest.mark.parametrize("guard", all_guards(), ids=name_of)
def test_a_guarded_line_stands_once_and_its_test_is_there(guard: Guard) -> None:
    module, _, test = guard.test.partition("::")
    left = without_guard((CHECKOUT / guard.file).read_text("utf-8"), guard)

    assert left
    assert f"def {test.partition('[')[0]}(" in (CHECKOUT / module).read_text("utf-8")


def test_a_test_misses_the_line_it_guards() -> None:
    chosen = [guard for guard in all_guards() if guard.file in TRIED_EVERY_DAY]

    assert len(chosen) == len(TRIED_EVERY_DAY)
    assert [
        (one.guard.number, one.outcome, one.said) for one in verdicts(chosen, 1) if one.outcome != MISSED
    ] == []


@pytest.mark.long
def test_every_test_misses_the_line_it_guards() -> None:
    judged = list(verdicts(all_guards(), 2))
    print(f"{sum(one.outcome == MISSED for one in judged)} of {len(judged)} guards are missed.")

    assert [(one.guard.number, one.outcome, one.said) for one in judged if one.outcome != MISSED] == []
