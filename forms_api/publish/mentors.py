"""
Mentors who take learners on now, for the public page of their program: named by consent, the others as a count.

Rules of this file: those who are not named pass `shown_count` by themselves; how many learners somebody takes on,
or has, is told nobody.
"""

from __future__ import annotations

from collections.abc import Mapping

from domain.catalogue import Catalogue
from domain.pathways import places_with
from domain.people import Standing
from domain.privacy import shown_count
from domain.programs import Participation, Phase, phase
from domain.record.public import LEADING_ROLES, ProgramMentors, PublicMember
from forms_api.publish.counts import GONE
from forms_api.publish.members import Community

TAKES_ON = frozenset({Standing.NEWCOMER, Standing.MEMBER})


def program_mentors(community: Community, shown: Mapping[str, PublicMember]) -> dict[str, ProgramMentors]:
    """Return who takes learners on, for each program of the catalogue."""
    taking = _taking(community)
    found = {}
    for program in sorted(community.catalogue.programs):
        here = [(slug, named) for where, slug, named in taking if where == program]
        names = sorted(slug for slug, named in here if named and slug in shown)
        found[program] = ProgramMentors(program, tuple(names), shown_count(len(here) - len(names)))
    return found


def _taking(community: Community) -> list[tuple[str, str, bool]]:
    """Return program, slug and consent to be named of each mentor with a place for a learner."""
    snapshot, catalogue = community.snapshot, community.catalogue
    slugs = {m.id: m.entry.slug for m in snapshot.members if m.standing in TAKES_ON}
    led = {
        (p.member, catalogue.cohorts[p.cohort].program)
        for p in snapshot.participations
        if p.role in LEADING_ROLES and p.state not in GONE and p.cohort in catalogue.cohorts
    }
    live = _live(community)
    return [
        (said.program, slugs[said.member], said.named)
        for said in snapshot.mentoring
        if said.member in slugs
        and (said.member, said.program) in led
        and places_with(said, live.get(said.program, []))
    ]


def _live(community: Community) -> dict[str, list[Participation]]:
    """Return who takes part in cohorts that are not over, by program."""
    catalogue: Catalogue = community.catalogue
    found: dict[str, list[Participation]] = {}
    for part in community.snapshot.participations:
        cohort = catalogue.cohorts.get(part.cohort)
        if cohort is not None and phase(cohort, community.on) is not Phase.OVER:
            found.setdefault(cohort.program, []).append(part)
    return found
