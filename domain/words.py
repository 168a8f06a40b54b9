"""Text that exists in several languages."""

from __future__ import annotations

from collections.abc import Mapping

Words = Mapping[str, str]
"""One text per language code; the network's default language is always there."""


def in_language(words: Words, language: str, default: str = "en") -> str:
    """Return the text in *language*, else in *default*, else the first there is; empty if there is none."""
    if language in words:
        return words[language]
    if default in words:
        return words[default]
    return next(iter(words.values()), "")
