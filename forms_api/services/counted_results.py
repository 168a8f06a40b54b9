"""What is published of a vote's count, for acts that may follow only once everyone can read it."""

from __future__ import annotations

import json
from pathlib import Path

from forms_api.publish.files import read
from forms_api.services.refusals import N_, Refused


class NotPublishedYet(Refused):
    message = N_("The result is not up yet. Wait for the next build, which is a matter of minutes, and try again.")


def result_number(record_dir: Path, proposal: str) -> int:
    """
    Return the number of the newest published result.

    Raises:
        NotPublishedYet.
    """
    said = read(record_dir / "proposals" / proposal / "result.json")
    if said is None:
        raise NotPublishedYet
    return int(json.loads(said)["number"])


def is_logged(record_dir: Path, commitment: str) -> bool:
    """Tell whether a commitment (hexadecimal) stands in the log, counted or void."""
    wanted = f'"commitment":"{commitment}"'.encode()
    entries = (path for path in (record_dir / "tile" / "entries").rglob("*") if path.is_file())
    return any(wanted in path.read_bytes() for path in entries)
