"""What is kept about a member, as lines to read: a heading for each kind, a line for each field with something."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from presentation.translations import N_

HEADINGS = {
    "members": N_("My entry, and what the network knows of me"),
    "vouches": N_("Who vouches for whom"),
    "checks": N_("Checks that somebody has seen"),
    "participations": N_("Cohorts"),
    "intents": N_("What I offered and asked for"),
    "matches": N_("Who could help whom"),
    "exchanges": N_("What was given and received"),
    "gatherings": N_("Group events"),
    "messages": N_("Messages"),
    "sightings": N_("Who was shown how to reach me"),
    "mandates": N_("Who may act for whom"),
    "acted": N_("What was entered by another hand"),
    "attendance": N_("At which meetings I was"),
    "mentoring": N_("Being a mentor"),
    "activations": N_("Crises and drills that I called"),
    "called": N_("When I was called, and my answer"),
    "proposals": N_("My proposals and drafts"),
    "versions": N_("Wordings I wrote"),
    "coauthors": N_("Writing with others"),
    "amendments": N_("My amendments"),
    "sponsorships": N_("What I support"),
    "arguments": N_("What I said about proposals"),
    "advice": N_("Advice I gave"),
    "answers": N_("Answers I wrote for the network"),
    "reviews": N_("Looking back at decisions"),
    "challenges": N_("Doubts about counts that I wrote down"),
    "recounts": N_("Recounts I took part in"),
    "draw_marks": N_("Secrets for drawing lots"),
    "public_draws": N_("Public draws I named"),
    "rolls": N_("Votes on whose roll I was"),
    "notices": N_("Mails about votes"),
    "traces": N_("What I did as a steward"),
    "paper_in": N_("My word that all ballots on paper are in"),
    "events": N_("Steps of proposals that I took"),
    "erasures": N_("Erasures I wrote down"),
}
"""By collection what its rows are called on the page; one without a heading stands under its own name."""


def lines_of(row: Any) -> list[tuple[str, str]]:
    """Return the fields of a row that say something, each as its name in the file and its value in one line."""
    return [(name, text) for name, text in _flat("", row) if text]


def _flat(name: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _flat(f"{name}.{key}" if name else str(key), item)
    elif isinstance(value, list):
        if all(isinstance(item, str | int) for item in value):
            yield name, ", ".join(map(str, value))
        else:
            for number, item in enumerate(value, start=1):
                yield from _flat(f"{name} {number}", item)
    elif value is not None and value is not False:
        yield name, "✓" if value is True else str(value)
