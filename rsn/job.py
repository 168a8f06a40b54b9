"""The scheduled job: publish what is due, then build."""

from __future__ import annotations

import gc
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from importlib import import_module
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from rsn.collecting import search_what_comes
from rsn.folders import Folders, make_private
from rsn.progress import Progress
from rsn.record_standing import keep_standing, look, standing_sequence
from site_builder.kept.looking_ahead import looking_ahead

if TYPE_CHECKING:
    from domain.catalogue import Catalogue
    from rsn.standing import Standing
    from site_builder.build import BuildReport

BUILDER = (
    "site_builder.build",
    "site_builder.copied_record",
    "site_builder.open_data_files",
    "site_builder.pages.proposals",
)
"""What builds the site, and what plans the pages that a vote changes most often."""

KEYS_MADE = (
    "The log of this network began: its signing keys are new, in keys/ of the data folder. Back that folder up, "
    "away from this machine: without log.key nobody can continue the log. More: rsn keys --help"
)


@dataclass(frozen=True)
class PublishReport:
    """
    The record's sequence number, whether this publish changed the record, and whether it made the keys.

    *elsewhere* tells that another process was publishing, so that this one left the record as it found it.
    """

    sequence: int
    changed: bool
    keys_made: bool = False
    elsewhere: bool = False

    def __str__(self) -> str:
        if self.elsewhere:
            return "Another process publishes; this one goes on with the record as it is."
        record = f"Record {self.sequence}{'' if self.changed else ', unchanged'}."
        return f"{record}\n{KEYS_MADE}" if self.keys_made else record


def publish(
    folders: Folders,
    catalogue: Catalogue,
    now: datetime | None,
    clock: Callable[[], datetime],
    *,
    anew: bool = False,
    at_rest: Callable[[], object] | None = None,
    meanwhile: Callable[[], object] | None = None,
) -> PublishReport:
    """
    Publish by whoever holds the store. *now* is a moment given by hand; without it the holder's clock counts.

    *anew* writes the record again even where nothing changed since the holder's last publish; *at_rest* is called
    where this process did it, before anybody else may open the store, *meanwhile* where another one does it.

    Raises:
        StoreHeld, ControlError: see rsn/house.py.
        RecordRefused: see forms_api/record_refusals.py.
    """
    from domain.codec import moment_text
    from rsn.house import settle

    # Where files tell that there is nothing new, nobody is asked, and nothing of the forms is imported.
    seen = None if now or anew else look(folders, catalogue, moment := clock())
    standing = standing_sequence(folders, seen, moment) if seen else None
    if standing is not None:
        return PublishReport(standing, changed=False)
    question = {"ask": "publish", "anew": anew} | ({"now": moment_text(now)} if now else {})
    answer = settle(folders, question, lambda: catalogue, clock, at_rest, meanwhile)
    if "forms_api.store.tinydb" in sys.modules:
        # The store was opened here: what it held is let go before workers are forked, which would inherit it.
        gc.collect()
    if answer.get("elsewhere"):
        return PublishReport(0, changed=False, elsewhere=True)
    if seen is not None:
        keep_standing(folders, seen, catalogue, moment, int(answer["sequence"]))
    return PublishReport(int(answer["sequence"]), bool(answer["changed"]), bool(answer.get("keys_made")))


@dataclass(frozen=True)
class JobReport:
    """What a job did; nothing is due before *until* unless something changes."""

    published: PublishReport
    built: BuildReport
    until: datetime

    def __str__(self) -> str:
        return f"{self.published}\n{self.built}"


def run(
    folders: Folders,
    *,
    now: datetime | None = None,
    clock: Callable[[], datetime],
    full: bool = False,
    strict: bool = False,
    jobs: int | None = None,
    progress: Progress | None = None,
    standing: Standing | None = None,
) -> JobReport:
    """
    Load the content, publish, build. Nothing is written where the content has a mistake.

    *standing* is told before anything is read that it has to look at.
    """
    make_private(folders.data)
    if standing:
        standing.begin()
    with looking_ahead(standing.left() if standing else None):
        from presentation.compiled import compiled_in
        from site_builder.outdated import code_fingerprint, words_fingerprint

        kept = None if full else folders.build
        with compiled_in(kept, f"{code_fingerprint()} {words_fingerprint()}"):
            return _done(folders, now, clock, full, strict, jobs, progress or Progress(), standing)


def _done(
    folders: Folders,
    now: datetime | None,
    clock: Callable[[], datetime],
    full: bool,
    strict: bool,
    jobs: int | None,
    progress: Progress,
    standing: Standing | None,
) -> JobReport:
    from presentation.theme import use_theme_of
    from site_builder.content import load_catalogue
    from site_builder.forked import usable_processors

    use_theme_of(folders.content)
    catalogue = load_catalogue(
        folders.content, kept=None if full else folders.build, jobs=jobs or usable_processors()
    )
    progress.stage("Content read")
    at_rest = standing.stored if standing else None
    published = publish(folders, catalogue, now, clock, anew=full, at_rest=at_rest, meanwhile=_import_builder)
    from site_builder.build import build

    progress.stage("Published")
    if standing:
        standing.published()
    moment = now or clock()
    search_what_comes()
    report = build(
        catalogue,
        folders.record,
        folders.out,
        moment,
        state=folders.build,
        full=full,
        strict=strict,
        jobs=jobs,
        progress=progress,
    )
    return JobReport(published, report, moment if published.elsewhere else _until(folders, catalogue, moment))


def _import_builder() -> None:
    """Import what comes next, while the service publishes."""
    for name in BUILDER:
        import_module(name)


def _until(folders: Folders, catalogue: Catalogue, now: datetime) -> datetime:
    """Return the earliest of what publish waits for, what comes or goes, and the next midnight: dates turn."""
    from domain.codec import from_plain
    from domain.publication import next_turn

    midnight = datetime.combine(
        now.astimezone(ZoneInfo(catalogue.network.time_zone)).date() + timedelta(days=1),
        time(),
        ZoneInfo(catalogue.network.time_zone),
    )
    due = json.loads((folders.data / "next_due").read_bytes())["next_due"]
    turn = next_turn(catalogue, now, ZoneInfo(catalogue.network.time_zone))
    return min(from_plain(datetime, due), midnight.astimezone(UTC), *([turn.astimezone(UTC)] if turn else []))
