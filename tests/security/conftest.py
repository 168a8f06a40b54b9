"""The service of tests/forms_api, and a busy town, for the numbered requirements."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from forms_api.app import create_app
from forms_api.config import Config
from forms_api.current import EXTENSION
from forms_api.store.memory import MemoryStore
from site_builder.build import build
from tests.forms_api.busy import Busy, busy
from tests.forms_api.client import Clock

# The same fixtures as the service's own tests: one way to make a browser, one way to sign in.
from tests.forms_api.conftest import (
    ada,
    app,
    ben,
    browser,
    catalogue,
    clock,
    config,
    need,
    signed_in,
    steward,
    store,
)
from tests.forms_api.town import Town
from tests.security.crawl import Crawl, crawl_of
from tests.site_builder.community import NOW as BUILT_AT
from tests.site_builder.community import a_proposal, a_record, community, write_record

__all__ = (
    "ada",
    "app",
    "ben",
    "browser",
    "busy_app",
    "busy_town",
    "catalogue",
    "clock",
    "config",
    "need",
    "signed_in",
    "steward",
    "store",
)


@pytest.fixture(scope="session")
def built_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A community's site as it is built, with a vote under way: only to be read."""
    folder = tmp_path_factory.mktemp("built")
    build(community(), write_record(folder / "record", a_record(a_proposal())), folder / "public", BUILT_AT)
    return folder / "public"


@pytest.fixture(scope="session")
def crawl(tmp_path_factory: pytest.TempPathFactory) -> Crawl:
    """Every page of the service, asked for once."""
    return crawl_of(tmp_path_factory.mktemp("crawled"))


@pytest.fixture
def busy_town(tmp_path: Path, store: MemoryStore) -> Busy:
    """A town with something of every kind, so that every route has a page to show."""
    return busy(Town(tmp_path, store=store))


@pytest.fixture
def busy_app(config: Config, store: MemoryStore, busy_town: Busy, clock: Clock) -> Iterator[Flask]:
    """The service of the busy town, at its moment."""
    clock.moment = busy_town.town.now
    made = create_app(config, store, lambda: busy_town.town.catalogue, clock)
    yield made
    made.extensions[EXTENSION].outbox.close()
