"""Read the demo's private part: YAML files beside this module, their dates moved, people named by slug."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from rsn.demo.shifting import shifted_text

HERE = Path(__file__).parent
_OFFSET = re.compile(r"([+-]?)(\d+)d(\d\d)h")

Item = Mapping[str, Any]


def read(name: str, by: timedelta) -> Any:
    """Return what NAME.yaml holds, its dates moved by *by*."""
    from ruamel.yaml import YAML

    return YAML(typ="safe", pure=True).load(shifted_text((HERE / f"{name}.yaml").read_text("utf-8"), by))


def written_for() -> date:
    """Return the day that all dates of the demo were written for."""
    day: date = read("community", timedelta(0))["written_for"]
    return day


def offset(text: str) -> timedelta:
    """
    Return the span that "-45d06h" or "2d05h" stands for.

    Raises:
        ValueError: another form.
    """
    found = _OFFSET.fullmatch(text)
    if not found:
        raise ValueError(f"{text!r} is no offset like -45d06h.")
    sign, days, hours = found.groups()
    span = timedelta(days=int(days), hours=int(hours))
    return -span if sign == "-" else span


def noon(day: date) -> datetime:
    """Return twelve o'clock UTC of *day*: the hour of what is only dated."""
    return datetime.combine(day, time(12), UTC)


def demo_id(*words: str) -> str:
    """Return an id that is the same in every demo: sixteen hexadecimal signs that tell nothing."""
    return hashlib.sha256("/".join(("demo", *words)).encode()).hexdigest()[:16]
