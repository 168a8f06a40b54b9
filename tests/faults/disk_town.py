"""A town whose store lies on a disk that can fail, with the service in front of it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path

from flask import Flask

from forms_api.app import create_app
from forms_api.config import Config
from forms_api.current import EXTENSION
from forms_api.services import sessions
from forms_api.store.tinydb import TinyStore
from tests.faults.failing_disk import FailingDisk
from tests.forms_api.client import Browser, Clock, Page
from tests.forms_api.town import Town


@dataclass
class DiskTown:
    """A town with a vote open now; its store can be closed and opened again as a restart does."""

    folder: Path
    disk: FailingDisk
    store: TinyStore
    town: Town
    vote: str
    app: Flask

    @classmethod
    def at(cls, folder: Path) -> DiskTown:
        disk = FailingDisk()
        store = TinyStore.open(folder / "store", disk=disk)
        town = Town(folder, store=store)
        return cls(folder, disk, store, town, town.voting(), service(folder, town))

    def restart(self) -> None:
        """Stop the service and its store and start both again, on a disk that is whole."""
        self.stop()
        self.disk = FailingDisk()
        self.store = TinyStore.open(self.folder / "store", disk=self.disk)
        self.town.store = self.store
        self.app = service(self.folder, self.town)

    def stop(self) -> None:
        self.app.extensions[EXTENSION].outbox.close()
        self.store.close()

    def browser_of(self, voter: int) -> Browser:
        """Return a browser on which the voter is signed in; on a disk that takes that."""
        clock = Clock(self.town.now)
        browser, token = Browser(self.app, clock), secrets.token_urlsafe(32)
        sessions.start(self.store, self.town.id(voter), token, clock(), shared=False)
        browser.raw.set_cookie(browser.config.cookie_name, token)
        return browser

    def post(self, browser: Browser, page: str, choice: str = "yes") -> Page:
        return browser.send(f"/forms/proposals/{self.vote}/ballot", choice=choice, phrase="", page=page)

    def box(self) -> list[str]:
        """Return the choices in the box."""
        with self.store.reading() as unit:
            return sorted(ballot.choice for ballot in unit.ballots.where(proposal=self.vote))


def service(folder: Path, town: Town) -> Flask:
    config = Config(
        data_dir=folder,
        record_dir=town.record,
        base_url="https://weirside.example",
        secret=b"k" * 32,
        mail=folder / "mail",
        languages=("en",),
    )
    return create_app(config, town.store, lambda: town.catalogue, lambda: town.now)
