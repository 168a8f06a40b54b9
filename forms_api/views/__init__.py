"""The pages of the service, one file an area; each has a blueprint named `bp`."""

from __future__ import annotations

AREAS = (
    "sign_in",
    "me",
    "entry",
    "availability",
    "vote_mails",
    "vouches",
    "join",
    "admission",
    "checks",
    "hiding",
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
    "crisis",
    "matching",
    "roll",
    "proposals",
    "versions",
    "amendments",
    "coauthors",
    "ballots",
    "ballot_codes",
    "paper",
    "paper_table",
    "advice",
    "moderation",
    "promises",
    "acting",
    "mandates",
    "hand_desk",
    "prints",
    "own_data",
    "importing",
)

DEMO_AREAS: tuple[str, ...] = ("demo",)
"""Areas that only the demo has."""
