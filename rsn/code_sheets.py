"""Sheets of printed sign-in codes: as text, or as a page to print with a picture to scan beside each code."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

WIDTH = 66

Sheets = Sequence[tuple[str, Sequence[str]]]
"""The mark of each sheet, by which it is told on the screen whose it is, and its codes. No name."""

STYLE = """\
body { font: 11pt/1.4 sans-serif; margin: 2em; max-width: 44em }
section { break-after: page }
ol { list-style: none; padding: 0; display: grid; grid-template-columns: repeat(2, 1fr); gap: 1em }
li { break-inside: avoid; border: 1px solid; padding: .6em; display: flex; align-items: center; gap: .8em }
code { font-size: 12pt } svg { width: 7em; flex: none }
"""


def sheets_for(out: Path, sheets: Sheets, address: str) -> str:
    """Return what goes into the file *out*: a page where its name ends in .html, else text."""
    return as_page(sheets, address) if out.suffix == ".html" else "\f".join(as_text(sheets, address))


def as_text(sheets: Sheets, address: str) -> list[str]:
    """Return each sheet as plain text, to be printed as it is."""
    return [_text(mark, codes, address) for mark, codes in sheets]


def as_page(sheets: Sheets, address: str) -> str:
    """Return the sheets as one HTML page that loads nothing; a code stands behind "#", so no log sees it."""
    shown = "".join(_section(mark, codes, address) for mark, codes in sheets)
    head = f'<meta charset="utf-8"><title>Sign-in codes</title><style>{STYLE}</style>'
    return f'<!doctype html><html lang="en"><head>{head}</head><body>{shown}</body></html>\n'


def _section(mark: str, codes: Sequence[str], address: str) -> str:
    from presentation.paper_ballot import qr_code

    page = f"{address}/forms/sign-in/code"
    items = "".join(f"<li>{qr_code(f'{page}#{code}')}<code>{escape(code)}</code></li>" for code in codes)
    return (
        f"<section><h1>Sign-in codes, sheet {escape(mark)}</h1><p>Scan a picture, or go to {escape(page)} and "
        "type the code beside it. Each works once: cross it out when it is used. Big or small letters and dashes "
        "do not matter. Lost the sheet? Tell a steward: a new sheet makes this one worthless.</p>"
        f"<ol>{items}</ol></section>"
    )


def _text(mark: str, codes: Sequence[str], address: str) -> str:
    lines = [
        f"SIGN-IN CODES{f'sheet {mark}':>{WIDTH - 13}}",
        "=" * WIDTH,
        f"Go to   {address}/forms/sign-in/code",
        "and type one code. Each works once; cross it out when it is used.",
        "Big or small letters and dashes do not matter. O and 0, I, L and 1",
        "are the same. Lost the sheet? Tell a steward: a new sheet makes",
        "this one worthless.",
        "",
        *(f"  [ ]  {code}" for code in codes),
        "",
        "=" * WIDTH,
        "",
    ]
    return "\n".join(lines)
