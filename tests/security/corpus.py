"""The hostile strings of the fixtures: all of them in the long run, a share of every class each day."""

from __future__ import annotations

import json
import os
from base64 import b64decode
from functools import cache
from pathlib import Path

LONG = os.environ.get("HYPOTHESIS_PROFILE") == "long"
"""Whether this is `make test-long`."""


@cache
def rows(folder: Path) -> tuple[tuple[str, str], ...]:
    """Return class and text of every hostile string, from every list; what is no text is left out."""
    found = []
    for file in sorted((folder / "hostile").glob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if "text" in row:
                found.append((row["class"], row["text"]))
            elif "b64" in row:
                found.append((row["class"], b64decode(row["b64"]).decode("utf-8", "replace")))
    return tuple(found)


def texts(folder: Path, *classes: str, every: int = 1) -> list[str]:
    """
    Return the texts of these classes, or of all.

    Of each class every *every*-th, one at the least; in the long run all of them.
    """
    by_class: dict[str, list[str]] = {}
    for kind, text in rows(folder):
        if not classes or kind in classes:
            by_class.setdefault(kind, []).append(text)
    return [text for one in by_class.values() for text in (one if LONG else one[::every])]
