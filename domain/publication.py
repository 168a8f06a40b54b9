"""
When what content/ says is to be seen: drafts, what is published on a day, what goes on one, and old addresses.

Days and hours are those of the network's own time zone, which is an argument, as the moment is. Nothing here reads
an entry: its name is enough, so a community of a hundred thousand pages costs no more than its exceptions.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from domain.catalogue import Catalogue

V = TypeVar("V")

MAPPINGS = {
    "page": "pages",
    "news": "news",
    "program": "programs",
    "cohort": "cohorts",
    "playbook": "playbooks",
    "skill": "skills",
    "member": "members",
}
"""The kinds of entry that have a page, each with its mapping in the catalogue."""

TIMED = ("page", "news", "program", "cohort", "playbook")
"""Those that may be drafts, come and go. A skill stands while somebody names it; a member's consent decides."""


@dataclass(frozen=True)
class Publication:
    """
    What a file says of its own publication. *publish_on* and *expires_on* are wall times where the network lives,
    *aliases* old addresses that lead here.
    """

    draft: bool = False
    publish_on: datetime | None = None
    expires_on: datetime | None = None
    aliases: tuple[str, ...] = ()


PLAIN = Publication()


class Stage(StrEnum):
    DRAFT = "draft"
    AHEAD = "ahead"
    OUT = "out"
    OVER = "over"


WITHOUT_HISTORY = ("page/", "news/")
"""Of these nothing is left once they went: nobody took part in them."""

PUBLISHED = frozenset({Stage.OUT})
BEGUN = frozenset({Stage.OUT, Stage.OVER})
"""What the forms and the record know: a program, a cohort or a playbook that was public once keeps its history."""
PREVIEW = frozenset({Stage.DRAFT, Stage.AHEAD, Stage.OUT})


@dataclass(frozen=True)
class Mention:
    """Where a text, in line *line* of the file *path*, names a picture or something that only the record knows."""

    path: str
    line: int
    kind: str
    slug: str


class Without(Mapping[str, V]):
    """A mapping without some of its keys; values are read from *inner* only when somebody asks for them."""

    def __init__(self, inner: Mapping[str, V], hidden: Collection[str]) -> None:
        self.inner = inner
        self.hidden = frozenset(hidden)

    def __getitem__(self, key: str) -> V:
        if key in self.hidden:
            raise KeyError(key)
        return self.inner[key]

    def __iter__(self) -> Iterator[str]:
        return (key for key in self.inner if key not in self.hidden)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def stage(publication: Publication, now: datetime, zone: tzinfo) -> Stage:
    """Return where an entry stands at *now*; a draft is one whatever its days say."""
    if publication.draft:
        return Stage.DRAFT
    if publication.expires_on and publication.expires_on.replace(tzinfo=zone) <= now:
        return Stage.OVER
    if publication.publish_on and now < publication.publish_on.replace(tzinfo=zone):
        return Stage.AHEAD
    return Stage.OUT


def seen(catalogue: Catalogue, now: datetime, zone: tzinfo, stages: Collection[Stage] = PUBLISHED) -> Catalogue:
    """
    Return *catalogue* without what does not stand at one of *stages*; a program takes its cohorts with it.

    A mapping from which nothing goes is handed on as it is.
    """
    hidden = _hidden(catalogue, now, zone, stages)
    if not hidden:
        return catalogue
    by_kind: dict[str, set[str]] = {}
    for entry in hidden:
        kind, slug = entry.split("/", 1)
        by_kind.setdefault(MAPPINGS[kind], set()).add(slug)
    left = {name: Without(getattr(catalogue, name), slugs) for name, slugs in by_kind.items()}
    publications = {entry: one for entry, one in catalogue.publications.items() if entry not in hidden}
    mentions = {entry: those for entry, those in catalogue.mentions.items() if entry not in hidden}
    return replace(catalogue, publications=publications, mentions=mentions, **left)  # type: ignore[arg-type]


def preview(catalogue: Catalogue, now: datetime, zone: tzinfo) -> Catalogue:
    """Return *catalogue* with drafts and what is still to come, each told among its `unpublished`."""
    standing = {entry: stage(one, now, zone) for entry, one in catalogue.publications.items()}
    unpublished = {entry: each for entry, each in standing.items() if each in (Stage.DRAFT, Stage.AHEAD)}
    for slug in catalogue.cohorts:
        program = unpublished.get(f"program/{slug.rpartition('-')[0]}")
        if program:
            unpublished.setdefault(f"cohort/{slug}", program)
    return replace(seen(catalogue, now, zone, PREVIEW), unpublished=unpublished)


def _hidden(catalogue: Catalogue, now: datetime, zone: tzinfo, stages: Collection[Stage]) -> set[str]:
    standing = {entry: stage(one, now, zone) for entry, one in catalogue.publications.items()}
    hidden = {
        entry
        for entry, at in standing.items()
        if at not in stages or (at is Stage.OVER and entry.startswith(WITHOUT_HISTORY))
    }
    programs = {entry.removeprefix("program/") for entry in hidden if entry.startswith("program/")}
    if programs:
        hidden |= {f"cohort/{slug}" for slug in catalogue.cohorts if slug.rpartition("-")[0] in programs}
    return hidden


def next_turn(catalogue: Catalogue, now: datetime, zone: tzinfo) -> datetime | None:
    """Return the next moment after *now* at which something appears or goes; None where nothing will."""
    every = (
        moment.replace(tzinfo=zone)
        for one in catalogue.publications.values()
        if not one.draft
        for moment in (one.publish_on, one.expires_on)
        if moment is not None
    )
    return min((moment for moment in every if moment > now), default=None)
