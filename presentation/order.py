"""The order of names in lists that people read; nobody is first for any other reason."""

from __future__ import annotations

import unicodedata


def plain_letters(text: str) -> str:
    """Return *text* without accents and case, as an index sorts it."""
    if text.isascii():
        return text.casefold()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


def by_name(name: str, slug: str = "") -> tuple[str, str, str]:
    """Return the key that sorts names as an index does; *slug* settles equal names."""
    return (plain_letters(name), name, slug)


_ARTICLE = "ال"


def initial(text: str) -> str:
    """Return the letter a text is found under: its first, without accents; in Arabic without the article."""
    stripped = text.strip()
    if stripped.startswith(_ARTICLE) and len(stripped) > len(_ARTICLE):
        stripped = stripped[len(_ARTICLE) :]
    first = plain_letters(stripped)[:1].upper()
    return first if first.isalpha() else "#"
