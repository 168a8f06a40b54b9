"""
The words of the interface, gathered from templates and code and merged into each language's catalogue.

Rules of this file: a template that does not parse is an error; no translation is guessed; the same words give
the same bytes (no dates, no line numbers), so that a diff shows what was translated and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import IO, Any

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from jinja2.ext import extract_from_ast

from presentation.environment import environment
from presentation.translations import LOCALES, TEMPLATES, catalogue_path

ROOT = TEMPLATES.parent
PACKAGES = ("domain", "presentation", "site_builder", "forms_api", "rsn")
KEYWORDS: dict[str, tuple[int, ...] | None] = {"_": None, "N_": None, "gettext": None, "ngettext": (1, 2)}
LINE_WIDTH = 100

# Each language that is added keeps its own order of forms; these follow the order of the Unicode CLDR, so that
# Arabic has its last form for 100 and the hundreds.
_PLURALS = {
    "ar": (6, "(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5)"),
    "es": (2, "(n != 1)"),
}


def languages() -> tuple[str, ...]:
    """Return the languages that have a catalogue, in order."""
    return tuple(sorted(path.parents[1].name for path in LOCALES.glob("*/LC_MESSAGES/messages.po")))


def gathered() -> Catalog:
    """
    Return all words that templates and code mark for translation, in the order of the files.

    Raises:
        jinja2.TemplateSyntaxError: a template does not parse; it names file and line.
    """
    words = Catalog()
    for path in _sources():
        method: Any = "python" if path.suffix == ".py" else _template_words
        with path.open("rb") as file:
            for line, message, _comments, _context in extract(method, file, KEYWORDS):
                words.add(message, None, [(path.relative_to(ROOT).as_posix(), line)])
    return words


def _sources() -> Iterator[Path]:
    for pattern in ("*.html", "*.txt"):
        yield from sorted(TEMPLATES.rglob(pattern))
    for package in PACKAGES:
        yield from (path for path in sorted((ROOT / package).rglob("*.py")) if _marks(path.read_bytes()))


def _marks(code: bytes) -> bool:
    """Tell whether *code* may mark words at all: to cut the rest into tokens takes seconds."""
    return b"_(" in code or b"gettext(" in code


def _template_words(
    file: IO[bytes], keywords: Any, comment_tags: Any, options: Any
) -> Iterator[tuple[int, str, Any, list[str]]]:
    # Parsed by the environment that renders it, so that blanks are trimmed here as they are there.
    tree = environment().parse(file.read().decode("utf-8"), filename=file.name)
    for line, function, strings in extract_from_ast(tree, tuple(keywords)):
        yield line, function, strings, []


def opened(language: str) -> Catalog:
    """Return the catalogue of *language*; an empty one where it has none yet."""
    path = catalogue_path(language)
    if not path.is_file():
        return read_po(BytesIO(_header(language, _plural_forms(language)).encode()), locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def _plural_forms(language: str) -> str:
    number, rule = _PLURALS.get(language) or (Catalog(language).num_plurals, Catalog(language).plural_expr)
    return f"nplurals={number}; plural={rule};"


def merged(catalogue: Catalog, words: Catalog) -> Catalog:
    """Return *catalogue* with exactly *words* in it: new ones empty, those no longer used left out."""
    catalogue.update(words, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    return catalogue


def written(catalogue: Catalog) -> bytes:
    """Return the bytes of the catalogue's file, in the order in which the words stand in the templates."""
    body = BytesIO()
    write_po(body, catalogue, LINE_WIDTH, omit_header=True, include_lineno=False, sort_by_file=True)
    language = str(catalogue.locale_identifier)
    return _header(language, catalogue.plural_forms).encode() + b"\n" + body.getvalue()


def _header(language: str, plural_forms: str) -> str:
    fields = (
        f"Language: {language}",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: 8bit",
        f"Plural-Forms: {plural_forms}",
    )
    lines = "".join(f'"{field}\\n"\n' for field in fields)
    return f'# {Locale.parse(language).english_name}: the words of the interface.\nmsgid ""\nmsgstr ""\n{lines}'
