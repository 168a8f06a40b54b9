"""
Join content and record into what the pages are about: values and questions to them, no text and no files.

Rules of this file: what depends on more than one entry is a summary (see watching.py), so that who asks for it
depends on the answer alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

from domain.catalogue import Catalogue
from domain.governance.ballot import Row
from domain.people import Entry
from domain.programs import Cohort, Lead, Phase, phase
from domain.record.public import CohortState, PublicRecord, SkillSharers
from domain.skills import Safeguarding
from presentation.order import by_name
from presentation.shell import Crisis, crises
from site_builder.assets import addresses, asset_bytes
from site_builder.beside import Beside
from site_builder.reading import Files
from site_builder.record import read_rows
from site_builder.references import CohortRef, MemberRef, ProgramRef, SkillRef
from site_builder.units import TAB
from site_builder.watching import Watch, kept, summary

T = TypeVar("T")

CLOCK_NOW, CLOCK_TODAY = f"clock{TAB}now", f"clock{TAB}today"
ADDRESSES, ROWS, RECORD_FILES, ASSETS = "addresses", "rows", "record files", "assets"
"""The facts that are neither an entry nor a summary."""

NOTHING_PUBLISHED = PublicRecord()


class Site:
    """
    Everything the pages may show, at the moment *now*; *record* is None before the first publish, *record_folders*
    are the files of each folder of it.

    *addresses* are those of every page, once all of them are planned: for the sitemap alone.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        record: PublicRecord | None,
        now: datetime,
        beside: Beside | None = None,
        record_dir: Path | None = None,
        *,
        record_folders: Mapping[str, Files] | None = None,
        addresses: tuple[str, ...] | None = None,
        watch: Watch | None = None,
    ) -> None:
        self.catalogue = catalogue
        self.record = record
        self.beside = beside or Beside()
        self.watch = watch or Watch()
        self._now = now
        self._record_dir = record_dir
        self.record_folders = record_folders or {}
        self._addresses = addresses

    @property
    def now(self) -> datetime:
        self.watch.note(CLOCK_NOW)
        return self._now

    @property
    def today(self) -> date:
        """The day it is where the network lives."""
        self.watch.note(CLOCK_TODAY)
        return self._today

    @cached_property
    def _today(self) -> date:
        # Who asks for the day depends on the day alone, whether or not somebody had asked before.
        time_zone, _ = self.watch.watched(lambda: self.catalogue.network.time_zone)
        return self._now.astimezone(ZoneInfo(time_zone)).date()

    @property
    def default(self) -> str:
        return self.languages[0]

    @property
    def languages(self) -> tuple[str, ...]:
        return spoken(self)

    @property
    def public(self) -> PublicRecord:
        return self.record or NOTHING_PUBLISHED

    @property
    def shown(self) -> tuple[str, ...]:
        """The slugs of the members who may be shown."""
        return tuple(self.record.members if self.record is not None else self.catalogue.members)

    @property
    def addresses(self) -> tuple[str, ...]:
        """The addresses of every page, sorted; only units that are planned last may ask."""
        self.watch.note(ADDRESSES)
        if self._addresses is None:
            raise LookupError("only the late units of plan.py may ask for the addresses of all pages")
        return self._addresses

    def with_addresses(self, addresses: tuple[str, ...]) -> Site:
        """Return the same site with the addresses of its pages."""
        return Site(
            self.catalogue,
            self.record,
            self._now,
            self.beside,
            self._record_dir,
            record_folders=self.record_folders,
            addresses=addresses,
            watch=self.watch,
        )

    def rows(self, proposal: str) -> tuple[Row, ...]:
        """Return the published ballots of the proposal."""
        self.watch.note(f"{ROWS}{TAB}{proposal}")
        return read_rows(self._record_dir, proposal) if self._record_dir else ()

    @property
    def assets(self) -> Mapping[str, bytes]:
        """What lies under /assets/, by its plain name."""
        self.watch.note(ASSETS)
        return self._assets

    @cached_property
    def _assets(self) -> Mapping[str, bytes]:
        return asset_bytes()

    @property
    def asset_addresses(self) -> Mapping[str, str]:
        """The address by content of each asset, by its plain name."""
        return asset_addresses(self)

    @cached_property
    def members(self) -> Mapping[str, Entry]:
        """The entries that may be shown, by slug, in the order of names."""
        return _Ordered(self, _members_in_order, _has_member, _shown_entry)

    def crises(self, language: str) -> tuple[Crisis, ...]:
        """The playbooks at work, and their drills, for the banner of every page."""
        return crises_at_work(self, language)

    def member(self, slug: str) -> MemberRef | None:
        """Return the name and address of a member who may be shown, else None."""
        return member_ref(self, slug)

    def named(self, slugs: tuple[str, ...]) -> tuple[MemberRef, ...]:
        """Return those of *slugs* who may be shown, in the order of names."""
        found = (self.member(slug) for slug in dict.fromkeys(slugs))
        return tuple(sorted((ref for ref in found if ref), key=lambda ref: by_name(ref.name, ref.slug)))

    def skill(self, slug: str) -> SkillRef:
        return skill_ref(self, slug)

    def program(self, slug: str) -> ProgramRef:
        return program_ref(self, slug)

    def cohort(self, slug: str) -> CohortRef:
        return cohort_ref(self, slug)

    @cached_property
    def cohorts(self) -> Mapping[str, Cohort]:
        """The cohorts by slug, in the order they begin; once published, only who agreed stands as a leader."""
        return _Ordered(self, _cohorts_in_order, lambda site, slug: slug in site.catalogue.cohorts, shown_cohort)

    def cohorts_of(self, program: str) -> tuple[Cohort, ...]:
        """Return the program's cohorts by number."""
        return tuple(self.cohorts[slug] for slug in cohort_slugs(self, program))

    def cohort_state(self, slug: str) -> CohortState | None:
        return self.public.cohorts.get(slug)

    def phase(self, cohort: str) -> Phase:
        """Return whether the cohort is ahead, running or over today."""
        return phase_today(self, cohort)

    @cached_property
    def sharers(self) -> Mapping[str, SkillSharers]:
        """Who shares each skill: as published, or by the shown entries before the first publish."""
        return _Ordered(
            self,
            lambda site: tuple(site.catalogue.skills),
            lambda site, slug: slug in site.catalogue.skills,
            _sharers,
        )


