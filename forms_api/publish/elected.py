"""
Publishing where several service processes share one store: one of them does it, the others go on.

Rules of this file: a copy of the record that is behind what any process published is never continued. Two machines
that signed in folders of their own would show two histories under one key.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from domain.catalogue import Catalogue
from domain.publication import BEGUN, seen
from forms_api.publish import Published, again, publish
from forms_api.publish.remembering import forget
from forms_api.record_refusals import RecordRefused
from forms_api.store.base import Store
from forms_api.store.electing import Elects, Head, elected

OFFICE = "publisher"
NOTHING: Head = (0, "")


class RecordBehind(RecordRefused):
    """Another process published more than this copy of the record holds, or something else."""

    def __init__(self, record: Path, own: Head, newest: Head) -> None:
        super().__init__(
            f"The record was published up to {newest[0]} entries, root {newest[1]}; the copy in {record} has "
            f"{own[0]}. Nothing was signed and nothing was written. Let only the machine publish that did so "
            "last, or copy its record and keys here first."
        )
        self.own = own
        self.newest = newest


def publish_if_elected(
    store: Store, catalogue: Catalogue, record_dir: Path, now: datetime, *, anew: bool = False
) -> Published | None:
    """
    Publish; return None where another process is publishing, which needs no help.

    Where this process published last, nothing that is read has changed and nothing is due, nothing is done, unless
    *anew* says to write the record again whatever it looks like.

    Raises:
        RecordRefused: nothing true could be signed; the message says why and what to do.
    """
    # A program whose day has come is a change, though no file is.
    catalogue = seen(catalogue, now, ZoneInfo(catalogue.network.time_zone), BEGUN)
    with elected(store, OFFICE) as mine:
        if not mine:
            return None
        if not isinstance(store, Elects):
            return _publish_once(store, catalogue, record_dir, now, anew=anew)
        newest, own = store.published() or NOTHING, head_in(record_dir)
        if own[0] < newest[0] or (own[0] == newest[0] and own != newest):
            raise RecordBehind(record_dir, own, newest)
        published = publish(store, catalogue, record_dir, now)
        if head_in(record_dir) != newest:
            store.note_published(head_in(record_dir))
        return published


def _publish_once(store: Store, catalogue: Catalogue, record_dir: Path, now: datetime, *, anew: bool) -> Published:
    if anew:
        forget(store)
    last = None if anew else again.unchanged(store, catalogue, record_dir, now)
    if last is not None:
        return Published(last.sequence, changed=False, next_due=last.next_due)
    done = again.begun(store, catalogue, record_dir, now)
    published = publish(store, catalogue, record_dir, now)
    done(published.sequence, published.next_due)
    return published


def head_in(record: Path) -> Head:
    """Return the head that stands in the record's checkpoint; NOTHING before there is one."""
    try:
        _, size, root, *_ = (record / "checkpoint").read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return NOTHING
    return int(size), root
