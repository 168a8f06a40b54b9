"""The life of a proposal drawn from its table: what docs/lifecycle.md shows is made here and nowhere else."""

from __future__ import annotations

from domain.governance.lifecycle import BY_CLOCK, CERTIFICATIONS, ENDED, TRANSITIONS, Event, State

BEGIN, END = "<!-- drawn from the table: begin -->", "<!-- drawn from the table: end -->"

BY_PUBLISH = BY_CLOCK | CERTIFICATIONS | {Event.SECOND_READING}
"""Events that publish records when their hour has come; the others are acts of people."""


def diagram() -> str:
    """Return the table as a Mermaid state diagram: one arrow a move, those of the clock marked."""
    arrows = [
        f"    {state.value} --> {after.value} : {event.value}{' (clock)' if event in BY_PUBLISH else ''}"
        for (state, event), after in TRANSITIONS.items()
    ]
    ends = [f"    {state.value} --> [*]" for state in State if state in ENDED]
    return "\n".join(["stateDiagram-v2", f"    [*] --> {State.DRAFT.value}", *arrows, *ends])


def table() -> str:
    """Return the moves as a Markdown table, in the order of the code."""
    rows = (f"| {s.value} | {e.value} | {after.value} |" for (s, e), after in TRANSITIONS.items())
    return "\n".join(["| From | Event | To |", "|---|---|---|", *rows])


def drawn() -> str:
    """Return the part of docs/lifecycle.md that comes from the table, its two marks included."""
    return f"{BEGIN}\n\n```mermaid\n{diagram()}\n```\n\n{table()}\n\n{END}"


def redrawn(page: str) -> str:
    """Return *page* with the part between the marks drawn anew."""
    head, rest = page.split(BEGIN, 1)
    return head + drawn() + rest.split(END, 1)[1]
