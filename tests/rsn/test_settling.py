"""Who does the work: the service that holds the store where one answers, else this process."""

from __future__ import annotations

import sys
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from forms_api.control import ControlError, serve
from forms_api.store.base import StoreBusy
from forms_api.store.tinydb import TinyStore
from rsn import house
from rsn.folders import Folders
from rsn.house import StoreHeld, settle


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folders:
    (tmp_path / "data").mkdir()
    monkeypatch.setattr(house, "answer", lambda holder, question: {"by": "this process", **question})
    return Folders(tmp_path / "content", tmp_path / "data", tmp_path / "public")


def _settled(folders: Folders) -> dict[str, Any]:
    return settle(folders, {"ask": "publish"}, lambda: None, lambda: datetime.now(UTC))  # type: ignore[arg-type, return-value]


def test_a_service_that_answers_is_asked_and_no_store_is_even_imported(
    folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "forms_api.store.tinydb", None)
    service = serve(folders.socket, lambda question: {"by": "the service"})
    try:
        assert _settled(folders) == {"by": "the service"}
    finally:
        service.close()


def test_what_the_service_refuses_is_refused(folders: Folders) -> None:
    def refuse(question: dict[str, Any]) -> dict[str, Any]:
        raise ValueError("no such vote")

    service = serve(folders.socket, refuse)
    try:
        with pytest.raises(ControlError, match="no such vote"):
            _settled(folders)
    finally:
        service.close()


def test_where_nobody_holds_the_store_this_process_answers(folders: Folders) -> None:
    assert _settled(folders) == {"by": "this process", "ask": "publish"}


def test_a_socket_that_a_killed_service_left_keeps_nobody_waiting(folders: Folders) -> None:
    service = serve(folders.socket, lambda question: {})
    # Its file stays where the process is killed.
    kept = folders.socket.with_name("kept.sock")
    folders.socket.rename(kept)
    service.close()
    kept.rename(folders.socket)

    assert _settled(folders)["by"] == "this process"


def test_another_job_that_holds_the_store_is_waited_for(folders: Folders) -> None:
    store = TinyStore.open(folders.store)
    threading.Timer(0.2, store.close).start()

    assert _settled(folders)["by"] == "this process"


def test_one_that_never_ends_is_told(folders: Folders, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(house, "WAIT_SECONDS", 0.0)
    store = TinyStore.open(folders.store)
    try:
        with pytest.raises(StoreHeld):
            _settled(folders)
    finally:
        store.close()


def test_a_database_is_opened_whoever_listens(folders: Folders, monkeypatch: pytest.MonkeyPatch) -> None:
    class Opened:
        def close(self) -> None:
            """Nothing was opened."""

    monkeypatch.setenv("RSN_DATABASE_URL", "postgresql:///rsn")
    monkeypatch.setattr(house, "open_store", lambda folders: Opened())
    service = serve(folders.socket, lambda question: {"by": "the service"})
    try:
        assert _settled(folders)["by"] == "this process"
    finally:
        service.close()


def test_nobody_else_opens_the_store_before_this_process_is_at_rest(folders: Folders) -> None:
    at_rest: list[bool] = []

    def look() -> None:
        with pytest.raises(StoreBusy):
            TinyStore.open(folders.store)
        at_rest.append(True)

    settle(folders, {"ask": "publish"}, lambda: None, lambda: datetime.now(UTC), look)  # type: ignore[arg-type, return-value]

    assert at_rest == [True]
    TinyStore.open(folders.store).close()


def test_where_a_service_did_the_work_nobody_is_told_of_rest(folders: Folders) -> None:
    at_rest: list[bool] = []
    service = serve(folders.socket, lambda question: {"by": "the service"})
    try:
        settle(
            folders,
            {"ask": "publish"},
            lambda: None,  # type: ignore[arg-type, return-value]
            lambda: datetime.now(UTC),
            lambda: at_rest.append(True),
        )
    finally:
        service.close()

    assert at_rest == []
