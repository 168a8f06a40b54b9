"""A small town with a playbook: stewards, people who may be rung, and the ties between them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from domain.catalogue import Catalogue
from domain.people import Availability, Member
from domain.resilience import Playbook, PlaybookWords, Situation, Slot
from domain.skills import Vouch
from forms_api.store.base import Store
from tests.builders import TODAY, a_catalogue, a_member, a_share, a_skill, a_vouch, by_slug, put

POWER_CUT, FLOOD = "power-cut", "flood"
SURE = Availability(TODAY - timedelta(days=30), TODAY + timedelta(days=60))


def a_playbook(slug: str = POWER_CUT, *slots: Slot, **changes: Any) -> Playbook:
    """Return a playbook that wants two menders and one who repairs bicycles, unless *slots* are given."""
    words = PlaybookWords(
        title=slug.replace("-", " ").capitalize(),
        summary="No light.",
        trigger="It is dark.",
        activated_by="Any two stewards.",
        resources=("A lamp",),
        nobody_answers={"hour_1": "Knock next door.", "hour_4": "Walk to the hall.", "hour_24": "Ring for help."},
        meeting_point="The hall with the blue door.",
    )
    wanted = slots or (Slot("clothes-mending", 2, 1), Slot("bicycle-repair", 1, 4))
    return replace(Playbook(slug, {"en": words}, Situation.HEALTH, wanted, date(2027, 3, 1)), **changes)


def crisis_catalogue(*playbooks: Playbook) -> Catalogue:
    """Return a catalogue with these playbooks, else with the one for a power cut."""
    base = a_catalogue(playbooks=by_slug(*(playbooks or (a_playbook(),))))
    thinner = a_skill("radio-operation", crisis_relevant=True)
    return replace(base, skills={**base.skills, thinner.slug: thinner})


def rung(slug: str, *skills: str, **changes: Any) -> Member:
    """Return a member who may be rung, can do *skills* and said when they have time."""
    member = a_member(
        slug, call_consent=True, call_consent_on=TODAY, phone=f"555 01{len(slug):02}", availability=SURE, **changes
    )
    return replace(member, entry=replace(member.entry, shares=tuple(a_share(skill) for skill in skills)))


STELLA = rung("stella-steward", steward=True)
SAM = rung("sam-steward", "clothes-mending", steward=True)
MENDERS = tuple(rung(f"mender-{n}", "clothes-mending") for n in range(5))
RIDER = rung("rider-rose", "bicycle-repair")
EVERYBODY = (STELLA, SAM, *MENDERS, RIDER)


def known_to(*pairs: tuple[Member, Member]) -> tuple[Vouch, ...]:
    """Return a vouch for each pair."""
    return tuple(a_vouch(other.id, one.id) for one, other in pairs)


TIES = known_to(
    *((steward, other) for steward in (STELLA, SAM) for other in MENDERS[:3]),
    *pairwise(MENDERS[:4]),
    (MENDERS[0], RIDER),
    (MENDERS[1], RIDER),
)


def settle(store: Store, *more: Any) -> None:
    """Lay the town into the store, with *more* besides or instead."""
    put(store, *EVERYBODY, *TIES, *more)
