"""Small values with which one page points at another: never the whole thing, so that pages age apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from domain.words import Words


@dataclass(frozen=True)
class MemberRef:
    slug: str
    name: str

    @property
    def path(self) -> str:
        return f"/members/{self.slug}/"


@dataclass(frozen=True)
class SkillRef:
    slug: str
    label: Words

    @property
    def path(self) -> str:
        return f"/skills/{self.slug}/"


@dataclass(frozen=True)
class ProgramRef:
    slug: str
    title: Words

    @property
    def path(self) -> str:
        return f"/programs/{self.slug}/"


@dataclass(frozen=True)
class CohortRef:
    program: ProgramRef
    number: int

    @property
    def path(self) -> str:
        return f"/programs/{self.program.slug}/cohort-{self.number}/"


@dataclass(frozen=True)
class ProposalRef:
    id: str
    title: str

    @property
    def path(self) -> str:
        return f"/proposals/{self.id}/"


def spoken_in(translations: Mapping[str, object], language: str, default: str) -> str:
    """Return the language a text will be read in: the wanted one where it was translated, else the original's."""
    if language in translations:
        return language
    return default if default in translations else next(iter(translations))