class _Ordered(Mapping[str, T]):
    """A mapping whose order, keys and values are asked of the site one by one."""

    def __init__(
        self,
        site: Site,
        order: Callable[[Site], tuple[str, ...]],
        has: Callable[[Site, str], bool],
        value: Callable[[Site, str], T],
    ) -> None:
        self._site, self._order, self._has, self._value = site, order, has, value

    def __getitem__(self, key: str) -> T:
        return self._value(self._site, key)

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and self._has(self._site, key)

    def __iter__(self) -> Iterator[str]:
        return iter(self._order(self._site))

    def __len__(self) -> int:
        return len(self._order(self._site))


@summary
def spoken(site: Site) -> tuple[str, ...]:
    """Return the languages of the network, its first one first."""
    return site.catalogue.network.languages


@summary
def asset_addresses(site: Site) -> Mapping[str, str]:
    """Return the addresses of style sheet, scripts and pictures."""
    return addresses(site.assets)


@summary
def crises_at_work(site: Site, language: str) -> tuple[Crisis, ...]:
    """Return the playbooks at work."""
    at_work = ((one.playbook, one.drill, one.since) for one in site.public.activations.values())
    return crises(site.catalogue.playbooks, at_work, language, site.default)


def _shown_entry(site: Site, slug: str) -> Entry:
    if site.record is not None:
        return site.record.members[slug].entry
    return _open_entry(site, slug)


def _has_member(site: Site, slug: str) -> bool:
    return slug in (site.record.members if site.record is not None else site.catalogue.members)


@summary
def _open_entry(site: Site, slug: str) -> Entry:
    """Return the entry with open skills only: nothing has been cleared before the first publish."""
    entry = site.catalogue.members[slug].entry
    return replace(entry, shares=tuple(share for share in entry.shares if _is_open(site, share.skill)))


@summary
def _is_open(site: Site, slug: str) -> bool:
    skill = site.catalogue.skills.get(slug)
    return skill is not None and skill.safeguarding is Safeguarding.OPEN


