"""The content a running service follows: one caller reads what changed, nobody else waits for it."""

from __future__ import annotations

import gc
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.catalogue import Catalogue
from rsn import live_catalogue
from rsn.collecting import leave_out_what_stays, left_out
from rsn.live_catalogue import LiveCatalogue
from site_builder import content as content_package

WAIT_SECONDS = 20


@pytest.fixture
def content(tmp_path: Path, checkout: Path) -> Path:
    return Path(shutil.copytree(checkout / "content", tmp_path / "content"))


@pytest.fixture
def collector() -> Iterator[None]:
    """Give the collector of rubbish back as it was: its settings are the whole process's."""
    threshold = gc.get_threshold()
    yield
    gc.set_threshold(*threshold)
    gc.unfreeze()


def edit(content: Path) -> None:
    file = content / "network.yaml"
    file.write_text(file.read_text("utf-8").replace("weirside.example", "brookside.example"), "utf-8")


class Slow:
    """Reads the content when it is let."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.begun, self.let = threading.Event(), threading.Event()
        self._real = content_package.load_catalogue
        monkeypatch.setattr(content_package, "load_catalogue", self)

    def __call__(self, content: Path, **more: Path | None) -> Catalogue:
        self.begun.set()
        assert self.let.wait(WAIT_SECONDS)
        return self._real(content, **more)  # type: ignore[arg-type]


def test_while_one_caller_reads_a_change_others_are_answered_with_what_was_good(
    content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_catalogue, "LOOK_EVERY_SECONDS", 0.0)
    monkeypatch.setattr(live_catalogue, "REST", 0)
    live = LiveCatalogue(content)
    old = live()
    slow = Slow(monkeypatch)
    edit(content)
    got: list[Catalogue] = []
    reader = threading.Thread(target=lambda: got.append(live()))
    reader.start()
    assert slow.begun.wait(WAIT_SECONDS)

    assert live() is old

    slow.let.set()
    reader.join(WAIT_SECONDS)
    assert got[0] is not old
    assert got[0].network.base_url == "https://brookside.example"


def test_who_knows_of_a_change_gets_it_even_while_somebody_reads(
    content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    live = LiveCatalogue(content)
    live.look_again()
    slow = Slow(monkeypatch)
    edit(content)
    reader = threading.Thread(target=live)
    reader.start()
    assert slow.begun.wait(WAIT_SECONDS)
    threading.Timer(0.1, slow.let.set).start()

    live.look_again()

    assert live().network.base_url == "https://brookside.example"
    reader.join(WAIT_SECONDS)


@pytest.mark.usefixtures("collector")
def test_what_stays_is_left_out_of_the_search_for_rubbish_again_when_other_content_came(
    content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    live = LiveCatalogue(content)
    leave_out_what_stays()
    times: list[bool] = []
    monkeypatch.setattr(live_catalogue, "leave_out_what_stays", lambda: times.append(left_out()))

    edit(content)
    live.look_again()
    live()
    live.look_again()
    live()

    assert times == [True]
