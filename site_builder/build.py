"""Run the stages: model -> plan -> outdated -> render -> write. Values go from one to the next, never code."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from domain.catalogue import Catalogue
from site_builder.beside import read_beside
from site_builder.manifest import read_manifest
from site_builder.model import Site
from site_builder.outdated import Fingerprints, due_steps
from site_builder.plan import plan_site
from site_builder.record import read_record
from site_builder.refusals import BuildRefused
from site_builder.render import Progress, render
from site_builder.staging import ASIDE
from site_builder.steps import Planned
from site_builder.write import alone, foreign_files, take_away, write


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
    full: bool = False,
    strict: bool = False,
    jobs: int = 1,
    progress: Progress | None = None,
) -> BuildReport:
    """
    Bring *out* to what *catalogue* and the record say at *now*; write only what changed.

    *jobs* is accepted for the day when one worker is too slow; today one renders everything.

    Raises:
        PageFailed, HiddenTemplate, RecordUnreadable, UnsafeOutput, TwiceTheSameFile: nothing was written.
        StrictBuild: *strict* and there are warnings; nothing was written.
    """
    started = time.perf_counter()
    plan = plan_site(Site(catalogue, read_record(record_dir), now, read_beside(record_dir), record_dir))
    outputs = _outputs(plan)
    with alone(out):
        before = read_manifest(out)
        due, fingerprints = due_steps(plan, before, out, Fingerprints(), full=full)
        rendered = render(due, progress)
        strays = foreign_files(out, outputs | set(before.made))
        problems = tuple(
            f"{out / name}: not written by this build, left alone. Move it elsewhere if it does not belong there."
            for name in strays
            if not name.endswith(ASIDE)
        )
        if strict and problems:
            raise StrictBuild(problems)
        take_away(out, strays)
        done = write(out, rendered, fingerprints, before)
    return BuildReport(
        pages=len(plan),
        written=done.written,
        unchanged=done.unchanged,
        removed=done.removed,
        problems=problems,
        seconds=time.perf_counter() - started,
    )


def _outputs(plan: Sequence[Planned]) -> set[str]:
    outputs: set[str] = set()
    for planned in plan:
        if str(planned.output) in outputs:
            raise TwiceTheSameFile(str(planned.output))
        outputs.add(str(planned.output))
    return outputs
