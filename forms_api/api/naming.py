"""
Values of a JSON body by the names a page's form would send them under.

An object in an object is a group: {"offer": {"skill": "x"}} is offer-skill=x. A list of objects is rows:
{"shares": [{"skill": "x"}]} is shares-0-skill=x. A list of texts is one name several times, as ticked boxes send
it. The names with dashes may be sent as they are, too. null is a field left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from forms_api.api.reader import Malformed, Number
from presentation.translations import N_

TICKED = "y"
"""What a ticked box sends."""

MIXED = N_("A list may hold texts only, or objects only.")
BY_TWO_NAMES = N_("One field was sent in two ways of writing its name.")


class Kind(StrEnum):
    """What kind of value stood under a name."""

    TEXT = "text"
    NUMBER = "number"
    TICK = "tick"
    TEXTS = "texts"
    NO_ROWS = "no rows"
    GROUP = "group"
    NOTHING = "nothing"


@dataclass
class Named:
    """*pairs* as a form would send them; *kinds* of the values by name, those that send nothing included."""

    pairs: list[tuple[str, str]] = field(default_factory=list)
    kinds: dict[str, Kind] = field(default_factory=dict)

    def put(self, name: str, kind: Kind, *texts: str) -> None:
        """
        Take in what stood under *name*.

        Raises:
            Malformed: the name was taken already.
        """
        if name in self.kinds:
            raise Malformed("name-twice", BY_TWO_NAMES, fields=[name])
        self.kinds[name] = kind
        self.pairs += [(name, text) for text in texts]


def named(values: dict[str, Any]) -> Named:
    """
    Return the names and texts of *values*.

    Raises:
        Malformed: a list that no form knows, or a field sent twice.
    """
    found = Named()
    for name, value in _leaves("", values):
        _put(found, name, value)
    return found


def _leaves(before: str, group: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for key, value in group.items():
        name = before + key
        if isinstance(value, dict) and value:
            yield from _leaves(f"{name}-", value)
        elif isinstance(value, list) and any(isinstance(item, dict) for item in value):
            yield from _rows(name, value)
        else:
            yield name, value


def _rows(name: str, rows: list[Any]) -> Iterator[tuple[str, Any]]:
    if rows == [{}] * len(rows):
        # Nothing of it would be left; its name is to be looked at all the same.
        yield name, []
    for place, row in enumerate(rows):
        if not isinstance(row, dict):
            raise Malformed("mixed-list", MIXED, fields=[name])
        yield from _leaves(f"{name}-{place}-", row)


def _put(found: Named, name: str, value: Any) -> None:
    if isinstance(value, Number):
        found.put(name, Kind.NUMBER, str(value))
    elif isinstance(value, str):
        found.put(name, Kind.TEXT, value)
    elif value is True:
        found.put(name, Kind.TICK, TICKED)
    elif value is False:
        found.put(name, Kind.TICK)
    elif isinstance(value, list):
        if not all(isinstance(item, str) for item in value):
            raise Malformed("mixed-list", MIXED, fields=[name])
        found.put(name, Kind.TEXTS if value else Kind.NO_ROWS, *map(str, value))
    else:
        found.put(name, Kind.NOTHING if value is None else Kind.GROUP)
