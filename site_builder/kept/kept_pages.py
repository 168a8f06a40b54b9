"""
What each page shows, kept for the next build: a template changes, and its pages are made without being planned.

Rules of this file: what is kept of a page is the very bytes that its fingerprint is made of, and they are believed
only where they have the fingerprint that the plan of the last build names. Whatever is wrong with the file, pages
are planned as if there were none, and the file is begun anew.
"""

from __future__ import annotations

import pickle  # nosec B403
from collections.abc import Callable, Collection, Mapping
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from presentation.kept_file import KeptFile
from presentation.shell import Shell
from site_builder.kept.state import State
from site_builder.outdated import Fingerprints
from site_builder.steps import Outline, Step
from site_builder.units import UNIT
from site_builder.watching import Fact

if TYPE_CHECKING:
    from sqlite3 import Connection

NAME = "pages"
AT_ONCE = 500
"""So many pages are written down together."""
TOO_MANY = 100
"""So many pages that are gone are kept besides a quarter of all others before they are left out."""

# Nothing here needs to survive a fall of the machine: what does not fit is planned again.
_SETTINGS = "pragma page_size = 16384; pragma journal_mode = memory; pragma synchronous = off;"
_TABLE = "create table if not exists pages (output text primary key, told blob)"
_KEEP = "insert into pages values (?, ?) on conflict (output) do update set told = excluded.told"


class KeptPages:
    """The pages that the last build kept in *folder*, as *kept* and *printer* know them; without a folder none."""

    def __init__(self, folder: Path | None, kept: State, printer: Fingerprints) -> None:
        self._file = KeptFile(folder, NAME, _prepared) if folder is not None else None
        self._kept = kept
        self._printer = printer
        self._fresh: dict[str, bytes] = {}

    def of(self, unit: Fact, frame: Callable[[str], Shell]) -> tuple[Step, ...] | None:
        """
        Return what *unit*, of which nothing changed that it read, planned; None where it has to be planned again.

        *frame* returns what stands around the pages of a language.
        """
        outlines = self._kept.outlines.get(unit)
        if self._file is None or not outlines:
            return None
        steps = []
        for outline in outlines:
            step = self._step(outline, frame) if outline[2] else None
            if step is None:
                return None
            steps.append(step)
        return tuple(steps)

    def _step(self, outline: Outline, frame: Callable[[str], Shell]) -> Step | None:
        output, fingerprint, template, language = outline
        told, shell = self._read(output), frame(language)
        around = self._kept.around.get((template, language), "")
        if told is None or self._printer.of_page(told, shell, around) != fingerprint:
            return None
        # Our own bytes: their fingerprint stands in the plan, in a folder that only its owner may enter.
        time_zone, hung, own = pickle.loads(told)  # nosec B301
        return Step(PurePosixPath(output), template, language, time_zone, own, shell, hung, told)

    def reads(self, unit: Fact) -> tuple[Fact, ...]:
        """Return what *unit* read when it was planned."""
        return self._kept.traces[UNIT + unit][0]

    def keep(self, output: str, told: bytes) -> None:
        """Keep what the page *output* shows."""
        if self._file is not None:
            self._fresh[output] = told
            if len(self._fresh) >= AT_ONCE:
                self.save()

    def save(self) -> None:
        """Write down what was kept since the last time."""
        if self._fresh:
            self._write(self._fresh)
            self._fresh = {}

    def forget_but(self, files: int, outputs: Callable[[], Collection[str]]) -> None:
        """
        Leave out pages that are none of *outputs*, where they are many and this process looks at the file.

        *files* is how many outputs there are.
        """
        import sqlite3

        self.save()
        connection = self._file.at_hand() if self._file else None
        if self._file is None or connection is None:
            return
        try:
            (count,) = connection.execute("select count(*) from pages").fetchone()
            if count > TOO_MANY + files * 5 // 4:
                planned = outputs()
                known = [name for (name,) in connection.execute("select output from pages")]
                gone = [(name,) for name in known if name not in planned]
                connection.executemany("delete from pages where output = ?", gone)
        except sqlite3.Error:
            self._file.begin_anew()

    def close(self) -> None:
        """Write down what is left, and let go of the file."""
        self.save()
        if self._file is not None:
            self._file.close()

    def _read(self, output: str) -> bytes | None:
        import sqlite3

        connection = self._file.connection() if self._file else None
        if self._file is None or connection is None:
            return None
        try:
            row = connection.execute("select told from pages where output = ?", (output,)).fetchone()
        except sqlite3.OperationalError:
            return None
        except sqlite3.DatabaseError:
            self._file.begin_anew()
            return None
        return row[0] if row is not None and isinstance(row[0], bytes) else None

    def _write(self, pages: Mapping[str, bytes]) -> None:
        import sqlite3

        connection = self._file.connection() if self._file else None
        if self._file is None or connection is None:
            return
        try:
            with connection:
                connection.execute("begin immediate")
                connection.executemany(_KEEP, pages.items())
        except sqlite3.OperationalError:
            # Another worker holds the file for longer than we wait, or the disk is full: these are planned again.
            return
        except sqlite3.DatabaseError:
            self._file.begin_anew()


def _prepared(connection: Connection) -> None:
    connection.executescript(_SETTINGS)
    connection.execute(_TABLE)
