"""A site built with a theme: what it replaces, what it leaves, and what a change of it makes new."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from presentation import theme
from site_builder.assets import addresses, asset_bytes
from site_builder.build import BuildReport, build
from site_builder.content.theme import check_theme
from site_builder.problems import Report
from site_builder.refusals import BuildRefused
from site_builder.render import PageFailed
from tests.site_builder.community import NOW, a_record, community, write_record

PROGRAM = "programs/kitchen-table-budgeting/index.html"


class Town:
    """A site with a theme, built again and again."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.out = folder, folder / "public"
        self.theme = folder / "content" / "theme"
        self.theme.mkdir(parents=True)
        self.record = write_record(folder / "record", a_record())

    def write(self, name: str, text: str) -> None:
        file = self.theme / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")

    def build(self, *languages: str) -> BuildReport:
        theme.use_theme_of(self.folder / "content")
        found = community()
        network = replace(found.network, languages=languages or found.network.languages)
        return build(replace(found, network=network), self.record, self.out, NOW, state=self.folder / "built")

    def page(self, name: str = PROGRAM) -> str:
        return (self.out / name).read_text("utf-8")


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    yield Town(tmp_path)
    theme.use(None)


def documented(checkout: Path) -> dict[str, str]:
    """Return the files of the example in docs/themes.md."""
    text = (checkout / "docs" / "themes.md").read_text("utf-8")
    return dict(re.findall(r"<!-- example: (\S+) -->\n```\w+\n(.*?)```", text, re.DOTALL))


def test_the_documented_example_works_as_documented(town: Town, checkout: Path) -> None:
    for name, text in documented(checkout).items():
        town.write(name, text)
    report = Report()
    check_theme(town.folder / "content", report)
    town.build()
    sheet = (town.out / "assets" / "site.css").read_text("utf-8")

    assert len(documented(checkout)) == 4
    assert report.problems == []
    assert "the kettle is on from half past six" in town.page()
    assert "kettle" not in town.page("index.html")
    assert "--plum: #14506e;" in sheet and sheet.startswith((theme.ASSETS / "site.css").read_text("utf-8"))


def test_the_theme_says_words_of_its_own_in_the_language_of_the_page(town: Town, checkout: Path) -> None:
    own = documented(checkout)["templates/own/evenings.html"]
    town.write("templates/own/evenings.html", own)
    town.write("templates/site/program.html", '{% include "own/evenings.html" %}{{ _("Practical") }}')
    town.build("en", "es")

    assert town.page() == "<p>Tea is at six.</p>Practical\n"
    assert town.page(f"es/{PROGRAM}") == "<p>El té es a las seis.</p>En la práctica\n"


def test_a_change_of_the_theme_makes_new_what_it_reaches_and_nothing_else(town: Town) -> None:
    town.build()
    town.write("templates/site/members.html", '{% extends "original/site/members.html" %}')
    changed = town.build()
    again = town.build()
    town.write("templates/own/note.html", "unused")
    unused = town.build()

    assert (again.written, again.removed, unused.written) == (0, 0, 0)
    assert changed.written == 0, "the same words come out"


def test_a_template_that_goes_gives_ours_back(town: Town) -> None:
    town.build()
    ours = town.page()
    town.write("templates/site/program.html", "theirs")
    town.build()
    theirs = town.page()
    (town.theme / "templates" / "site" / "program.html").unlink()
    town.build()

    assert theirs == "theirs\n"
    assert town.page() == ours


def test_a_change_of_style_gives_the_sheet_another_name_on_every_page(town: Town) -> None:
    town.build()
    before = re.search(r"/assets/site\.\w+\.css", town.page())
    town.write("theme.css", ".brand { color: var(--river); }")
    town.build()
    after = re.search(r"/assets/site\.\w+\.css", town.page())

    assert before and after and before[0] != after[0]
    assert (town.out / after[0].lstrip("/")).read_bytes() == (town.out / "assets" / "site.css").read_bytes()
    assert not (town.out / before[0].lstrip("/")).exists()


def test_an_asset_is_linked_by_its_content(town: Town) -> None:
    town.write("assets/banner.webp", "picture")
    town.write("templates/site/program.html", '<img src="{{ shell.asset("banner.webp") }}" alt="">')
    town.build()

    address = addresses(asset_bytes())["banner.webp"]
    assert f'src="{address}"' in town.page()
    assert (town.out / address.lstrip("/")).read_text() == "picture"


@pytest.mark.parametrize(
    ("text", "line"), [("a\n{{ memebr }}", 2), ("a\nb\n{{ shell.nothing.at_all }}", 3), ("a\n{% if %}", 2)]
)
def test_a_mistake_names_the_file_of_the_theme_and_its_line_and_leaves_the_site(
    town: Town, text: str, line: int
) -> None:
    town.build()
    before = town.page()
    town.write("templates/site/program.html", text)

    with pytest.raises((PageFailed, BuildRefused), match=rf"content/theme/templates/site/program\.html:{line}"):
        town.build()
    assert town.page() == before
