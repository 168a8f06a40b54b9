"""
JSON as people can read it, too: byte for byte what the library's own writer makes with an indentation.

That one walks every value in Python; here the rows at the bottom, which are nearly all of it, go through its quick
writer, to which a line break with the blanks behind it is a separator like any other.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache


def indented(value: object, by: int = 1, *, sort_keys: bool = False) -> str:
    """Return *value* as JSON, *by* blanks further in with each level; keys are text."""
    return _written(value, "\n", " " * by, sort_keys)


def indented_part(value: object, by: int = 1) -> str:
    """Return *value* as it stands in an indented list."""
    return _written(value, "\n" + " " * by, " " * by, sort_keys=False)


def indented_list(parts: Sequence[str], by: int = 1) -> str:
    """Return the list of values of which each is written already, by `indented_part`."""
    inner = "\n" + " " * by
    return f"[{inner}{f',{inner}'.join(parts)}\n]" if parts else "[]"


@cache
def _quick(separator: str, sort_keys: bool) -> Callable[[object], str]:
    return json.JSONEncoder(ensure_ascii=False, separators=(separator, ": "), sort_keys=sort_keys).encode


def _written(value: object, line: str, step: str, sort_keys: bool) -> str:
    """Return the value as it stands behind *line*, the line break with the blanks that its own level has."""
    if not isinstance(value, dict | list | tuple) or not value:
        return _quick(",", sort_keys)(value)
    inner = line + step
    if not any(isinstance(one, dict | list | tuple) for one in _parts(value)):
        flat = _quick(f",{inner}", sort_keys)(value)
        return f"{flat[0]}{inner}{flat[1:-1]}{line}{flat[-1]}"
    if isinstance(value, dict):
        named = sorted(value.items()) if sort_keys else value.items()
        quick = _quick(",", sort_keys)
        parts = [f"{quick(key)}: {_written(one, inner, step, sort_keys)}" for key, one in named]
        return f"{{{inner}{f',{inner}'.join(parts)}{line}}}"
    return f"[{inner}{f',{inner}'.join([_written(one, inner, step, sort_keys) for one in value])}{line}]"


def _parts(value: Mapping[str, object] | Iterable[object]) -> Iterable[object]:
    return value.values() if isinstance(value, Mapping) else value
