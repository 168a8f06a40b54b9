"""The scheduled job: publish what is due, then build."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from rsn.folders import Folders

if TYPE_CHECKING:
    from domain.catalogue import Catalogue
    from site_builder.build import BuildReport


@dataclass(frozen=True)
class PublishReport:
    """The record's sequence number, and whether this publish changed the record."""

    sequence: int
    changed: bool


def publish(
    folders: Folders, catalogue: Catalogue, now: datetime | None, clock: Callable[[], datetime]
) -> PublishReport:
    """
    Publish by whoever holds the store. *now* is a moment given by hand; without it the holder's clock counts.

    Raises:
        StoreHeld, ControlError: see rsn/house.py.
    """
    from domain.codec import moment_text
    from rsn.house import settle

    question = {"ask": "publish"} | ({"now": moment_text(now)} if now else {})
    answer = settle(folders, question, lambda: catalogue, clock)
    return PublishReport(int(answer["sequence"]), bool(answer["changed"]))


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
