"""The Strength page: each figure with what it says and does not say, its passport, and a table to each drawing."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random

import pytest

from domain.measures.passport import Measure, measure
from domain.measures.shape import Shape
from domain.record.public import DrillState, StrengthState
from tests.site_builder.community import NOW, a_record, a_strength, community, visible, write_record


def page(folder: Path, state: StrengthState | None, language: str = "", **record: object) -> str:
    from site_builder.build import build

    where = write_record(folder / "record", a_record(strength=state, **record))
    build(community(), where, folder / "public", NOW)
    return (folder / "public" / language / "strength" / "index.html").read_text("utf-8")


def words(folder: Path, state: StrengthState | None, **record: object) -> str:
    page(folder, state, **record)
    return visible(folder / "public" / "strength" / "index.html").replace("\u202f", " ")


def changed(state: StrengthState, key: str, **changes: object) -> StrengthState:
    return replace(
        state,
        measures=tuple(replace(m, **changes) if m.key == key else m for m in state.measures),  # type: ignore[arg-type]
    )


def only(state: StrengthState, *keys: str) -> StrengthState:
    return replace(state, measures=tuple(figure for figure in state.measures if figure.key in keys))


def test_every_figure_says_how_to_read_it_and_what_it_does_not_say(tmp_path: Path) -> None:
    html = page(tmp_path, a_strength())
    articles = re.findall(r'<article class="measure">.*?</article>', html, re.DOTALL)

    assert len(articles) == 7
    for article in articles:
        assert "How to read this:" in article and "What it does not say:" in article
        assert "<details><summary>Passport of this figure</summary>" in article
        for label in ("Formula", "Window", "Recompute", "Source"):
            assert f"<dt>{label}</dt>" in article


def test_a_figure_has_its_passport_in_numbers(tmp_path: Path) -> None:
    text = words(tmp_path, a_strength())

    assert "25 % 12 of 48 ties from one person to another" in text
    assert "Interval (95 %) 11 % to 45 %" in text
    assert "10 % on average in 500 networks rewired by chance" in text
    assert "24 % of them have as much or more." in text
    assert "people: 24" in text and "pairs with ties both ways: 6" in text
    assert "Wasserman and Faust 1994" in text
    assert "not recomputable from outside; stewards recompute it on the private store" in text
    assert "edges.jsonl" not in text


def test_what_is_too_few_is_said_so_and_drawn_as_nothing(tmp_path: Path) -> None:
    text = words(tmp_path, a_strength())

    assert "Too few to tell Hours that came back from the same person" in text
    assert "Only gave not told Only received not told Together 24" in text
    assert "Fewer than five people each hold a part to the rest alone." in text


def test_below_twenty_members_there_are_counts_and_intervals_and_no_percentage(tmp_path: Path) -> None:
    text = words(tmp_path, a_strength(members=19))

    assert "15 of 24 people who gave or received hours" in text
    assert "0.43 to 0.79" in text
    assert "1 of 2" in text
    assert "%" not in text.replace("(95 %)", "")


def test_listed_figures_say_how_anybody_can_compute_them_again(tmp_path: Path) -> None:
    text = words(tmp_path, changed(a_strength(), "gini_giving", value="11/29", recomputable=True))

    assert "Exact value 11/29" in text
    assert "from the published list of hours, by anybody" in text
    assert "rsn measures --from edges.jsonl" in text


def test_the_dividend_stands_beside_the_date_of_the_last_drill(tmp_path: Path) -> None:
    from domain.record.public import PlaybookState, SlotState

    drill = DrillState(date(2026, 10, 12), 11, 9, 7, 20)
    slot = SlotState("bicycle-repair", 2, 1, "0", 1, "", {})
    held = {"power-cut": PlaybookState("power-cut", (slot,), 2, 1, drill=drill)}

    assert "Power cut 0 1 1 12 Oct 2026" in words(tmp_path / "held", a_strength(), playbooks=held)
    assert "Power cut 0 1 1 none yet" in words(tmp_path / "none", a_strength())


def test_with_few_active_people_only_coverage_is_left(tmp_path: Path) -> None:
    few = only(a_strength(), "coverage", "simultaneous")
    few = replace(few, shape=None, active=None, quarters=None, meals=None, things=None, both_ways=None)
    text = words(tmp_path, few)

    assert "Skills that are covered" in text and "If it came tonight" in text
    assert "once ten people have given or received hours" in text
    for absent in (
        "Giving and receiving",
        "The network’s shape",
        "What learning together adds",
        "one in five away",
    ):
        assert absent not in text


def test_without_figures_the_page_still_says_what_it_will_be(tmp_path: Path) -> None:
    text = words(tmp_path, None)

    assert "Nothing to count yet" in text
    assert "Passport" not in text


def a_drawn_shape(people: int) -> Shape:
    draw = Random(1)
    points = tuple((draw.randint(0, 1000), draw.randint(0, 1000)) for _ in range(people))
    return Shape(people, people, 0, 0, people, points, tuple((n, n + 1) for n in range(people - 1)))


def test_a_drawing_of_points_has_its_table_and_nothing_that_tells_points_apart(tmp_path: Path) -> None:
    html = page(tmp_path, a_strength(shape=a_drawn_shape(60)))
    text = visible(tmp_path / "public" / "strength" / "index.html")
    dots = re.findall(r'<circle cx="\d+" cy="\d+" (r="\d+" fill="currentColor")/>', html)

    assert len(dots) == 60 + 2  # and the great circle in the drawing of circles, and its key
    assert dots.count('r="11" fill="currentColor"') == 60
    assert "Others People 1 not told 2 not told 3 to 5 0 6 to 9 0 10 or more 0" in text


def test_each_drawing_is_an_image_with_words_and_has_a_table(tmp_path: Path) -> None:
    html = page(tmp_path, a_strength(shape=a_drawn_shape(60)))
    figures = re.findall(r'<figure class="chart.*?</figure>', html, re.DOTALL)

    assert len(figures) == 4
    assert all('role="img" aria-label="' in figure for figure in figures)
    assert html.count("<caption") >= len(figures)
    assert "style=" not in html


@pytest.mark.parametrize(
    ("key", "changes", "said"),
    [
        ("robustness", {"value": "-2"}, "there are fewer people than a playbook asks for"),
        ("robustness", {"value": "0"}, "it takes only one absence to fall short"),
        ("robustness", {"value": "1"}, "Whoever one is away, every skill is still covered."),
        ("robustness", {"value": "3"}, "Whoever 3 are away, every skill is still covered."),
        ("connectivity", {"value": "0"}, "there are separate parts"),
        ("connectivity", {"value": "2"}, "Whoever one is missing, everybody else stays joined."),
        ("connectivity", {"value": "3", "or_more": True}, "3 or more people whose absence would part us"),
        ("cut_members", {"value": "7", "too_few": False}, "7 people each hold a part to the rest alone"),
        ("after_loss", {"value": "", "too_few": True}, "fewer than five others would come loose"),
        ("after_loss", {}, "18 of the 25 others stay joined"),
        ("reciprocity", {"value": "", "too_few": True, "null": None}, "Too few to tell Ties that go both ways"),
    ],
)
def test_a_figure_is_put_in_words(tmp_path: Path, key: str, changes: dict[str, object], said: str) -> None:
    assert said in words(tmp_path, changed(a_strength(), key, **changes))


def test_where_nobody_but_who_does_both_may_be_told_the_drawing_is_left_out(tmp_path: Path) -> None:
    text = words(tmp_path, a_strength(shape=Shape(24, None, None, None, None)))

    assert "Gave and received not told" in text
    assert "dashed" not in text


def test_a_page_in_arabic_keeps_sources_as_they_are_written(tmp_path: Path) -> None:
    html = page(tmp_path, a_strength(), "ar")

    assert '<span lang="en" dir="ltr">Wasserman and Faust 1994</span>' in html


def test_a_figure_of_a_playbook_that_is_gone_is_not_shown(tmp_path: Path) -> None:
    old: Measure = measure(
        "simultaneous", "1", "2026-11-23", about="flood", part="2", whole="2", counted={"jobs": 2}
    )
    state = replace(a_strength(), measures=(*a_strength().measures, old))

    assert "flood" not in words(tmp_path, state)
