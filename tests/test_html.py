"""Every page of the demo community is valid HTML, in the judgement of the checker the standard's authors use."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import nu_checker


@pytest.fixture(scope="module")
def java() -> str:
    """Return the path of a Java. Without one the tests say so and step aside; in CI that is an error."""
    path = nu_checker.java()
    if path is None:
        reason = f"No Java was found (Debian: apt install {nu_checker.DEBIAN_PACKAGE})."
        if os.environ.get("CI") == "true":
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)
    return path


def test_no_page_of_the_demo_community_has_an_error(java: str, demo_community: Callable[..., Path]) -> None:
    public = demo_community() / "public"

    assert len(list(public.rglob("*.html"))) > 500
    assert nu_checker.errors_in(public, java) == []


def test_the_checker_sees_what_is_wrong(java: str, demo_community: Callable[..., Path], tmp_path: Path) -> None:
    shutil.copy(demo_community() / "public" / "index.html", tmp_path / "index.html")
    page = (tmp_path / "index.html").read_text()
    (tmp_path / "index.html").write_text(page.replace("<h1>", "<h1 role=nothing>", 1))

    found = nu_checker.errors_in(tmp_path, java)

    assert [one.partition(":")[0] for one in found] == ["index.html"]
    assert "role" in found[0]
