"""
Staleness bugs as other builders have or had them, each patched into ours: the property has to catch every one.

Rules of this file: a bug changes what an incremental build believes, never what a clean one makes.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from site_builder import build, outdated, staging, watching, write
from site_builder.content import look, quick
from site_builder.digests import digest_of_bytes
from site_builder.inputs import Inputs
from site_builder.kept import changes, known_files
from site_builder.manifest import Manifest
from site_builder.model import ASSETS, CLOCK_NOW, CLOCK_TODAY
from site_builder.outdated import Fingerprints
from site_builder.units import TAB
from site_builder.watching import Fact
from tests.site_builder.incremental.steps import Step

SeededBug = Callable[[], AbstractContextManager[object]]


@dataclass(frozen=True)
class Bug:
    """*seen* tells where it was met; *steps* are the shortest that show it, a build behind each group."""

    name: str
    seen: str
    seeded: SeededBug
    steps: tuple[tuple[Step, ...], ...]
    long: bool = False

    def __str__(self) -> str:
        return self.name


def _tags_ignored(tags: str) -> SeededBug:
    """Return a bug that does not follow what such tags pull in."""
    real = outdated.references

    def followed(name: str, source: str) -> list[str]:
        pulled = re.findall(rf'\{{%-?\s*(?:{tags})\s+"([^"]+)"', source)
        return [other for other in real(name, source) if other not in pulled]

    return lambda: patch.object(outdated, "references", followed)


def _facts_ignored(ignored: Callable[[Fact], bool]) -> SeededBug:
    """Return a bug that does not notice that such facts are others than last time."""
    real = Inputs.changes

    def noticed(now: Inputs, before: Inputs) -> Iterator[Fact]:
        return (fact for fact in real(now, before) if before.single == {} or not ignored(fact))

    return lambda: patch.object(Inputs, "changes", noticed)


def _by_the_first_stamp(found: os.stat_result) -> known_files.Numbers:
    return found.st_mtime_ns, found.st_size, found.st_ino, found.st_mtime_ns


def _by_size(content: Path) -> dict[str, list[look.Line]]:
    lines = look.look_at(content)
    return {
        folder: [(name, 0, size, 0, 0, kind) for name, _, size, _, _, kind in each]
        for folder, each in lines.items()
    }


def _differs_in_size(target: Path, content: bytes) -> bool:
    return not target.is_file() or target.stat().st_size != len(content)


@contextmanager
def _words_ignored() -> Iterator[None]:
    with (
        patch.object(Fingerprints, "_of_words", lambda *_: b""),
        patch.object(build, "words_fingerprint", lambda: ""),
    ):
        yield


def _shallow(content: bytes) -> bytes:
    return digest_of_bytes(str(len(content)).encode())


@contextmanager
def _sizes_alone() -> Iterator[None]:
    with patch.object(quick, "look_at", _by_size), patch.object(quick, "young", lambda *_: []):
        yield


BUGS = (
    Bug(
        "included templates are not followed",
        "Eleventy, issue 986: which pages use an include is put off to another issue",
        _tags_ignored("include"),
        ((("include or drop a piece", 1),), (("edit the piece", 2),)),
    ),
    Bug(
        "imported macros are not followed",
        "Jekyll, docs of --incremental: includes and layouts are followed, nothing else",
        _tags_ignored("import|from"),
        ((), (("edit an imported macro", 4),)),
    ),
    Bug(
        "a catalogue of translations is no input",
        "make: a rule that names the page's own source and its template",
        _words_ignored,
        ((), (("edit a translation of the interface", 0),)),
    ),
    Bug(
        "the page of a deleted entry stays",
        "Eleventy, issue 409; Hugo without --cleanDestinationDir",
        lambda: patch.object(write, "remove", lambda *_: False),
        ((("delete an entry", 0),),),
    ),
    Bug(
        "a list is not told of a new title",
        "MkDocs --dirty, issue 1705: the navigation of pages that were not built again",
        lambda: patch.object(changes.Changes, "_differs", lambda *_: False),
        ((("edit a title", 0),),),
    ),
    Bug(
        "the cut-off compares too little",
        "rsync --size-only",
        lambda: patch.object(watching, "digest_of_bytes", _shallow),
        ((("edit a title", 1),), (("edit a title", 8),)),
    ),
    Bug(
        "a new entry is not noticed",
        "Jekyll, docs of --incremental: a page that goes through site.posts is not made again",
        _facts_ignored(lambda fact: fact == "content.news"),
        ((("add an entry", 0),),),
    ),
    Bug(
        "the clock is no input",
        "every generator that leaves what depends on the day to the day of the last build",
        _facts_ignored(lambda fact: fact in (CLOCK_TODAY, CLOCK_NOW)),
        ((("step to a turn", 0),),),
    ),
    Bug(
        "the settings are no input",
        "make: a rule that does not name its own settings",
        _facts_ignored(lambda fact: fact == f"content.network{TAB}"),
        ((("rename the network", 0),),),
        long=True,
    ),
    Bug(
        "a new language is not noticed",
        "the same, met by a community that learns to speak another language",
        _facts_ignored(lambda fact: fact == f"content.network{TAB}"),
        ((("add or drop a language", 0),),),
        long=True,
    ),
    Bug(
        "one kind of the record is no input",
        "Jekyll, pull request 9170: a changed data file makes nothing again",
        _facts_ignored(lambda fact: fact.startswith("record.activations")),
        ((("begin or end a crisis", 0),),),
    ),
    Bug(
        "an edited output is believed",
        "make: only sources are looked at",
        lambda: patch.object(Manifest, "stands", lambda *_: True),
        ((("edit an output", 5),),),
    ),
    Bug(
        "a time stamp set by hand is believed",
        "make: a file put back with cp -p is older than what is made of it",
        lambda: patch.object(known_files, "_numbers", _by_the_first_stamp),
        ((("put back an older output", 4),),),
    ),
    Bug(
        "what an asset holds is no input",
        "Eleventy, issue 986: files that are passed through are filed apart",
        _facts_ignored(lambda fact: fact == ASSETS),
        ((("edit an asset", 2),),),
        long=True,
    ),
    Bug(
        "sources are told apart by their size",
        "rsync --size-only on the way to the machine that builds",
        _sizes_alone,
        ((("edit a text", 1),), (("edit a text", 10),)),
    ),
    Bug(
        "files of equal size are equal",
        "rsync --size-only in place of a build's own comparison",
        lambda: patch.object(staging, "differs", _differs_in_size),
        ((("edit a text", 1),), (("edit a text", 10),)),
        long=True,
    ),
)
