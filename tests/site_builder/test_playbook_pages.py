"""Playbooks on the site: what is counted, when it was tried, and the banner while one is at work."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from domain.record.public import ActivationState, DrillState, PlaybookState, PublicRecord, SlotState
from site_builder.build import build
from tests.site_builder.community import NOW, a_record, community, visible, write_record

DRILL = DrillState(date(2026, 10, 12), 22, 17, 11, 4)


def state(drill: DrillState | None = None, perhaps: int | None = 0) -> PlaybookState:
    slots = (SlotState("bicycle-repair", 2, 1, "0", 1, "", {}),)
    return PlaybookState("power-cut", slots, 2, 1, perhaps, drill)


def built(folder: Path, record: PublicRecord) -> Path:
    build(community(), write_record(folder / "record", record), folder / "public", NOW)
    return folder / "public"


def playbook_page(folder: Path, found: PlaybookState) -> str:
    return visible(built(folder, a_record(playbooks={"power-cut": found})) / "playbooks/power-cut/index.html")


def test_the_last_drill_stands_beside_every_figure(tmp_path: Path) -> None:
    public = built(tmp_path, a_record(playbooks={"power-cut": state(DRILL)}))

    for page in ("index.html", "playbooks/index.html", "playbooks/power-cut/index.html"):
        assert "last drill 12 Oct 2026" in visible(public / page), page
    assert "last drill 12 Oct 2026" in visible(public / "skills/bicycle-repair/index.html")
    words = visible(public / "playbooks/power-cut/index.html")
    assert "12 October 2026: 22 called, 17 reached, 11 said yes, the first yes after 4 minutes" in words


def test_where_none_was_held_it_says_so(tmp_path: Path) -> None:
    words = playbook_page(tmp_path, state())

    assert "never tried in a drill" in words
    assert "None yet. What is counted above has never been tried." in words


@pytest.mark.parametrize(
    ("drill", "says"),
    [
        (DrillState(date(2026, 10, 12), None, None, None, None), "fewer than five were called"),
        (
            DrillState(date(2026, 10, 12), 22, 17, None, None),
            "22 called, 17 reached. A number that would tell of fewer than five people is left out.",
        ),
        (DrillState(date(2026, 10, 12), 9, 9, 0, None), "9 called, 9 reached, 0 said yes"),
    ],
)
def test_small_numbers_of_a_drill_are_left_out_in_words(tmp_path: Path, drill: DrillState, says: str) -> None:
    assert says in playbook_page(tmp_path, state(drill))


@pytest.mark.parametrize(
    ("perhaps", "says"), [(None, "A few more jobs could be done"), (6, "6 more jobs could be done")]
)
def test_whose_word_ran_out_is_told_apart(tmp_path: Path, perhaps: int | None, says: str) -> None:
    assert says in playbook_page(tmp_path, state(perhaps=perhaps))


def test_the_banner_stands_on_every_page_of_the_next_build_and_is_gone_with_the_one_after(tmp_path: Path) -> None:
    quiet = a_record()
    drill = ActivationState("power-cut", True, NOW - timedelta(hours=2))
    loud = replace(quiet, activations={"power-cut": drill})
    folder = tmp_path / "site"
    pages = {
        moment: {file: file.read_text("utf-8") for file in built(folder, record).rglob("*.html")}
        for moment, record in (("before", quiet), ("during", loud), ("after", quiet))
    }

    assert len(pages["during"]) > 20
    assert all('class="crisis"' in text for text in pages["during"].values())
    assert pages["before"] == pages["after"]
    assert not any('class="crisis"' in text for text in pages["before"].values())


def test_a_real_one_comes_before_a_drill_and_links_to_its_playbook(tmp_path: Path) -> None:
    at_work = {"power-cut": ActivationState("power-cut", False, NOW), "gone": ActivationState("gone", True, NOW)}
    home = (built(tmp_path, a_record(activations=at_work)) / "index.html").read_text("utf-8")

    assert home.count('class="crisis"') == 1
    assert "It has begun:" in home
    assert '<a href="/playbooks/power-cut/">What is happening and how to help</a>' in home
    assert "23 Nov 2026, 12:00 GMT" in home


def test_the_banner_speaks_the_language_of_the_page(tmp_path: Path) -> None:
    at_work = {"power-cut": ActivationState("power-cut", True, NOW)}
    arabic = (built(tmp_path, a_record(activations=at_work)) / "ar/index.html").read_text("utf-8")

    assert '<bdi lang="en" dir="ltr">Power cut</bdi>' in arabic
    assert 'href="/ar/playbooks/power-cut/"' in arabic
