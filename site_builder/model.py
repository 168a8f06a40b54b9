"""Join content and record into what the pages are about: values and questions to them, no text and no files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from zoneinfo import ZoneInfo

from domain.catalogue import Catalogue
from domain.governance.ballot import Row
from domain.people import Entry, Share
from domain.programs import Cohort, Lead
from domain.record.public import CohortState, PublicRecord, SkillSharers
from domain.skills import Safeguarding
from presentation.order import by_name
from presentation.shell import Crisis, crises
from site_builder.beside import Beside
from site_builder.record import read_rows, record_files
from site_builder.references import CohortRef, MemberRef, ProgramRef, SkillRef


@dataclass(frozen=True)
class Site:
    """
    Everything the pages may show, at the moment *now*; *record* is None before the first publish.

    *addresses* are those of every page, once all of them are planned: for the sitemap alone.
    """

    catalogue: Catalogue
    record: PublicRecord | None
    now: datetime
    beside: Beside = field(default_factory=Beside)
    record_dir: Path | None = None
    addresses: tuple[str, ...] = ()
    _empty: PublicRecord = field(default_factory=PublicRecord, repr=False)

    @property
    def default(self) -> str:
        return self.catalogue.network.languages[0]

    @property
    def languages(self) -> tuple[str, ...]:
        return self.catalogue.network.languages

    @property
    def public(self) -> PublicRecord:
        return self.record or self._empty

    @cached_property
    def today(self) -> date:
        """The day it is where the network lives."""
        return self.now.astimezone(ZoneInfo(self.catalogue.network.time_zone)).date()

    @property
    def shown(self) -> tuple[str, ...]:
        """The slugs of the members who may be shown."""
        return tuple(self.record.members if self.record is not None else self.catalogue.members)

    def rows(self, proposal: str) -> tuple[Row, ...]:
        """Return the published ballots of the proposal."""
        return read_rows(self.record_dir, proposal) if self.record_dir else ()

    def record_files(self) -> Mapping[str, Path]:
        """Return where each file of the record lies, by its address below /record/."""
        if self.record_dir is None:
            return {}
        return {file.as_posix(): self.record_dir / file for file in record_files(self.record_dir)}

    @cached_property
    def members(self) -> Mapping[str, Entry]:
        """The entries that may be shown, by slug, in the order of names."""
        if self.record is not None:
            entries = [member.entry for member in self.record.members.values()]
        else:
            entries = [self._open_only(member.entry) for member in self.catalogue.members.values()]
        return {entry.slug: entry for entry in sorted(entries, key=lambda e: by_name(e.name, e.slug))}

    def _open_only(self, entry: Entry) -> Entry:
        """Return the entry with open skills only: nothing has been cleared before the first publish."""
        shares = tuple(s for s in entry.shares if self._is_open(s))
        return Entry(**{**vars(entry), "shares": shares})

    def _is_open(self, share: Share) -> bool:
        skill = self.catalogue.skills.get(share.skill)
        return skill is not None and skill.safeguarding is Safeguarding.OPEN

    def crises(self, language: str) -> tuple[Crisis, ...]:
        """The playbooks at work, and their drills, for the banner of every page."""
        at_work = ((one.playbook, one.drill, one.since) for one in self.public.activations.values())
        return crises(self.catalogue.playbooks, at_work, language, self.default)

    def member(self, slug: str) -> MemberRef | None:
        """Return the name and address of a member who may be shown, else None."""
        entry = self.members.get(slug)
        return MemberRef(entry.slug, entry.name) if entry else None

    def named(self, slugs: tuple[str, ...]) -> tuple[MemberRef, ...]:
        """Return those of *slugs* who may be shown, in the order of names."""
        wanted = set(slugs)
        return tuple(MemberRef(e.slug, e.name) for e in self.members.values() if e.slug in wanted)

    def skill(self, slug: str) -> SkillRef:
        return SkillRef(slug, self.catalogue.skills[slug].label)

    def program(self, slug: str) -> ProgramRef:
        words = self.catalogue.programs[slug].words
        return ProgramRef(slug, {language: each.title for language, each in words.items()})

    def cohort(self, slug: str) -> CohortRef:
        cohort = self.catalogue.cohorts[slug]
        return CohortRef(self.program(cohort.program), cohort.number)

    @cached_property
    def cohorts(self) -> Mapping[str, Cohort]:
        """The cohorts by slug, in the order they begin; once published, only who agreed stands as a leader."""
        ordered = sorted(self.catalogue.cohorts.values(), key=lambda c: (c.starts, c.slug))
        states = self.public.cohorts
        return {c.slug: replace(c, leads=self._leads(states[c.slug])) if c.slug in states else c for c in ordered}

    def _leads(self, state: CohortState) -> tuple[Lead, ...]:
        """Return the published leaders; a cohort that content/ no longer knows is nobody's school."""
        known = self.catalogue.cohorts
        return tuple(lead if lead.learnt_in in known else replace(lead, learnt_in="") for lead in state.leads)

    def cohorts_of(self, program: str) -> tuple[Cohort, ...]:
        """Return the program's cohorts by number."""
        return tuple(sorted((c for c in self.cohorts.values() if c.program == program), key=lambda c: c.number))

    def cohort_state(self, slug: str) -> CohortState | None:
        return self.public.cohorts.get(slug)

    @cached_property
    def sharers(self) -> Mapping[str, SkillSharers]:
        """Who shares each skill: as published, or by the shown entries before the first publish."""
        return {slug: self.public.skills.get(slug) or self._sharers_of(slug) for slug in self.catalogue.skills}

    def _sharers_of(self, skill: str) -> SkillSharers:
        giving = tuple(e.slug for e in self.members.values() if any(s.skill == skill for s in e.shares))
        asking = tuple(e.slug for e in self.members.values() if any(i.skill == skill for i in e.invites))
        return SkillSharers(skill, giving, None, None, asking)
