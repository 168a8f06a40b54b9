"""
Whether everything still stands as the last job left it, so that the next one can end at once.

Rules of this file: nothing heavier than os is imported, for a job that runs every minute spends its time on
imports. What a job reads is looked at before it reads it, so that no change falls between. Stamps as young as the
look are not trusted, because a coarse clock could hide a second change: of such an input the digest is kept, and
where there is too much of them, the next job runs.
"""

from __future__ import annotations

import marshal
import os
import sys
import time

from site_builder.kept.known_files import Look, Plain, kept_look, look_at
from site_builder.kept.many_looks import Shared

TYPE_CHECKING = False
if TYPE_CHECKING:  # typing takes longer to import than all of this takes to do
    from collections.abc import Callable, Iterable

VERSION = 2
CODE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
CODE_FOLDERS = ("domain", "forms_api", "presentation", "rsn", "site_builder", "templates")
SKIPPED = ("__pycache__", "lock")
"""What Python keeps for itself, and what is only ever held."""
OPTIONS = {"--content": "content", "--data": "data", "--out": "public"}
"""The options under which a job may end at once, and what stands where they are not given."""
MOST_BYTES = 4_000_000
"""So much of young inputs is read, each time, to know them by what they say."""
FEW = 200
"""So many folders may be read at each look before it is worth keeping how they look by now."""

Place = tuple[str, str, str]
"""The folders of a job: content, data, out."""
Around = tuple[str, ...]
"""The folders of a job, the interpreter that runs it, and where its libraries lie."""
Kept = tuple[int, Around, float, str, dict[str, bytes], tuple[Plain, ...], float]
"""The version, for whom, until when, what to say, digests of young inputs, the looks, and until when again."""

_BROKEN = (OSError, ValueError, EOFError, TypeError, LookupError)


def place_of(arguments: list[str]) -> Place | None:
    """Return the folders that *arguments* name; None where they ask for anything else than the usual job."""
    given = dict(OPTIONS)
    if len(arguments) % 2:
        return None
    for option, value in zip(arguments[::2], arguments[1::2], strict=True):
        if option == "--jobs" and value.isdigit():
            continue
        if option not in OPTIONS:
            return None
        given[option] = value
    return place_in(*given.values())


def place_in(content: str | os.PathLike[str], data: str | os.PathLike[str], out: str | os.PathLike[str]) -> Place:
    """Return the folders of a job wherever it is started."""
    return os.path.abspath(content), os.path.abspath(data), os.path.abspath(out)


