"""Who takes part in exchange and programs, and who is kept apart from whom."""

from __future__ import annotations

from domain.people import Audience, Member, Standing, audience_of
from forms_api.services.refusals import N_, NotThere, Refused
from forms_api.store.base import UnitOfWork

TAKING_PART = frozenset({Standing.NEWCOMER, Standing.MEMBER, Standing.DORMANT})


class NotTakingPart(Refused):
    message = N_("This is open to members of the network. Ask a steward where your admission stands.")
    status = 403


def participant(unit: UnitOfWork, member: str) -> Member:
    """
    Return the member if they take part.

    Raises:
        NotThere: nobody has this id.
        NotTakingPart: an applicant, or somebody who left.
    """
    found = unit.members.get(member)
    if found is None:
        raise NotThere
    if found.standing not in TAKING_PART:
        raise NotTakingPart
    return found


def apart(one: Member, other: Member) -> bool:
    """Tell whether either keeps the other away. Nobody is ever told so."""
    return other.id in one.blocked or one.id in other.blocked


def first_name(member: Member) -> str:
    """Return the member's first name for somebody matched with them; empty where they keep it closed."""
    open_to_matched = audience_of(member, "name").reaches(Audience.MATCHED)
    return member.entry.name.split(" ")[0] if open_to_matched else ""
