"""One vote that is open now, with its site built, for a whole file; real processes, so nothing is measured."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.deploy.front import Standing, behind_caddy, behind_nginx
from tests.faults.voting import Vote, finished, hold_vote


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.no_cover)


@pytest.fixture(scope="session")
def open_vote(tmp_path_factory: pytest.TempPathFactory) -> Vote:
    """Return an open vote whose site is built; it is voted in by whoever comes."""
    vote = hold_vote(tmp_path_factory.mktemp("vote"))
    finished(vote.build())
    return vote


@pytest.fixture(scope="module")
def nginx(open_vote: Vote, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Standing]:
    """Yield the community behind the shipped nginx.conf."""
    with behind_nginx(open_vote, tmp_path_factory.mktemp("nginx")) as standing:
        yield standing


@pytest.fixture(scope="module")
def caddy(open_vote: Vote, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Standing]:
    """Yield the community behind the shipped Caddyfile."""
    with behind_caddy(open_vote, tmp_path_factory.mktemp("caddy")) as standing:
        yield standing
