"""
Long texts as HTML, kept from build to build: a vote or a template that changes renders no Markdown again.

Rules of this file: what is kept hangs on all it was made of (the text, its settings, our code, the libraries),
lies in a folder that only its owner may enter, and is believed by its seal. Whatever is wrong with the file, texts
are rendered as if there were none, and the file is begun anew.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from presentation.kept_file import KeptFile, Unfit

if TYPE_CHECKING:
    from sqlite3 import Connection

    from presentation.markdown_values import Labels, Refs

NAME = "bodies"
FEWEST_KEPT = 20_000
"""So many are kept in any case; beyond, three for each that the largest rendering asked for."""

TOUCH_EVERY = 50
"""How many times bodies are saved before one that is asked for is marked as wanted again."""

_LIBRARIES = ("markdown-", "nh3-")
_TABLES = """
create table if not exists bodies (key blob primary key, html text, seal blob, wanted integer);
create table if not exists about (name text primary key, value);
"""
_FORGET = "delete from bodies where key in (select key from bodies order by wanted limit ?)"


class Bodies:
    """Renders texts, or takes them from the file in *folder*; with no folder it just renders."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder
        self._fresh: dict[bytes, str] = {}
        self._touched: list[bytes] = []
        self._asked = 0
        self._file = KeptFile(folder or Path(), NAME, self._prepared)
        self._about: dict[str, Any] = {"turn": 0}

    def render(self, text: str, *, top: int = 2, refs: Refs | None = None, labels: Labels | None = None) -> str:
        """Return maintainers' Markdown as HTML, as markdown_text.render() does."""
        from presentation import markdown_text

        def make() -> str:
            return markdown_text.render(text, top=top, refs=refs, labels=labels)

        # Plain words are read sooner than they are found in a file.
        quick = markdown_text.quickly(text, top=top)
        return (
            quick if quick is not None else self._kept(f"maintainers\0{top}\0{refs!r}\0{labels!r}\0{text}", make)
        )

    def render_members(self, text: str, *, top: int = 3) -> str:
        """Return a member's Markdown as HTML, as markdown_text.render_members() does."""
        from presentation import markdown_text

        def make() -> str:
            return markdown_text.render_members(text, top=top)

        quick = markdown_text.quickly_members(text, top=top)
        return quick if quick is not None else self._kept(f"members\0{top}\0{text}", make)

    def _kept(self, said: str, make: Callable[[], str]) -> str:
        if self.folder is None:
            return make()
        self._asked += 1
        key = sha256(said.encode("utf-8", "surrogatepass")).digest()
        html = self._fresh.get(key)
        if html is None:
            html = self._read(key)
        if html is None:
            html = self._fresh[key] = make()
        return html

    def _read(self, key: bytes) -> str | None:
        connection = self._file.connection()
        if connection is None:
            return None
        import sqlite3

        try:
            row = connection.execute("select html, seal, wanted from bodies where key = ?", (key,)).fetchone()
        except sqlite3.OperationalError:
            return None
        except sqlite3.DatabaseError:
            self._file.begin_anew()
            return None
        if row is None or not isinstance(row[0], str) or _seal(key, row[0]) != row[1]:
            return None
        if row[2] <= self._about["turn"] - TOUCH_EVERY:
            self._touched.append(key)
        html: str = row[0]
        return html

    def _prepared(self, connection: Connection) -> None:
        connection.execute("pragma synchronous = off")
        connection.executescript(_TABLES)
        about = dict(connection.execute("select name, value from about"))
        if about.get("code") != our_code():
            connection.execute("delete from bodies")
            about = {"code": our_code(), "turn": 0, "count": 0, "asked": 0}
        if not isinstance(about.get("turn"), int):
            raise Unfit
        self._about = about | {"turn": about["turn"] + 1}

    def save(self) -> None:
        """Write what was rendered since the last time, and leave out what nobody has asked for longest."""
        if not self._fresh and not self._touched:
            return
        connection = self._file.connection()
        if connection is None:
            return
        import sqlite3

        try:
            connection.execute("begin immediate")
            self._write(connection)
            connection.execute("commit")
        except sqlite3.OperationalError:
            # Another worker holds the file for longer than we wait, or the disk is full: this is rendered again.
            with suppress(sqlite3.Error):
                connection.execute("rollback")
        except sqlite3.DatabaseError:
            self._file.begin_anew()
        self._fresh.clear()
        self._touched.clear()

    def _write(self, connection: Connection) -> None:
        # Another worker may have written since.
        about = dict(connection.execute("select name, value from about"))
        turn, count = self._about["turn"], about.get("count", 0) + len(self._fresh)
        rows = ((key, html, _seal(key, html), turn) for key, html in self._fresh.items())
        connection.executemany("replace into bodies values (?, ?, ?, ?)", rows)
        connection.executemany(
            "update bodies set wanted = ? where key = ?", ((turn, key) for key in self._touched)
        )
        asked = max(about.get("asked", 0), self._asked)
        most = max(FEWEST_KEPT, 3 * asked)
        if count > most:
            (count,) = connection.execute("select count(*) from bodies").fetchone()
            connection.execute(_FORGET, (max(0, count - most),))
            count = min(count, most)
        values = self._about | {"turn": turn, "count": count, "asked": asked}
        connection.executemany("replace into about values (?, ?)", values.items())

    def close(self) -> None:
        """Save, and let go of the file."""
        self.save()
        self._file.close()


def _seal(key: bytes, html: str) -> bytes:
    return sha256(key + html.encode("utf-8", "surrogatepass")).digest()[:8]


def our_code() -> str:
    """Return what stands for the code that renders, and for the libraries it uses."""
    here = Path(__file__).resolve().parent
    parts = [file.read_bytes() for file in sorted(here.glob("markdown_*.py"))]
    for folder in sys.path:
        if folder.endswith("site-packages"):
            with suppress(OSError):
                names = sorted(entry.name for entry in Path(folder).iterdir())
                parts += [name.encode() for name in names if name.casefold().startswith(_LIBRARIES)]
    return sha256(b"\0".join(parts)).hexdigest()


_JUST_RENDER = Bodies()
_CURRENT: ContextVar[Bodies] = ContextVar("bodies", default=_JUST_RENDER)


def current() -> Bodies:
    """Return what renders texts here and now: a build keeps them, everyone else just renders."""
    return _CURRENT.get()


@contextmanager
def bodies_in(folder: Path | None) -> Iterator[Bodies]:
    """Keep what is rendered meanwhile in *folder*; a worker that is forked meanwhile saves its own."""
    bodies = Bodies(folder)
    before = _CURRENT.set(bodies)
    try:
        yield bodies
    finally:
        _CURRENT.reset(before)
        bodies.close()
