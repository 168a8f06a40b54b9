"""
The table of each collection, and the statements that are made of it once.

Rules of this file: a record lies in `body` as the same plain JSON that the embedded store keeps, escaped to ASCII,
so that nothing a text may hold is lost on the way. Beside it stand, as columns of their own, only the fields that
records are looked up by. No column tells the order of arrival: `version` is drawn at random.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, get_type_hints

from domain.codec import NotReadable, to_plain
from forms_api.store.base import COLLECTIONS, Collection

SOUGHT = frozenset(
    (
        *("activation", "batch", "browser", "by", "cohort", "giver", "helper", "match", "member", "need", "of"),
        *("program", "proposal", "provider", "receiver"),
    )
)
"""Fields that services look records up by; where a collection has one it is a column with an index."""


@dataclass(frozen=True)
class Table:
    """A collection's table: a key, its columns and the record."""

    collection: Collection

    @property
    def name(self) -> str:
        return self.collection.name

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The fields that are columns, in the order of the record's own."""
        unique = {name for names in self.collection.unique for name in names}
        hints = get_type_hints(self.collection.kind)
        return tuple(n for n, hint in hints.items() if n in unique or (n in SOUGHT and hint is str))

    @cached_property
    def numbers(self) -> frozenset[str]:
        """The columns that hold whole numbers; the others hold text."""
        hints = get_type_hints(self.collection.kind)
        return frozenset(n for n in self.columns if hints[n] is int)

    @cached_property
    def indexes(self) -> tuple[str, ...]:
        """The columns that want an index of their own: those that begin no unique combination."""
        first = {names[0] for names in self.collection.unique}
        return tuple(n for n in self.columns if n in SOUGHT and n not in first)

    @cached_property
    def get(self) -> str:
        """Find one record: its version, and its text unless the version is the one that is known already."""
        body = 'CASE WHEN "version" = %s THEN NULL ELSE "body"::text END'
        return f'SELECT "version", {body} {self._from} WHERE "id" = %s'

    @cached_property
    def all(self) -> str:
        return f'SELECT "id", "version", "body"::text {self._from}'

    @cached_property
    def count(self) -> str:
        return f"SELECT count(*) {self._from}"

    @cached_property
    def add(self) -> str:
        return f"{self._insert} VALUES ({self._marks}) ON CONFLICT DO NOTHING"

    @cached_property
    def put(self) -> str:
        """Take the place of what has the key, and return that, unless another has a unique combination."""
        sets = ", ".join(f'"{n}" = EXCLUDED."{n}"' for n in ("version", "body", *self.columns))
        return (
            f'WITH "before" AS (SELECT "body"::text {self._from} WHERE "id" = %s) {self._insert} '  # nosec B608
            f"SELECT {self._typed_marks} WHERE {self._nobody_else} "
            f'ON CONFLICT ("id") DO UPDATE SET {sets} RETURNING (SELECT * FROM "before")'
        )

    @cached_property
    def remove(self) -> str:
        return f'DELETE {self._from} WHERE "id" = %s RETURNING "body"::text'

    def holder(self, names: tuple[str, ...]) -> str:
        """Return the statement that finds who else has a unique combination."""
        same = " AND ".join(f'"{n}" = %s' for n in names)
        return f'SELECT "id" {self._from} WHERE {same} AND "id" <> %s'

    def row(self, key: str, plain: Mapping[str, Any], body: str, version: int) -> tuple[Any, ...]:
        """
        Return the values of `add`.

        Raises:
            NotReadable: a key, or a field that is looked up by, holds what no column can.
        """
        values = {"id": key} | self.values(plain)
        for name, value in values.items():
            if isinstance(value, str) and not holdable(value):
                raise NotReadable(f"$.{name}", "a zero or half a sign cannot be looked up")
        return (key, version, body, *(values[n] for n in self.columns))

    def combinations(self, key: str, plain: Mapping[str, Any]) -> list[Any]:
        """Return the values that `put` holds against other records, in its order."""
        values = self.values(plain)
        return [value for names in self.collection.unique for value in (*(values[n] for n in names), key)]

    def column_value(self, name: str, value: object) -> Any:
        """Return *value* as the column holds it, or None where only the record itself can be compared."""
        try:
            plain = to_plain(value)
        except NotReadable:
            return None
        wanted = int if name in self.numbers else str
        return plain if name in ("id", *self.columns) and type(plain) is wanted else None

    def values(self, plain: Mapping[str, Any]) -> dict[str, Any]:
        """Return what the columns hold of a record."""
        # Some may be enums still: text, but not to the driver.
        return {n: plain[n] if n in self.numbers else str(plain[n]) for n in self.columns}

    @property
    def _from(self) -> str:
        return f'FROM "{self.name}"'

    @property
    def _insert(self) -> str:
        names = ", ".join(f'"{n}"' for n in ("id", "version", "body", *self.columns))
        return f'INSERT INTO "{self.name}" ({names})'

    @property
    def _marks(self) -> str:
        return ", ".join(["%s"] * (3 + len(self.columns)))

    @property
    def _typed_marks(self) -> str:
        types = ("text", "bigint", "json", *("bigint" if n in self.numbers else "text" for n in self.columns))
        return ", ".join(f"%s::{kind}" for kind in types)

    @property
    def _nobody_else(self) -> str:
        taken = (f"NOT EXISTS ({self.holder(names)})" for names in self.collection.unique)
        return " AND ".join(taken) or "true"


def holdable(text: str) -> bool:
    """Tell whether PostgreSQL's text can hold it: no zero, no half of a surrogate pair."""
    return "\0" not in text and not any("\ud800" <= sign <= "\udfff" for sign in text)


TABLES = {collection.name: Table(collection) for collection in COLLECTIONS}