@summary
def member_ref(site: Site, slug: str) -> MemberRef | None:
    """Return the name and address of a member who may be shown, else None."""
    return MemberRef(slug, site.members[slug].name) if slug in site.members else None


@kept
@summary
def _members_in_order(site: Site) -> tuple[str, ...]:
    """Return the members who may be shown, in the order of names."""
    return tuple(ref.slug for ref in site.named(site.shown))


@summary
def skill_ref(site: Site, slug: str) -> SkillRef:
    """Return the name and address of a skill."""
    return SkillRef(slug, site.catalogue.skills[slug].label)


@summary
def program_ref(site: Site, slug: str) -> ProgramRef:
    """Return the name and address of a program."""
    words = site.catalogue.programs[slug].words
    return ProgramRef(slug, {language: each.title for language, each in words.items()})


@summary
def cohort_ref(site: Site, slug: str) -> CohortRef:
    """Return the name and address of a cohort."""
    cohort = site.catalogue.cohorts[slug]
    return CohortRef(site.program(cohort.program), cohort.number)


@summary
def shown_cohort(site: Site, slug: str) -> Cohort:
    """Return the cohort; once published, only who agreed stands as a leader."""
    cohort, state = site.catalogue.cohorts[slug], site.cohort_state(slug)
    return replace(cohort, leads=tuple(_lead(site, lead) for lead in state.leads)) if state else cohort


def _lead(site: Site, lead: Lead) -> Lead:
    """Return the published leader; a cohort that content/ no longer knows is nobody's school."""
    return lead if lead.learnt_in in site.catalogue.cohorts else replace(lead, learnt_in="")


@summary
def _place_of_cohort(site: Site, slug: str) -> tuple[date, str, int]:
    """Return when the cohort begins, its program and its number there: what lists are ordered by."""
    cohort = site.catalogue.cohorts[slug]
    return cohort.starts, cohort.program, cohort.number


@kept
@summary
def _cohorts_in_order(site: Site) -> tuple[str, ...]:
    """Return the cohorts in the order in which they begin."""
    return tuple(sorted(site.catalogue.cohorts, key=lambda slug: (_place_of_cohort(site, slug)[0], slug)))


@kept
@summary
def _cohorts_by_program(site: Site) -> Mapping[str, tuple[str, ...]]:
    """Return the slugs of each program's cohorts by number."""
    found: dict[str, list[tuple[int, str]]] = {}
    for slug in _cohorts_in_order(site):
        _, program, number = _place_of_cohort(site, slug)
        found.setdefault(program, []).append((number, slug))
    # By number alone, in the order they begin where two share one.
    return {key: tuple(slug for _, slug in sorted(each, key=lambda one: one[0])) for key, each in found.items()}


@summary
def cohort_slugs(site: Site, program: str) -> tuple[str, ...]:
    """Return the slugs of the program's cohorts by number."""
    return _cohorts_by_program(site).get(program, ())


@summary
def phase_today(site: Site, slug: str) -> Phase:
    """Return whether a cohort is ahead, running or over today."""
    return phase(site.catalogue.cohorts[slug], site.today)


def _sharers(site: Site, skill: str) -> SkillSharers:
    return site.public.skills.get(skill) or _sharers_of(site, skill)


@summary
def _sharers_of(site: Site, skill: str) -> SkillSharers:
    giving, asking = _givers_and_askers(site).get(skill, ((), ()))
    return SkillSharers(skill, giving, None, None, asking)


@kept
@summary
def _givers_and_askers(site: Site) -> Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """Return by skill the slugs of those who share it and of those who ask for it, in the order of names."""
    found: dict[str, tuple[list[str], list[str]]] = {}
    for slug in site.members:
        for asks, skills in enumerate(_skills_of(site, slug)):
            for skill in skills:
                found.setdefault(skill, ([], []))[asks].append(slug)
    return {skill: (tuple(giving), tuple(asking)) for skill, (giving, asking) in found.items()}


@summary
def _skills_of(site: Site, slug: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the skills that the member shares and asks for, each once."""
    entry = site.members[slug]
    shared = tuple(dict.fromkeys(share.skill for share in entry.shares))
    return shared, tuple(dict.fromkeys(invite.skill for invite in entry.invites))
