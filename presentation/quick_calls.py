"""
Calls inside templates without the questions that Jinja asks at each of them.

A page calls macros and translations some hundred times; Jinja looks at every call for what a function might want
to be handed besides, and builds the same translated words anew each time. Here both are known beforehand.
"""

from __future__ import annotations

from collections.abc import Callable
from gettext import NullTranslations
from types import MethodType
from typing import Any

from jinja2.runtime import Context, Macro
from markupsafe import Markup

Words = Callable[..., Markup]


class QuickContext(Context):
    """A context that calls macros and our own functions at once, and leaves everything else to Jinja."""

    def call(self, __obj: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Return what *__obj* returns, called with *args* and *kwargs*."""
        kind = type(__obj)
        if kwargs:
            kept = kwargs.copy() if kind not in (Macro, Quick) else kwargs
            kwargs.pop("_block_vars", None)
            kwargs.pop("_loop_vars", None)
        else:
            kept = kwargs
        if kind is Quick:
            return __obj.made(*args, **kwargs)
        if kind is Macro:
            return __obj(self.eval_ctx, *args, **kwargs)
        if kind is MethodType and not hasattr(__obj, "jinja_pass_arg"):
            try:
                return __obj(*args, **kwargs)
            except StopIteration:
                pass
        return super().call(__obj, *args, **kept)


class Quick:
    """A function that wants to be handed nothing but its arguments."""

    __slots__ = ("made",)

    def __init__(self, made: Words) -> None:
        self.made = made

    def __call__(self, *args: Any, **kwargs: Any) -> Markup:
        return self.made(*args, **kwargs)


def gettext_of(spoken: NullTranslations) -> Quick:
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

    return Quick(gettext)
