"""
The records of one collection in memory, and a unit of work's hold on them.

Rules of this file: a shelf keeps each record as JSON, which is small, and makes a typed record of it when somebody
asks; the last ones asked for are kept as well. Nothing here looks through all records for what an index can tell.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Iterator
from collections.abc import Collection as Collected
from operator import attrgetter, itemgetter
from typing import Any, Generic, TypeVar
from weakref import ref

from forms_api.store.base import AlreadyThere, Collection, Home, ReadOnly, StoreClosed, collection_fields
from forms_api.store.coding import coding_of, decoded, owned_from_plain, plain_value
from forms_api.store.journal_snapshot import decoded_all, encoded

__all__ = ["ReadingRepository", "Shelf", "ShelfRepository", "owned_from_plain"]

T = TypeVar("T")
SOUGHT = frozenset(
    (
        *("activation", "author", "batch", "browser", "by", "cohort", "giver", "helper", "match", "member"),
        *("need", "of", "program", "proposal", "provider", "receiver", "standing", "state", "steward"),
    )
)
"""Fields that services look records up by; where a collection has one it is indexed."""
KEPT = {Home.MAIN: 20_000}
KEPT_OTHERWISE = 2_000
"""How many typed records of a collection are kept: those of the homes that grow without bound are read seldom."""
FEW = 8
"""Up to so many keys that came or went are cheaper put in their places than sorted in."""
TOGETHER = 500
"""So many records are decoded at a time where all are asked for."""


class Answer(list[Any]):
    """A list that can be found again for as long as somebody has it."""


class Shelf:
    """Committed records by key, for each unique combination who has it, and by sought fields who holds what."""

    def __init__(self, collection: Collection, raw: dict[str, bytes] | None = None) -> None:
        self.collection = collection
        self.coding = coding_of(collection)
        self.raw: dict[str, bytes] = {} if raw is None else raw
        self._kept = KEPT.get(collection.home, KEPT_OTHERWISE)
        self._typed: dict[str, Any] = {}
        self._taken: dict[tuple[str, ...], dict[Any, dict[Any, str]]] = {u: {} for u in collection.unique}
        led = {names[0] for names in collection.unique}
        self._by: dict[str, dict[Any, str | set[str]]] = {
            name: {} for name in self.coding.single_values if name in SOUGHT and name not in led
        }
        self._changes = 0
        self._last: tuple[dict[str, object], int, Callable[[], list[Any] | None]] = ({}, -1, lambda: None)
        self._keys: list[str] = []
        self._added: set[str] = set()
        self._gone: set[str] = set()

    def empty(self) -> None:
        """Forget everything."""
        for kept in (self.raw, self._typed, *self._taken.values(), *self._by.values()):
            kept.clear()
        for listed in (self._added, self._gone, self._keys):
            listed.clear()

    def get(self, key: str) -> Any | None:
        """Return the record with this key, or None."""
        found = self._typed.get(key)
        if found is None:
            raw = self.raw.get(key)
            if raw is None:
                return None
            found = self.coding.kept(decoded(raw))
            self._keep(key, found)
        return found

    def lay(self, key: str, record: Any, plain: dict[str, Any]) -> None:
        """Lay *record* under *key*, in the place of what is there."""
        old = self.raw.get(key)
        if old is not None:
            self._unlist(key, decoded(old))
        self.take(key, plain, encoded(plain))
        self._keep(key, record)

    def take(self, key: str, plain: dict[str, Any], raw: bytes) -> None:
        """Take the record that *raw* is, and *plain* is decoded; whatever is under the key is in no index."""
        self._changes += 1
        if key not in self.raw:
            self._list(key)
        self.raw[key] = raw
        for names, taken in self._taken.items():
            first, rest = _split(plain, names)
            taken.setdefault(first, {})[rest] = key
        for name, by in self._by.items():
            _note(by, plain[name], key)

    def take_all(self, plains: list[dict[str, Any]], raws: list[bytes]) -> None:
        """Take many records whose keys and unique combinations are known to be free."""
        keys = [self.coding.key(plain) for plain in plains]
        self.raw.update(zip(keys, raws, strict=True))
        if self._added or self._gone or (self._keys and self._keys[-1] >= keys[0]) or keys != sorted(keys):
            for key in keys:
                self._list(key)
        else:
            self._keys += keys
        for names, taken in self._taken.items():
            for key, (first, rest) in zip(keys, _splits(plains, names), strict=True):
                held = taken.get(first)
                if held is None:
                    held = taken[first] = {}
                held[rest] = key
        for name, by in self._by.items():
            for key, plain in zip(keys, plains, strict=True):
                _note(by, plain[name], key)

    def take_away(self, key: str) -> bytes | None:
        """Take what is under *key* away and return it."""
        raw = self.raw.get(key)
        if raw is not None:
            self._unlist(key, decoded(raw))
            self._clear(key)
        return raw

    def put_back(self, before: dict[str, bytes | None]) -> None:
        """Lay back what was there under these keys."""
        # Out of the indexes first: two records may have swapped a unique combination.
        for key in before:
            now = self.raw.get(key)
            if now is not None:
                self._unlist(key, decoded(now))
        for key, raw in before.items():
            if raw is not None:
                self.take(key, decoded(raw), raw)
            elif key in self.raw:
                self._clear(key)

    def holder(self, key: str, plain: dict[str, Any]) -> str | None:
        """Return the key of another record that has one of these unique combinations, or None."""
        for names, taken in self._taken.items():
            first, rest = _split(plain, names)
            holder = taken.get(first, {}).get(rest)
            if holder is not None and holder != key:
                return holder
        return None

    def found(self, equal: dict[str, object]) -> list[Any]:
        """Return the records whose fields equal these values, in key order."""
        found = self._found_before(equal)
        if found is None:
            found = Answer(self._looked_up(equal))
            # Counting a large vote asks for its box several times over, each of its ballots for its few events.
            self._last = (equal, self._changes, ref(found) if len(found) > FEW else _copied(found))
        return found

    def count(self, equal: dict[str, object]) -> int:
        """Return how many records are found; none of them is looked at where an index alone tells."""
        (name, value), *more = equal.items() or [("", None)]
        led = next((taken for names, taken in self._taken.items() if names[0] == name), None)
        held: Collected[str] | None = None
        if type(value) is str and not more and led is not None:
            held = led.get(value, {}).values()
        elif type(value) is str and not more and name in self._by:
            keys = self._by[name].get(value, ())
            held = [keys] if isinstance(keys, str) else keys
        return len(self.found(equal)) if held is None else len(held)

    def _looked_up(self, equal: dict[str, object]) -> list[Any]:
        candidates = self._candidates(equal)
        keys = self.in_order() if candidates is None else sorted(candidates)
        wanted = list(equal.items())
        records = self.records(keys)
        for name, value in wanted:
            records = _having(records, attrgetter(name), value)
        return list(records)

    def _found_before(self, equal: dict[str, object]) -> list[Any] | None:
        """Return what was found last, if that was asked, is still in use, and nothing was changed since."""
        asked, changes, answer = self._last
        found = answer()
        return None if found is None or asked != equal or changes != self._changes else list(found)

    def in_order(self) -> list[str]:
        """Return all keys in order; a list that is not to be changed."""
        if len(self._added) + len(self._gone) > FEW:
            self._keys = sorted([*(key for key in self._keys if key not in self._gone), *self._added])
        else:
            for key in self._gone:
                del self._keys[bisect_left(self._keys, key)]
            for key in self._added:
                insort(self._keys, key)
        self._added, self._gone = set(), set()
        return self._keys

    def records(self, keys: list[str]) -> Iterator[Any]:
        """Go through the records with these keys as they are now, whatever is done to them on the way."""
        if len(keys) <= self._kept:
            return iter([self.get(key) for key in keys])
        return self._decoded([self.raw[key] for key in keys])

    def _decoded(self, raws: list[bytes]) -> Iterator[Any]:
        for start in range(0, len(raws), TOGETHER):
            yield from map(self.coding.kept, decoded_all(raws[start : start + TOGETHER]))

    def _candidates(self, equal: dict[str, object]) -> list[str] | None:
        """Return keys among which all that match are found; None where looking through all is as good."""
        best: Collected[str] | None = None
        for names, taken in self._taken.items():
            if names[0] in equal:
                holders = taken.get(plain_value(equal[names[0]]), {})
                if all(name in equal for name in names):
                    holder = holders.get(_split({n: plain_value(equal[n]) for n in names}, names)[1])
                    return [] if holder is None else [holder]
                best = holders.values()
        for name, by in self._by.items():
            if name in equal:
                held = by.get(plain_value(equal[name]), ())
                keys: Collected[str] = [held] if isinstance(held, str) else held
                best = keys if best is None or len(keys) < len(best) else best
        return None if best is None or len(best) > len(self.raw) // 2 + 1 else list(best)

    def _unlist(self, key: str, plain: dict[str, Any]) -> None:
        """Take the record out of the indexes, and forget the typed one."""
        self._typed.pop(key, None)
        for names, taken in self._taken.items():
            first, rest = _split(plain, names)
            holders = taken[first]
            del holders[rest]
            if not holders:
                del taken[first]
        for name, by in self._by.items():
            _forget(by, plain[name], key)

    def _clear(self, key: str) -> None:
        self._changes += 1
        del self.raw[key]
        if key in self._added:
            self._added.discard(key)
        else:
            # Not out of the list yet: behind the place of one among a million all others would have to move up.
            self._gone.add(key)

    def _list(self, key: str) -> None:
        if key in self._gone:
            self._gone.discard(key)
        else:
            self._added.add(key)

    def _keep(self, key: str, record: Any) -> None:
        if len(self._typed) >= self._kept:
            # The oldest goes; which one matters little, that it costs nothing matters.
            self._typed.pop(next(iter(self._typed)), None)
        self._typed[key] = record


class ShelfRepository(Generic[T]):
    """A shelf as one unit of work uses it: changes are made at once and can all be taken back."""

    def __init__(self, shelf: Shelf) -> None:
        self._lent: Shelf | None = shelf
        self.before: dict[str, bytes | None] = {}

    @property
    def _shelf(self) -> Shelf:
        if self._lent is None:
            raise StoreClosed("This unit of work has ended. Open a new one.")
        return self._lent

    def get(self, key: str) -> T | None:
        record: T | None = self._shelf.get(key)
        return record

    def add(self, record: T) -> None:
        shelf = self._shelf
        key = getattr(record, "id", None)
        if isinstance(key, str) and key in shelf.raw:
            raise AlreadyThere(shelf.collection.name, key)
        self.put(record)

    def put(self, record: T) -> None:
        shelf = self._shelf
        own, plain = shelf.coding.owned(record)
        key = own.id
        holder = shelf.holder(key, plain)
        if holder is not None:
            raise AlreadyThere(shelf.collection.name, holder)
        self.before.setdefault(key, shelf.raw.get(key))
        shelf.lay(key, own, plain)

    def remove(self, key: str) -> bool:
        shelf = self._shelf
        raw = shelf.take_away(key)
        if raw is not None:
            self.before.setdefault(key, raw)
        return raw is not None

    def where(self, **equal: object) -> list[T]:
        return self._that_knows(equal).found(equal)

    def count(self, **equal: object) -> int:
        return self._that_knows(equal).count(equal)

    def _that_knows(self, names: Collected[str]) -> Shelf:
        shelf = self._shelf
        unknown = set(names) - set(collection_fields(shelf.collection))
        if unknown:
            raise TypeError(f"{shelf.collection.name} have no field {', '.join(sorted(unknown))}.")
        return shelf

    def __iter__(self) -> Iterator[T]:
        return self._shelf.records(self._shelf.in_order())

    def __len__(self) -> int:
        return len(self._shelf.raw)

    def changes(self) -> dict[str, bytes | None]:
        """Return what the unit changed on balance: by key the new record, None for a removed one."""
        now = self._shelf.raw
        return {key: now.get(key) for key, old in self.before.items() if now.get(key) != old}

    def take_back(self) -> None:
        """Undo all the unit did here."""
        if self.before:
            self._shelf.put_back(self.before)

    def end(self) -> None:
        """Give the shelf back; from now on every use is refused."""
        self._lent = None


class ReadingRepository(ShelfRepository[T]):
    """A shelf as a unit of work uses it that only reads."""

    def add(self, record: T) -> None:
        raise ReadOnly

    def put(self, record: T) -> None:
        raise ReadOnly

    def remove(self, key: str) -> bool:
        raise ReadOnly


def _copied(answer: list[Any]) -> Callable[[], list[Any]]:
    copy = list(answer)
    return lambda: copy


def _split(plain: dict[str, Any], names: tuple[str, ...]) -> tuple[Any, Any]:
    """Return the first field of a combination and the others: one as it is, several as a tuple."""
    if len(names) == 2:
        return plain[names[0]], plain[names[1]]
    return plain[names[0]], tuple(plain[name] for name in names[1:])


def _splits(plains: list[dict[str, Any]], names: tuple[str, ...]) -> Iterator[tuple[Any, Any]]:
    """Do the same for many, in the time of their pairs alone."""
    if len(names) == 2:
        return map(itemgetter(*names), plains)
    return (_split(plain, names) for plain in plains)


def _having(records: Iterator[Any], field: Callable[[Any], object], value: object) -> Iterator[Any]:
    return (record for record in records if field(record) == value)


def _note(by: dict[Any, str | set[str]], value: Any, key: str) -> None:
    held = by.get(value)
    if held is None:
        by[value] = key
    elif isinstance(held, str):
        by[value] = {held, key}
    else:
        held.add(key)


def _forget(by: dict[Any, str | set[str]], value: Any, key: str) -> None:
    held = by[value]
    if isinstance(held, str):
        del by[value]
    else:
        held.discard(key)
        if not held:
            del by[value]
