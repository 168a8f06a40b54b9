"""
Values in bytes, the long texts apart from all the rest.

Most edits change a text and nothing else, and no entry looks at the text of another: whether the rest is the same
tells whether entries have to be compared again.
"""

from __future__ import annotations

import pickle  # nosec B403
from collections.abc import Mapping
from typing import Any, TypeVar

from domain.catalogue import ContentMember, NewsItem
from domain.programs import Cohort, Program
from domain.skills import Skill

V = TypeVar("V")

PROTOCOL = 5
_SIZE = 4

Texts = Any
"""One text, or those of a program's languages."""


def packed(value: Any) -> tuple[bytes, int]:
    """Return *value* in bytes, and how many of them, from the first on, hold all but its long texts."""
    rest, texts = _apart(value)
    head = pickle.dumps(rest, PROTOCOL)
    size = _SIZE + len(head)
    return size.to_bytes(_SIZE, "big") + head + pickle.dumps(texts, PROTOCOL), size


def unpacked(data: bytes) -> Any:
    """
    Return the value that packed() made *data* of. Only for bytes of our own.

    Raises:
        ValueError: they are not.
    """
    size = int.from_bytes(data[:_SIZE], "big")
    try:
        # Read by whoever knows their digest, from a folder that only its owner may enter.
        return _together(pickle.loads(data[_SIZE:size]), pickle.loads(data[size:]))  # nosec B301
    except (pickle.UnpicklingError, AttributeError, ImportError, EOFError, TypeError) as broken:
        raise ValueError(str(broken)) from broken


def _apart(value: Any) -> tuple[Any, Texts]:
    """Return *value* without its long texts, and these."""
    if isinstance(value, ContentMember):
        return _but(value, entry=_but(value.entry, about="")), value.entry.about
    if isinstance(value, Program):
        return _but(value, words=_with(value.words, ("",) * len(value.words))), tuple(
            words.text for words in value.words.values()
        )
    if isinstance(value, Skill | Cohort | NewsItem) and value.text:
        return _but(value, text=""), value.text
    return value, ""


def _together(rest: Any, texts: Texts) -> Any:
    if not texts:
        return rest
    if isinstance(rest, ContentMember):
        return _but(rest, entry=_but(rest.entry, about=texts))
    return _but(rest, words=_with(rest.words, texts)) if isinstance(rest, Program) else _but(rest, text=texts)


def _with(words: Mapping[str, Any], texts: Texts) -> dict[str, Any]:
    return {code: _but(one, text=text) for (code, one), text in zip(words.items(), texts, strict=True)}


def _but(value: V, **fields: Any) -> V:
    """Return a value of the same kind that says the same but for *fields*, as replace() does, only sooner."""
    twin = object.__new__(type(value))
    twin.__dict__.update(value.__dict__ | fields)
    return twin
