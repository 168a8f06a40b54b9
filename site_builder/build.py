"""
Run the stages: model -> plan -> outdated -> render -> write. Values go from one to the next, never code.

With a folder to keep its state in, a build plans only what the changes since the last one reach; without it,
or where that counts for nothing, everything is planned. What comes of it is the same.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from domain.catalogue import Catalogue
from domain.publication import preview, seen
from presentation.bodies import bodies_in
from site_builder.dangling import check_references
from site_builder.inputs import Inputs, inputs_of, watched_site
from site_builder.manifest import NAME, read_manifest
from site_builder.out_folder import files_in
from site_builder.outdated import Due, Fingerprints, Reason, code_fingerprint, reason_of, words_fingerprint
from site_builder.planning import Planning, plan_again
from site_builder.reading import Published, read_published
from site_builder.record import STATE
from site_builder.refusals import BuildRefused
from site_builder.render import Progress, render
from site_builder.staging import ASIDE
from site_builder.state import State, load_state, save_state
from site_builder.steps import Outline
from site_builder.watching import Noting
from site_builder.write import alone, take_away, write


@dataclass(frozen=True)
class BuildReport:
    """What a build did; *problems* are warnings, in words."""

    pages: int
    written: int
    unchanged: int
    removed: int
    problems: tuple[str, ...]
    seconds: float

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
    jobs: int = 1,
    progress: Progress | None = None,
) -> BuildReport:
    """
    Bring *out* to what *catalogue* and the record say at *now*; write only what changed.

    *state* is a folder in which the build keeps what it needs to plan less the next time; *drafts* shows what is
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

        def reason(outline: Outline) -> Reason | None:
            return reason_of(outline, before, found, full=full)

        plan = _planned(catalogue, published, now, kept, reason, state)
        fingerprints = _fingerprints(plan.outlines)
        rendered = render(_due(plan, reason), progress)
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
            save_state(state, key, plan.state)
    return BuildReport(
        pages=len(fingerprints),
        written=done.written,
        unchanged=done.unchanged,
        removed=done.removed,
        problems=problems,
        seconds=time.perf_counter() - started,
    )


def _planned(
    catalogue: Catalogue,
    published: Published,
    now: datetime,
    kept: State,
    reason: Callable[[Outline], Reason | None],
    state: Path | None,
) -> Planning:
    """Return the plan; what the last build *kept* is planned again only where it has to be."""
    watch = Noting()
    site = watched_site(catalogue, published, now, watch)
    inputs = inputs_of(catalogue, published, now, site.assets) if state else Inputs()
    return plan_again(site, watch, inputs, kept, Fingerprints(), lambda one: reason(one) is not None, state)


def _key(record_dir: Path) -> str:
    """Return what has to be the same for anything that was kept to count."""
    return f"{code_fingerprint()} {words_fingerprint()} {(record_dir / STATE).is_dir()}"


def _fingerprints(outlines: Iterable[Outline]) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for one in outlines:
        if one.output in found:
            raise TwiceTheSameFile(one.output)
        found[one.output] = one.fingerprint
    return found


def _due(plan: Planning, reason: Callable[[Outline], Reason | None]) -> list[Due]:
    found = ((one, reason(one)) for one in plan.outlines if one.output in plan.planned)
    return [Due(plan.planned[one.output], one.fingerprint, why) for one, why in found if why]
