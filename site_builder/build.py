"""
Run the stages: model -> plan -> outdated -> render -> write. Values go from one to the next, never code.

With a folder to keep its state in, a build plans only what the changes since the last one reach; without it,
or where that counts for nothing, everything is planned. What comes of it is the same.
"""

from __future__ import annotations

import time
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from domain.catalogue import Catalogue
from domain.publication import preview, seen
from presentation.bodies import bodies_in
from site_builder import reasons
from site_builder.dangling import check_references
from site_builder.forked import render
from site_builder.inputs import Inputs, inputs_of, watched_site
from site_builder.manifest import NAME, Manifest, read_manifest
from site_builder.out_folder import Found, files_in
from site_builder.outdated import (
    Due,
    Fingerprints,
    code_fingerprint,
    reason_of,
    unsound,
    words_fingerprint,
)
from site_builder.planning import Planning, plan_again
from site_builder.reading import read_published
from site_builder.reasons import Kept
from site_builder.record import STATE
from site_builder.refusals import BuildRefused
from site_builder.render import Progress
from site_builder.staging import ASIDE
from site_builder.state import State, load_state, save_state
from site_builder.steps import Outline
from site_builder.watching import Noting
from site_builder.write import NEVER_REMOVED, alone, take_away, write


@dataclass(frozen=True)
class BuildReport:
    """What a build did; *problems* are warnings, in words."""

    pages: int
    written: int
    unchanged: int
    removed: int
    problems: tuple[str, ...]
    seconds: float
    reasons: Mapping[str, Kept] = field(default_factory=dict)
    """Why each file was made again or removed, by its name."""

    def __str__(self) -> str:
        counts = f"{self.pages} files: {self.written} written, {self.unchanged} unchanged, {self.removed} removed"
        return "\n".join([f"{counts}, {self.seconds:.1f} s.", *self.problems])


class TwiceTheSameFile(BuildRefused):
    """Two steps of the plan want to write one file."""

    def __init__(self, output: str) -> None:
        super().__init__(f"{output} is planned twice. Rename one of the two entries that share this address.")


class StrictBuild(BuildRefused):
    """A strict build met warnings; nothing was written."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def build(
    catalogue: Catalogue,
    record_dir: Path,
    out: Path,
    now: datetime,
    *,
    state: Path | None = None,
    drafts: bool = False,
    full: bool = False,
    strict: bool = False,
    jobs: int | None = 1,
    progress: Progress | None = None,
) -> BuildReport:
    """
    Bring *out* to what *catalogue* and the record say at *now*; write only what changed.

    *state* is a folder in which the build keeps what it needs to plan less the next time; *jobs* processes render
    side by side where there is much to do, None as many as the machine is good for; *drafts* shows what is
    not published yet, marked as such: never for everybody.

    Raises:
        DanglingReferences: a text refers to a proposal that is not there; nothing was written.
        PageFailed, HiddenTemplate, RecordUnreadable, UnsafeOutput, TwiceTheSameFile: nothing was written.
        StrictBuild: *strict* and there are warnings; nothing was written.
    """
    started = time.perf_counter()
    zone = ZoneInfo(catalogue.network.time_zone)
    catalogue = preview(catalogue, now, zone) if drafts else seen(catalogue, now, zone)
    with alone(out), bodies_in(state):
        key = _key(record_dir)
        kept = (load_state(state, key) if state else None) or State()
        published = read_published(record_dir, kept.looked)
        check_references(catalogue, published.record)
        before, found = read_manifest(out), files_in(out)

        plan = plan_again(
            watched_site(catalogue, published, now, watch := Noting()),
            watch,
            inputs_of(catalogue, published, now) if state else Inputs(),
            State() if full else kept,
            Fingerprints(),
            lambda remade: unsound(kept.outlines, before, found, remade),
            state,
        )
        fingerprints = _fingerprints(plan.outlines)
        due = _due(plan, before, found, kept=bool(kept.outlines), full=full)
        rendered = render(due, jobs, progress)
        strays = sorted(found.keys() - fingerprints.keys() - before.made.keys() - {NAME})
        problems = tuple(
            f"{out / name}: not written by this build, left alone. Move it elsewhere if it does not belong there."
            for name in strays
            if not name.endswith(ASIDE)
        )
        if strict and problems:
            raise StrictBuild(problems)
        take_away(out, strays)
        done = write(out, rendered, fingerprints, before)
        if state is not None:
            plan.state.looked = published.looked
            plan.state.reasons = _reasons(due, before, fingerprints) or kept.reasons
            save_state(state, key, plan.state)
    return BuildReport(
        pages=len(fingerprints),
        written=done.written,
        unchanged=done.unchanged,
        removed=done.removed,
        problems=problems,
        seconds=time.perf_counter() - started,
        reasons=_reasons(due, before, fingerprints),
    )


def _key(record_dir: Path) -> str:
    """Return what has to be the same for anything that was kept to count."""
    return f"{code_fingerprint()} {words_fingerprint()} {(record_dir / STATE).is_dir()}"


def _fingerprints(outlines: Iterable[Outline]) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for one in outlines:
        if one[0] in found:
            raise TwiceTheSameFile(one[0])
        found[one[0]] = one[1]
    return found


def _due(plan: Planning, before: Manifest, found: Found, *, kept: bool, full: bool) -> list[Due]:
    due = []
    for one in plan.outlines:
        if one[0] in plan.planned:
            reason = reason_of(one, before, found, plan.because.get(one[0]), kept=kept)
            if reason or full:
                due.append(Due(plan.planned[one[0]], one[1], reason or (reasons.WISH,)))
    return due


def _reasons(due: Iterable[Due], before: Manifest, planned: Container[str]) -> dict[str, Kept]:
    made = {str(one.planned.output): one.reason for one in due}
    gone = (name for name in before.made if name not in planned and not name.startswith(NEVER_REMOVED))
    return made | dict.fromkeys(gone, (reasons.GONE,))
