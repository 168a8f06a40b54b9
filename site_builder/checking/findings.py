"""What is wrong with a built page, as a value."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """A warning fails only a strict check."""

    ERROR = "error"
    WARNING = "warning"


KINDS = (
    "content", "links", "images", "unused picture", "headings", "title", "language", "ids", "fields", "html",
    "feeds", "calendars", "json", "tables", "encoding", "privacy", "budget", "translations", "external",
)  # fmt: skip
"""What a check can be about; docs/checking.md explains each."""


@dataclass(frozen=True, order=True)
class Finding:
    """
    One thing wrong in the file *file* of the site, at *line* from 1; *check* names the kind.

    *needle* is what to look for in the content to find who wrote it; "" where only a template can be at fault.
    """

    file: str
    line: int
    check: str
    what: str
    mend: str
    level: Level = Level.ERROR
    needle: str = ""
