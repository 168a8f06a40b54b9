"""A look taken by another process while a job does other things: the same as one taken here, or none."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from site_builder.kept import looking_ahead as ahead
from site_builder.kept.known_files import Look, kept_look, look_at
from site_builder.out_folder import files_in


@pytest.fixture(autouse=True)
def _two_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "processors", lambda: 2)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A folder of files that are old enough to be trusted, though not by the times of their inodes."""
    for name in ("index.html", "members/a/index.html", "members/b/index.html", "news/index.html"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    return tmp_path


def kept(site: Path) -> Look:
    """Return how the folder looks, as it comes from where a build keeps it."""
    return kept_look(look_at([str(site)]).plain())


def told(look: Look) -> tuple[object, ...]:
    return look.scope, look.folders, look.held, look.files, look.lines


@pytest.mark.parametrize("change", ["nothing", "a file says something else", "a file is put in another's place"])
def test_a_look_taken_ahead_is_the_one_taken_here(site: Path, change: str) -> None:
    before = kept(site)
    if change == "a file says something else":
        (site / "news/index.html").write_text("other news")
    if change == "a file is put in another's place":
        (site / "new").write_text("members/a/index.html")
        (site / "new").replace(site / "members/a/index.html")
    with ahead.looking_ahead(before):
        found = ahead.seen_ahead(kept_look(before.plain()))

    assert found is not None and told(found) == told(before.again())
    assert (found.differing(before) == set()) == (change == "nothing")
    assert found.marks == before.again().marks


@pytest.mark.parametrize("change", ["a file came", "a file went", "a folder came"])
def test_where_a_name_came_or_went_the_folder_is_looked_at_here(site: Path, change: str) -> None:
    before = kept(site)
    if change == "a file came":
        (site / "members/c.html").touch()
    if change == "a file went":
        (site / "news/index.html").unlink()
    if change == "a folder came":
        (site / "empty").mkdir()
    with ahead.looking_ahead(before):
        assert ahead.seen_ahead(before) is None
    with ahead.looking_ahead(before):
        assert told(files_in(site, before).look) == told(look_at([str(site)]))


def test_a_look_of_another_build_is_not_answered(site: Path) -> None:
    before = kept(site)
    (site / "index.html").write_text("by another build")
    with ahead.looking_ahead(before):
        assert ahead.seen_ahead(kept(site)) is None


def test_it_is_told_once_and_only_meanwhile(site: Path) -> None:
    before = kept(site)
    with ahead.looking_ahead(before):
        assert ahead.seen_ahead(before) is not None
        assert ahead.seen_ahead(before) is None

    assert ahead.seen_ahead(before) is None


def test_nothing_is_believed_of_a_process_that_fell(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Look, "again", lambda _: os._exit(1))
    before = kept(site)
    with ahead.looking_ahead(before):
        assert ahead.seen_ahead(before) is None


def test_no_process_is_left_behind_where_nobody_asks(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Look, "again", lambda _: time.sleep(60))
    sent: list[int] = []
    fork = ahead._fork

    def noted() -> int:
        sent.append(child := fork())
        return child

    monkeypatch.setattr(ahead, "_fork", noted)
    with pytest.raises(ZeroDivisionError), ahead.looking_ahead(kept(site)):
        raise ZeroDivisionError

    assert sent
    # By its number: this process may have other children, a browser for one.
    with pytest.raises(ChildProcessError):
        os.waitpid(sent[0], os.WNOHANG)


@pytest.mark.parametrize("processors", [1, 2])
def test_with_one_processor_or_nothing_kept_nobody_is_sent_ahead(
    site: Path, monkeypatch: pytest.MonkeyPatch, processors: int
) -> None:
    monkeypatch.setattr(ahead, "processors", lambda: processors)
    before = kept(site) if processors == 1 else None
    with ahead.looking_ahead(before):
        assert ahead.seen_ahead(kept(site)) is None
