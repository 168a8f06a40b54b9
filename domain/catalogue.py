"""All that content/ says, as values: what both programs know of skills, programs, policies and people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from domain.governance.policy import Policy
from domain.people import Consent, Entry
from domain.programs import Cohort, Program
from domain.publication import Mention, Publication, Stage
from domain.resilience import Playbook
from domain.skills import Category, Skill
from domain.words import Words


@dataclass(frozen=True)
class Zone:
    slug: str
    name: Words


@dataclass(frozen=True)
class Network:
    """
    The community itself; *languages* starts with the default one.

    *security_contact* is the address (mailto:, tel: or https:) for whoever found a hole; *security_expires* the
    day until which that is promised to be right.
    """

    name: Words
    tagline: Words
    lead: Words
    base_url: str
    languages: tuple[str, ...]
    time_zone: str
    zones: tuple[Zone, ...]
    contact: Words
    privacy: Words
    written_for: date | None = None
    security_contact: str = ""
    security_expires: date | None = None


@dataclass(frozen=True)
class ContentMember:
    """A member who agreed to be public and is written in content/."""

    entry: Entry
    consent: Consent


@dataclass(frozen=True)
class PageWords:
    title: str
    summary: str
    text: str


@dataclass(frozen=True)
class Page:
    slug: str
    words: Mapping[str, PageWords]
    order: int = 0


@dataclass(frozen=True)
class NewsItem:
    slug: str
    title: str
    summary: str
    on: date
    text: str


@dataclass(frozen=True)
class Image:
    """A file of images/: its first frame's size in pixels, upright, and the SHA-256 of its bytes."""

    name: str
    digest: str
    width: int
    height: int
    path: str


@dataclass(frozen=True)
class Catalogue:
    """
    Everything content/ holds, by slug; in the order of the files' names.

    *publications* has the entries that are not simply published, by "KIND/SLUG"; *mentions* the pictures an entry
    shows and the references only the record can resolve, by the same; *images* the files of images/ by name.
    *unpublished* is empty but where somebody looks at drafts.
    """

    network: Network
    categories: Mapping[str, Category] = field(default_factory=dict)
    skills: Mapping[str, Skill] = field(default_factory=dict)
    programs: Mapping[str, Program] = field(default_factory=dict)
    cohorts: Mapping[str, Cohort] = field(default_factory=dict)
    members: Mapping[str, ContentMember] = field(default_factory=dict)
    playbooks: Mapping[str, Playbook] = field(default_factory=dict)
    policies: Mapping[str, Policy] = field(default_factory=dict)
    pages: Mapping[str, Page] = field(default_factory=dict)
    news: Mapping[str, NewsItem] = field(default_factory=dict)
    publications: Mapping[str, Publication] = field(default_factory=dict)
    mentions: Mapping[str, tuple[Mention, ...]] = field(default_factory=dict)
    images: Mapping[str, Image] = field(default_factory=dict)
    unpublished: Mapping[str, Stage] = field(default_factory=dict)

    def cohorts_of(self, program: str) -> tuple[Cohort, ...]:
        """Return the program's cohorts by number."""
        return tuple(sorted((c for c in self.cohorts.values() if c.program == program), key=lambda c: c.number))
