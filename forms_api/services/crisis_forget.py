"""What is forgotten of a crisis or a drill: who was called, and what they said."""

from __future__ import annotations

from datetime import datetime, timedelta

from domain.crisis import last_drill
from forms_api.store.base import UnitOfWork

CALLS_KEPT = timedelta(days=365)
"""How long it is kept who was called and what they said."""


def forget_calls(unit: UnitOfWork, now: datetime) -> None:
    """
    Remove who was called and what they said a year after the end; of each playbook's last drill it stays.

    The figures of the last drill stand beside the coverage, and are counted from those rows.
    """
    every = list(unit.activations)
    for activation in every:
        over = activation.ended_at is not None and activation.ended_at + CALLS_KEPT <= now
        if over and last_drill(every, activation.playbook) != activation:
            for call in unit.called.where(activation=activation.id):
                unit.called.remove(call.id)
