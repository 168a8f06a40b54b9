"""
Units: small named planning functions, the grain in which a build decides what to plan again.

A unit plans one page, or a few that always change together; it asks the site for what it shows and for nothing
else. Which units there are follows from key lists alone, never from what the entries say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from site_builder.steps import Planned

OWN = "site_builder."


@dataclass(frozen=True)
class Unit:
    """*plan* is called with the site and the *arguments*: plain words such as a language and a slug."""

    plan: Callable[..., Iterable[Planned]]
    arguments: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Return what no other unit is called: "pages.members.entry en ada-quill"."""
        return " ".join((f"{self.plan.__module__.removeprefix(OWN)}.{self.plan.__qualname__}", *self.arguments))


def each(plan: Callable[..., Iterable[Planned]], keys: Iterable[str], *before: str) -> Iterator[Unit]:
    """Yield a unit of *plan* for each of *keys*, which comes behind the arguments *before*."""
    for key in keys:
        yield Unit(plan, (*before, key))
