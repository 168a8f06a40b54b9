"""
What lies in the output folder at this moment: one look at every file, links and hidden ones included.

Rules of this file: where the last build kept how all looked, only what looks otherwise is told one by one; a build
that edits one page does not go through twenty thousand names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path

from site_builder.kept.known_files import Look, asked, look_at
from site_builder.kept.looking_ahead import seen_ahead

Looks = tuple[int, int]
"""The size of a file, and the younger of its two stamps."""


class FoundFiles(Mapping[str, Looks]):
    """
    The files of a folder, by their names in it, as they look in *look*.

    *differing* are those that look otherwise than in the look before, are new or gone; None where there was none.
    """

    def __init__(self, look: Look, before: Look | None) -> None:
        self.look = look
        self._start = len(look.scope[0][0]) + 1
        self.differing: frozenset[str] | None = None
        if before is not None:
            self.differing = frozenset(file[self._start :] for file in look.differing(before))

    @cached_property
    def _all(self) -> dict[str, Looks]:
        lines = zip(self.look.files, self.look.numbers, strict=True)
        return {file[self._start :]: (one[1], max(one[0], one[3])) for file, one in lines if one}

    def __getitem__(self, name: str) -> Looks:
        if "_all" in self.__dict__ or self.differing is None:
            return self._all[name]
        return self._alone(name)

    def _alone(self, name: str) -> Looks:
        """Return how one file looks now: most builds ask for a few, and need no list of all."""
        found = asked(f"{self.look.scope[0][0]}/{name}")
        if not found:
            raise KeyError(name)
        return found[1], max(found[0], found[3])

    def __iter__(self) -> Iterator[str]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self.get(name) is not None

    def after(self, written: Iterable[str]) -> Look | None:
        """
        Return how the folder looks after the files *written* were; None where one of them is new or gone.

        What others did meanwhile is not taken for seen.
        """
        root = self.look.scope[0][0]
        return self.look.after(f"{root}/{name}" for name in written)


Found = Mapping[str, Looks]


def files_in(out: Path, before: Look | None = None) -> FoundFiles:
    """
    Return what lies in *out*, without what links lead to; nothing where there is no such folder.

    *before* is how it looked when the last build left it: what is known is not searched for.
    """
    root = str(out.absolute())
    if before is not None and before.scope[0] != (root,):
        before = None
    return FoundFiles(seen_ahead(before) or before.again() if before else look_at([root]), before)
