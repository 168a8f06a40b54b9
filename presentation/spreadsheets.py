"""Cells of tables that people open in a spreadsheet: none of them is ever run as a formula."""

from __future__ import annotations

import re

RUN_BY_SPREADSHEETS = frozenset("=+-@\t\r＝＋－＠")
"""Signs that begin a formula in some program."""

_SIGNS = re.escape("".join(sorted(RUN_BY_SPREADSHEETS)))
_FORMULA = re.compile(rf"(?:\A|[,;|\t\r\n])[\s\u200b-\u200d\u2060\ufeff\"']*[{_SIGNS}]|\A[\t\r]")


def safe_cell(value: object) -> str:
    """
    Return a cell that no spreadsheet runs: an apostrophe stands before what holds the beginning of a formula.

    A sign that separates cells may begin one: not every program minds the quotation marks of RFC 4180.
    """
    text = "" if value is None else str(value)
    return f"'{text}" if _FORMULA.search(text) else text
