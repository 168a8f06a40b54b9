"""
Words inside templates, made once each: a page asks for them some hundred times.

They are marked as markup, as Jinja's own gettext marks them; what is put into them is escaped.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial
from gettext import NullTranslations
from typing import Any

import markupsafe
from markupsafe import Markup

KNOWN = 4096

escaped: Callable[[str], str] = getattr(markupsafe, "_escape_inner", markupsafe.escape)
"""Escapes text that is no markup: the inner half of `markupsafe.escape`, which marks it besides."""

marked: Callable[[str], Markup] = partial(str.__new__, Markup)
"""Returns text that is escaped already as markup."""


def shown(value: Any) -> str:
    """Return *value* as a page shows it: escaped, unless it is markup already."""
    kind = type(value)
    if kind is str:
        return escaped(value)
    if kind is Markup:
        return value  # type: ignore[no-any-return]
    marks = getattr(value, "__html__", None)
    return marks() if marks is not None else escaped(str(value))


def _put(words: str, values: dict[str, Any]) -> Markup:
    """Return the words with the values in them, each as a page shows it."""
    return marked(words % {name: one if type(one) is int else shown(one) for name, one in values.items()})


def gettext_of(spoken: NullTranslations) -> Callable[..., Markup]:
    """Return `gettext` for templates: words that hold no values are made once."""
    known: dict[str, Markup] = {}

    def gettext(text: str, /, **values: Any) -> Markup:
        if values:
            return _put(spoken.gettext(text), values)
        words = known.get(text)
        if words is None:
            words = known[text] = _put(spoken.gettext(text), values)
        return words

    return gettext


def ngettext_of(spoken: NullTranslations) -> Callable[..., Markup]:
    """Return `ngettext` for templates, which picks the words that go with a number."""

    words = lru_cache(KNOWN)(spoken.ngettext)

    def ngettext(one: str, many: str, number: int, /, **values: Any) -> Markup:
        return _put(words(one, many, number), {"num": number, **values})

    return ngettext
