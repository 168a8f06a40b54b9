"""
What the service writes down of its own work: one JSON object a line, and nothing of a person.

Rules of this file: a line is made of a constant event name and of values that our code chose: a route's name
(never its path, which may hold the token of a sign-in link), a status, a duration, an opaque number. No message of
an exception is written, because it may quote what somebody typed; of a trace only files, lines and functions.
Lines of other libraries keep their logger's name and nothing else. JSON keeps every line a line.

Source: OWASP ASVS 5.0, 16.2.5 and 16.4.1.
"""

from __future__ import annotations

import json
import logging
import os
import sys
import traceback
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO

OURS = ("rsn", "forms_api", "site_builder", "presentation")
MOST_FRAMES = 30
KEEP_DAYS = 3
"""How long a file of events is kept: what exists can be demanded."""
MAX_BYTES = 10 * 1024 * 1024
"""A day's file takes no more; a loop of errors shall not fill the disk the votes are on."""

log = logging.getLogger("rsn.events")


def say(event: str, level: int = logging.INFO, **values: object) -> None:
    """Write down that *event* happened."""
    log.log(level, event, extra={"says": values})


class JsonLines(logging.Formatter):
    """Makes a line of JSON of each log record; one marked as *coarse* tells its hour only."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, without its end."""
        says = dict(getattr(record, "says", {}))
        at = datetime.fromtimestamp(record.created, UTC)
        if says.pop("coarse", False):
            at = at.replace(minute=0, second=0)
        line: dict[str, object] = {
            "at": at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "level": record.levelname.lower(),
            "event": _event(record),
        }
        line |= says
        if record.exc_info and record.exc_info[1] is not None:
            line |= _what_failed(record.exc_info[1])
        return json.dumps(line, default=lambda value: type(value).__name__)


def _event(record: logging.LogRecord) -> str:
    ours = record.name.partition(".")[0] in OURS
    return record.getMessage() if ours else f"a message of {record.name}"


def _what_failed(error: BaseException) -> dict[str, object]:
    """Return the kinds of the error and of those behind it, and where it came from; never what it says."""
    kinds: list[str] = []
    behind: BaseException | None = error
    while behind is not None and len(kinds) < MOST_FRAMES:
        kinds.append(type(behind).__name__)
        behind = behind.__cause__ or behind.__context__
    frames = traceback.extract_tb(error.__traceback__)[-MOST_FRAMES:]
    return {"error": kinds, "trace": [f"{_short(f.filename)}:{f.lineno} {f.name}" for f in frames]}


def _short(file: str) -> str:
    return "/".join(Path(file).parts[-3:])


class DailyFile(logging.StreamHandler[IO[str]]):
    """Writes a file a day into a folder, for its owner only, and removes those older than KEEP_DAYS."""

    def __init__(self, folder: Path) -> None:
        super().__init__(sys.stderr)
        self._folder = folder
        self._day = ""
        self._size = 0
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)

    def emit(self, record: logging.LogRecord) -> None:
        """Write the line, into today's file; where that is full, the day's last line says so."""
        day = datetime.fromtimestamp(record.created, UTC)
        if f"{day:%Y-%m-%d}" != self._day:
            self._begin(day)
        if self._size < MAX_BYTES:
            self._size += len(self.format(record)) + 1
            super().emit(record)
            if self._size >= MAX_BYTES:
                self.stream.write('{"event": "this file is full, the rest of the day is left out"}\n')
                self.flush()

    def close(self) -> None:
        """Close the file of the day."""
        if self._day:
            self.stream.close()
        super().close()

    def _begin(self, day: datetime) -> None:
        if self._day:
            self.stream.close()
        self._day = f"{day:%Y-%m-%d}"
        path = self._folder / f"events-{self._day}.jsonl"
        self.stream = os.fdopen(
            os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a", encoding="utf-8"
        )
        self._size = path.stat().st_size
        oldest = f"events-{day - timedelta(days=KEEP_DAYS):%Y-%m-%d}.jsonl"
        for old in self._folder.glob("events-*.jsonl"):
            if old.name < oldest:
                old.unlink()


def begin(folder: Path | None = None) -> None:
    """Write all that is logged as lines of JSON: to standard error, or into files of *folder*."""
    handler = DailyFile(folder) if folder else logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("rsn").setLevel(logging.INFO)
