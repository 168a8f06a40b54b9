"""The service on a store in memory, a clock that stands still, and browsers to visit it with."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from domain.catalogue import Catalogue
from domain.exchange import Intent
from domain.people import Member
from forms_api.app import create_app
from forms_api.config import Config
from forms_api.current import EXTENSION
from forms_api.services import sessions
from forms_api.store.memory import MemoryStore
from tests.builders import a_catalogue, a_member, a_need, put
from tests.forms_api.client import Browser, Clock


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def catalogue() -> Catalogue:
    return a_catalogue()


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return Config(
        data_dir=tmp_path,
        record_dir=tmp_path / "record",
        base_url="https://weirside.example",
        secret=b"k" * 32,
        mail=tmp_path / "mail",
        languages=("en", "es", "ar"),
    )


@pytest.fixture
def app(config: Config, store: MemoryStore, catalogue: Catalogue, clock: Clock) -> Iterator[Flask]:
    made = create_app(config, store, lambda: catalogue, clock)
    yield made
    made.extensions[EXTENSION].outbox.close()


@pytest.fixture
def browser(app: Flask, clock: Clock) -> Browser:
    """A browser nobody is signed in on."""
    return Browser(app, clock)


@pytest.fixture
def signed_in(app: Flask, clock: Clock, store: MemoryStore) -> Callable[[Member], Browser]:
    """Make a browser on which a member (laid into the store if new) is signed in."""

    def sign_in(member: Member) -> Browser:
        with store.unit() as unit:
            if unit.members.get(member.id) is None:
                unit.members.add(member)
        token = secrets.token_urlsafe(32)
        sessions.start(store, member.id, token, clock(), shared=False, twofold=True)
        browser = Browser(app, clock)
        browser.raw.set_cookie(browser.config.cookie_name, token)
        return browser

    return sign_in


@pytest.fixture
def ada(store: MemoryStore) -> Member:
    """A member on the roll."""
    member = a_member("ada-quill")
    put(store, member)
    return member


@pytest.fixture
def ben(store: MemoryStore) -> Member:
    """Another member on the roll."""
    member = a_member("ben-marsh")
    put(store, member)
    return member


@pytest.fixture
def steward(store: MemoryStore) -> Member:
    """A network steward."""
    member = a_member("stella-steward", steward=True)
    put(store, member)
    return member


@pytest.fixture
def need(store: MemoryStore, ada: Member) -> Intent:
    """A need of Ada's for bicycle repair."""
    made = a_need(ada.id)
    put(store, made)
    return made
