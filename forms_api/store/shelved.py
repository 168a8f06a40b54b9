"""What every store with its records in memory has in common: units of work, one at a time, whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from threading import get_ident
from types import TracebackType
from typing import Any, cast

from forms_api.store.base import COLLECTIONS, Home, StoreClosed, TwoHomes, UnitInsideUnit, UnitOfWork
from forms_api.store.shelf import ReadingRepository, Shelf, ShelfRepository
from forms_api.store.turn import Turn

Changes = Mapping[str, Mapping[str, bytes | None]]
"""By collection and key the record as it is after a unit of work, as JSON, None where it was removed."""
Wait = Callable[[], None]
"""What returns when a unit of work is durable, or raises StoreFailed when it was taken back."""

HOME_OF = {collection.name: collection.home for collection in COLLECTIONS}


class Repositories:
    """A unit of work as its user sees it: the repository of a collection is made when it is first asked for."""

    def __init__(self, shelves: Mapping[str, Shelf], kind: type[ShelfRepository[Any]]) -> None:
        self._shelves = shelves
        self._kind = kind

    def __getattr__(self, name: str) -> ShelfRepository[Any]:
        shelf = self.__dict__["_shelves"].get(name)
        if shelf is None:
            raise AttributeError(f"There is no collection {name}.")
        repository: ShelfRepository[Any] = self._kind(shelf)
        self.__dict__[name] = repository
        return repository


class Work(AbstractContextManager[UnitOfWork]):
    """One unit of work: begun with the turn, ended by a commit or by taking everything back."""

    __slots__ = ("_kind", "_store", "_unit")

    def __init__(self, store: ShelvedStore, kind: type[ShelfRepository[Any]]) -> None:
        self._store = store
        self._kind = kind

    def __enter__(self) -> UnitOfWork:
        self._store.begin()
        self._unit = Repositories(self._store.shelves, self._kind)
        return cast(UnitOfWork, self._unit)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        used = {n: r for n, r in vars(self._unit).items() if isinstance(r, ShelfRepository)}
        wait: Wait | None = None
        try:
            if error is None and self._kind is ShelfRepository:
                wait = self._store.commit(used)
            else:
                _take_back(used)
        except BaseException:
            _take_back(used)
            raise
        finally:
            for repository in used.values():
                repository.end()
            self._store.end()
        if wait is not None:
            wait()


class ShelvedStore:
    """Shelves and the turn-taking at them; what lasts is up to `_commit` and `_rewrite`."""

    def __init__(self) -> None:
        self.shelves = {collection.name: Shelf(collection) for collection in COLLECTIONS}
        self.changed = dict.fromkeys(self.shelves, 0)
        """How often each collection was changed since the store was opened, what was taken back included."""
        self._turn = Turn()
        self._whose_turn: int | None = None
        self._closed = False

    def unit(self) -> AbstractContextManager[UnitOfWork]:
        return Work(self, ShelfRepository)

    def reading(self) -> AbstractContextManager[UnitOfWork]:
        return Work(self, ReadingRepository)

    def settle(self) -> None:
        """Return at once: a unit is committed durably before the next begins."""

    def health(self) -> str:
        """Return "": nothing can go wrong with memory."""
        return ""

    def rewrite(self, home: Home) -> None:
        with self._alone():
            pass
        self._rewrite(home)

    def close(self) -> None:
        self._demand_outside()
        with self._turn:
            closing, self._closed = not self._closed, True
        if closing:
            self._let_go()

    def begin(self) -> None:
        """Take the turn; every begin is followed by an end."""
        self._demand_outside()
        self._turn.acquire()
        if self._closed:
            self._turn.release()
            raise StoreClosed("The store has been closed.")
        self._whose_turn = get_ident()

    def end(self) -> None:
        """Give up the turn."""
        self._whose_turn = None
        self._turn.release()

    def commit(self, used: Mapping[str, ShelfRepository[Any]]) -> Wait | None:
        """
        Take what a unit of work changed, and return what waits until it is durable.

        Raises:
            TwoHomes: it changed the collections of two homes.
        """
        changed = {name: repository.changes() for name, repository in used.items() if repository.before}
        changes = {name: of for name, of in changed.items() if of}
        homes = frozenset(HOME_OF[name] for name in changes)
        if len(homes) > 1:
            raise TwoHomes(homes)
        for name in changes:
            self.changed[name] += 1
        before = {name: used[name].before for name in changes}
        return next((self._commit(home, changes, lambda: self._put_back(before)) for home in homes), None)

    def _put_back(self, before: Mapping[str, dict[str, bytes | None]]) -> None:
        for name, of in before.items():
            self.changed[name] += 1
            self.shelves[name].put_back(of)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        self.begin()
        try:
            yield
        finally:
            self.end()

    def _demand_outside(self) -> None:
        if self._whose_turn == get_ident():
            raise UnitInsideUnit

    def _commit(self, home: Home, changes: Changes, undo: Callable[[], None]) -> Wait | None:
        """Take the changes of one home; *undo* takes them back in memory. An exception discards them."""
        return None

    def _rewrite(self, home: Home) -> None:
        """Write the home's file anew."""

    def _let_go(self) -> None:
        """Give back what was held of the outside."""


def _take_back(used: Mapping[str, ShelfRepository[Any]]) -> None:
    for repository in used.values():
        repository.take_back()
