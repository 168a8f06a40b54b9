"""
A table from another system (CSV): its columns, its rows, and which column is likely what.

Rules of this file: a guess is only ever a proposal, shown before anything is read by it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from forms_api.services.refusals import N_, Refused
from forms_api.services.text_rules import normal, refused_at

MEMBERS = {
    "name": N_("Name"),
    "email": N_("E-mail address"),
    "phone": N_("Telephone"),
    "number": N_("Number in the old system"),
    "joined_on": N_("Member since"),
    "zone": N_("Zone"),
    "languages": N_("Languages spoken"),
}
EXCHANGES = {
    "giver": N_("Who gave (name)"),
    "giver_number": N_("Who gave (number)"),
    "receiver": N_("Who received (name)"),
    "receiver_number": N_("Who received (number)"),
    "on": N_("Day"),
    "hours": N_("Hours"),
    "skill": N_("For what"),
}
TARGETS = {"members": MEMBERS, "exchanges": EXCHANGES}
WANTED = {"members": ("name",), "exchanges": ("on", "hours")}
"""What has to be there; of both sides of an exchange the name or the number as well."""

KNOWN = {
    "members": {
        "name": "name", "full name": "name", "member": "name", "member name": "name", "username": "name",
        "nombre": "name", "usuario": "name",
        "email": "email", "e-mail": "email", "email address": "email",
        "correo": "email", "correo electrónico": "email",
        "phone": "phone", "telephone": "phone", "phone number": "phone", "mobile": "phone", "teléfono": "phone",
        "n": "number", "no": "number", "id": "number", "member id": "number", "user code": "number",
        "number": "number",
        "created": "joined_on", "joined": "joined_on", "join date": "joined_on", "member since": "joined_on",
        "joined_on": "joined_on", "registration date": "joined_on", "creado": "joined_on",
        "zone": "zone", "neighborhood": "zone", "neighbourhood": "zone", "barrio": "zone",
        "languages": "languages", "idiomas": "languages",
    },
    "exchanges": {
        "to": "giver", "provider": "giver", "provided by": "giver", "giver": "giver", "a": "giver",
        "to id": "giver_number", "provider id": "giver_number",
        "from": "receiver", "receiver": "receiver", "received by": "receiver", "recipient": "receiver",
        "de": "receiver", "from id": "receiver_number", "receiver id": "receiver_number",
        "date": "on", "exchange date": "on", "service date": "on", "day": "on", "fecha": "on", "created": "on",
        "quantity": "hours", "hours": "hours", "time": "hours", "cantidad": "hours", "horas": "hours",
        "post": "skill", "service": "skill", "skill": "skill", "category": "skill", "servicio": "skill",
    },
}  # fmt: skip
"""Names of columns seen elsewhere. In a time bank hours go *from* who received the help *to* who gave it."""

MOST_COLUMNS = 40
MOST_ROWS = 50_000


class NoRows(Refused):
    message = N_("The first line has to name the columns, and at least one more line has to follow.")


class NotATable(Refused):
    message = N_("The table breaks off near line %(line)s: its quotation marks do not pair up.")


class TooWide(Refused):
    message = N_("The table has more than %(most)s columns. Leave out those you do not need.")


class TooLong(Refused):
    message = N_("The table has more than %(most)s lines. Bring it in in parts.")


class ColumnMissing(Refused):
    message = N_("No column was chosen for: %(missing)s.")


@dataclass(frozen=True)
class Row:
    """A row: the line it begins on, and its cells in the order of the columns."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """What was read: the columns' names as they stand there, and the rows."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Cells:
    """The cells of a row by what they are; *bad* names one that holds a sign which cannot be kept."""

    line: int
    by_target: Mapping[str, str]
    bad: str = ""

    def __getitem__(self, target: str) -> str:
        return self.by_target.get(target, "")


def read_table(text: str) -> Table:
    """
    Return the table that *text* holds, its cells separated by commas, semicolons or tabs.

    Raises:
        NoRows, NotATable, TooWide, TooLong.
    """
    text = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    first = text.split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text), delimiter=max(",;\t", key=first.count), strict=True)
    rows, begins = [], 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append(Row(begins, tuple(map(normal, cells))))
            begins = reader.line_num + 1
    except csv.Error as broken:
        raise NotATable(line=begins) from broken
    if len(rows) < 2:
        raise NoRows
    if len(rows[0].cells) > MOST_COLUMNS:
        raise TooWide(most=MOST_COLUMNS)
    if len(rows) > MOST_ROWS:
        raise TooLong(most=MOST_ROWS)
    return Table(rows[0].cells, tuple(rows[1:]))


def guessed(kind: str, columns: Sequence[str]) -> tuple[str, ...]:
    """Return for each column what it likely is, "" for none; nothing is guessed twice."""
    taken: set[str] = set()
    found = []
    for column in columns:
        target = KNOWN[kind].get(column.casefold().strip().strip(":*"), "")
        found.append("" if target in taken else target)
        taken.add(target)
    return tuple(found)


def check_mapping(kind: str, mapping: Sequence[str]) -> None:
    """
    Refuse a mapping that leaves out what has to be there.

    Raises:
        ColumnMissing.
    """
    missing = [target for target in WANTED[kind] if target not in mapping]
    if kind == "exchanges":
        missing += [side for side in ("giver", "receiver") if not {side, f"{side}_number"} & set(mapping)]
    if missing:
        raise ColumnMissing(missing=", ".join(missing))


def mapped(table: Table, mapping: Sequence[str]) -> tuple[Cells, ...]:
    """Return the rows by what their cells are; what is mapped twice keeps its first column that is not empty."""
    return tuple(_cells(row, mapping) for row in table.rows)


def _cells(row: Row, mapping: Sequence[str]) -> Cells:
    found: dict[str, str] = {}
    bad = ""
    for target, cell in zip(mapping, row.cells, strict=False):
        if target and not found.get(target):
            found[target] = cell
            bad = bad or (target if refused_at(cell, lines=True) is not None else "")
    return Cells(row.line, found, bad)
