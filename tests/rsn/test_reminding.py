"""Whoever publishes for the service writes the reminders, and a network's first three members found it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from domain.catalogue import Catalogue
from domain.people import Availability, Standing
from forms_api.config import Config
from forms_api.store.tinydb import TinyStore
from rsn.folders import Folders
from rsn.forms_service import FormsService, forms_service
from rsn.house import Holder, answer
from rsn.live_catalogue import LiveCatalogue
from rsn.rebuilding import Rebuilding
from tests.builders import a_catalogue, a_member, put

CONTENT = Path(__file__).resolve().parents[2] / "content"
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


class StillCatalogue(LiveCatalogue):
    """A catalogue that stands still."""

    def __init__(self) -> None:
        self.problems = ()

    def __call__(self) -> Catalogue:
        return a_catalogue()


@pytest.fixture
def folders() -> Iterator[Folders]:
    # The socket's path has to be short.
    with tempfile.TemporaryDirectory(prefix="rsn") as folder:
        found = Folders(CONTENT, Path(folder) / "data", Path(folder) / "public")
        found.data.mkdir(mode=0o700)
        yield found


@pytest.fixture
def store(folders: Folders) -> Iterator[TinyStore]:
    made = TinyStore.open(folders.store)
    yield made
    made.close()


def served(folders: Folders, store: TinyStore) -> AbstractContextManager[FormsService]:
    config = Config(folders.data, folders.record, "https://weirside.example", b"k" * 32, folders.mail)
    return forms_service(folders, store, StillCatalogue(), lambda: NOW, config)


def ending_soon(store: TinyStore) -> None:
    put(store, a_member("ada-quill", availability=Availability(NOW.date(), NOW.date() + timedelta(days=3))))


def mails(folders: Folders) -> int:
    return len(list(folders.mail.glob("*.eml")))


def test_a_publish_asked_of_the_service_writes_each_reminder_once(folders: Folders, store: TinyStore) -> None:
    from forms_api.control import ask
    from forms_api.current import EXTENSION

    ending_soon(store)
    with served(folders, store) as service:
        for _twice in range(2):
            ask(folders.socket, {"ask": "publish"}, timeout=30)
        service.app.extensions[EXTENSION].outbox.wait()

        assert mails(folders) == 1
        assert service.remind(NOW) == 0


def test_a_publish_without_the_service_leaves_them_to_it(folders: Folders, store: TinyStore) -> None:
    ending_soon(store)
    answer(Holder(store, folders, a_catalogue, lambda: NOW), {"ask": "publish"})
    with store.unit() as unit:
        (ada,) = unit.members

    assert ada.availability is not None
    assert ada.availability.reminded_on is None


def test_serve_reminds_after_each_publish(folders: Folders, store: TinyStore) -> None:
    asked: list[datetime] = []
    rebuilding = Rebuilding(folders, store, LiveCatalogue(CONTENT), lambda: NOW, lambda _text: None)
    rebuilding.remind = asked.append
    rebuilding.once()

    assert rebuilding.problems == ()
    assert asked == [NOW]


def test_only_the_first_three_members_are_founders(folders: Folders, store: TinyStore) -> None:
    holder = Holder(store, folders, a_catalogue, lambda: NOW)
    adding = {"ask": "members", "act": "add", "email": "", "steward": False}
    answer(holder, adding | {"name": "Nia", "standing": "newcomer"})
    for name in ("Ada", "Ben", "Cem", "Dot"):
        answer(holder, adding | {"name": name, "standing": "member"})
    with store.unit() as unit:
        found = {m.entry.name: (m.standing, m.admission.founder, m.admission.newcomer_on) for m in unit.members}

    assert found == {
        "Nia": (Standing.NEWCOMER, False, NOW.date()),
        **dict.fromkeys(("Ada", "Ben", "Cem"), (Standing.MEMBER, True, None)),
        "Dot": (Standing.MEMBER, False, None),
    }
