"""An edit that publish cannot see is no news for it, and it sees no long text of skill, program or cohort."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

from domain.programs import Program
from domain.publication import Without
from domain.record.alike import PARTS, TEXTLESS, alike, reads_same
from forms_api.publish import again, publish, remembering
from forms_api.publish.elected import publish_if_elected
from site_builder.content import load_catalogue
from tests.builders import a_catalogue
from tests.forms_api.publish.test_remembering import ACTS, CONTENT
from tests.forms_api.town import Town
from tests.site_builder.content.small_content import write_content


def unread(value: Any) -> Any:
    """Return an equal value whose text nobody can read."""

    def guard(self: Any, name: str) -> Any:
        if name == "text":
            raise AssertionError("publish read a long text")
        return object.__getattribute__(self, name)

    kind: Any = type(value)
    guarded: Any = object.__new__(type(f"Unread{kind.__name__}", (kind,), {"__getattribute__": guard}))
    for field in fields(kind):
        object.__setattr__(guarded, field.name, getattr(value, field.name))
    return guarded


def unread_entry(value: Any) -> Any:
    if isinstance(value, Program):
        return replace(value, words={code: unread(words) for code, words in value.words.items()})
    return unread(value)


def test_publish_reads_no_long_text_of_a_skill_a_program_or_a_cohort(tmp_path: Path) -> None:
    town = Town(tmp_path, people=20, catalogue=a_catalogue(**CONTENT))
    for act in ACTS.values():
        act(town)
        parts: dict[str, Any] = {
            part: {slug: unread_entry(entry) for slug, entry in getattr(town.catalogue, part).items()}
            for part in TEXTLESS
        }
        remembering.forget(town.store)
        publish(town.store, replace(town.catalogue, **parts), town.record, town.now, token=town.chance)


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return write_content(tmp_path / "content")


def edited(content: Path, name: str, old: str, new: str) -> Any:
    """Return the content before and after an edit of one file, both as they are kept."""
    before = load_catalogue(content, kept=content.parent / "kept")
    file = content / name
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    return before, load_catalogue(content, kept=content.parent / "kept")


@pytest.mark.parametrize("folder", ["programs", "skills", "cohorts", "pages"])
def test_a_longer_text_is_no_news(content: Path, folder: str) -> None:
    name = next((content / folder).glob("*.md")).relative_to(content).as_posix()
    before, after = edited(content, name, "\n---\n", "\n---\nOne sentence more. ")

    assert before != after
    assert reads_same(before, after)


def test_another_field_and_a_longer_text_of_a_member_are(content: Path) -> None:
    for name, old, new in (
        ("skills/bicycle-repair.md", "Bicycle repair", "Bicycles"),
        ("members/ben.md", "soup", "bread"),
    ):
        before, after = edited(content, name, old, new)

        assert not reads_same(before, after)
        assert [part for part in PARTS if not alike(part, getattr(before, part), getattr(after, part))] == [
            name.split("/")[0]
        ]


def test_what_is_hidden_is_not_compared(content: Path) -> None:
    before, after = edited(content, "skills/bicycle-repair.md", "Bicycle repair", "Bicycles")
    hidden = [Without(one.skills, {"bicycle-repair"}) for one in (before, after)]

    assert alike("skills", *hidden)
    assert not alike("skills", hidden[0], before.skills)


def test_a_job_after_an_edit_of_a_text_publishes_nothing(tmp_path: Path, content: Path) -> None:
    town = Town(tmp_path, catalogue=load_catalogue(content, kept=content.parent / "kept"))
    for _ in range(2):
        publish_if_elected(town.store, town.catalogue, town.record, town.now)
    program = next((content / "programs").glob("*.md")).relative_to(content).as_posix()
    _, town.catalogue = edited(content, program, "\n---\n", "\n---\nOne sentence more. ")

    assert again.unchanged(town.store, town.catalogue, town.record, town.now)
