"""
Canonical JSON: the one sequence of bytes that stands for a value.

Source: RFC 8785 (JSON Canonicalization Scheme), for text, whole numbers, truth values, null, lists and objects.
Numbers with a fraction are refused: no count of ours has one.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

LARGEST = 2**53 - 1
"""Beyond this a reader that keeps numbers as doubles would round (RFC 7493)."""


class NotCanonical(ValueError):
    """A value that canonical JSON cannot hold; *where* is its place, like "$.slots[2].people"."""

    def __init__(self, where: str, why: str) -> None:
        super().__init__(f"{where}: {why}")
        self.where = where
        self.why = why


def canonical(value: object) -> bytes:
    """
    Return the canonical UTF-8 bytes of *value*.

    Raises:
        NotCanonical: a float, a too large number, a key that is not text, a lone surrogate, or another type.
    """
    return json.dumps(_ordered(value, "$"), ensure_ascii=False, separators=(",", ":")).encode()


def sha256_hex(value: object) -> str:
    """Return the SHA-256 of the canonical bytes of *value* in lowercase hexadecimal."""
    return hashlib.sha256(canonical(value)).hexdigest()


def _ordered(value: object, where: str) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        if abs(value) > LARGEST:
            raise NotCanonical(where, "the number is too large")
        return value
    if isinstance(value, str):
        return _text(value, where)
    if isinstance(value, list | tuple):
        if _all_texts(value):
            return value
        return [_ordered(item, f"{where}[{i}]") for i, item in enumerate(value)]
    if isinstance(value, dict):
        return _ordered_object(value, where)
    raise NotCanonical(where, f"{type(value).__name__} has no canonical form")


def _all_texts(value: list[Any] | tuple[Any, ...]) -> bool:
    """Tell whether all items are texts without half a character; rolls and boxes are very long lists of them."""
    if set(map(type, value)) != {str}:
        return False
    try:
        "".join(value).encode()
    except UnicodeEncodeError:
        return False
    return True


def _ordered_object(value: dict[Any, object], where: str) -> dict[str, Any]:
    for key in value:
        if not isinstance(key, str):
            raise NotCanonical(where, f"the key {key!r} is not text")
        _text(key, where)
    # RFC 8785, 3.2.3: keys are sorted by their UTF-16 code units, not by code point
    keys = sorted(value, key=lambda key: key.encode("utf-16-be"))
    return {key: _ordered(value[key], f"{where}.{key}") for key in keys}


def _text(value: str, where: str) -> str:
    try:
        value.encode()
    except UnicodeEncodeError as broken:
        raise NotCanonical(where, "the text holds half a character") from broken
    return value
