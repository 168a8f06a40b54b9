"""
Make what a unit plans: ask it for its files, and stage those that have to be made again.

Rules of this file: nothing of a page outlives it. What is handed back says what was planned and made in plain
words and numbers, for the process that does this may be another one than that which asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from sys import intern

from site_builder import reasons
from site_builder.kept.kept_pages import KeptPages
from site_builder.manifest import Manifest
from site_builder.model import Site
from site_builder.out_folder import Found
from site_builder.outdated import Fingerprints, reason_of, told_by
from site_builder.pages.page import frame
from site_builder.reasons import Kept
from site_builder.render import content_of
from site_builder.staging import Staging
from site_builder.steps import Copied, Outline, Planned, Step
from site_builder.units import called
from site_builder.watching import Fact, Noting

File = tuple[str, int, bool, Kept]
"""A file that was made: its name, its size, whether it is another than the one that stands there, and why."""

Reads = tuple[Fact, ...] | None
"""What a unit read; None where that is what it read the last time."""

Made = tuple[tuple[Outline, ...], Reads, tuple[File, ...]]
"""What came of a unit: what it plans, what it read, and which files were made."""


@dataclass(frozen=True)
class Maker:
    """
    Makes units of *site*, of which *watch* notes what is read.

    *before* and *found* are what the last build left and what lies there now; *kept* tells whether what the last
    build read is known, *full* that everything is made. *pages* are what was kept of what each page shows.
    """

    site: Site
    watch: Noting
    printer: Fingerprints
    staging: Staging
    before: Manifest
    found: Found
    pages: KeptPages
    kept: bool = False
    full: bool = False

    def make(self, unit: Fact, because: tuple[Fact, ...] | None) -> Made:
        """
        Plan the unit, and make those of its files that do not stand; *because* are the facts that changed.

        Raises:
            PageFailed: a template fails on one of its pages.
            UnsafeOutput, OutputRefused: a file cannot be staged.
        """
        planned, reads = (self._known(unit) if because is None else None) or self._planned(unit)
        outlines = tuple(map(self._outline, planned))
        files = (self._file(*each, because) for each in zip(planned, outlines, strict=True))
        return outlines, reads, tuple(file for file in files if file is not None)

    def _planned(self, unit: Fact) -> tuple[tuple[Planned, ...], Reads]:
        plan, words = called(unit)
        return self.watch.watched(lambda: tuple(plan(self.site, *words)))

    def _known(self, unit: Fact) -> tuple[tuple[Planned, ...], Reads] | None:
        """Return what the unit, of which nothing changed that it read, planned, where that is kept."""
        steps = self.pages.of(unit, lambda language: self.watch.watched(lambda: frame(self.site, language))[0])
        return (steps, None) if steps else None

    def _outline(self, planned: Planned) -> Outline:
        output = str(planned.output)
        if not isinstance(planned, Step):
            return output, self.printer.of(planned), "", ""
        told, around = told_by(planned), self.printer.around(planned.template, planned.language)
        if not planned.told:
            self.pages.keep(output, told)
        fingerprint = self.printer.of_page(told, planned.frame, around)
        return output, fingerprint, intern(planned.template), intern(planned.language)

    def _file(self, planned: Planned, outline: Outline, because: tuple[Fact, ...] | None) -> File | None:
        reason = reason_of(outline, self.before, self.found, because, kept=self.kept)
        if reason is None:
            if not self.full:
                return None
            reason = (reasons.WISH,)
        if isinstance(planned, Copied):
            return outline[0], *self.staging.copy(planned.output, planned.source), reason
        content = content_of(planned)
        return outline[0], len(content), self.staging.add(planned.output, content), reason
