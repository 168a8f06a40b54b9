"""Read content/: quickly where nothing is wrong with it, plainly where somebody has to be told."""

from __future__ import annotations

import contextlib
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from domain.catalogue import Catalogue


def load_catalogue(
    content: Path, *, today: date | None = None, kept: Path | None = None, jobs: int = 1
) -> Catalogue:
    """
    Return everything the folder *content* says.

    With *today*, a day that should be past (a consent, a member's beginning) may not lie after it, nor after
    network.yaml's `written_for` where that is later. With *kept*, a folder of ours, values are kept there, and
    only what changed since is read; *jobs* workers share what is much.

    Raises:
        ContentErrors: the problems of all files, by file and line.
    """
    if (kept is not None or jobs > 1) and content.is_dir():
        # Imported late, both ways: neither needs the other, and a job that runs every minute waits for imports.
        from site_builder.content.doubt import Doubt
        from site_builder.content.quick import read_quickly

        with contextlib.suppress(Doubt):
            return read_quickly(content, today, kept, jobs, lambda: _plainly(content, today))
    return _plainly(content, today)


def _plainly(content: Path, today: date | None) -> Catalogue:
    from site_builder.content.plain import read_plainly

    return read_plainly(content, today)
