"""Which files of content/ hold other bytes than the last time, and which names came or went."""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TypeVar

from site_builder.content.common import Common
from site_builder.content.doubt import Doubt
from site_builder.content.entry import Extra, raw_of
from site_builder.content.index import Index
from site_builder.content.kept import hash_of
from site_builder.content.kinds import KINDS, THEME
from site_builder.content.look import Line
from site_builder.problems import Report

Lines = dict[str, list[Line]]
Names = dict[str, dict[str, tuple[str, ...]]]
"""The files of each entry, the original first, by kind and slug."""

Sets = dict[str, frozenset[str]]
"""What may be named, by kind."""

NAMED = ("skill", "program", "cohort", "member", "playbook", "page", "news")
_OF_FOLDER = {kind.folder: kind for kind in KINDS}
T = TypeVar("T")


def sound(look: Callable[[Report], T]) -> T:
    """
    Return what *look* returns.

    Raises:
        Doubt: it reported a problem.
    """
    report = Report()
    found = look(report)
    if report.problems:
        raise Doubt
    return found


def owner(file: str) -> tuple[str, str] | None:
    """Return the kind and the slug of the entry to which FOLDER/NAME belongs; None where it belongs to none."""
    folder, _, name = file.rpartition("/")
    if folder not in _OF_FOLDER:
        return None
    kind = _OF_FOLDER[folder]
    return kind.name, name.removesuffix(kind.suffix).partition(".")[0]


def sets_of(
    common: Common,
    names: Mapping[str, Mapping[str, object]],
    images: Iterable[Line],
    extras: Mapping[tuple[str, str], Extra],
) -> Sets:
    """Return what may be named: the slugs of each kind, the *images*, and those that have each trait."""
    sets = {kind: frozenset(names.get(kind, ())) for kind in NAMED} | common.slugs
    sets["image"] = frozenset(line[0] for line in images)
    traits: dict[str, set[str]] = {}
    for extra in extras.values():
        for trait, slug in extra.traits:
            traits.setdefault(trait, set()).add(slug)
    return sets | {trait: frozenset(slugs) for trait, slugs in traits.items()}


def other_bytes(content: Path, before: Index, lines: Lines, packed: Mapping[str, bytes]) -> set[str]:
    """
    Return the files, as FOLDER/NAME, that are new or hold other bytes than *before*; *packed* are the lines so.

    Raises:
        Doubt: something that is no file stands where one should.
    """
    return {file for file in _other_stamps(before, lines, packed) if not _same_bytes(content, before, file)}


def _other_stamps(before: Index, lines: Lines, packed: Mapping[str, bytes]) -> set[str]:
    """Return the files that look otherwise, and those that may have changed without looking so."""
    found = set(before.young)
    for folder, those in lines.items():
        if folder == THEME or packed[folder] == before.lines.get(folder):
            continue
        known = set(before.lines_of(folder))
        for line in those:
            if line in known or stat.S_ISDIR(line[-1]):
                continue
            if not stat.S_ISREG(line[-1]):
                raise Doubt
            found.add(f"{folder}/{line[0]}")
    return found


def _same_bytes(content: Path, before: Index, file: str) -> bool:
    known = before.hash(file)
    if known is None:
        return False
    try:
        return hash_of(raw_of(f"{content.as_posix()}/{file}")) == known
    except Doubt:
        # It is gone since, or cannot be read: whoever names it will find out.
        return True


def same_names(before: Index, lines: Lines, packed: Mapping[str, bytes]) -> bool:
    """Tell whether every folder holds the names that it held, each of the same type."""
    return before.lines.keys() == lines.keys() and all(
        packed[folder] == before.lines[folder] or _named_alike(those, before.lines_of(folder))
        for folder, those in lines.items()
        if folder != THEME
    )


def _named_alike(those: list[Line], others: list[Line]) -> bool:
    if len(those) != len(others):
        return False
    differing = [(one, other) for one, other in zip(those, others, strict=True) if one != other]
    return all(one[0] == other[0] and stat.S_IFMT(one[-1]) == stat.S_IFMT(other[-1]) for one, other in differing)
