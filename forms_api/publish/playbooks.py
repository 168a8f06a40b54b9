"""
The public part of the playbooks: jobs covered and missing, the last drill, what is running now.

Rules of this file: numbers only, each as far as `domain.privacy` lets it through; who the people are stays in the
packs of the coordinators.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from domain.crisis import figures, last_drill, minutes
from domain.privacy import shown_count, shown_nested, shown_spare
from domain.record.public import ActivationState, DrillState, PlaybookState, SlotState
from domain.resilience import Holder, Playbook, SlotCover, simultaneous_coverage
from forms_api.publish.members import Community, holders
from forms_api.publish.snapshot import Snapshot


def playbook_states(community: Community) -> dict[str, PlaybookState]:
    """Return what each playbook has and lacks if it began now, one person to one job, and its last drill."""
    there = holders(community)
    books = community.catalogue.playbooks
    return {slug: _playbook_state(books[slug], there, community.snapshot) for slug in sorted(books)}


def _playbook_state(playbook: Playbook, there: Sequence[Holder], snapshot: Snapshot) -> PlaybookState:
    # A job that asks for a skill the catalogue no longer has is held by nobody: it stands there as a gap.
    cover = simultaneous_coverage(playbook.slots, there)
    return PlaybookState(
        playbook=playbook.slug,
        slots=tuple(_slot_state(slot) for slot in cover.slots),
        wanted=cover.wanted,
        covered=cover.covered,
        perhaps=shown_count(cover.perhaps),
        drill=drill_state(playbook.slug, snapshot),
    )


def _slot_state(cover: SlotCover) -> SlotState:
    slot = cover.slot
    return SlotState(
        skill=slot.skill,
        wanted=slot.people,
        covered=cover.covered,
        spare=shown_spare(cover.spare),
        within_hours=slot.within_hours,
        zone=slot.zone,
        label=slot.label,
    )


def drill_state(playbook: str, snapshot: Snapshot) -> DrillState | None:
    """Return the figures of the playbook's last drill as the public reads them; None where none was held."""
    drill = last_drill(snapshot.activations, playbook)
    if drill is None or drill.started_at is None:
        return None
    found = figures(drill.started_at, (row for row in snapshot.called if row.activation == drill.id))
    called, reached, said_yes = shown_nested(found.called, found.reached, found.said_yes)
    told = said_yes and found.first_yes is not None
    return DrillState(
        on=drill.started_at.date(),
        called=called,
        reached=reached,
        said_yes=said_yes,
        first_yes_minutes=minutes(found.first_yes or timedelta()) if told else None,
    )


def activation_states(community: Community) -> dict[str, ActivationState]:
    """Return what is running now, by playbook; a real one stands before its drill."""
    running = [
        a for a in community.snapshot.activations if a.running and a.playbook in community.catalogue.playbooks
    ]
    states = {}
    for activation in sorted(running, key=lambda a: (not a.drill, a.id)):
        if activation.started_at is not None:
            states[activation.playbook] = ActivationState(
                activation.playbook, activation.drill, activation.started_at
            )
    return {playbook: states[playbook] for playbook in sorted(states)}
