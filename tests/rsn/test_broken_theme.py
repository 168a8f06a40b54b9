"""A theme that breaks while the service runs: its pages stay as they were, and the health check says so."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from forms_api.config import Config
from forms_api.control import ask
from forms_api.store.tinydb import TinyStore
from rsn import live_catalogue
from rsn.folders import Folders
from rsn.forms_service import FormsService, NotStarted, forms_service, read_catalogue
from tests.forms_api.client import Browser, Clock

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
PAGE = "forms/sign_in/ask.html"
OURS = f'{{% extends "original/{PAGE}" %}}\n'
BELL = "{% block main %}<p>Ring the bell.</p>{{ super() }}{% endblock %}"


@pytest.fixture
def folders(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Folders]:
    monkeypatch.setattr(live_catalogue, "LOOK_EVERY_SECONDS", 0.0)
    monkeypatch.setattr(live_catalogue, "REST", 0)
    # The socket's path has to be short.
    with tempfile.TemporaryDirectory(prefix="rsn") as folder:
        made = Folders(Path(folder) / "content", Path(folder) / "data", Path(folder) / "public")
        shutil.copytree(checkout / "content", made.content)
        made.data.mkdir(mode=0o700)
        write(made, OURS + BELL)
        yield made


@pytest.fixture
def service(folders: Folders) -> Iterator[FormsService]:
    config = Config(folders.data, folders.record, "http://localhost", b"k" * 32, folders.mail)
    store = TinyStore.open(folders.store)
    with forms_service(folders, store, read_catalogue(folders), lambda: NOW, config) as made:
        yield made
    store.close()


def write(folders: Folders, text: str) -> None:
    file = folders.content / "theme" / "templates" / PAGE
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")


def shown(service: FormsService) -> str:
    return Browser(service.app, Clock()).get("/forms/sign-in").html


def troubles(folders: Folders) -> dict[str, Any]:
    found = ask(folders.socket, {"ask": "health"}, timeout=30)["troubles"]
    return {trouble["name"]: trouble["text"] for trouble in found if trouble["name"] in ("theme", "content")}


def test_a_template_that_cannot_be_read_is_not_worn_and_the_health_check_names_file_and_line(
    folders: Folders, service: FormsService
) -> None:
    before, well = shown(service), troubles(folders)
    write(folders, OURS + "{% block main %}\n{% if %}{% endblock %}")
    after = shown(service)

    assert well == {}
    assert "Ring the bell." in before and "Ring the bell." in after
    assert f"{folders.content}/theme/templates/{PAGE}:3: " in troubles(folders)["content"]


def test_a_template_that_fails_at_its_page_gives_way_to_ours(folders: Folders, service: FormsService) -> None:
    write(folders, OURS + "{% block main %}\n{{ bell.rope }}{% endblock %}")
    after = shown(service)
    said = troubles(folders)
    write(folders, OURS + BELL)

    assert "Ring the bell." not in after and 'name="csrf_token"' in after
    assert said == {
        "theme": f"Templates of the theme fail, the first at content/theme/templates/{PAGE}:3: UndefinedError"
    }
    assert "Ring the bell." in shown(service)
    assert troubles(folders) == {}


def test_a_service_does_not_start_with_a_broken_template(folders: Folders) -> None:
    write(folders, "{% if %}")

    with pytest.raises(NotStarted, match=f"theme/templates/{PAGE}:1: "):
        read_catalogue(folders)
