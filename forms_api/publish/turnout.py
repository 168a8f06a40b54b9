"""
How many voted so far: looked at once in a clock hour and told in steps.

Kept beside the store and not in the public record, so that a new hour with the same number changes no page.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from domain.codec import moment_text
from domain.privacy import shown_turnout
from domain.record.canonical import canonical
from forms_api.publish.files import PRIVATE_FILE, put, read
from forms_api.store.base import Store


def turnout(store: Store, kept: Path, voting: Iterable[str], now: datetime) -> dict[str, int]:
    """Return the voters told of each open vote: those of the first look in this hour, never fewer than before."""
    hour = moment_text(hour_of(now))
    before = json.loads(read(kept) or b'{"hour": "", "voters": {}}')
    same_hour = before["hour"] == hour
    told: dict[str, int] = {}
    for proposal in sorted(voting):
        last = before["voters"].get(proposal)
        told[proposal] = last if same_hour and last is not None else max(last or 0, _voters(store, proposal))
    after = canonical({"hour": hour, "voters": told})
    if canonical(before) != after and (told or before["voters"]):
        put(kept, after, PRIVATE_FILE)
    return told


def hour_of(now: datetime) -> datetime:
    """Return the whole hour (UTC) in which *now* lies."""
    return now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def next_hour(now: datetime) -> datetime:
    """Return the whole hour after *now*."""
    return hour_of(now) + timedelta(hours=1)


def _voters(store: Store, proposal: str) -> int:
    with store.reading() as unit:
        return shown_turnout(unit.ballots.count(proposal=proposal))
