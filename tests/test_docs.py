"""Hold the pages for newcomers to what is there: links that lead somewhere, commands and targets that exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from rsn.__main__ import COMMANDS

CHECKOUT = Path(__file__).resolve().parent.parent
PAGES = sorted([*CHECKOUT.glob("*.md"), *(CHECKOUT / "docs").glob("*.md")])
MOST_PICTURE_BYTES = 150_000
LINES_ON_ONE_PAGE = 80


def names(pages: list[Path]) -> list[str]:
    return [str(page.relative_to(CHECKOUT)) for page in pages]


@pytest.mark.parametrize("page", PAGES, ids=names(PAGES))
def test_every_link_between_the_pages_leads_to_a_file(page: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)\)", page.read_text(encoding="utf-8"))
    # An address with a colon is another site's, or an example of what a text of content/ refers to.
    local = [link for link in links if not re.match(r"/|[a-z]+:", link) and not link.startswith("images/")]

    assert [link for link in local if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=names(PAGES))
def test_every_command_and_target_that_a_page_names_exists(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", (CHECKOUT / "Makefile").read_text(), re.MULTILINE))

    assert set(re.findall(r"(?:^|`|/)rsn ([a-z]+)", text, re.MULTILINE)) <= COMMANDS.keys()
    assert set(re.findall(r"(?:^|`)make ([a-z-]+)", text, re.MULTILINE)) <= targets


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_told_of_on_some_page(command: str) -> None:
    told = "".join(page.read_text(encoding="utf-8") for page in PAGES)

    assert re.search(rf"rsn {command}\b", told)


def test_the_readme_opens_with_two_commands_and_a_small_picture() -> None:
    text = (CHECKOUT / "README.md").read_text(encoding="utf-8")
    (picture,) = re.findall(r"!\[[^\]]{20,}\]\(([^)]+)\)", text)

    assert re.findall(r"^make ([a-z]+)", text, re.MULTILINE)[:2] == ["run", "test"]
    assert (CHECKOUT / picture).stat().st_size < MOST_PICTURE_BYTES


def test_from_clone_to_green_is_told_on_one_page() -> None:
    text = (CHECKOUT / "CONTRIBUTING.md").read_text(encoding="utf-8")

    assert len(text.splitlines()) <= LINES_ON_ONE_PAGE
