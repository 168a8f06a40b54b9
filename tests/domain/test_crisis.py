"""An activation from its asking to its figures."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from domain.crisis import (
    AGREED_WITHIN,
    Activation,
    Answer,
    Called,
    Figures,
    figures,
    last_drill,
    minutes,
    next_in_line,
    still_to_call,
)

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def activation(key: str = "z", **changes: Any) -> Activation:
    values = {"playbook": "power-cut", "drill": True, "by": "ada", "asked_at": NOW, **changes}
    return Activation(key, **values)


def called(member: str, answer: Answer | None = None, after: int = 0, slot: int = 0) -> Called:
    at = NOW + after * MINUTE if answer else None
    return Called(f"z/{member}/{slot}", "z", member, slot, NOW, answer=answer, answered_at=at)


@pytest.mark.parametrize(
    ("changes", "waits", "runs"),
    [
        ({}, True, False),
        ({"asked_at": NOW - AGREED_WITHIN}, False, False),
        ({"withdrawn_at": NOW}, False, False),
        ({"second": "ben", "started_at": NOW}, False, True),
        ({"second": "ben", "started_at": NOW, "ended_at": NOW}, False, False),
    ],
)
def test_an_activation_waits_for_a_second_word_then_runs_until_it_is_ended(
    changes: dict[str, Any], waits: bool, runs: bool
) -> None:
    found = activation(**changes)

    assert (found.waiting(NOW), found.running) == (waits, runs)


def test_people_are_counted_once_whatever_jobs_they_are_asked_for() -> None:
    calls = [
        called("ada", Answer.YES, 9),
        called("ada", Answer.NO, 3, slot=1),
        called("ben", Answer.LATER, 5),
        called("cy"),
        called("dot", Answer.YES, 4),
    ]

    assert figures(NOW, calls) == Figures(called=4, reached=3, said_yes=2, first_yes=4 * MINUTE)


def test_where_nobody_said_yes_there_is_no_first_yes() -> None:
    assert figures(NOW, [called("ada", Answer.NO, 2)]).first_yes is None


def test_a_clock_set_back_makes_no_answer_earlier_than_its_question() -> None:
    assert figures(NOW, [called("ada", Answer.YES, -3)]).first_yes == timedelta()


@pytest.mark.parametrize(("seconds", "whole"), [(0, 0), (1, 1), (60, 1), (61, 2)])
def test_begun_minutes_count(seconds: int, whole: int) -> None:
    assert minutes(timedelta(seconds=seconds)) == whole


def test_the_last_drill_is_the_one_that_ended_last_and_nothing_else() -> None:
    ended = {"started_at": NOW, "ended_at": NOW}
    older = activation("older", **ended)
    newer = activation("newer", started_at=NOW, ended_at=NOW + MINUTE)
    others = [
        activation("real", drill=False, started_at=NOW, ended_at=NOW + 9 * MINUTE),
        activation("running", started_at=NOW),
        activation("never-begun", ended_at=NOW + 9 * MINUTE),
        activation("elsewhere", playbook="fever", **ended),
    ]

    assert last_drill([newer, older, *others], "power-cut") == newer
    assert last_drill(others, "power-cut") is None


def test_a_no_makes_room_for_one_call_more() -> None:
    calls = [called("ada", Answer.NO), called("ben", Answer.YES), called("cy")]

    assert still_to_call(3, calls) == 1
    assert still_to_call(1, calls) == 0


def test_the_next_in_line_is_the_first_who_was_not_called() -> None:
    calls = [called("ada"), called("cy")]

    assert next_in_line(["ada", "ben", "cy", "dot"], calls) == "ben"
    assert next_in_line(["ada"], calls) is None
