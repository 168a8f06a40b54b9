"""What is wrong with a built page, as a value."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """A warning fails only a strict check."""

    ERROR = "error"
    WARNING = "warning"


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
