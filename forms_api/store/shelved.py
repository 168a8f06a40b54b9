"""What every store with its records in memory has in common: units of work, one at a time, whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from threading import Lock, get_ident
from types import SimpleNamespace
from typing import Any, cast

from forms_api.store.base import COLLECTIONS, Home, StoreClosed, TwoHomes, UnitInsideUnit, UnitOfWork
from forms_api.store.shelf import ReadingRepository, Shelf, ShelfRepository

Changes = Mapping[str, Mapping[str, Any]]
"""By collection and key the record as it is after a unit of work, None where it was removed."""

HOME_OF = {collection.name: collection.home for collection in COLLECTIONS}


class ShelvedStore:
    """Shelves and the turn-taking at them; what lasts is up to `_commit` and `_rewrite`."""

    def __init__(self) -> None:
        self._shelves = {collection.name: Shelf(collection) for collection in COLLECTIONS}
        self._turn = Lock()
        self._whose_turn: int | None = None
        self._closed = False

    @contextmanager
    def unit(self) -> Iterator[UnitOfWork]:
        with self._alone():
            repositories = {name: ShelfRepository[Any](shelf) for name, shelf in self._shelves.items()}
            try:
                yield cast(UnitOfWork, SimpleNamespace(**repositories))
                self._commit_changes({n: r.changes() for n, r in repositories.items() if r.changes()})
            except BaseException:
                for repository in repositories.values():
                    repository.take_back()
                raise
            finally:
                for repository in repositories.values():
                    repository.end()

    @contextmanager
    def reading(self) -> Iterator[UnitOfWork]:
        with self._alone():
            repositories = {name: ReadingRepository[Any](shelf) for name, shelf in self._shelves.items()}
            try:
                yield cast(UnitOfWork, SimpleNamespace(**repositories))
            finally:
                for repository in repositories.values():
                    repository.end()

    def settle(self) -> None:
        """Return at once: a unit is committed durably before the next begins."""

    def rewrite(self, home: Home) -> None:
        with self._alone():
            self._rewrite(home)

    def close(self) -> None:
        if self._whose_turn == get_ident():
            raise UnitInsideUnit
        with self._turn:
            if not self._closed:
                self._closed = True
                self._let_go()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        if self._whose_turn == get_ident():
            raise UnitInsideUnit
        with self._turn:
            if self._closed:
                raise StoreClosed("The store has been closed.")
            self._whose_turn = get_ident()
            try:
                yield
            finally:
                self._whose_turn = None

    def _commit_changes(self, changes: Changes) -> None:
        homes = frozenset(HOME_OF[name] for name in changes)
        if len(homes) > 1:
            raise TwoHomes(homes)
        for home in homes:
            self._commit(home, changes)

    def _commit(self, home: Home, changes: Changes) -> None:
        """Make the changes of one home last before returning; an exception discards them."""

    def _rewrite(self, home: Home) -> None:
        """Write the home's file anew."""

    def _let_go(self) -> None:
        """Give back what was held of the outside."""
