"""
The theme as a running service wears it: its templates as they were when the content was last found good.

Rules of this file: a build reads the files themselves, for it ends where one of them is broken; a service goes on,
so it never reads a template that nobody has checked. Where one fails at a page all the same, ours is shown, and
what failed is kept here for the health check. Nothing that a page shows is kept: an error's words may quote it.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

from jinja2 import TemplateSyntaxError

from presentation.theme import current, shown, shown_file, use_theme_of
from presentation.translations import TEMPLATES

MOST_FAILED = 20
"""So many places that failed are kept; a broken theme may fail at every page."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Worn:
    """The theme's *templates* by name, what each says; *failed* is where some did not, and how, in their order."""

    templates: Mapping[str, str]
    failed: dict[str, None] = field(default_factory=dict)


_worn: Worn | None = None


def wear_theme_of(content: Path) -> Worn:
    """Let this process wear the theme inside *content* as it is now, which somebody has just found good."""
    # Rules of presentation/theme.py: one theme for the process.
    global _worn
    templates = dict(_templates(use_theme_of(content).folder))
    if _worn is None or _worn.templates != templates:
        _worn = Worn(templates)
    return _worn


def take_off() -> None:
    """Read templates from their files again."""
    global _worn
    _worn = None


def worn() -> Worn | None:
    """Return what this process wears; None where it reads the files."""
    return _worn


def note(name: str, failed: Exception) -> None:
    """Write down, once, that the theme failed at the template *name*, at which ours does not."""
    if _worn is None:
        return
    place = f"{_place(name, failed)}: {type(failed).__name__}"
    if place not in _worn.failed and len(_worn.failed) < MOST_FAILED:
        _worn.failed[place] = None
        log.error("a template of the theme failed, ours is shown", extra={"says": {"place": place}})


def _templates(folder: Path | None) -> Iterator[tuple[str, str]]:
    root = folder / "templates" if folder else None
    for file in sorted(root.rglob("*")) if root else ():
        name = file.relative_to(root).as_posix() if root else ""
        if file.is_file() and not any(part.startswith(".") for part in name.split("/")):
            # One that goes meanwhile: the content is found changed at the next look.
            with suppress(OSError, UnicodeDecodeError):
                yield name, file.read_text("utf-8")


def _place(name: str, failed: Exception) -> str:
    """Return the last line at work in the theme, else in any template, as its author would type it."""
    lines = list(_lines(failed.__traceback__))
    if isinstance(failed, TemplateSyntaxError) and failed.filename:
        lines.append((Path(failed.filename), failed.lineno))
    theme = current().folder
    theirs = [line for line in lines if theme and line[0].is_relative_to(theme)]
    if not (found := theirs or lines):
        return shown(name)
    file, number = found[-1]
    return f"{shown_file(file)}:{number}"


def _lines(trace: TracebackType | None) -> Iterator[tuple[Path, int]]:
    folders = [folder for folder in (current().folder, TEMPLATES) if folder]
    while trace:
        file = Path(trace.tb_frame.f_code.co_filename)
        if any(file.is_relative_to(folder) for folder in folders):
            yield file, trace.tb_lineno
        trace = trace.tb_next
