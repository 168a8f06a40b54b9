"""
The counts of the public record: who shares a skill, how full a cohort is, what a playbook has, what was given.

Rules of this file: a count of people who did not agree to be named passes `shown_count`; where some of those
counted are named, the others pass it by themselves, so that no subtraction tells them apart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from domain.catalogue import Catalogue
from domain.people import Level, ProgramRole
from domain.privacy import shown_count
from domain.programs import Cohort, Lead, Participation, PartState, places_left
from domain.record.public import (
    LEADING_ROLES,
    CohortState,
    LearntFrom,
    PublicMember,
    SkillSharers,
)
from forms_api.publish.members import Community, sharers
from forms_api.publish.snapshot import Snapshot

GONE = frozenset({PartState.LEFT, PartState.WAITING})


def shown_beside_named(named: int, others: int) -> int | None:
    """Return named and others together; None where the others are too few to tell."""
    return None if shown_count(others) is None else named + others


def skill_sharers(community: Community, shown: Mapping[str, PublicMember]) -> dict[str, SkillSharers]:
    """Return who shares and who invites help with each skill of the catalogue."""
    found = sharers(community)
    named: dict[str, list[str]] = {}
    teaching: dict[str, list[str]] = {}
    invited: dict[str, list[str]] = {}
    for slug, member in shown.items():
        for share in member.entry.shares:
            named.setdefault(share.skill, []).append(slug)
            if share.level is Level.CAN_TEACH:
                teaching.setdefault(share.skill, []).append(slug)
        for wish in member.entry.invites:
            invited.setdefault(wish.skill, []).append(slug)
    counts = {}
    for skill in sorted(community.catalogue.skills):
        public = set(named.get(skill, ()))
        unnamed = [share for member, share in found.get(skill, ()) if member.entry.slug not in public]
        teachers = sum(share.level is Level.CAN_TEACH for share in unnamed)
        counts[skill] = SkillSharers(
            skill=skill,
            named=_once(named.get(skill, ())),
            others=shown_count(len(unnamed)),
            can_teach=shown_beside_named(len(set(teaching.get(skill, ()))), teachers),
            invited_by=_once(invited.get(skill, ())),
        )
    return counts


def _once(slugs: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(slugs)))


def cohort_states(
    snapshot: Snapshot, catalogue: Catalogue, shown: Mapping[str, PublicMember]
) -> dict[str, CohortState]:
    """Return the counts and the named leaders of each cohort of the catalogue."""
    slugs = {member.id: member.entry.slug for member in snapshot.members if member.entry.slug in shown}
    parts: dict[str, list[Participation]] = {}
    for part in snapshot.participations:
        parts.setdefault(part.cohort, []).append(part)
    leading = [p for p in snapshot.participations if p.role in LEADING_ROLES and p.state not in GONE]
    return {
        slug: _cohort_state(
            catalogue.cohorts[slug],
            parts.get(slug, []),
            leading,
            _named_leads(catalogue.cohorts[slug], leading, slugs, shown),
            slugs,
        )
        for slug in sorted(catalogue.cohorts)
    }


def _named_leads(
    cohort: Cohort, leading: list[Participation], slugs: Mapping[str, str], shown: Mapping[str, PublicMember]
) -> dict[str, Lead]:
    """
    Return the leaders who are named beside the cohort, by the slug of their public entry.

    content/ names those who agreed when it was written; the store knows who agreed, or took it back, since.
    """
    here = [part for part in leading if part.cohort == cohort.slug and part.member in slugs]
    silent = {slugs[part.member] for part in here if not part.named}
    found = {lead.member: lead for lead in cohort.leads if lead.member in shown and lead.member not in silent}
    for part in here:
        if part.named:
            slug = slugs[part.member]
            found.setdefault(slug, Lead(slug, part.role, part.learnt_in))
    return found


def _cohort_state(
    cohort: Cohort,
    parts: list[Participation],
    leading: list[Participation],
    leads: Mapping[str, Lead],
    slugs: Mapping[str, str],
) -> CohortState:
    attending = [p for p in parts if p.role is ProgramRole.ATTENDEE and p.state not in GONE]
    completed = {p.member for p in attending if p.state is PartState.COMPLETED}
    after = [p for p in leading if p.member in completed and p.learnt_in == cohort.slug]
    since = {p.member: p.named and p.member in slugs for p in after}
    unnamed = [p for p in leading if p.cohort == cohort.slug and slugs.get(p.member) not in leads]
    learnt = Counter(p.learnt_in for p in unnamed)
    return CohortState(
        cohort=cohort.slug,
        places_left=shown_places(cohort.capacity, places_left(cohort, parts)),
        enrolled=shown_count(len(attending)),
        completed=shown_count(len(completed)),
        completed_leading_since=shown_beside_named(
            sum(since.values()), sum(not named for named in since.values())
        ),
        unnamed_leads=tuple(LearntFrom(place, shown_count(learnt[place])) for place in sorted(learnt)),
        leads=tuple(leads.values()),
    )


def shown_places(capacity: int, left: int) -> int:
    """
    Return the places left as the public reads them.

    While fewer than five people have enrolled, all places read as free: capacity minus places would count them.
    A full cohort always says so.
    """
    return left if left == 0 or shown_count(capacity - left) is not None else capacity
