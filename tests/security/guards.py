"""
What a guard is: one place in the product that holds a numbered requirement, and the test that misses it.

Rules of this file: `line` is copied from the source as it stands, line ends and indentation within it included,
and stands there once. `without` is what would be there if nobody had thought of the requirement; it must still
be Python (or a template) that loads, so that the test fails for the missing guard and not for a broken file.
`tests/security/removing.py` takes each away in a copy of the tree and runs its test.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

LISTS = ("guards_1_45", "guards_46_80")


@dataclass(frozen=True)
class Guard:
    """One line that holds one requirement of docs/security.md."""

    number: int
    file: str
    line: str
    test: str
    without: str = ""


def all_guards() -> tuple[Guard, ...]:
    """Return every guard there is, by number."""
    folder = Path(__file__).parent
    written = [import_module(f"tests.security.{name}") for name in LISTS if (folder / f"{name}.py").exists()]
    return tuple(sorted((one for module in written for one in module.GUARDS), key=lambda one: one.number))
