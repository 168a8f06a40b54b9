"""Where a build keeps the indexes of the search, and under which names. Every build imports it: it is small."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

FOLDER = "search"


def kept_as(language: str, group: str) -> str:
    """Return the name of the file that holds the index of a group in *language*."""
    return f"{language}-{group}"


def forget_other_languages(folder: Path, languages: Collection[str]) -> None:
    """Remove the indexes of languages that are spoken no more from the folder of a build: nobody asks for them."""
    for file in (folder / FOLDER).glob("*"):
        if file.name.rpartition("-")[0] not in languages:
            file.unlink(missing_ok=True)
