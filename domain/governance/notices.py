"""
When members are told of a vote: as it opens, three days before it ends, and on its last day.

Rules of this file: a notice that would be due before the vote has opened is none; nobody is mailed at night, in
the network's own time, unless the vote would be over by the morning.
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta, tzinfo
from enum import StrEnum


class NoticeKind(StrEnum):
    """What a notice tells; the later ones are for those without a ballot in the box."""

    OPENING = "opening"
    THREE_DAYS = "72h"
    LAST_DAY = "24h"


BEFORE_THE_SHUT = {NoticeKind.THREE_DAYS: timedelta(hours=72), NoticeKind.LAST_DAY: timedelta(hours=24)}

QUIET_FROM, QUIET_UNTIL = time(21), time(8)
"""The quiet hours, in the network's own time."""


def dues(opened: datetime, shut: datetime) -> dict[NoticeKind, datetime]:
    """Return when each notice of a vote is due, the earliest first; a short vote has fewer of them."""
    later = {kind: shut - before for kind, before in BEFORE_THE_SHUT.items()}
    return {NoticeKind.OPENING: opened} | {kind: at for kind, at in later.items() if at > opened}


def sending_time(moment: datetime, shut: datetime, zone: tzinfo) -> datetime:
    """Return when what could be sent at *moment* is sent: then, or when the quiet hours end before the *shut*."""
    local = moment.astimezone(zone)
    if QUIET_UNTIL <= local.time() < QUIET_FROM:
        return moment
    day = local.date() if local.time() < QUIET_UNTIL else local.date() + timedelta(days=1)
    morning = datetime.combine(day, QUIET_UNTIL, tzinfo=zone).astimezone(UTC)
    return morning if morning < shut else moment
