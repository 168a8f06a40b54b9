"""Front matter as a person would write it: plain where YAML allows, folded where it is long, else quoted."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Mapping, Sequence
from datetime import date
from enum import Enum

WIDTH = 96
_PLAIN = re.compile(r"[A-Za-zÀ-ž](?:[^:#\[\]{},\"\n]|,(?= )|:(?! ))*(?<![:\s])\Z")
_IN_A_ROW = re.compile(r"[A-Za-zÀ-ž][A-Za-zÀ-ž0-9 /'’.-]*(?<!\s)\Z")
_NOT_TEXT = frozenset({"true", "false", "null", "yes", "no", "on", "off"})

Value = object


def front_matter(fields: Mapping[str, Value], body: str = "") -> str:
    """Return a Markdown file; fields that say nothing are left out."""
    text = f"---\n{yaml(fields)}---\n"
    return f"{text}{body}\n" if body else text


def yaml(fields: Mapping[str, Value]) -> str:
    """Return the fields as YAML."""
    return "".join(_field(key, value, "") for key, value in fields.items() if value not in ("", (), {}, None))


def _field(key: str, value: Value, indent: str) -> str:
    if isinstance(value, Mapping):
        inner = "".join(_field(k, v, f"{indent}  ") for k, v in value.items() if v not in ("", (), {}, None))
        return f"{indent}{key}:\n{inner}"
    if isinstance(value, str) and len(value) > WIDTH:
        lines = textwrap.wrap(value, WIDTH, break_long_words=False, break_on_hyphens=False)
        return f"{indent}{key}: >-\n" + "".join(f"{indent}  {line}\n" for line in lines)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return _list(key, value, indent)
    return f"{indent}{key}: {scalar(value)}\n"


def _list(key: str, items: Sequence[Value], indent: str) -> str:
    if not any(isinstance(item, Mapping) for item in items):
        return f"{indent}{key}: [{', '.join(scalar(item, _IN_A_ROW) for item in items)}]\n"
    lines = [f"{indent}{key}:\n"]
    for item in items:
        fields = {k: v for k, v in item.items() if v not in ("", None, {})} if isinstance(item, Mapping) else {}
        mark = f"{indent}  - "
        for name, value in fields.items():
            written = _field(name, value, f"{indent}    ")
            lines.append(mark + written.removeprefix(f"{indent}    "))
            mark = f"{indent}    "
    return "".join(lines)


def scalar(value: Value, plain: re.Pattern[str] = _PLAIN) -> str:
    """Return one value as it stands behind its key, or in a row."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, int | date):
        return str(value)
    text = str(value)
    if plain.match(text) and text not in _NOT_TEXT:
        return text
    return json.dumps(text, ensure_ascii=False)
