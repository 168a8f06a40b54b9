"""
Run the stages: model -> plan -> outdated -> render -> write. Values go from one to the next, never code.

With a folder to keep its state in, a build plans only what the changes since the last one reach; without it,
or where that counts for nothing, everything is planned. What comes of it is the same.
"""

from __future__ import annotations

import time
from collections.abc import Container, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from domain.catalogue import Catalogue
from domain.publication import preview, seen
from presentation import bodies
from presentation.bodies import bodies_in
from presentation.environment import standing_templates
from site_builder import reasons
from site_builder.dangling import check_references
from site_builder.forked import Progress, Work, shared
from site_builder.inputs import Inputs, inputs_of, watched_site
from site_builder.kept_pages import KeptPages
from site_builder.making import File, Made, Maker
from site_builder.manifest import NAME, Manifest, read_manifest
from site_builder.out_folder import Found, files_in
from site_builder.out_places import OutputRefused, is_aside, take_away
from site_builder.outdated import Fingerprints, code_fingerprint, unsound, words_fingerprint
from site_builder.planning import Beside, Planner
from site_builder.reading import Published, read_published
from site_builder.reasons import Kept
from site_builder.record import STATE
from site_builder.refusals import BuildRefused
from site_builder.staging import Staging
from site_builder.state import State, load_state, save_state
from site_builder.steps import Outline
from site_builder.watching import Noting
from site_builder.write import NEVER_REMOVED, alone, write


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
    with alone(out), bodies_in(state), standing_templates():
        left = _left(record_dir, out, state)
        published = read_published(record_dir, left.kept.looked)
        check_references(catalogue, published.record)
        planning = _planning(catalogue, published, now, left, state, full=full)
        pages = KeptPages(state, State() if full else left.kept, planning.printer)
        with Staging(out, left.before) as staging, closing(pages):
            maker = _maker(planning, staging, pages, left, full=full)
            files = _made(planning, maker, jobs, progress)
            fingerprints = _fingerprints(planning.planner.outlines)
            problems = _problems(out, left, fingerprints, strict=strict)
            done = write(out, staging, files, fingerprints, left.before)
            pages.forget_but(fingerprints.keys())
        why = _reasons(files, left.before, fingerprints)
        if state is not None:
            _keep(state, left, published, planning.planner.finished(), why)
    return BuildReport(
        pages=len(fingerprints),
        written=len(done.names),
        unchanged=done.unchanged,
        removed=len(done.gone),
        problems=problems,
        seconds=time.perf_counter() - started,
        reasons=why,
    )


@dataclass(frozen=True)
class _Left:
    """What the last build left: what it *kept* under the *key*, what it said it wrote, what lies there now."""

    key: str
    kept: State
    before: Manifest
    found: Found


@dataclass(frozen=True)
class _Planning:
    planner: Planner
    watch: Noting
    printer: Fingerprints


def _left(record_dir: Path, out: Path, state: Path | None) -> _Left:
    key = _key(record_dir)
    kept = (load_state(state, key) if state else None) or State()
    found = files_in(out)
    try:
        take_away(out, filter(is_aside, found))
    except OSError as cause:
        raise OutputRefused(out, cause) from cause
    return _Left(key, kept, read_manifest(out), found)


def _key(record_dir: Path) -> str:
    """Return what has to be the same for anything that was kept to count."""
    return f"{code_fingerprint()} {words_fingerprint()} {(record_dir / STATE).is_dir()}"


def _planning(
    catalogue: Catalogue, published: Published, now: datetime, left: _Left, state: Path | None, *, full: bool
) -> _Planning:
    watch, printer = Noting(), Fingerprints()
    planner = Planner(
        watched_site(catalogue, published, now, watch),
        watch,
        inputs_of(catalogue, published, now) if state else Inputs(),
        State() if full else left.kept,
        printer,
        lambda remade: unsound(left.kept.outlines, left.before, left.found, remade),
        state,
    )
    return _Planning(planner, watch, printer)


def _maker(planning: _Planning, staging: Staging, pages: KeptPages, left: _Left, *, full: bool) -> Maker:
    return Maker(
        planning.planner.site,
        planning.watch,
        planning.printer,
        staging,
        left.before,
        left.found,
        pages,
        kept=bool(left.kept.outlines),
        full=full,
    )


def _made(planning: _Planning, maker: Maker, jobs: int | None, progress: Progress | None) -> list[File]:
    """Make all that has to be made, first what may be shared among processes, and return which files that is."""
    planner = planning.planner
    files = _make(planner, maker, planner.wanted(), jobs, progress)
    late = planner.wanted_late()
    return files + _make(planner, replace(maker, site=planner.site), late, 1, None)


def _make(
    planner: Planner, maker: Maker, wanted: Sequence[Beside], jobs: int | None, progress: Progress | None
) -> list[File]:
    def make(beside: Beside) -> tuple[Made, ...]:
        return tuple(maker.make(*each) for each in beside)

    def end() -> object:
        bodies.current().save()
        maker.pages.save()
        return planner.news()

    def told(done: int, total: int) -> None:
        if progress:
            progress(done * units // total, units)

    files: list[File] = []
    units = sum(map(len, wanted))
    made = shared(Work(make, planner.fork, end, planner.learn), wanted, jobs, told)
    for beside, all_of_it in zip(wanted, made, strict=True):
        for (unit, _), one in zip(beside, all_of_it, strict=True):
            planner.take(unit, one)
            files += one[2]
    return files


def _fingerprints(outlines: Iterable[Outline]) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for one in outlines:
        if one[0] in found:
            raise TwiceTheSameFile(one[0])
        found[one[0]] = one[1]
    return found


def _problems(out: Path, left: _Left, planned: Container[str], *, strict: bool) -> tuple[str, ...]:
    """Return what is worth a warning: files that are nobody's."""
    strays = (name for name in left.found if name not in planned and name not in left.before.made and name != NAME)
    problems = tuple(
        f"{out / name}: not written by this build, left alone. Move it elsewhere if it does not belong there."
        for name in sorted(strays)
        if not is_aside(name)
    )
    if strict and problems:
        raise StrictBuild(problems)
    return problems


def _reasons(files: Iterable[File], before: Manifest, planned: Container[str]) -> dict[str, Kept]:
    made = {name: reason for name, _, _, reason in files}
    gone = (name for name in before.made if name not in planned and not name.startswith(NEVER_REMOVED))
    return made | dict.fromkeys(gone, (reasons.GONE,))


def _keep(folder: Path, left: _Left, published: Published, made: State, why: Mapping[str, Kept]) -> None:
    made.looked = published.looked
    made.reasons = dict(why) or left.kept.reasons
    save_state(folder, left.key, made)
