"""
Skills that one absence leaves short, and the draft of a proposal for a class: made at a press, never by itself.

Rules of this file: the draft belongs to the steward who pressed, and only they submit it; while a draft or a
proposal for a skill is on its way there is no second one. Its id tells for which skill it was made: it follows
from the skill and from how many were made before.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import count

from domain.catalogue import Catalogue
from domain.governance.lifecycle import ENDED, State
from domain.governance.policy import ConstituencyRule, Secrecy
from domain.governance.proposal import Proposal
from domain.resilience import Thin, thin_skills
from forms_api.publish.members import Community, holders
from forms_api.publish.snapshot import snapshot
from forms_api.services.crisis_board import demand_decider
from forms_api.services.ids import new_id, repeatable
from forms_api.services.proposal_events import state_of
from forms_api.services.proposals import Draft, UnknownPolicy, write_draft
from forms_api.services.refusals import N_, NotThere, Refused
from forms_api.store.base import AlreadyThere, Store, UnitOfWork

OVER = ENDED | {State.ADOPTED, State.IMPLEMENTING}


class ClassUnderWay(Refused):
    message = N_("A proposal for a class in this skill is being written or is on its way already.")


@dataclass(frozen=True)
class ThinSkill:
    """A thin skill, and whether a proposal for a class in it is on its way."""

    thin: Thin
    under_way: bool


def thin(store: Store, catalogue: Catalogue, now: datetime) -> tuple[ThinSkill, ...]:
    """Return the skills a crisis calls for that one absence, or none, leaves short; those the catalogue knows."""
    relevant = [slug for slug, skill in catalogue.skills.items() if skill.crisis_relevant]
    there = holders(Community(snapshot(store), catalogue, now.date()))
    found = thin_skills(catalogue.playbooks.values(), relevant, there)
    with store.reading() as unit:
        return tuple(
            ThinSkill(one, _free_id(unit, one.skill) is None) for one in found if one.skill in catalogue.skills
        )


def draft_class(
    store: Store, catalogue: Catalogue, skill: str, member: str, title: str, summary: str, text: str, now: datetime
) -> Proposal:
    """
    Write a draft of *member*'s for a class in *skill*, with these words to begin from.

    Raises:
        NotForYou. NotThere: no such skill, or it is not thin. ClassUnderWay. UnknownPolicy. TooManyOpen.
    """
    if skill not in {one.thin.skill for one in thin(store, catalogue, now)}:
        raise NotThere
    with store.reading() as unit:
        demand_decider(unit, member)
        free = _free_id(unit, skill)
    if free is None:
        raise ClassUnderWay
    draft = Draft(title, summary, text, _policy(catalogue))
    try:
        return write_draft(store, catalogue, member, draft, now, token=repeatable("class", skill, str(free)))
    except AlreadyThere as taken:
        # Somebody pressed in the same moment.
        raise ClassUnderWay from taken


def _free_id(unit: UnitOfWork, skill: str) -> int | None:
    """Return the number of the next proposal for a class in *skill*; None while one is on its way."""
    for number in count():
        key = new_id(repeatable("class", skill, str(number)))
        # Once submitted, a draft's own id names the event of its submission.
        submitted = unit.events.get(key)
        if submitted is None:
            return None if unit.proposals.get(key) is not None else number
        if state_of(unit, submitted.proposal) not in OVER:
            return None
    return None


def _policy(catalogue: Catalogue) -> str:
    """Return the first rule book under which everybody decides."""
    for slug, policy in catalogue.policies.items():
        if policy.constituency is ConstituencyRule.EVERYONE and policy.secrecy is Secrecy.PSEUDONYMOUS:
            return slug
    raise UnknownPolicy
