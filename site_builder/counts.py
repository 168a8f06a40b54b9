"""What result.json tells beside the count itself: its number, the split by constituency, the lot."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from domain.codec import NotReadable, from_plain
from domain.governance.vote import VoteResult


@dataclass(frozen=True)
class Part:
    """A part of the roll; *result* is None where its table may not be shown, *outcome* "" for the rest."""

    roll: int
    outcome: str
    result: VoteResult | None


@dataclass(frozen=True)
class Split:
    """How everybody and the group came out together, by *rule*."""

    rule: str
    outcome: str
    group: Part
    rest: Part


@dataclass(frozen=True)
class Mark:
    """A secret committed to before the opening, by its mark; *secret* is None where it was withheld."""

    mark: str
    secret: str | None


@dataclass(frozen=True)
class Lot:
    """A tie that was drawn; *source* and *words* are those of the named public draw, "" where none was needed."""

    marks: tuple[Mark, ...]
    source: str
    words: str
    seed: str
    tied: tuple[str, ...]
    drawn: tuple[str, ...]


@dataclass(frozen=True)
class Beyond:
    """*channels* are ballots by the way they came in, empty where they may not be told."""

    number: int = 1
    split: Split | None = None
    lot: Lot | None = None
    channels: Mapping[str, int] | None = None


def read_beyond(file: Path) -> Beyond:
    """
    Return what result.json tells beside the count.

    Raises:
        ValueError, LookupError, TypeError: it is not of its form.
    """
    said: Mapping[str, Any] = json.loads(file.read_bytes())
    try:
        return Beyond(
            number=int(said.get("number", 1)),
            split=_split(said["split"]) if said.get("split") else None,
            lot=_lot(said["draw"]) if said.get("draw") else None,
            channels=said.get("channels") or None,
        )
    except NotReadable as broken:
        raise ValueError(str(broken)) from broken


def _split(said: Mapping[str, Any]) -> Split:
    return Split(said["rule"], said["outcome"], _part(said["group"]), _part(said["rest"]))


def _part(said: Mapping[str, Any]) -> Part:
    result = from_plain(VoteResult, said["result"]) if said.get("result") else None
    return Part(int(said["roll"]), said.get("outcome", ""), result)


def _lot(said: Mapping[str, Any]) -> Lot:
    source = said.get("source") or {}
    return Lot(
        tuple(Mark(one["mark"], one["secret"]) for one in said["marks"]),
        source.get("name", ""),
        source.get("words") or "",
        said["seed"],
        tuple(said["tied"]),
        tuple(said["drawn"]),
    )
