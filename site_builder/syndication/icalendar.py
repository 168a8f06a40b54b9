"""
The lines of a calendar file.

Source: RFC 5545 (iCalendar), sections 3.1 (lines of at most 75 octets), 3.3.11 (text), 3.6.1 (events).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime

LONGEST_LINE = 75
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def calendar(events: Iterable[list[str]], *about: str) -> bytes:
    """Return a calendar file of *events*, each the lines between BEGIN and END; *about* are lines of its own."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Reciprocal Strength Network//EN", *about]
    for event in events:
        lines += ["BEGIN:VEVENT", *event, "END:VEVENT"]
    lines.append("END:VCALENDAR")
    # Nearly every line is short and plain.
    whole = [line if len(line) <= LONGEST_LINE and line.isascii() else _folded(line) for line in lines]
    return "\r\n".join([*whole, ""]).encode()


def utc(moment: datetime) -> str:
    """Return the moment as calendars write it, so that no reader needs our zone."""
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def text(said: str) -> str:
    """
    Return *said* as the value of a text property.

    Readers disagree about what ends a line: every sign that does for one of them is written as RFC 5545 writes a
    line end, and the other control signs, which it forbids, are left out.
    """
    lines = "\n".join(said.splitlines()) + ("\n" if said.endswith("\n") else "")
    plain = _FORBIDDEN.sub("", lines)
    return plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> str:
    """Return the line broken into pieces of at most 75 octets, never inside a character."""
    if len(line.encode()) <= LONGEST_LINE:
        return line
    if line.isascii():
        rest = range(LONGEST_LINE, len(line), LONGEST_LINE - 1)
        return "\r\n ".join([line[:LONGEST_LINE], *(line[at : at + LONGEST_LINE - 1] for at in rest)])
    pieces, piece, octets = [], "", 0
    for sign in line:
        more = len(sign.encode())
        if octets + more > LONGEST_LINE:
            pieces.append(piece)
            piece, octets = " ", 1
        piece += sign
        octets += more
    return "\r\n".join([*pieces, piece])
