"""The job that ends at once: only where nothing it reads or wrote is another one than last time."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from rsn import standing
from rsn.standing import Place, Standing, place_of
from site_builder.kept import known_files, many_looks
from site_builder.out_folder import files_in

SAID = "Nothing changed.\n"
LONG_AGO = time.time() - 3600
TOMORROW = time.time() + 86_400
FILES = (
    "code/domain/rules.py",
    "code/templates/site/member.html",
    "content/pages/home.md",
    "content/theme/templates/site/parts/deep.html",
    "data/store/store.json",
    "data/store/lock",
    "data/next_due",
    "data/record/index.json",
    "data/record/tile/0/x001/067",
    "public/index.html",
    "public/members/ana/index.html",
    "public/members/ben/index.html",
)


@pytest.fixture(params=["alone", "with another process"])
def place(tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Place:
    """A community whose last job ended long ago, looked at by one process, or by two in small parts."""
    if request.param != "alone":
        monkeypatch.setattr(many_looks, "MANY", 0)
        monkeypatch.setattr(many_looks, "processors", lambda: 2)
        monkeypatch.setattr(known_files, "AT_ONCE", 2)
    _let_nothing_be_young(monkeypatch)
    monkeypatch.setattr(standing, "CODE", str(tmp_path / "code"))
    for name in FILES:
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("as it was")
        os.utime(file, (LONG_AGO, LONG_AGO))
    (tmp_path / "content/pages/linked.md").symlink_to(tmp_path / "elsewhere.md")
    (tmp_path / "elsewhere.md").write_text("as it was")
    found = place_of(
        ["--content", f"{tmp_path}/content", "--data", f"{tmp_path}/data", "--out", f"{tmp_path}/public"]
    )
    assert found is not None
    _do_a_job(found)
    return found


def _let_nothing_be_young(monkeypatch: pytest.MonkeyPatch) -> None:
    # When a file changed cannot be set by hand.
    monkeypatch.setattr(known_files, "YOUNG_NS", -(10**14))


def _do_a_job(place: Place, meanwhile: Callable[[], object] = lambda: None, until: float = TOMORROW) -> None:
    """Do a job that looks and keeps, and in the midst of it *meanwhile*."""
    job = Standing(place)
    job.begin()
    meanwhile()
    job.published()
    job.keep(until, SAID)


def nothing_to_do(place: Place) -> str | None:
    return Standing(place).said()


def test_nothing_is_done_where_everything_stands(place: Place) -> None:
    assert nothing_to_do(place) == SAID
    assert nothing_to_do(place) == SAID


CHANGES: dict[str, Callable[[Path], object]] = {
    "a page is edited": lambda at: (at / "content/pages/home.md").write_text("as it is now, and longer"),
    "a page of the same length and age": lambda at: _replaced(at / "content/pages/home.md"),
    "a page is written over, length and age set back": lambda at: _written_over(at / "content/pages/home.md"),
    "a page is new": lambda at: (at / "content/pages/news.md").write_text("new"),
    "a page is gone": lambda at: (at / "content/pages/home.md").unlink(),
    "a page is renamed": lambda at: (at / "content/pages/home.md").rename(at / "content/pages/house.md"),
    "a page and its folder are new": lambda at: _put(at / "content/members/ana.md"),
    "a folder is gone": lambda at: shutil.rmtree(at / "content/theme"),
    "a file of the theme, far down": lambda at: _written_over(at / "content/theme/templates/site/parts/deep.html"),
    "a file beside it is new": lambda at: _put(at / "content/theme/templates/site/parts/deeper.html"),
    "what a link leads to is written over": lambda at: _written_over(at / "elsewhere.md"),
    "a link leads to another file": lambda at: _linked(
        at / "content/pages/linked.md", at / "content/pages/home.md"
    ),
    "a link leads nowhere": lambda at: (at / "elsewhere.md").unlink(),
    "a page became a folder": lambda at: _folder_for(at / "content/pages/home.md"),
    "our own code is another one": lambda at: _written_over(at / "code/domain/rules.py"),
    "a template is another one": lambda at: _replaced(at / "code/templates/site/member.html"),
    "a template is new": lambda at: _put(at / "code/templates/site/parts/new.html"),
    "a vote came in": lambda at: (at / "data/store/ballots.json").write_text("{}"),
    "the store was written over": lambda at: _written_over(at / "data/store/store.json"),
    "the demo's clock moved": lambda at: (at / "data/clock").write_text("3600"),
    "something else is due": lambda at: (at / "data/next_due").write_text("sooner than that"),
    "the record changed": lambda at: (at / "data/record/checkpoint").write_text("1"),
    "a tile of the record changed": lambda at: _written_over(at / "data/record/tile/0/x001/067"),
    "a page of the site was removed": lambda at: (at / "public/index.html").unlink(),
    "somebody wrote into the site": lambda at: (at / "public/index.html").write_text("<h1>Hello</h1>"),
    "somebody replaced a page, far down": lambda at: _replaced(at / "public/members/ben/index.html"),
    "somebody wrote over a page, far down": lambda at: _written_over(at / "public/members/ana/index.html"),
    "somebody put a file beside a page": lambda at: _put(at / "public/members/ana/photo.jpg"),
    "somebody put a hidden file beside it": lambda at: _put(at / "public/members/ana/.htaccess"),
    "a page is a link by now": lambda at: _linked(at / "public/index.html", at / "public/members/ana/index.html"),
    "a folder of the site is gone": lambda at: shutil.rmtree(at / "public/members"),
    "a folder of the site is another one": lambda at: _swapped(at / "public/members/ana"),
    "the site is gone": lambda at: shutil.rmtree(at / "public"),
    "what was kept is unreadable": lambda at: (at / "data/built").write_bytes(b"\x00half"),
    "what was kept is cut short": lambda at: os.truncate(at / "data/built", 400),
    "what was kept is gone": lambda at: (at / "data/built").unlink(),
}


def _put(file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("new")


def _replaced(file: Path) -> None:
    other = file.with_name("other")
    other.write_text("as it wAs")
    os.utime(other, (LONG_AGO, LONG_AGO))
    other.replace(file)


def _written_over(file: Path) -> None:
    stat = file.stat()
    file.write_text("as it wAs")
    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))


def _linked(file: Path, target: Path) -> None:
    file.unlink()
    file.symlink_to(target)


def _folder_for(file: Path) -> None:
    file.unlink()
    file.mkdir()


def _swapped(folder: Path) -> None:
    other = folder.with_name("swapped")
    shutil.copytree(folder, other)
    shutil.rmtree(folder)
    other.rename(folder)


@pytest.mark.parametrize("change", CHANGES)
def test_any_change_makes_the_job_run(place: Place, tmp_path: Path, change: str) -> None:
    CHANGES[change](tmp_path)

    assert nothing_to_do(place) is None


@pytest.mark.parametrize("change", [change for change in CHANGES if not change.startswith("what was kept")])
def test_behind_the_next_job_all_stands_again(place: Place, tmp_path: Path, change: str) -> None:
    CHANGES[change](tmp_path)
    _do_a_job(place)

    assert nothing_to_do(place) == SAID


BEHIND_ITS_BACK = (
    "a page is edited",
    "a page is new",
    "a vote came in",
    "a page of the same length and age",
    "a folder is gone",
    "what a link leads to is written over",
)


@pytest.mark.parametrize("change", BEHIND_ITS_BACK)
def test_a_change_while_the_job_runs_is_not_taken_for_seen(place: Place, tmp_path: Path, change: str) -> None:
    _do_a_job(place, lambda: CHANGES[change](tmp_path))

    assert nothing_to_do(place) is None


def test_a_publish_of_somebody_else_while_the_site_is_built_is_not_taken_for_seen(
    place: Place, tmp_path: Path
) -> None:
    job = Standing(place)
    job.begin()
    job.published()
    (tmp_path / "data/record/checkpoint").write_text("2")
    job.keep(TOMORROW, SAID)

    assert nothing_to_do(place) is None


@pytest.mark.parametrize("name", ["code/domain/__pycache__/rules.pyc", "data/store/lock", "content/lock"])
def test_what_python_keeps_for_itself_and_locks_are_no_change(place: Place, tmp_path: Path, name: str) -> None:
    _put(tmp_path / name)

    assert nothing_to_do(place) == SAID


def test_what_is_due_makes_the_job_run(place: Place) -> None:
    _do_a_job(place, until=time.time() - 1)

    assert nothing_to_do(place) is None


def test_a_database_may_always_have_changed(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RSN_DATABASE_URL", "postgresql://127.0.0.1/rsn")

    assert nothing_to_do(place) is None


def test_another_interpreter_makes_the_job_run(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", "/usr/bin/another-python")

    assert nothing_to_do(place) is None


def test_a_link_that_leads_nowhere_is_an_input_too(place: Place, tmp_path: Path) -> None:
    (tmp_path / "content/lost.md").symlink_to(tmp_path / "nowhere")

    assert nothing_to_do(place) is None

    _do_a_job(place)

    assert nothing_to_do(place) == SAID


class TestYoung:
    """A second change within one tick of the clock leaves the same stamps."""

    @pytest.fixture
    def young(self, place: Place, monkeypatch: pytest.MonkeyPatch) -> Place:
        """A community of which all was written just now."""
        monkeypatch.setattr(known_files, "YOUNG_NS", 60 * 10**9)
        # In a checkout made just now the code is young, too, and too much to read.
        monkeypatch.setattr(standing, "CODE_FOLDERS", ())
        _do_a_job(place)
        return place

    @pytest.mark.parametrize("file", ["content/pages/home.md", "data/store/store.json"])
    def test_young_inputs_are_compared_by_what_they_say(
        self, young: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str
    ) -> None:
        # As a change looks that came within the same tick.
        monkeypatch.setattr(known_files.Look, "same_as", lambda *_: True)

        assert nothing_to_do(young) == SAID

        (tmp_path / file).write_text("as it wAs")

        assert nothing_to_do(young) is None

    def test_what_the_store_says_is_not_kept_beside_it(self, young: Place, tmp_path: Path) -> None:
        assert b"as it was" not in (tmp_path / "data/built").read_bytes()
        assert (tmp_path / "data/built").stat().st_mode & 0o777 == 0o600

    def test_a_folder_that_was_young_is_read_again(self, young: Place, tmp_path: Path) -> None:
        folder = tmp_path / "public/members/ana"
        stamps = folder.stat()
        _put(folder / "photo.jpg")
        os.utime(folder, ns=(stamps.st_atime_ns, stamps.st_mtime_ns))

        assert nothing_to_do(young) is None

    def test_where_many_folders_were_young_they_are_read_once_more_and_then_trusted(
        self, young: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(standing, "FEW", 2)
        before = (tmp_path / "data/built").read_bytes()
        _let_nothing_be_young(monkeypatch)

        assert nothing_to_do(young) == SAID

        after = (tmp_path / "data/built").read_bytes()

        assert after != before
        assert nothing_to_do(young) == SAID
        assert (tmp_path / "data/built").read_bytes() == after

    def test_very_much_that_is_young_is_not_trusted(self, place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(known_files, "YOUNG_NS", 10**13)
        monkeypatch.setattr(standing, "MOST_BYTES", 10)
        _do_a_job(place)

        assert nothing_to_do(place) is None


def test_what_this_job_wrote_into_the_store_is_no_change(place: Place, tmp_path: Path) -> None:
    job = Standing(place)
    job.begin()
    (tmp_path / "data/store/store.json").write_text("with what this job recorded")
    job.stored()
    job.published()
    job.keep(TOMORROW, SAID)

    assert nothing_to_do(place) == SAID

    (tmp_path / "data/store/store.json").write_text("with one vote more")

    assert nothing_to_do(place) is None


def test_how_the_job_left_the_site_counts_and_not_what_came_behind_it(place: Place, tmp_path: Path) -> None:
    job = Standing(place)
    job.begin()
    job.published()
    found = files_in(tmp_path / "public")
    (tmp_path / "public/index.html").write_text("made again")
    left = found.after(["index.html"])
    _written_over(tmp_path / "public/members/ana/index.html")
    job.keep(TOMORROW, SAID, left)

    assert nothing_to_do(place) is None


@pytest.mark.parametrize("asked", [["--full"], ["--strict"], ["--now", "2026-11-23"], ["--help"], ["--jobs", "x"]])
def test_who_asks_for_more_than_the_usual_job_gets_it(asked: list[str]) -> None:
    assert place_of(asked) is None


def test_folders_are_known_by_where_they_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    assert place_of(["--jobs", "2"]) == tuple(str(tmp_path / name) for name in ("content", "data", "public"))
