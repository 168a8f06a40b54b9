"""
Run the stages: model -> plan -> outdated -> render -> write. Values go from one to the next, never code.

With a folder to keep its state in, a build plans only what the changes since the last one reach; without it,
or where that counts for nothing, everything is planned. What comes of it is the same.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
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
from site_builder.deciding import Outcome
from site_builder.forked import FEW, Progress, Work, seldom_collected, shared
from site_builder.inputs import Inputs, inputs_of, watched_site
from site_builder.kept.kept_pages import KeptPages
from site_builder.kept.known_files import Look
from site_builder.kept.left import Left
from site_builder.kept.parts import Damaged
from site_builder.kept.state import State, load_state, save_state
from site_builder.making import File, Made, Maker
from site_builder.manifest import read_manifest
from site_builder.out_folder import files_in
from site_builder.out_places import OutputRefused, take_away
from site_builder.outdated import Fingerprints, code_fingerprint, words_fingerprint
from site_builder.planning import Beside, Planner
from site_builder.reading import Published, read_published
from site_builder.reasons import Kept
from site_builder.record import STATE
from site_builder.refusals import BuildRefused
from site_builder.search.folder import forget_other_languages
from site_builder.short_values import CHANGED, NETWORK, changed, network_fields
from site_builder.staging import Staging
from site_builder.steps import Outline
from site_builder.watching import Noting
from site_builder.write import NEVER_REMOVED, Written, alone, write


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
    behind: Look | None = None
    """How the output folder looks now; None where that was not found out."""

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
    with seldom_collected(), alone(out), bodies_in(state), standing_templates():
        try:
            left = _left(record_dir, out, state)
            published = read_published(record_dir, left.kept.looked)
        except Damaged:
            left = _left(record_dir, out, None)
            published = read_published(record_dir)
        check_references(catalogue, published.record)
        wish = _Wish(catalogue, published, now, out, state, full=full, strict=strict, jobs=jobs, progress=progress)
        try:
            done = _built(wish, left)
        except Damaged:
            done = _built(wish, replace(left, kept=State()))
    return replace(done, seconds=time.perf_counter() - started)


@dataclass(frozen=True)
class _Wish:
    """What is to be built, and how."""

    catalogue: Catalogue
    published: Published
    now: datetime
    out: Path
    state: Path | None
    full: bool
    strict: bool
    jobs: int | None
    progress: Progress | None


def _built(wish: _Wish, left: Left) -> BuildReport:
    planning = _planning(wish, left)
    pages = KeptPages(wish.state, State() if wish.full else left.kept, planning.printer)
    with Staging(wish.out, left.before) as staging, closing(pages):
        files = _made(planning, _maker(planning, staging, pages, left, full=wish.full), wish.jobs, wish.progress)
        made, outcome = planning.planner.finished()
        gone = _gone(made, outcome, left, full=wish.full)
        strays = left.strays(outcome.planned)
        problems = _problems(wish, strays)
        fingerprints = {name: one[1] for name, one in outcome.planned.items()}
        done = write(wish.out, staging, files, fingerprints, gone, left.before, wish.jobs)
        pages.forget_but(made.count, lambda: {one[0] for each in made.outlines.values() for one in each})
    why = {name: reason for name, _, _, reason in files} | dict.fromkeys(gone, (reasons.GONE,))
    behind = left.behind(done)
    if wish.state is not None:
        made.saw(behind, strays)
        _keep(wish.state, wish, left, made, done, why)
    return BuildReport(
        made.count,
        len(done.names),
        made.count - len(done.names),
        len(done.gone),
        problems,
        seconds=0.0,
        reasons=why,
        behind=behind,
    )


@dataclass(frozen=True)
class _Planning:
    planner: Planner
    watch: Noting
    printer: Fingerprints


def _left(record_dir: Path, out: Path, state: Path | None) -> Left:
    key = _key(record_dir)
    kept = (load_state(state, key) if state else None) or State()
    left = Left(key, kept, read_manifest(out, kept.manifest), files_in(out, kept.look))
    try:
        take_away(out, left.aside)
    except OSError as cause:
        raise OutputRefused(out, cause) from cause
    return left


def _key(record_dir: Path) -> str:
    """Return what has to be the same for anything that was kept to count."""
    return f"{code_fingerprint()} {words_fingerprint()} {(record_dir / STATE).is_dir()}"


def _planning(wish: _Wish, left: Left) -> _Planning:
    watch, printer = Noting(), Fingerprints()
    planner = Planner(
        watched_site(wish.catalogue, wish.published, wish.now, watch),
        watch,
        inputs_of(wish.catalogue, wish.published, wish.now) if wish.state else Inputs(),
        State() if wish.full else left.kept,
        printer,
        left.unsound,
        wish.state,
    )
    return _Planning(planner, watch, printer)


def _maker(planning: _Planning, staging: Staging, pages: KeptPages, left: Left, *, full: bool) -> Maker:
    return Maker(
        planning.planner.site,
        planning.watch,
        planning.printer,
        staging,
        left.before,
        left.found,
        pages,
        kept=left.kept.known,
        full=full,
    )


def _made(planning: _Planning, maker: Maker, jobs: int | None, progress: Progress | None) -> list[File]:
    """Make all that has to be made, first what may be shared among processes, and return which files that is."""
    planner = planning.planner
    wanted = planner.wanted()
    if len(wanted) > FEW:
        # Read at once, and not line by line by each worker.
        maker.before.everything()
    files = _make(planner, maker, wanted, jobs, progress)
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


def _gone(made: State, outcome: Outcome, left: Left, *, full: bool) -> list[str]:
    """
    Return the names of the files that nothing plans any more, sorted, and note how many are planned.

    Raises:
        TwiceTheSameFile: two steps plan one.
    """
    if outcome.twice:
        raise TwiceTheSameFile(min(outcome.twice))
    # Where a new name was written before, somebody else may plan it.
    if left.sealed and not full and not any(name in left.before.made for name in outcome.new):
        made.count = left.kept.count + len(outcome.new) - len(outcome.gone)
        gone: Iterable[str] = outcome.gone
    else:
        planned = _each_once(one for outlines in made.outlines.values() for one in outlines)
        made.count = len(planned)
        gone = left.before.made.keys() - planned
    return sorted(name for name in gone if not name.startswith(NEVER_REMOVED))


def _each_once(outlines: Iterable[Outline]) -> set[str]:
    found: set[str] = set()
    for one in outlines:
        if one[0] in found:
            raise TwiceTheSameFile(one[0])
        found.add(one[0])
    return found


def _problems(wish: _Wish, strays: Iterable[str]) -> tuple[str, ...]:
    """Return what is worth a warning: files that are nobody's."""
    problems = tuple(
        f"{wish.out / name}: not written by this build, left alone. Move it elsewhere if it does not belong there."
        for name in strays
    )
    if wish.strict and problems:
        raise StrictBuild(problems)
    return problems


def _keep(folder: Path, wish: _Wish, left: Left, made: State, done: Written, why: Mapping[str, Kept]) -> None:
    made.looked = wish.published.looked
    made.manifest = done.manifest
    fields, before = network_fields(wish.catalogue.network), left.kept.values.get(NETWORK, {})
    if why:
        made.reasons = why
        made.values[CHANGED] = changed(why.values(), left.kept.inputs, made.inputs, (before, fields))
    made.values[NETWORK] = fields
    forget_other_languages(folder, wish.catalogue.network.languages)
    save_state(folder, left.key, made)
