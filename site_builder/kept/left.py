"""
What the last build left: what it knew, what it says it wrote, and what lies in the output folder by now.

Rules of this file: where the manifest is the one that was sealed with what was kept, every file is known to have
stood as it looked then, so that only those count that look otherwise now; else every single one is asked about.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from site_builder.kept.known_files import Look
from site_builder.kept.state import State
from site_builder.manifest import NAME, Manifest
from site_builder.out_folder import Found, FoundFiles
from site_builder.out_places import is_aside
from site_builder.steps import Outline
from site_builder.watching import Fact
from site_builder.write import Written

Places = Container[tuple[str, str]]


@dataclass(frozen=True)
class Left:
    """What the last build *kept* under the *key*, what it says it wrote, what lies there now."""

    key: str
    kept: State
    before: Manifest
    found: FoundFiles

    @cached_property
    def sealed(self) -> bool:
        """Whether the manifest, what was kept, and the look at the output folder are of one build."""
        seals = self.before.sealed, self.kept.manifest
        return bool(seals[0]) and seals[0] == seals[1] and self.found.differing is not None

    @property
    def aside(self) -> list[str]:
        """The names of the files that a killed build left aside."""
        return [name for name in self._otherwise if is_aside(name) and name in self.found]

    @property
    def _otherwise(self) -> Iterable[str]:
        """The names of the files that look otherwise than the last build left them, are new or gone."""
        return self.found if self.found.differing is None else self.found.differing

    def unsound(self, remade: Places) -> set[Fact]:
        """
        Return the units of which a file does not stand as it was planned, or is made with another template by now.

        Raises:
            Damaged: something of what was kept is not as it was written.
        """
        if not self.sealed:
            return unsound(self.kept.outlines, self.before, self.found, remade)
        failing = {name for name in self._otherwise if self._fails(name)}
        if not failing and not remade:
            return set()
        return {
            unit
            for unit, outlines in self.kept.outlines.items()
            if any(one[0] in failing or (one[2] and one[2:] in remade) for one in outlines)
        }

    def _fails(self, name: str) -> bool:
        return name in self.before.made and not self.before.stands(name, self.found)

    def strays(self, planned: Container[str]) -> list[str]:
        """Return the names of the files that are nobody's, sorted; *planned* were planned by this build."""
        near = (*self.kept.strays, *self._otherwise) if self.sealed else self.found
        known = self.before.made
        return sorted(
            name
            for name in set(near)
            if name not in planned
            and name not in known
            and name != NAME
            and not is_aside(name)
            and name in self.found
        )

    def behind(self, done: Written) -> Look | None:
        """Return how the folder looks after this build; None where the next one has to look at everything."""
        if done.gone:
            return None
        return self.found.after((*done.names, NAME) if done.sealed else ())


def unsound(
    outlines: Mapping[Fact, tuple[Outline, ...]], manifest: Manifest, found: Found, remade: Places
) -> set[Fact]:
    """
    Return the units of which a file does not stand as it was planned, or is made with another template by now.

    This asks of every file of the site.
    """
    made, written_ns, nothing = manifest.everything(), manifest.written_ns, (-1, 0)
    failing = set()
    for unit, each in outlines.items():
        for output, fingerprint, template, language in each:
            left = made.get(output)
            if left is None or left[0] != fingerprint or (template and (template, language) in remade):
                failing.add(unit)
                continue
            size, youngest = found.get(output, nothing)
            if size != left[1] or youngest > written_ns:
                failing.add(unit)
    return failing
