"""
Moderation of entries: a steward hides an entry or one field of it, for a reason of the list.

Rules of this file: the public reads that something was hidden and why, never whose. Its owner reads which field
and why, and can mend it; what was mended stays hidden until a steward has looked at it again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from domain.governance.moderation import ModerationReason
from domain.people import Audience, Entry, Hidden, Member, Standing, seen_by
from forms_api.services.ids import new_id
from forms_api.services.moderation import Act
from forms_api.services.promises import check_steward
from forms_api.services.refusals import N_, NotThere, Refused
from forms_api.store.base import Store, UnitOfWork
from forms_api.store.rows import Trace
from presentation.order import by_name

WHOLE = "name"
HIDEABLE = (WHOLE, "pronouns", "about", "shares", "invites")
"""The fields that hold words of a member's own; the first one stands for the whole entry."""


class OwnEntry(Refused):
    message = N_("Nobody moderates their own entry. Change it, or ask another steward.")


def hide(store: Store, steward: str, member: str, field: str, reason: ModerationReason, now: datetime) -> Member:
    """
    Hide a field of somebody's entry, or under WHOLE all of it; what is hidden already keeps its reason.

    Raises:
        NotASteward, OwnEntry, NotThere.
    """
    with store.unit() as unit:
        found = _found(unit, steward, member)
        if field not in HIDEABLE:
            raise NotThere
        if field in found.hidden:
            return found
        changed = replace(found, hidden={**found.hidden, field: Hidden(reason, now.date())})
        unit.members.put(changed)
        act = Act.HIDE_ENTRY if field == WHOLE else Act.HIDE_FIELD
        unit.traces.add(Trace(new_id(), act, "", reason.value, now, steward))
    return changed


def show_again(store: Store, steward: str, member: str, field: str, now: datetime) -> Member:
    """
    Show again what was hidden, with a trace of that too; what is not hidden stays as it is.

    Raises:
        NotASteward, OwnEntry, NotThere.
    """
    with store.unit() as unit:
        found = _found(unit, steward, member)
        hidden = found.hidden.get(field)
        if hidden is None:
            return found
        changed = replace(found, hidden={name: one for name, one in found.hidden.items() if name != field})
        unit.members.put(changed)
        unit.traces.add(Trace(new_id(), Act.SHOW_AGAIN, "", hidden.reason.value, now, steward))
    return changed


def mended(before: Member, after: Entry, today: date) -> Mapping[str, Hidden]:
    """Return what is hidden of *before* once its entry reads *after*: what was changed is marked as mended."""
    return {
        name: replace(hidden, mended_on=today) if _differs(before.entry, after, name) else hidden
        for name, hidden in before.hidden.items()
    }


def _differs(before: Entry, after: Entry, name: str) -> bool:
    if name == WHOLE:
        return before != after
    return bool(getattr(before, name) != getattr(after, name))


def entries(store: Store) -> list[tuple[Member, Entry]]:
    """Return the entries that stewards may read: what was hidden and mended in front, then by name."""
    with store.reading() as unit:
        found = [(m, seen_by(m, Audience.STEWARDS)) for m in unit.members if m.standing is not Standing.LEFT]
    shown = [(member, entry) for member, entry in found if entry is not None]
    return sorted(shown, key=lambda pair: (_rank(pair[0]), by_name(pair[1].name, pair[1].slug)))


def entry_of(store: Store, member: str) -> tuple[Member, Entry]:
    """
    Return one entry as stewards may read it.

    Raises:
        NotThere: nobody's, or one that is closed to stewards.
    """
    with store.reading() as unit:
        found = unit.members.get(member)
    entry = seen_by(found, Audience.STEWARDS) if found and found.standing is not Standing.LEFT else None
    if found is None or entry is None:
        raise NotThere
    return found, entry


def to_look_at(store: Store) -> int:
    """Return how many entries were mended since a steward hid something of them."""
    with store.reading() as unit:
        return sum(_rank(m) == 0 for m in unit.members if m.standing is not Standing.LEFT)


def _rank(member: Member) -> int:
    if any(hidden.mended_on for hidden in member.hidden.values()):
        return 0
    return 1 if member.hidden else 2


def _found(unit: UnitOfWork, steward: str, member: str) -> Member:
    check_steward(unit, steward)
    if steward == member:
        raise OwnEntry
    found = unit.members.get(member)
    if found is None or found.standing is Standing.LEFT:
        raise NotThere
    return found
