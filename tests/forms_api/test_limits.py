"""Limits, wherever tries are counted."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from forms_api.config import Config
from forms_api.limits import KEPT, Counts, Limit, Limiter, MemoryCounts, TooMany
from forms_api.limits_kept import counts_for
from forms_api.limits_postgres import PostgresCounts
from forms_api.limits_sqlite import SqliteCounts
from forms_api.store.base import StoreFailed
from forms_api.store.postgres import PostgresStore
from tests.builders import NOW

HOUR = timedelta(hours=1)
SECRET = b"s" * 32


@pytest.fixture(params=["memory", "sqlite", "postgres"])
def counts(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Counts]:
    if request.param == "memory":
        yield MemoryCounts()
    elif request.param == "sqlite":
        yield SqliteCounts(tmp_path / "limits.sqlite")
    else:
        store = PostgresStore.open(request.getfixturevalue("postgres_url"), fsync_off=True)
        yield PostgresCounts(store)
        store.close()


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


def test_of_many_threads_at_once_no_more_than_allowed_get_through(counts: Counts) -> None:
    one = Limit("code", "ABCD", 5, HOUR)
    with ThreadPoolExecutor(8) as pool:
        passed = list(pool.map(lambda _: allowed(Limiter(SECRET, counts), one), range(40)))

    assert sum(passed) == 5


def test_a_store_in_postgresql_counts_for_all_machines_whatever_the_file(
    postgres_url: str, config: Config
) -> None:
    store = PostgresStore.open(postgres_url, fsync_off=True)
    try:
        assert isinstance(counts_for(config, store), PostgresCounts)
    finally:
        store.close()


def test_a_count_that_cannot_be_kept_refuses_the_try(tmp_path: Path) -> None:
    counts = SqliteCounts(tmp_path / "limits.sqlite")
    counts.close()

    with pytest.raises(StoreFailed):
        Limiter(SECRET, counts).take(NOW, Limit("code", "ABCD", 5, HOUR))
