"""
Words inside templates, made once each: a page asks for them some hundred times.

They are marked as markup, as Jinja's own gettext marks them; what is put into them is escaped.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from gettext import NullTranslations
from typing import Any

from markupsafe import Markup

KNOWN = 4096


def gettext_of(spoken: NullTranslations) -> Callable[..., Markup]:
    """Return `gettext` for templates: words that hold no values are made once."""
    known: dict[str, Markup] = {}
    bare: dict[str, Markup] = {}

    def gettext(text: str, /, **values: Any) -> Markup:
        if not values and text in bare:
            return bare[text]
        words = known.get(text)
        if words is None:
            words = Markup(spoken.gettext(text))  # nosec B704
            known[text] = words
        if values:
            return words % values
        bare[text] = words % values
        return bare[text]

    return gettext


def ngettext_of(spoken: NullTranslations) -> Callable[..., Markup]:
    """Return `ngettext` for templates, which picks the words that go with a number."""

    @lru_cache(KNOWN)
    def words(one: str, many: str, number: int) -> Markup:
        return Markup(spoken.ngettext(one, many, number))  # nosec B704

    def ngettext(one: str, many: str, number: int, /, **values: Any) -> Markup:
        return words(one, many, number) % {"num": number, **values}

    return ngettext
