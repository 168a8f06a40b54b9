"""
What publish keeps of the log outside the record: the last head it signed, and the entries it is about to write.

Rules of this file: the plan is durable before the first of its entries is written, and goes only after the
checkpoint over them stands; the head is written before the checkpoint, so that no checkpoint can be shown that is
not known here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from domain.record.canonical import canonical
from domain.record.checkpoint import Checkpoint
from domain.record.tiles import bundle_bytes, read_bundle
from forms_api.publish.files import read

VERSION = 1


@dataclass(frozen=True)
class Plan:
    """The new entries, and the heads before and after them."""

    before: Checkpoint
    after: Checkpoint
    entries: Sequence[bytes]

    def written(self) -> bytes:
        """Return the plan as its file holds it: a line that says the heads, then the entries as a bundle."""
        says = {"v": VERSION, "before": head_plain(self.before), "after": head_plain(self.after)}
        return canonical(says) + b"\n" + bundle_bytes(self.entries)


def read_plan(path: Path) -> Plan | None:
    """Return the plan that an earlier publish did not carry out, or None."""
    content = read(path)
    if content is None:
        return None
    line, _, bundle = content.partition(b"\n")
    says = json.loads(line)
    before, after = head_from(says["before"]), head_from(says["after"])
    return Plan(before, after, read_bundle(bundle, after.size - before.size))


def read_head(path: Path) -> Checkpoint | None:
    """Return the head that was signed last, or None before the first."""
    content = read(path)
    return None if content is None else head_from(json.loads(content))


def head_bytes(head: Checkpoint) -> bytes:
    """Return the head as its file holds it."""
    return canonical({"v": VERSION, **head_plain(head)})


def head_plain(head: Checkpoint) -> dict[str, object]:
    """Return the head as plain data."""
    return {"origin": head.origin, "size": head.size, "root": head.root.hex()}


def head_from(plain: Mapping[str, object]) -> Checkpoint:
    """Return the head that plain data says."""
    return Checkpoint(str(plain["origin"]), int(str(plain["size"])), bytes.fromhex(str(plain["root"])))
