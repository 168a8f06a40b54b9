"""Limits, wherever tries are counted."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from forms_api.limits import KEPT, Counts, Limit, Limiter, MemoryCounts, TooMany
from forms_api.limits_sqlite import SqliteCounts
from tests.builders import NOW

HOUR = timedelta(hours=1)
SECRET = b"s" * 32
Made = Callable[[], Counts]


@pytest.fixture(params=["memory", "sqlite"])
def counts(request: pytest.FixtureRequest, tmp_path: Path) -> Counts:
    return MemoryCounts() if request.param == "memory" else SqliteCounts(tmp_path / "limits.sqlite")


def allowed(limiter: Limiter, *limits: Limit, at: timedelta = timedelta()) -> bool:
    try:
        limiter.take(NOW + at, *limits)
    except TooMany:
        return False
    return True


def test_who_is_refused_by_one_limit_uses_up_no_other(counts: Counts) -> None:
    limiter = Limiter(SECRET, counts)
    everybody, one = Limit("mail", "all", 3, HOUR), Limit("mail", "ada", 1, HOUR)
    tries = [allowed(limiter, everybody, one) for _ in range(9)]

    assert tries == [True] + [False] * 8
    assert [allowed(limiter, everybody) for _ in range(3)] == [True, True, False]


def test_the_wait_told_is_that_of_the_slowest_limit(counts: Counts) -> None:
    limiter = Limiter(SECRET, counts)
    limiter.take(NOW, Limit("mail", "all", 9, HOUR), Limit("mail", "ada", 1, HOUR))
    with pytest.raises(TooMany) as refused:
        limiter.take(NOW + timedelta(minutes=20), Limit("mail", "ada", 1, HOUR), Limit("mail", "x", 1, HOUR))

    assert refused.value.seconds == 40 * 60


def test_a_try_before_midnight_counts_after_it_under_another_key(counts: Counts) -> None:
    limiter, midnight = (
        Limiter(SECRET, counts),
        timedelta(days=1) - (NOW - NOW.replace(hour=0, minute=0, second=0)),
    )
    one = Limit("code", "ABCD", 1, HOUR)

    assert allowed(limiter, one, at=midnight - timedelta(minutes=1))
    assert not allowed(limiter, one, at=midnight + timedelta(minutes=1))
    assert allowed(limiter, one, at=midnight + HOUR)


def test_tries_are_forgotten_after_a_day(tmp_path: Path) -> None:
    counts = SqliteCounts(tmp_path / "limits.sqlite")
    limiter = Limiter(SECRET, counts)
    for hours in range(3):
        allowed(limiter, Limit("mail", str(hours), 1, HOUR), at=timedelta(hours=hours))
    allowed(limiter, Limit("mail", "later", 1, HOUR), at=KEPT + timedelta(hours=2))
    with counts.opened(()) as tries:
        tries.forget(NOW)
    kept = counts._connection.execute("SELECT count(*) FROM tries").fetchone()

    assert kept == (2,)


def test_of_many_processes_at_once_no_more_than_allowed_get_through(tmp_path: Path) -> None:
    limiters = [Limiter(SECRET, SqliteCounts(tmp_path / "limits.sqlite")) for _ in range(8)]
    one = Limit("code", "ABCD", 5, HOUR)
    with ThreadPoolExecutor(8) as pool:
        passed = list(pool.map(lambda number: allowed(limiters[number % 8], one), range(40)))

    assert sum(passed) == 5
