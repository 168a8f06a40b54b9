"""What the contract's tests do with a store again and again."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from forms_api.store.base import Repository, Store


def add(store: Store, collection: str, *records: Any) -> None:
    """Add the records in one unit of work."""
    with store.unit() as unit:
        for record in records:
            getattr(unit, collection).add(record)


def keys(repository: Repository[Any]) -> list[str]:
    return [record.id for record in repository]


def at_once(threads: int, act: Callable[[int], object]) -> list[BaseException]:
    """Return what went wrong where so many threads do *act* at one time."""
    start, wrong = threading.Barrier(threads), []

    def run(number: int) -> None:
        start.wait()
        try:
            act(number)
        except Exception as error:
            wrong.append(error)

    running = [threading.Thread(target=run, args=(n,)) for n in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    return wrong
