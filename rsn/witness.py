"""
What a reader remembers of a log: the last head, so that a second history or a shorter one comes to light.

Who runs the check with one state file again and again is a witness: what the log once signed can never be taken
back without both heads being in their hands.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from domain.record.verification import Head, Wrong
from domain.record.verification_log import Entries


class StateUnreadable(Exception):
    """The state file is there, and holds no head."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} holds no remembered head. Move it away to begin anew, but keep it: it may be your evidence."
        )


@dataclass(frozen=True)
class Remembered:
    """The last head that was seen, and the key that signed it."""

    head: Head
    vkey: str


def read_state(path: Path) -> Remembered | None:
    """
    Return what is remembered, None before the first time.

    Raises:
        StateUnreadable: the file holds something else.
    """
    try:
        says = json.loads(path.read_text(encoding="utf-8"))
        head = Head(says["origin"], says["size"], says["root"])
        if type(head.size) is not int or not all(
            isinstance(t, str) for t in (head.origin, head.root, says["vkey"])
        ):
            raise StateUnreadable(path)
        return Remembered(head, says["vkey"])
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError) as broken:
        raise StateUnreadable(path) from broken


def write_state(path: Path, seen: Remembered) -> None:
    """Remember *seen*, the file being replaced at once."""
    aside = path.with_name(f".{path.name}.new")
    aside.write_text(json.dumps({"v": 1, **asdict(seen.head), "vkey": seen.vkey}) + "\n", encoding="utf-8")
    aside.replace(path)


def compare(before: Remembered, now: Remembered, entries: Entries, trusted: str) -> Wrong | None:
    """
    Return what is wrong between the remembered head and the new one: a fork, a shorter log, another key.

    *trusted* is a key that the caller names: a changed key is taken only if it is that one.
    """
    old, new = before.head, now.head
    if old.origin != new.origin:
        return Wrong("checkpoint", f"This is another log: {new.origin}; remembered is {old.origin}.")
    if before.vkey != now.vkey and now.vkey != trusted:
        return Wrong(
            "vkey",
            f"The key changed from {before.vkey} to {now.vkey}. Ask the community on another way whether it is "
            "theirs; then run this once with --key and the new key.",
        )
    if new.size < old.size:
        return Wrong("checkpoint", f"The log shrank from {old.size} to {new.size} entries. {_both(old, new)}")
    if entries.root(old.size).hex() != old.root:
        return Wrong("checkpoint", f"The log forked: its first {old.size} entries are others. {_both(old, new)}")
    return None


def _both(old: Head, new: Head) -> str:
    return f"Keep both heads, they are the evidence: {old.size} {old.root} and {new.size} {new.root}."
