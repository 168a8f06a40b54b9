"""The queue of notices is looked through when it changed, and what is remembered of it is what it holds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from forms_api.services import notice_queue, notices
from forms_api.services.notice_queue import Queue, queue_in, votes_in
from forms_api.store.base import UnitOfWork
from tests.forms_api.town import Town

ZONE = ZoneInfo("Europe/London")


@pytest.fixture
def town(tmp_path: Path) -> Town:
    town = Town(tmp_path, people=6)
    town.voting()
    notices.enqueue(town.store, town.now)
    return town


def claimed(town: Town) -> str:
    notice = notices.waiting(town.store, town.now)[0]
    notices.claim(town.store, notice, ZONE, town.now)
    return notice


ACTS: dict[str, Callable[[Town], object]] = {
    "nothing": lambda town: None,
    "a minute": lambda town: setattr(town, "now", town.now + timedelta(minutes=1)),
    "sent": claimed,
    "not delivered": lambda town: notices.give_back(town.store, claimed(town), town.now),
    "a ballot": lambda town: town.cast("2026-1", 2),
    "another vote": lambda town: town.voting(author=1),
    "all is sent": lambda town: notices.settle_due(town.store, town.now + timedelta(days=30)),
    "the vote ends": lambda town: town.publish(days=40),
    "queued": lambda town: notices.enqueue(town.store, town.now),
}


def test_after_any_act_what_is_remembered_is_what_the_store_holds(town: Town) -> None:
    for name, act in ACTS.items():
        act(town)
        with town.store.reading() as unit:
            assert queue_in(town.store, unit) == notice_queue._queue(unit), name
            assert votes_in(town.store, unit) == tuple(notice_queue._open_votes(unit)), name


def test_where_nothing_changed_the_notices_are_not_looked_through(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    notices.settle_due(town.store, town.now)
    looked: list[Queue] = []

    def counted(unit: UnitOfWork) -> Queue:
        looked.append(queue(unit))
        return looked[-1]

    queue = notice_queue._queue
    monkeypatch.setattr(notice_queue, "_queue", counted)
    for minute in range(5):
        now = town.now + timedelta(minutes=minute)
        assert notices.enqueue(town.store, now) == 0
        assert notices.waiting(town.store, now) == ()

    assert len(looked) <= 1
