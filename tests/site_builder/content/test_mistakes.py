"""Each mistake of the tables is told once, at its line, in these very words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from site_builder.content import ContentErrors, load_catalogue
from tests.site_builder.content.mistakes import Mistake, read_mistakes
from tests.site_builder.content.small_content import FILES, write_content

MISTAKES = list(read_mistakes())


def problems_of(changes: dict[str, str | bytes | None]) -> list[str]:
    """Return what is told of the small content with *changes*, written where the test stands."""
    with pytest.raises(ContentErrors) as refused:
        load_catalogue(write_content(Path("content"), changes))
    return [str(problem) for problem in refused.value.problems]


@pytest.fixture(autouse=True)
def stand_in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.name)
def test_a_mistake_is_told_at_its_line(mistake: Mistake) -> None:
    told = problems_of(mistake.changes())

    assert told == list(mistake.told)


def test_more_than_a_hundred_mistakes_are_told_apart() -> None:
    names = {mistake.name for mistake in MISTAKES}

    assert len(names) == len(MISTAKES) > 100
    assert all(mistake.told for mistake in MISTAKES)


def test_mistakes_of_several_files_are_told_in_one_go_by_file_and_line() -> None:
    chosen = ("a choice misspelt", "a day that does not exist", "a method that is not built", "raw HTML")
    together = [mistake for mistake in MISTAKES if mistake.name in chosen]
    changes = {name: text for mistake in together for name, text in mistake.changes().items()}

    told = problems_of(changes)

    assert told == sorted(line for mistake in together for line in mistake.told)
    assert len(told) == len(chosen)


def test_several_mistakes_in_one_file_are_all_told_by_line() -> None:
    ana = FILES["members/ana.md"].replace("first", "frist").replace("can teach", "can tech").replace("Ana", "")

    told = problems_of({"members/ana.md": ana})

    assert [re.match(r"content/members/ana.md:(\d+):", line)[1] for line in told] == ["2", "5", "9"]  # type: ignore[index]


def test_a_byte_that_is_not_utf8_is_told_at_its_line() -> None:
    told = problems_of({"pages/about.md": b"---\ntitle: About\nsummary: caf\xe9\n---\n\nText.\n"})

    assert told == ["content/pages/about.md:3: this line is not in UTF-8. Save the file as UTF-8."]


def test_an_empty_file_is_told() -> None:
    told = problems_of({"pages/about.md": "", "categories.yaml": ""})

    assert told == [
        "content/categories.yaml:1: the file says nothing. Write its fields, or take the file away.",
        "content/pages/about.md:1: the file does not begin with front matter. Begin it with a line '---'.",
    ]


def test_a_file_too_large_is_not_read() -> None:
    told = problems_of({"pages/about.md": "---\n" + "a" * 1_000_000})

    assert told == ["content/pages/about.md:1: the file has 1,000,004 bytes. Keep it within 1,000,000."]


def test_a_link_to_another_file_is_not_followed() -> None:
    write_content(Path("content"))
    Path("content/pages/passwd.md").symlink_to("/etc/passwd")

    with pytest.raises(ContentErrors) as refused:
        load_catalogue(Path("content"))

    assert str(refused.value) == (
        "content/pages/passwd.md:1: this is a link to another file. Put the file itself here."
    )


def test_a_folder_that_is_not_there_is_told() -> None:
    with pytest.raises(ContentErrors) as refused:
        load_catalogue(Path("nowhere"))

    assert str(refused.value) == ("nowhere:1: there is no such folder. Name the folder that holds network.yaml.")


def test_a_file_that_cannot_be_read_blames_no_other_file() -> None:
    told = problems_of({"cohorts/kitchen-table-1.md": "---\nprogram: [\n---\n", "network.yaml": "name: 'x"})

    assert told == [
        "content/cohorts/kitchen-table-1.md:2: a '[' or '{' is not closed."
        " Close it, with commas between its items.",
        "content/network.yaml:1: a quote is opened and not closed. Close it, or double an apostrophe inside '…'.",
    ]
