"""
A pasted table (CSV), line by line: what its first line names, and the cells of each further line.

Rules of this file: nothing is guessed past a mistake; a cell that a spreadsheet would run is refused.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from difflib import get_close_matches

from forms_api.services.refusals import N_, Refused
from forms_api.services.text_rules import normal, refused_at
from presentation.spreadsheets import RUN_BY_SPREADSHEETS

COLUMNS = ("name", "email", "joined_on", "standing", "zone", "languages", "slug")
LONGEST_SHOWN = 40
_SEPARATORS = ",;\t"


class NoTable(Refused):
    message = N_("The first line has to name the columns: name, and any of %(others)s.")


class UnknownColumn(Refused):
    message = N_("There is no column “%(given)s”. Use: %(known)s.")


class NearlyAColumn(Refused):
    message = N_("There is no column “%(given)s”. Did you mean “%(close)s”?")


class ColumnTwice(Refused):
    message = N_("The column “%(given)s” stands there twice. Keep one of them.")


class Wrong(Exception):
    """A row that cannot come in; *reason* in words with *values* to fill in."""

    def __init__(self, reason: str, **values: object) -> None:
        self.reason = reason
        self.values = values


@dataclass(frozen=True)
class Columns:
    """What the first line names, and the sign between its cells."""

    names: tuple[str, ...]
    separator: str


def columns_of(line: str) -> Columns:
    """
    Return what the first line of a table names.

    Raises:
        NoTable, UnknownColumn, NearlyAColumn, ColumnTwice.
    """
    separator = max(_SEPARATORS, key=line.count)
    names = tuple(cell.strip().strip('"').lower() for cell in line.lstrip("\ufeff").split(separator))
    strange = [name[:LONGEST_SHOWN] for name in names if name not in COLUMNS]
    for name in strange:
        if close := get_close_matches(name.replace(" ", "_").replace("-", "_"), COLUMNS, n=1):
            raise NearlyAColumn(given=name, close=close[0])
    if "name" not in names:
        raise NoTable(others=", ".join(COLUMNS[1:]))
    for name in strange:
        raise UnknownColumn(given=name, known=", ".join(COLUMNS))
    for place, name in enumerate(names):
        if name in names[:place]:
            raise ColumnTwice(given=name)
    return Columns(names, separator)


def cells_of(line: str, columns: Columns) -> dict[str, str]:
    """
    Return the cells of a line by the names of their columns.

    Raises:
        Wrong: quotation marks that do not pair up, too many or too few cells, or a sign that may not be there.
    """
    try:
        (cells,) = csv.reader([line], delimiter=columns.separator, strict=True)
    except (csv.Error, ValueError) as broken:
        raise Wrong(N_("The quotation marks do not pair up. A row has to stand on one line.")) from broken
    if columns.separator == "\t":
        # Spreadsheets leave out the empty cells at the end of a line.
        cells += [""] * (len(columns.names) - len(cells))
    if len(cells) != len(columns.names):
        raise Wrong(
            N_("It has %(found)s cells, the first line names %(wanted)s."),
            found=len(cells),
            wanted=len(columns.names),
        )
    row = dict(zip(columns.names, map(normal, cells), strict=True))
    for name, cell in row.items():
        if refused_at(cell, lines=False) is not None:
            raise Wrong(N_("The cell %(column)s holds a sign that cannot be shown."), column=name)
        if cell[:1] in RUN_BY_SPREADSHEETS and cell:
            raise Wrong(
                N_("The cell %(column)s begins with a sign that spreadsheets run as a formula."), column=name
            )
    return row
