"""What a YAML text says, as a tree in which every part knows its line."""

from __future__ import annotations

from typing import NamedTuple


class Scalar(NamedTuple):
    """One value; *broken* where its problem is already told, so that nobody tells it twice."""

    text: str
    line: int
    plain: bool = True
    broken: bool = False

    @property
    def empty(self) -> bool:
        return not self.text.strip() or (self.plain and self.text in ("~", "null", "Null", "NULL"))


class Listing(NamedTuple):
    items: tuple[Node, ...]
    line: int


class Pairs(NamedTuple):
    """Keys with their values; *key_lines* has the line each key stands on."""

    values: dict[str, Node]
    key_lines: dict[str, int]
    line: int


Node = Scalar | Listing | Pairs
