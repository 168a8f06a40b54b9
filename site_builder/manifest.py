"""
The manifest: what the last build wrote and from what, kept beside the pages in a file no server shows.

Rules of this file: it holds no time, so that equal builds leave equal folders; what is younger on the disk than
the manifest itself is not as the build left it. It only ever saves work: without it, or with one of another
version, everything is rendered again. A file it does not know is somebody else's and is never removed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from site_builder.digests import digest_of_bytes
from site_builder.kept.manifest_lines import Lines, line, lines_of, patched
from site_builder.out_folder import Found

NAME = ".rsn-manifest.json"
VERSION = 1


class Made(NamedTuple):
    """A file as the build left it: the fingerprint of its inputs, and its size."""

    fingerprint: str
    size: int


@dataclass(frozen=True)
class Manifest:
    """*written_ns* is when the manifest's own file was last put in place; 0 where there is none."""

    made: Mapping[str, Made] = field(default_factory=dict)
    written_ns: int = 0
    sealed: bytes = field(default=b"", compare=False)
    """The digest of its bytes, where these are as a build writes them."""

    def everything(self) -> Mapping[str, Made]:
        """Return the entries of all files, read at once."""
        return self.made.everything() if isinstance(self.made, Lines) else self.made

    def stands(self, output: str, found: Found) -> bool:
        """Tell whether the file of *output* is still as the build left it."""
        # The second stamp cannot be set by hand: an older file put back over a page of its size is noticed, too.
        size, youngest = found.get(output, (-1, 0))
        return size == self.made[output].size and youngest <= self.written_ns


def read_manifest(out: Path, sealed: bytes = b"") -> Manifest:
    """
    Return the manifest of the last build; an empty one where there is none that we can read.

    One whose bytes have the digest *sealed* is as a build left it, and read line by line where somebody asks.
    """
    try:
        content = (out / NAME).read_bytes()
        written_ns = (out / NAME).stat().st_ctime_ns
        digest = digest_of_bytes(content)
        if digest == sealed:
            return Manifest(Lines(content, Made), written_ns, digest)
        plain = json.loads(content)
        if plain["version"] != VERSION:
            return Manifest()
        made = {output: Made(str(one[0]), int(one[1])) for output, one in plain["made"].items()}
        # As a build writes it, though what is kept beside it may be of another one.
        whole = Manifest(made, written_ns)
        return Manifest(made, written_ns, digest) if manifest_bytes(whole) == content else whole
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return Manifest()


def expecting(manifest: Manifest, outputs: Iterable[str]) -> bytes:
    """Return the bytes of the manifest that also knows *outputs*, which are about to be written the first time."""
    return manifest_with(manifest, dict.fromkeys(outputs, Made("", -1)))


def manifest_with(manifest: Manifest, changes: Mapping[str, Made | None]) -> bytes:
    """Return the bytes of the manifest in which *changes* were made; None takes a file out of it."""
    if isinstance(manifest.made, Lines):
        return patched(manifest.made.content, changes)
    made = {**manifest.made, **changes}
    return manifest_bytes(Manifest({output: one for output, one in made.items() if one is not None}))


def manifest_bytes(manifest: Manifest) -> bytes:
    """Return the bytes of the manifest's file."""
    return lines_of(VERSION, (line(output, one) for output, one in manifest.made.items()))
