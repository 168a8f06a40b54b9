"""Give every test what does not belong to one package: where the fixtures of others lie."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# Two cores, several workers: a slow example is not a fault, a wrong one is.
settings.register_profile("default", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("long", settings.get_profile("default"), max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))

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
