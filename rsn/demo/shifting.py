"""Move the demo's calendar to now: by whole weeks, so that Thursdays stay Thursdays."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

_DATE = re.compile(r"(?<!\d)(?<!\d-)(20\d\d-\d\d-\d\d)(?!-?\d)")
TEXTS = {".md", ".yaml"}


def weeks_between(written_for: date, today: date) -> timedelta:
    """Return the whole weeks from *written_for* to *today*, rounded towards the past."""
    return timedelta(weeks=(today - written_for).days // 7)


def shifted_text(text: str, by: timedelta) -> str:
    """Return *text* with every ISO date moved; what only looks like a date stays."""
    return _DATE.sub(_mover(by), text)


def _mover(by: timedelta) -> Callable[[re.Match[str]], str]:
    def move(found: re.Match[str]) -> str:
        try:
            return (date.fromisoformat(found.group()) + by).isoformat()
        except ValueError:
            return found.group()

    return move


def copy_shifted(source: Path, target: Path, by: timedelta) -> int:
    """Copy the content folder with every date in names and texts moved; return how many files."""
    copied = 0
    for path in sorted(source.rglob("*")):
        if not path.is_file() or "__pycache__" in path.parts:
            continue
        relative = path.relative_to(source)
        to = target / relative.parent / shifted_text(relative.name, by)
        to.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix in TEXTS:
            to.write_text(shifted_text(path.read_text("utf-8"), by), "utf-8")
        else:
            to.write_bytes(path.read_bytes())
        copied += 1
    return copied
