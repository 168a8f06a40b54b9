"""
Gettext catalogues, read from templates/locales and compiled in memory: no compiled file to forget.

The words of the interface are English in the code; a language without a catalogue reads English.
"""

from __future__ import annotations

from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
LOCALES = TEMPLATES / "locales"


def N_(text: str) -> str:
    """Return *text* as it is: marks words in Python that a template translates later."""
    return text


def catalogue_path(language: str) -> Path:
    """Return where the catalogue of *language* lies."""
    return LOCALES / language / "LC_MESSAGES" / "messages.po"


def version(language: str) -> int:
    """Return what changes whenever the catalogue of *language* is written; 0 where it has none."""
    try:
        return catalogue_path(language).stat().st_mtime_ns
    except FileNotFoundError:
        return 0


def translations(language: str) -> NullTranslations:
    """Return the translations of *language*; those of English give back what they are asked."""
    return _opened(language, version(language))


@cache
def _opened(language: str, version: int) -> NullTranslations:
    # The version is asked for so that words which change while a service runs are read anew.
    return _compiled(catalogue_path(language)) if version else NullTranslations()


def _compiled(path: Path) -> GNUTranslations:
    from presentation.compiled import compiled

    text = path.read_bytes()
    return GNUTranslations(BytesIO(compiled(str(path), "words", text, lambda: _as_mo(text))))


def _as_mo(text: bytes) -> bytes:
    # Babel is slow to import and English needs none of it.
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    made = BytesIO()
    write_mo(made, read_po(BytesIO(text)))
    return made.getvalue()
