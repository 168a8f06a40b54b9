"""A publish that nobody is asked for: only where all that it reads and wrote is as the last one left it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from rsn import house, job, record_standing
from rsn.folders import Folders
from rsn.storing import open_store
from site_builder.content import load_catalogue
from tests.builders import a_member, put
from tests.site_builder.content.small_content import write_content

PAGE = "---\ntitle: Another\nsummary: New here.\n---\n\nWords.\n"
PROGRAM = "programs/kitchen-table.md"


@dataclass
class Place:
    """A community whose record stands; *asked* counts how often somebody was asked to publish."""

    folders: Folders
    now: datetime = datetime(2026, 11, 23, 18, 10, tzinfo=UTC)
    asked: list[str] = field(default_factory=list)

    def answer(self, *_: object) -> dict[str, object]:
        """Answer as whoever holds the store does where there is nothing to do."""
        self.asked.append("publish")
        return {"sequence": 1, "changed": False}

    def publish(self) -> job.PublishReport:
        catalogue = load_catalogue(self.folders.content, kept=self.folders.build)
        return job.publish(self.folders, catalogue, None, lambda: self.now)

    def asks(self) -> bool:
        """Publish, and tell whether anybody was asked."""
        self.asked.clear()
        self.publish()
        return bool(self.asked)

    def write(self, name: str, old: str, new: str) -> None:
        file = self.folders.content / name
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new), encoding="utf-8")

    def joins(self) -> None:
        store = open_store(self.folders)
        put(store, a_member("nobody-yet"))
        store.close()


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a community that was published until nothing was left to do."""
    path = tmp_path_factory.mktemp("community")
    place = Place(Folders(write_content(path / "content"), path / "data", path / "public"))
    for _ in range(2):
        place.publish()
    return path


@pytest.fixture
def place(published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """Return such a community whose record stands; whoever is asked finds nothing to do."""
    shutil.copytree(published, tmp_path, dirs_exist_ok=True)
    place = Place(Folders(tmp_path / "content", tmp_path / "data", tmp_path / "public"))
    monkeypatch.setattr(record_standing, "YOUNG_NS", -(10**18))
    monkeypatch.setattr(house, "settle", place.answer)
    place.publish()
    return place


def test_a_record_that_stands_is_told_by_its_number_and_nobody_is_asked(place: Place) -> None:
    said = place.publish()
    place.asked.clear()

    assert place.publish() == said
    assert place.asked == []
    assert not said.changed


NO_NEWS: dict[str, Callable[[Place], object]] = {
    "a text of a program": lambda at: at.write(PROGRAM, "\n---\n", "\n---\nMore. "),
    "a page": lambda at: at.write("pages/about.md", "\n---\n", "\n---\nMore. "),
    "a new page": lambda at: (at.folders.content / "pages/new.md").write_text(PAGE),
    "minutes": lambda at: setattr(at, "now", at.now + timedelta(minutes=40)),
}


@pytest.mark.parametrize("name", NO_NEWS)
def test_what_publish_does_not_see_is_asked_of_nobody(place: Place, name: str) -> None:
    NO_NEWS[name](place)

    assert not place.asks()


NEWS: dict[str, Callable[[Place], object]] = {
    "the name of a skill": lambda at: at.write("skills/bicycle-repair.md", "Bicycle repair", "Bicycles"),
    "a text of a member": lambda at: at.write("members/ben.md", "soup", "bread"),
    "the name of the network": lambda at: at.write("network.yaml", "Two Bridges", "Two Weirs"),
    "a member who joins": lambda at: at.joins(),
    "a file of the store": lambda at: (at.folders.store / "sessions.json").touch(),
    "a day": lambda at: setattr(at, "now", at.now + timedelta(days=1)),
    "a clock set back": lambda at: setattr(at, "now", at.now - timedelta(seconds=1)),
    "a demo's clock": lambda at: (at.folders.data / "clock").write_text("7"),
    "a record that is lost": lambda at: (at.folders.record / "files").unlink(),
    "a page's state that is lost": lambda at: (at.folders.record / "state" / "members.json").unlink(),
    "a record put back": lambda at: (at.folders.record / "checkpoint").write_bytes(b"of another day"),
    "a key that waits": lambda at: (at.folders.keys / "log.next.key").touch(),
    "a publish that was killed": lambda at: (at.folders.data / "publishing").write_text('{"sequence":1}'),
    "what was kept, damaged": lambda at: (at.folders.build / record_standing.NAME).write_bytes(b"\0" * 80),
    "what was kept, gone": lambda at: (at.folders.build / record_standing.NAME).unlink(),
}


@pytest.mark.parametrize("name", NEWS)
def test_whatever_publish_may_see_is_asked_about(place: Place, name: str) -> None:
    NEWS[name](place)

    assert place.asks()


def test_other_code_asks(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record_standing, "CODE_FOLDERS", ("domain",))

    assert place.asks()


def test_an_entry_whose_hour_comes_is_asked_about(place: Place) -> None:
    place.write("cohorts/kitchen-table-2.md", "\ncapacity:", "\nexpires_on: 2026-11-23 20:15\ncapacity:")
    assert place.asks()
    assert not place.asks()
    place.now = datetime(2026, 11, 23, 20, 15, tzinfo=UTC)

    assert place.asks()


def test_a_publish_that_found_nothing_new_need_not_be_asked_for_again(
    published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(record_standing, "YOUNG_NS", -(10**18))
    place = Place(Folders(published / "content", published / "data", published / "public"))
    said = place.publish()
    monkeypatch.setattr(house, "settle", None)

    assert place.publish() == said


def test_a_store_that_was_just_written_is_not_believed(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record_standing, "YOUNG_NS", 2_000_000_000)
    place.joins()
    place.publish()

    assert place.asks()


def test_no_file_tells_of_a_database(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RSN_DATABASE_URL", "postgresql://nobody.invalid/")

    assert place.asks()


def test_nothing_of_the_forms_is_imported_for_it(place: Place, checkout: Path) -> None:
    program = (
        "import sys; from datetime import datetime, UTC; from pathlib import Path\n"
        "from rsn import job, record_standing; from rsn.folders import Folders\n"
        "from site_builder.content import load_catalogue\n"
        f"at = Path({str(place.folders.data.parent)!r}); record_standing.YOUNG_NS = -(10**18)\n"
        "folders = Folders(at / 'content', at / 'data', at / 'public')\n"
        "catalogue = load_catalogue(folders.content, kept=folders.build)\n"
        "done = job.publish(folders, catalogue, None, lambda: datetime(2026, 11, 23, 18, 10, tzinfo=UTC))\n"
        "print(done.changed, sorted(name for name in sys.modules if name.startswith('forms_api')))"
    )
    said = subprocess.run(
        [sys.executable, "-c", program], cwd=checkout, check=True, capture_output=True, text=True
    )

    assert said.stdout == "False []\n"
