"""
The numbers of a vote's results: the close brings one, each recount the next.

The event that ends a reading brings one more where it adds a split or a lot to the result; which one that is the
result itself tells. Numbers go on through a second reading, so no result ever takes the place of another.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count
from typing import Any

from domain.governance.lifecycle import CERTIFICATIONS, Event
from forms_api.publish.files import RecordFolder

COUNTING = frozenset({Event.CLOSE, Event.RECOUNTED})
ENDING = CERTIFICATIONS | {Event.SECOND_READING}


def newest(folder: RecordFolder, proposal: str) -> int:
    """Return the number of the newest result, 0 before the first."""
    said = folder.read_json(f"proposals/{proposal}/result.json")
    if said is not None:
        return int(said["number"])
    return next(number for number in count() if not folder.has(_numbered(proposal, number + 1)))


def result_name(folder: RecordFolder, proposal: str, number: int) -> str:
    """Return the file of this result: the newest is result.json, earlier ones bear their number."""
    name = _numbered(proposal, number)
    return name if folder.has(name) else f"proposals/{proposal}/result.json"


def result_after(folder: RecordFolder, proposal: str, events: Iterable[Event]) -> int:
    """Return the number of the result that stands after the last of *events*, as far as it is written."""
    number = 0
    for event in events:
        if event in COUNTING or (event in ENDING and adds(_said(folder, proposal, number + 1))):
            number += 1
    return number


def adds(said: dict[str, Any] | None) -> bool:
    """Tell whether a result says more than a count: the split it ends with, the lot, or how ballots came in."""
    if said is None:
        return False
    split = said.get("split")
    more = said.get("draw") is not None or "channels" in said
    return more or bool(split and split["recomputable"])


def keep(folder: RecordFolder, proposal: str) -> None:
    """Keep the newest result under its number, before another takes its place."""
    content = folder.read(f"proposals/{proposal}/result.json")
    if content is not None:
        folder.write_once(_numbered(proposal, newest(folder, proposal)), content)


def _said(folder: RecordFolder, proposal: str, number: int) -> dict[str, Any] | None:
    said = folder.read_json(result_name(folder, proposal, number))
    return said if said is not None and said["number"] == number else None


def _numbered(proposal: str, number: int) -> str:
    return f"proposals/{proposal}/result-{number}.json"
