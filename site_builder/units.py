"""
Units: small named planning functions, the grain in which a build decides what to plan again.

A unit plans one page, or a few that always change together; it asks the site for what it shows and for nothing
else. Which units there are follows from key lists alone, never from what the entries say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from site_builder.steps import Planned

OWN = "site_builder."
TAB = "\t"
"""Between the parts of a name."""
UNIT = "+"
"""What the name of a unit begins with, among the facts."""
KEPT = "!"
"""Ends the name of a function whose values are kept from build to build."""


@dataclass(frozen=True)
class Unit:
    """*plan* is called with the site and the *arguments*: plain words such as a language and a slug."""

    plan: Callable[..., Iterable[Planned]]
    arguments: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Return what no other unit is called: where its function stands, and the arguments."""
        return named(self.plan, self.arguments)


def each(plan: Callable[..., Iterable[Planned]], keys: Iterable[str], *before: str) -> Iterator[Unit]:
    """Yield a unit of *plan* for each of *keys*, which comes behind the arguments *before*."""
    for key in keys:
        yield Unit(plan, (*before, key))


def named(function: Callable[..., Any], arguments: tuple[str, ...] = ()) -> str:
    """Return the name of a function of ours called with *arguments*: "pages.members:entry_page", tab, "en", …"""
    return TAB.join((f"{function.__module__.removeprefix(OWN)}:{function.__qualname__}", *arguments))


def called(name: str) -> tuple[Callable[..., Any], tuple[str, ...]]:
    """
    Return the function and the arguments that *name* says.

    Raises:
        ImportError, AttributeError: there is no such function any more.
    """
    place, *arguments = name.split(TAB)
    module, _, function = place.partition(":")
    made: Callable[..., Any] = getattr(import_module(OWN + module), function.removesuffix(KEPT))
    return made, tuple(arguments)
