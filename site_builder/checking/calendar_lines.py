"""
Read a calendar line by line as a strict phone would.

Source: RFC 5545, sections 3.1 (lines of at most 75 octets, folded), 3.4 (begin and end), 3.6 (what must be there).
"""

from __future__ import annotations

from collections.abc import Iterator

LONGEST = 75
WANTED = {"VCALENDAR": ("VERSION", "PRODID"), "VEVENT": ("UID", "DTSTAMP", "DTSTART")}
SPOKEN = frozenset(
    ("SUMMARY", "DESCRIPTION", "LOCATION", "COMMENT", "CONTACT", "ORGANIZER", "ATTENDEE", "X-WR-CALNAME")
)
Told = tuple[int, str, str]
"""Line, what is wrong or "", the words said there or ""."""


def read_calendar(text: str) -> Iterator[Told]:
    """Yield what is wrong in the calendar *text* and the words of it that a person reads."""
    yield from _ends(text)
    open_parts: list[tuple[str, set[str]]] = []
    uids: set[str] = set()
    for number, line in _unfolded(text):
        name, value = _split(line)
        if not name:
            yield number, "the line is no property of a calendar.", ""
        elif name == "BEGIN":
            open_parts.append((value, set()))
        elif name == "END":
            yield from _end(open_parts, value, number)
        elif open_parts:
            open_parts[-1][1].add(name)
            if name == "UID" and value in uids:
                yield number, "the UID is used twice.", ""
            if name == "UID":
                uids.add(value)
        if name in SPOKEN:
            yield number, "", value.replace("\\n", "\n").replace("\\,", ",").replace("\\;", ";")
    if open_parts:
        yield text.count("\n"), f"{open_parts[-1][0]} is never ended.", ""


def _ends(text: str) -> Iterator[Told]:
    if not text.startswith("BEGIN:VCALENDAR\r\n"):
        yield 1, "it does not begin with BEGIN:VCALENDAR.", ""
    for number, line in enumerate(text.split("\n")[:-1], 1):
        if not line.endswith("\r"):
            yield number, "the line does not end with CR LF.", ""
        if len(line.encode().rstrip(b"\r")) > LONGEST:
            yield number, f"the line is longer than {LONGEST} octets.", ""


def _unfolded(text: str) -> Iterator[tuple[int, str]]:
    first, joined = 1, ""
    for number, line in enumerate(text.replace("\r\n", "\n").rstrip("\n").split("\n"), 1):
        if line[:1] in (" ", "\t"):
            joined += line[1:]
            continue
        if joined:
            yield first, joined
        first, joined = number, line
    if joined:
        yield first, joined


def _split(line: str) -> tuple[str, str]:
    """Return the name of a property, without its parameters, and its value; ("", "") where it is none."""
    quoted = False
    for at, sign in enumerate(line):
        quoted ^= sign == '"'
        if sign == ":" and not quoted:
            return line[:at].partition(";")[0].upper(), line[at + 1 :]
    return "", ""


def _end(open_parts: list[tuple[str, set[str]]], value: str, number: int) -> Iterator[Told]:
    if not open_parts or open_parts[-1][0] != value:
        yield number, f"END:{value} ends nothing that was begun.", ""
        return
    _, there = open_parts.pop()
    for name in WANTED.get(value, ()):
        if name not in there:
            yield number, f"{value} has no {name}.", ""
