"""Say each thing that was found once, where it can be mended: a template's fault stands on hundreds of pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from site_builder.checking.findings import Finding, Level
from site_builder.checking.places import Places


@dataclass(frozen=True, order=True)
class Told:
    """A finding for its reader: *path* and *line* in the content, or in the built site; *pages* it stands on."""

    path: str
    line: int
    what: str
    mend: str
    level: str
    check: str
    pages: tuple[str, ...]

    def __str__(self) -> str:
        word = "Warning: " if self.level == Level.WARNING else ""
        return f"{self.path}:{self.line}: {word}{self.what}{self._where()} {self.mend}"

    def _where(self) -> str:
        others = [page for page in self.pages if page and not self.path.endswith(page)]
        if not others:
            return ""
        more = f" and {len(others) - 1} more" if len(others) > 1 else ""
        return f" (Seen in {others[0]}{more}.)"


def tell(found: Iterable[Finding], folder: Path, places: Places | None) -> tuple[Told, ...]:
    """Return *found*, one for each mistake, in the order of the files to mend; *folder* is where the site lies."""
    listed = list(found)
    located = [(finding, places.find(finding) if places else None) for finding in listed]
    grouped: dict[tuple[str, int, str, str], list[Finding]] = {}
    for finding, place in located:
        path, line = place or ("", 0)
        grouped.setdefault((path, line, finding.check, finding.what), []).append(finding)
    return tuple(sorted(_one(path, line, same, folder) for (path, line, _, _), same in grouped.items()))


def _one(path: str, line: int, same: Sequence[Finding], folder: Path) -> Told:
    first = same[0]
    if not path:
        inside = not first.file.startswith(("/", "("))
        path, line = (folder / first.file).as_posix() if inside else first.file, first.line
    pages = tuple(dict.fromkeys(finding.file for finding in same))
    return Told(path, line, first.what, first.mend, first.level.value, first.check, pages)
