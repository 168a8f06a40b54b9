"""The whole job as a process of its own, run again and again: what it keeps never outlives a change."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.site_builder.incremental.checks import bytes_of, snapshot
from tests.site_builder.incremental.content_edits import sub
from tests.site_builder.incremental.town import write_town

CODE = ("rsn", "site_builder", "domain", "presentation", "forms_api", "templates")
NOTHING_TO_DO = "Nothing changed and nothing is due."

pytestmark = pytest.mark.long


@dataclass(frozen=True)
class Place:
    """A checkout of its own, whose code may be edited, and a community beside it."""

    folder: Path

    @property
    def code(self) -> Path:
        return self.folder / "code"

    @property
    def content(self) -> Path:
        return self.folder / "content"

    def build(self, data: str = "data", out: str = "public") -> str:
        """Run the job and return what it says."""
        places = ["--content", "content", "--data", data, "--out", out]
        command = [sys.executable, str(self.code / "build.py"), *places]
        done = subprocess.run(command, cwd=self.folder, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout

    def is_like_a_clean_one(self) -> bool:
        """Tell whether the site is what a job makes that finds nothing of an earlier one but the store."""
        shutil.rmtree(self.folder / "clean", ignore_errors=True)
        shutil.copytree(self.folder / "data", self.folder / "clean" / "data")
        for name in ("built", "build"):
            kept = self.folder / "clean" / "data" / name
            shutil.rmtree(kept) if kept.is_dir() else kept.unlink(missing_ok=True)
        self.build("clean/data", "clean/public")
        return bytes_of(snapshot(self.folder / "public")) == bytes_of(snapshot(self.folder / "clean" / "public"))


@pytest.fixture
def place(tmp_path: Path, checkout: Path) -> Place:
    place = Place(tmp_path)
    for name in CODE:
        shutil.copytree(checkout / name, place.code / name)
    shutil.copy(checkout / "build.py", place.code)
    write_town(place.content)
    place.build()
    return place


CHANGES: dict[str, Callable[[Place], bool]] = {
    "our render code": lambda place: sub(
        place.code / "presentation" / "environment.py", r'<bdi dir="ltr">', '<bdi dir="ltr" class="x">'
    ),
    "our planning code": lambda place: sub(
        place.code / "site_builder" / "syndication" / "feeds.py", r"(?s)\A", "# Another first line.\n"
    ),
    "a template": lambda place: sub(
        place.code / "templates" / "site" / "text.html", r"(\{% block main[^%]*%\})", r"\1<p>New</p>"
    ),
    "the words of a language": lambda place: sub(
        place.code / "templates" / "locales" / "es" / "LC_MESSAGES" / "messages.po", r'"Programas"', '"Talleres"'
    ),
    "an asset": lambda place: sub(place.code / "templates" / "assets" / "site.css", r"(?s)\Z", "\n/* new */\n"),
    "a text, by a word of the same length": lambda place: sub(
        place.content / "pages" / "about.md", "nobody", "no one"
    ),
    "a title": lambda place: sub(place.content / "news" / "2026-11-01-lamps.md", "^title: .*", "title: New lamps"),
}


@pytest.mark.parametrize("changed", CHANGES)
def test_a_change_of_anything_a_job_reads_is_on_the_site_after_the_next(place: Place, changed: str) -> None:
    before = bytes_of(snapshot(place.folder / "public"))
    changes = CHANGES[changed](place)
    said = place.build()

    assert changes
    assert NOTHING_TO_DO not in said
    assert place.is_like_a_clean_one()
    assert changed == "our planning code" or bytes_of(snapshot(place.folder / "public")) != before


def test_a_job_with_nothing_to_do_changes_no_file(place: Place) -> None:
    before = snapshot(place.folder / "public")
    said = [place.build() for _ in range(3)]

    assert snapshot(place.folder / "public") == before
    assert all(NOTHING_TO_DO in each or " 0 written" in each for each in said)


def test_edits_in_the_same_second_as_the_job_are_not_missed(place: Place) -> None:
    page = place.content / "pages" / "about.md"
    for word in ("anyone", "neighb", "nobody", "friend"):
        sub(page, "Write to [a-z]{6};", f"Write to {word};")
        place.build()

        assert f"Write to {word};" in (place.folder / "public" / "about" / "index.html").read_text("utf-8")
    assert place.is_like_a_clean_one()
