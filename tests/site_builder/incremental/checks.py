"""
The property: an incremental build equals a clean one byte for byte, and building again writes nothing.

Rules of this file: nothing is believed that the builder says of itself. Bytes, stamps and files are compared.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from presentation.theme import use_theme_of
from site_builder import forked
from site_builder.build import BuildReport, build
from site_builder.content import load_catalogue
from site_builder.manifest import NAME
from tests.site_builder.incremental.world import World


class Wrong(AssertionError):
    """An incremental build broke the property; the message names the files."""


@dataclass(frozen=True)
class Found:
    """A file as it lies there: what it holds, and whether it is still the same one on the disk."""

    content: bytes
    written_ns: int
    node: int
    mode: int


Snapshot = dict[str, Found]


def snapshot(folder: Path) -> Snapshot:
    """Return every file below *folder* by its name there."""
    return {str(file.relative_to(folder)): _found(file) for file in sorted(folder.rglob("*")) if file.is_file()}


def _found(file: Path) -> Found:
    stat = file.stat()
    return Found(file.read_bytes(), stat.st_mtime_ns, stat.st_ino, stat.st_mode)


def bytes_of(files: Snapshot) -> dict[str, bytes]:
    """Return what the files hold, by name."""
    return {name: one.content for name, one in files.items()}


def build_here(world: World, *, full: bool = False, jobs: int = 1) -> BuildReport:
    """Build the world's site as the job does: with all that is there from the last time."""
    use_theme_of(world.content)
    catalogue = load_catalogue(world.content, kept=world.state)
    # With fewer pages than a real site has before a second process is worth it.
    with patch.object(forked, "FEW", 10):
        return build(catalogue, world.record_dir, world.out, world.now, state=world.state, full=full, jobs=jobs)


def built_clean(world: World) -> Snapshot:
    """Return what a build from nothing makes of the world."""
    clean = world.folder / "clean"
    shutil.rmtree(clean, ignore_errors=True)
    use_theme_of(world.content)
    build(load_catalogue(world.content), world.record_dir, clean, world.now)
    return snapshot(clean)


def check_build(world: World, *, full: bool = False, jobs: int = 1, clean: Snapshot | None = None) -> BuildReport:
    """
    Build, and compare with a clean build and with what was there; build again, and see that nothing happens.

    *clean* is what a clean build makes, where the caller has it already.

    Raises:
        Wrong: the property does not hold.
    """
    before = snapshot(world.out)
    report = build_here(world, full=full, jobs=jobs)
    after, clean = snapshot(world.out), clean or built_clean(world)
    _compare_bytes(world, after, clean)
    _compare_stamps(before, after)
    _compare_report(world, report, before, after, clean)
    _check_again(world, after, report)
    return report


def _compare_bytes(world: World, after: Snapshot, clean: Snapshot) -> None:
    left = set(after) - set(clean)
    _none_of("missing", set(clean) - set(after))
    _none_of("still there", left - world.foreign - world.orphans)
    _none_of("lost, though it was somebody else's", world.foreign - left)
    _none_of("stale", {name for name in clean if after[name].content != clean[name].content})
    _none_of("of another mode", {name for name in clean if after[name].mode != clean[name].mode})
    world.orphans &= left


def _compare_stamps(before: Snapshot, after: Snapshot) -> None:
    equal = {name for name in set(before) & set(after) - {NAME} if before[name].content == after[name].content}
    _none_of("written again though equal", {name for name in equal if before[name] != after[name]})


def _compare_report(world: World, report: BuildReport, before: Snapshot, after: Snapshot, clean: Snapshot) -> None:
    planned = set(clean) - {NAME}
    written = {name for name in planned if name not in before or before[name].content != after[name].content}
    told = (report.pages, report.written, report.unchanged)
    if told != (len(planned), len(written), len(planned) - len(written)):
        raise Wrong(f"The report says {told}, and of {len(planned)} files {len(written)} were written.")
    for name in world.foreign | world.orphans:
        if not any(name in problem for problem in report.problems):
            raise Wrong(f"{name} is nobody's, and the report does not say so.")
    if len(report.problems) != len(world.foreign | world.orphans):
        raise Wrong(f"The report says too much: {report.problems}.")


def _check_again(world: World, after: Snapshot, report: BuildReport) -> None:
    again = build_here(world)
    _none_of("written by a build with nothing to do", differing(after, snapshot(world.out)))
    if (again.written, again.removed, again.problems) != (0, 0, report.problems):
        raise Wrong(f"A build with nothing to do says: {again}")


@contextmanager
def untouched(world: World) -> Iterator[None]:
    """Run what should fail, and see that the last good site lies there as it was, stamps and all."""
    before = snapshot(world.out)
    yield
    _none_of("touched by a build that failed", differing(before, snapshot(world.out)))


def differing(one: Snapshot, other: Snapshot) -> set[str]:
    return {name for name in set(one) | set(other) if one.get(name) != other.get(name)}


def _none_of(what: str, names: set[str]) -> None:
    if names:
        raise Wrong(f"{len(names)} {what}: {', '.join(sorted(names)[:8])}")
