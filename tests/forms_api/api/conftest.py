"""A busy town, once for all of these tests, and programs that are signed in there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from forms_api.app import create_app
from forms_api.config import Config
from forms_api.current import EXTENSION
from forms_api.services.ballot_codes import make_letters
from forms_api.services.codes import issue
from forms_api.store.base import Store
from tests.builders import contents, put_back
from tests.forms_api.api.offered import Offered, Program, offered
from tests.forms_api.busy import Busy, busy
from tests.forms_api.client import Browser, Clock
from tests.forms_api.test_every_field import Unlimited, sign_in
from tests.forms_api.town import Town


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Busy:
    return busy(Town(tmp_path_factory.mktemp("town")))


@pytest.fixture(scope="session")
def app(town: Busy) -> Iterator[Flask]:
    data, clock = town.town.data, Clock(town.town.now)
    config = Config(
        data_dir=data,
        record_dir=data / "record",
        base_url="https://weirside.example",
        secret=b"k" * 32,
        mail=data / "mail",
        languages=("en", "es", "ar"),
    )
    made = create_app(config, town.town.store, lambda: town.town.catalogue, clock)
    # These tests send more in a minute than a person in a year; the limits have tests of their own.
    object.__setattr__(made.extensions[EXTENSION], "limiter", Unlimited())
    yield made
    made.extensions[EXTENSION].outbox.close()


@pytest.fixture(scope="session")
def programs(app: Flask, town: Busy) -> dict[str, Program]:
    """A stranger's program, a member's and a steward's."""
    clock, store = app.extensions[EXTENSION].clock, town.town.store
    found = {who: Program(Browser(app, clock)) for who in ("member", "steward", "stranger")}
    for who, member in (("member", town.me), ("steward", town.steward)):
        sign_in(found[who].browser, store, member.id)
    return found


@pytest.fixture(scope="session")
def forms(app: Flask, town: Busy, programs: dict[str, Program]) -> dict[str, Offered]:
    return offered(app, town, programs)


@pytest.fixture(scope="session")
def codes(town: Busy) -> dict[str, str]:
    """A sign-in code of the member's own sheet, and the code in a ballot letter of somebody else."""
    store, now = town.town.store, town.town.now
    vote = town.by_endpoint["ballots.cast"]["proposal"]
    (letter,) = make_letters(store, vote, [town.town.id(8)], "set", town.steward.id, now)
    return {"sign-in": issue(store, town.me.id, now)[0], "ballot": letter.code}


@pytest.fixture(scope="session")
def beginning(town: Busy, forms: dict[str, Offered], codes: dict[str, str]) -> dict[str, Any]:
    """What the store holds before anything is sent."""
    return contents(town.town.store)


@pytest.fixture
def store(town: Busy, beginning: dict[str, Any]) -> Store:
    """The store as it was before anything was sent."""
    put_back(town.town.store, beginning)
    return town.town.store
