"""What is kept of large summaries saves work, and never tells anything but the truth."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from domain.catalogue import Catalogue, ContentMember
from site_builder.build import build
from site_builder.kept.recall import NAME, Recall
from site_builder.making import Made, Maker
from site_builder.search import documents
from site_builder.search.standing import FOLDER
from site_builder.search.texts import seen
from site_builder.units import TAB
from tests.builders import NOW
from tests.site_builder.community import community

CANARY = "quibblefish"


def edited(catalogue: Catalogue, slug: str = "ada-quill") -> Catalogue:
    member = catalogue.members[slug]
    entry = replace(member.entry, about=f"I keep a {CANARY}.")
    return replace(catalogue, members={**catalogue.members, slug: ContentMember(entry, member.consent)})


class Town:
    """A site built again and again, with what is kept in between."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.values = folder / "state" / NAME

    def build(self, catalogue: Catalogue) -> None:
        build(catalogue, self.folder / "no-record", self.folder / "public", NOW, state=self.folder / "state")

    def pages(self) -> dict[str, bytes]:
        return files(self.folder / "public")


def files(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def clean(folder: Path, catalogue: Catalogue) -> dict[str, bytes]:
    build(catalogue, folder / "no-record", folder / "clean", NOW)
    return files(folder / "clean")


@pytest.fixture
def town(tmp_path: Path) -> Town:
    made = Town(tmp_path)
    made.build(community())
    return made


def test_after_an_edit_the_site_is_what_a_clean_build_makes(town: Town, tmp_path: Path) -> None:
    town.build(edited(community()))

    assert town.pages() == clean(tmp_path, edited(community()))
    assert CANARY.encode() in b"".join(town.pages().values())


def test_only_the_part_with_the_edited_entry_is_read_again(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    def noted(text: str) -> str:
        read.append(text)
        return seen(text)

    monkeypatch.setattr(documents, "seen", noted)

    town.build(edited(community()))

    assert any(CANARY in text for text in read)
    assert "They *shine*." not in read
    assert not any("bo-marsh" in text for text in read)


@pytest.mark.parametrize(
    "spoil", [lambda _: b"", lambda content: content[:-3], lambda _: b"cos\nsystem\n(S'false'\ntR."]
)
def test_a_value_that_is_not_as_it_was_written_is_made_again(
    spoil: Callable[[bytes], bytes], town: Town, tmp_path: Path
) -> None:
    for file in (*town.values.iterdir(), *(town.folder / "state" / FOLDER).iterdir()):
        file.write_bytes(spoil(file.read_bytes()))

    town.build(edited(community()))

    assert town.pages() == clean(tmp_path, edited(community()))


def test_values_of_another_edit_are_not_believed(town: Town, tmp_path: Path) -> None:
    before = files(town.values)
    town.build(edited(community()))
    for name, content in before.items():
        (town.values / name).write_bytes(content)

    town.build(edited(edited(community()), "bo-marsh"))

    assert town.pages() == clean(tmp_path, edited(edited(community()), "bo-marsh"))


def test_what_nobody_asks_for_any_more_is_not_kept(town: Town, tmp_path: Path) -> None:
    catalogue = community()
    english = replace(catalogue, network=replace(catalogue.network, languages=("en",)))
    before = files(town.values)
    other = Town(tmp_path / "english")
    other.build(english)
    town.build(english)

    # What nothing touched since is left; the lists of the other language are gone.
    assert files(other.values).items() <= files(town.values).items()
    assert len(before) > len(files(town.values))


def test_an_edit_that_changes_no_order_reads_no_other_names(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(Recall, "keep", lambda _, fact, content: asked.append(fact))

    town.build(edited(community()))

    assert asked == []


def test_a_text_that_no_list_shows_plans_its_pages_and_its_part_of_the_search(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    planned: list[str] = []
    make = Maker.make

    def noted(maker: Maker, unit: str, because: tuple[str, ...] | None) -> Made:
        planned.append(unit.partition(TAB)[0])
        return make(maker, unit, because)

    monkeypatch.setattr(Maker, "make", noted)
    catalogue = community()
    slug, program = next(iter(catalogue.programs.items()))
    words = {code: replace(each, text=f"A {CANARY}.") for code, each in program.words.items()}

    town.build(replace(catalogue, programs={**catalogue.programs, slug: replace(program, words=words)}))

    assert set(planned) == {
        "pages.programs:program_page",
        "pages.programs:cohort_page",
        "search.files:index_files",
    }


def test_the_folder_of_values_is_for_its_owner_alone(town: Town) -> None:
    assert town.values.stat().st_mode & 0o077 == 0
