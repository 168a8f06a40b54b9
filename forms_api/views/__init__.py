"""The pages of the service, one file an area; each has a blueprint named `bp`."""

from __future__ import annotations

AREAS = (
    "sign_in",
    "me",
    "entry",
    "share",
    "needs",
    "search",
    "matches",
    "exchanges",
    "gatherings",
    "cohorts",
    "attendance",
    "mentoring",
    "desk",
    "roll",
    "proposals",
    "ballots",
    "advice",
    "moderation",
    "promises",
    "acting",
    "mandates",
    "hand_desk",
    "prints",
    "own_data",
)

DEMO_AREAS: tuple[str, ...] = ("demo",)
"""Areas that only the demo has."""
