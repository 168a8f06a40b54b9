"""docs/building.md shows what the commands say, word for word."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from rsn.__main__ import main
from tests.site_builder.incremental.town import write_town

DOCS = Path(__file__).parents[2] / "docs" / "building.md"
SHOWN = re.compile(r"^```\n\$ rsn (?P<words>.+)\n(?P<said>(?:.*\n)*?)```$", re.MULTILINE)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("town")
    write_town(folder / "content")
    run(folder, "build")
    rules = folder / "content" / "pages" / "house-rules.md"
    rules.write_text(rules.read_text("utf-8") + "\nTake your cup home.\n", "utf-8")
    return folder


def run(folder: Path, *words: str) -> str:
    """Return what the command says where the community lies in *folder*, with one and the same time in seconds."""
    places = [f"--{name}={folder / name}" for name in ("content", "data")]
    told = CliRunner().invoke(main, [*words, *places, f"--out={folder / 'public'}"])

    assert told.exit_code == 0, told.output
    return re.sub(r"\d+\.\d s", "0.2 s", told.stdout)


def test_the_page_shows_what_the_commands_say(town: Path) -> None:
    shown = [(match["words"], match["said"]) for match in SHOWN.finditer(DOCS.read_text("utf-8"))]

    assert [(words, run(town, *words.split())) for words, _ in shown] == shown
    assert len(shown) == len(("build --explain", "why house-rules/", "why robots.txt"))


def test_the_reason_is_told_to_programs_too(town: Path) -> None:
    said = run(town, "why", "/house-rules/", "--json")

    assert '"output": "house-rules/index.html"' in said
    assert '"fact": "content.pages house-rules"' in said


def test_a_file_that_is_not_there_is_answered_with_one_that_is(town: Path) -> None:
    places = [f"--content={town / 'content'}", f"--data={town / 'data'}"]
    told = CliRunner().invoke(main, ["why", "huose-rules", *places])

    assert told.exit_code == 1
    assert told.stderr == "huose-rules: no build made such a file. Did you mean house-rules/?\n"


def test_without_anything_kept_there_is_nothing_to_tell(tmp_path: Path) -> None:
    told = CliRunner().invoke(main, ["why", "index.html", f"--data={tmp_path}"])

    assert told.exit_code == 1
    assert told.stderr == f"{tmp_path / 'build'}: nothing is kept here of a build. Run `rsn build` first.\n"
