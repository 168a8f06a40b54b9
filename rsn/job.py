"""The scheduled job: publish what is due, then build. Whoever holds the store does the work; others ask."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from rsn.folders import Folders, make_private

if TYPE_CHECKING:
    from site_builder.build import BuildReport

    from domain.catalogue import Catalogue

WAIT_SECONDS = 60.0
"""How long a job waits for a holder that neither answers nor lets go: another job, most likely."""


class StoreHeld(Exception):
    """Another process holds the store and does not answer on its socket."""

    def __init__(self, folders: Folders) -> None:
        super().__init__(
            f"The store in {folders.store} is held by a process that does not answer at {folders.socket}. "
            "Wait for the other job to end, or restart the forms service."
        )


@dataclass(frozen=True)
class PublishReport:
    """What publish did: the record's sequence number, whether it changed, and who did it."""

    sequence: int
    changed: bool
    asked: bool


def publish(
    folders: Folders, catalogue: Catalogue, now: datetime | None, clock: Callable[[], datetime]
) -> PublishReport:
    """
    Publish: open the store where nobody holds it, else ask the holder; wait while another job is at work.

    *now* is a moment given by hand; without it the holder's own clock counts.

    Raises:
        StoreHeld: after WAIT_SECONDS nobody answered and the store was still held.
    """
    from forms_api.control import NobodyThere

    from forms_api.store.base import StoreBusy

    deadline = time.monotonic() + WAIT_SECONDS
    pause = 0.02
    while True:
        try:
            return _publish_here(folders, catalogue, now or clock())
        except StoreBusy:
            pass
        try:
            return _ask_holder(folders, now)
        except NobodyThere:
            if time.monotonic() > deadline:
                raise StoreHeld(folders) from None
        time.sleep(pause)
        pause = min(1.0, pause * 2)


def _publish_here(folders: Folders, catalogue: Catalogue, now: datetime) -> PublishReport:
    from forms_api.publish import publish as publish_record
    from forms_api.store.tinydb import TinyStore

    make_private(folders.data)
    store = TinyStore.open(folders.store)
    try:
        published = publish_record(store, catalogue, folders.record, now)
    finally:
        store.close()
    return PublishReport(published.sequence, published.changed, asked=False)


def _ask_holder(folders: Folders, now: datetime | None) -> PublishReport:
    from forms_api.control import ask

    from domain.codec import moment_text

    question = {"ask": "publish"} | ({"now": moment_text(now)} if now else {})
    answer = ask(folders.socket, question, timeout=WAIT_SECONDS)
    return PublishReport(int(answer["sequence"]), bool(answer["changed"]), asked=True)


def run(
    folders: Folders,
    *,
    now: datetime | None = None,
    clock: Callable[[], datetime],
    full: bool = False,
    strict: bool = False,
    jobs: int = 1,
) -> tuple[PublishReport, BuildReport]:
    """Load the content, publish, build. Nothing is written where the content has a mistake."""
    from site_builder.build import build
    from site_builder.content import load_catalogue

    catalogue = load_catalogue(folders.content)
    published = publish(folders, catalogue, now, clock)
    report = build(catalogue, folders.record, folders.out, now or clock(), full=full, strict=strict, jobs=jobs)
    return published, report
