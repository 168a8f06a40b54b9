"""What units read, noted while they read it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar

from site_builder.model import Site

P = ParamSpec("P")
T = TypeVar("T")


def summary(asked: Callable[Concatenate[Site, P], T]) -> Callable[Concatenate[Site, P], T]:
    """
    Mark a function of the site and plain words as a summary: what lists show of an entry.

    A list that asks for summaries is planned again only where one of them comes out differently.
    """
    return asked