class Standing:
    """
    How all stands in the folders of a job, against what the last one kept.

    `said` is asked first. Where the job has to run, `begin` comes before it reads anything, `published` between
    its publish and its build, and `keep` at its end.
    """

    def __init__(self, place: Place) -> None:
        self.place = place
        self._file = os.path.join(place[1], "built")
        self._kept = _kept_in(self._file, place)
        self._looks: dict[str, Look] = {}
        self._young: dict[str, dict[str, bytes] | None] = {}

    def said(self) -> str | None:
        """Return what to say where nothing is due and nothing changed since the last job; else None."""
        # No file tells whether a database changed.
        if self._kept is None or time.time() >= self._kept[2] or os.environ.get("RSN_DATABASE_URL"):
            return None
        said, young = self._kept[3:5]
        try:
            read = self._compared(young)
            if read is not None and read > FEW:
                # What had just been written is trusted from now on.
                self._looks |= {name: self._again(name) for name in LOOKS if name not in self._looks}
                self._write(self._kept[2], said, young)
        except _BROKEN:
            return None
        return said if read is not None else None

    def begin(self) -> None:
        """Look at what the job is about to read."""
        for name in (INPUTS, STORE):
            if name not in self._looks:
                self._looks[name] = self._again(name)
            self._young[name] = _words_of(self._looks[name].young())

    def left(self) -> Look | None:
        """Return how the last job left the site, if it is known."""
        try:
            return self._last(OUT)
        except _BROKEN:
            return None

    def stored(self) -> None:
        """Look at the store, which this job has written itself and which nobody else may open yet."""
        self._looks[STORE] = self._again(STORE)
        self._young[STORE] = _words_of(self._looks[STORE].young())

    def published(self) -> None:
        """Look at what the publish left, before it is read."""
        self._looks[RECORD] = self._again(RECORD)

    def keep(self, until: float, said: str, out: Look | None = None) -> None:
        """
        Keep how all stands at the end of a job that reached its end; *out* is how it left the site, if it knows.

        It counts *until* something is due; what to say as long as nothing changes is *said*.
        """
        self._looks[OUT] = out or self._again(OUT)
        inputs, store = self._young[INPUTS], self._young[STORE]
        if inputs is None or store is None:
            self._write(0.0, said, {})
        else:
            self._write(until, said, inputs | store)

    def _compared(self, young: dict[str, bytes]) -> int | None:
        """Return how many folders had to be read to find that all stands; None where something does not."""
        looks = {name: self._last(name) for name in LOOKS}
        with Shared([task for name in (RECORD, OUT) for task in looks[name].tasks]) as shared:
            for name in (INPUTS, STORE):
                self._looks[name] = looks[name].again()
                if not looks[name].same_as(self._looks[name]):
                    return None
            if young and _words_of(young) != young:
                return None
            return shared.stand()

    def _last(self, name: str) -> Look:
        if self._kept is None:
            raise LookupError(name)
        return kept_look(self._kept[5][LOOKS.index(name)])

    def _again(self, name: str) -> Look:
        try:
            return self._last(name).again()
        except _BROKEN:
            return LOOK[name](self.place)

    def _write(self, until: float, said: str, young: dict[str, bytes]) -> None:
        plain = tuple(self._looks[name].plain() for name in LOOKS)
        kept: Kept = (VERSION, _around(self.place), until, said, young, plain, until)
        aside = f"{self._file}.new"
        if os.path.exists(aside):
            os.remove(aside)
        with open(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(marshal.dumps(kept))
        os.replace(aside, self._file)


def _kept_in(file: str, place: Place) -> Kept | None:
    try:
        with open(file, "rb") as kept:
            # Our own file in a folder that only its owner may enter.
            found: Kept = marshal.loads(kept.read())  # nosec B302
        version, around, until, _, _, looks, again = found
    except _BROKEN:
        return None
    return found if (version, around, until, len(looks)) == (VERSION, _around(place), again, len(LOOKS)) else None


def _around(place: Place) -> Around:
    return *place, sys.executable, *(path for path in sys.path if path.endswith("site-packages"))


def _words_of(files: Iterable[str]) -> dict[str, bytes] | None:
    """Return what each of the files says, as digests; None where that is too much to read, or one is gone."""
    # Imported where something is young: a digest of the store tells nothing, its bytes must not lie here.
    from hashlib import blake2b

    found, read = {}, 0
    try:
        for file in files:
            read += os.path.getsize(file)
            if read > MOST_BYTES:
                return None
            with open(file, "rb") as opened:
                found[file] = blake2b(opened.read(), digest_size=32).digest()
    except OSError:
        return None
    return found


INPUTS, STORE, RECORD, OUT = LOOKS = ("inputs", "store", "record", "out")
"""What is looked at: what a job reads, the store, what publish writes, and the site."""


def _inputs(place: Place) -> Look:
    content, data, _, *libraries = _around(place)
    folders = [content, *(os.path.join(CODE, folder) for folder in CODE_FOLDERS)]
    return look_at(folders, [*libraries, os.path.join(data, "clock")], follow=True, skipped=SKIPPED)


LOOK: dict[str, Callable[[Place], Look]] = {
    INPUTS: _inputs,
    STORE: lambda place: look_at([os.path.join(place[1], "store")], skipped=SKIPPED),
    RECORD: lambda place: look_at([os.path.join(place[1], "record")], [os.path.join(place[1], "next_due")]),
    OUT: lambda place: look_at([place[2]]),
}
