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

    def stands(self, output: str, found: Found) -> bool:
        """Tell whether the file of *output* is still as the build left it."""
        # The second stamp cannot be set by hand: an older file put back over a page of its size is noticed, too.
        size, youngest = found.get(output, (-1, 0))
        return size == self.made[output].size and youngest <= self.written_ns


def read_manifest(out: Path) -> Manifest:
    """Return the manifest of the last build; an empty one where there is none that we can read."""
    try:
        plain = json.loads((out / NAME).read_bytes())
        if plain["version"] != VERSION:
            return Manifest()
        made = {output: Made(str(one[0]), int(one[1])) for output, one in plain["made"].items()}
        return Manifest(made, (out / NAME).stat().st_ctime_ns)
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return Manifest()


def expecting(manifest: Manifest, outputs: Iterable[str]) -> Manifest:
    """Return the manifest that also knows *outputs*, which are about to be written for the first time."""
    return Manifest({**manifest.made, **dict.fromkeys(outputs, Made("", -1))}, manifest.written_ns)


def manifest_bytes(manifest: Manifest) -> bytes:
    """Return the bytes of the manifest's file."""
    made = {output: [one.fingerprint, one.size] for output, one in sorted(manifest.made.items())}
    return json.dumps({"version": VERSION, "made": made}, separators=(",", ":")).encode()
