"""What changed is kept in short where it is short, and said where it is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from domain.catalogue import Catalogue
from site_builder.build import build
from site_builder.explaining import explain
from site_builder.short_values import MOST_SIGNS, in_sentences, network_fields
from site_builder.units import TAB
from site_builder.watching import ASKED
from tests.builders import NOW, a_network
from tests.site_builder.community import community

PAGE = "index.html"


@pytest.fixture
def before(tmp_path: Path) -> Catalogue:
    catalogue = community()
    build(catalogue, tmp_path / "record", tmp_path / "public", NOW, state=tmp_path / "state")
    return catalogue


def why(folder: Path, catalogue: Catalogue, days: int = 0, page: str = PAGE) -> tuple[str, ...]:
    """Return what is said of the page after a build of the catalogue so many days later."""
    build(catalogue, folder / "record", folder / "public", NOW + timedelta(days), state=folder / "state")
    return explain(folder / "state", page).changed


def test_of_the_day_both_are_said(tmp_path: Path, before: Catalogue) -> None:
    said = {words for page in ("index.html", "programs/index.html") for words in why(tmp_path, before, 200, page)}

    assert f"the day was {NOW:%Y-%m-%d}, is {NOW + timedelta(200):%Y-%m-%d}" in said


def test_of_network_yaml_the_lines_that_changed_are_said_and_no_others(tmp_path: Path, before: Catalogue) -> None:
    tagline = {"en": "Another tagline.", "es": "Otro lema."}
    network = replace(before.network, tagline=tagline, time_zone="Europe/Berlin")
    said = why(tmp_path, replace(before, network=network))

    assert f"network.yaml: time_zone was {before.network.time_zone}, is Europe/Berlin" in said
    assert [words.split()[1] for words in said] == ["tagline", "time_zone"]


def test_of_a_page_only_that_its_value_is_no_longer_known(tmp_path: Path, before: Catalogue) -> None:
    slug, page = next(iter(before.pages.items()))
    words = {code: replace(each, text=f"{each.text}\n\nMore.") for code, each in page.words.items()}
    said = why(tmp_path, replace(before, pages=before.pages | {slug: replace(page, words=words)}), 0, f"{slug}/")

    assert said == (f"the page “{slug}” is kept as a fingerprint, so its old value is not known",)


def test_what_came_was_not_there_and_what_went_is_not() -> None:
    asked = f"content.pages{TAB}house-rules{TAB}{ASKED}"

    assert list(in_sentences(asked, [("", "", "there")])) == ["the page “house-rules” was not there, is there"]
    assert list(in_sentences(asked, [("", "there", "")])) == ["the page “house-rules” was there, is not there"]


def test_a_long_value_is_cut_to_a_line() -> None:
    fields = network_fields(replace(a_network(), lead={"en": "Many\nwords " * 40}))

    assert len(fields["lead"]) == MOST_SIGNS
    assert fields["lead"].startswith("en: Many words Many words") and fields["lead"].endswith("…")
    assert "zones" not in fields
