"""The drawing of a proposal's life says what the table says, and the page shows the drawing."""

from __future__ import annotations

import re
from pathlib import Path

from domain.governance.diagram import diagram, drawn, redrawn, table
from domain.governance.lifecycle import ENDED, TRANSITIONS, Event, State

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "lifecycle.md").read_text("utf-8")


def test_every_move_of_the_table_is_an_arrow_and_no_other() -> None:
    arrows = re.findall(r"^ +(\w+) --> (\w+) : (\w+)", diagram(), re.MULTILINE)

    assert {(State(a), Event(e)): State(b) for a, b, e in arrows} == TRANSITIONS
    assert len(arrows) == len(TRANSITIONS)
    assert set(re.findall(r"(\w+) --> \[\*\]", diagram())) == {state.value for state in ENDED}


def test_the_table_lists_every_move_in_the_order_of_the_code() -> None:
    rows = [tuple(cell.strip() for cell in row.strip("|").split("|")) for row in table().splitlines()[2:]]

    assert rows == [(s.value, e.value, after.value) for (s, e), after in TRANSITIONS.items()]


def test_the_page_shows_what_is_drawn_now() -> None:
    assert drawn() in PAGE, "Run: make diagram"


def test_drawing_again_changes_nothing_but_what_lies_between_the_marks() -> None:
    old = PAGE.replace("draft --> sponsoring", "draft --> nowhere")

    assert redrawn(old) == redrawn(PAGE) == PAGE
    assert redrawn(old).startswith("# The life of a proposal")


def test_every_event_is_explained() -> None:
    words = PAGE.split("## What each event means")[1]

    for event in Event:
        name = "certify_…" if event.value.startswith("certify") else event.value
        assert f"**{name}**" in words
