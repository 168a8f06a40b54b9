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


def one_of_each(public: Path) -> list[Path]:
    """Return two pages of every kind in every language: those of one folder come from one template."""
    kinds: dict[tuple[str, ...], list[Path]] = {}
    for page in sorted(public.rglob("*.html")):
        parts = page.relative_to(public).parts
        language = parts[:1] if parts[0] in ("es", "ar") else ()
        rest = parts[len(language) : -1]
        # A page deeper than its list (an entry, a cohort, a shelf) is told from it by how deep it lies.
        kinds.setdefault((*language, *rest[:1], str(len(rest))), []).append(page)
    return [page for pages in kinds.values() for page in pages[:2]]


def test_no_kind_of_page_of_the_demo_community_has_an_error(
    java: str, demo_community: Callable[..., Path], tmp_path: Path
) -> None:
    public = demo_community() / "public"
    for page in one_of_each(public):
        copied = tmp_path / page.relative_to(public)
        copied.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(page, copied)

    assert len(list(tmp_path.rglob("*.html"))) > 100
    assert nu_checker.errors_in(tmp_path, java) == []


@pytest.mark.long
def test_no_page_of_the_demo_community_has_an_error(java: str, demo_community: Callable[..., Path]) -> None:
    public = demo_community() / "public"
    pages = len(list(public.rglob("*.html")))
    print(f"{pages} pages went through the Nu HTML checker.")

    assert pages > 700
    assert nu_checker.errors_in(public, java) == []


def test_the_checker_sees_what_is_wrong(java: str, demo_community: Callable[..., Path], tmp_path: Path) -> None:
    shutil.copy(demo_community() / "public" / "index.html", tmp_path / "index.html")
    page = (tmp_path / "index.html").read_text()
    (tmp_path / "index.html").write_text(page.replace("<h1>", "<h1 role=nothing>", 1))

    found = nu_checker.errors_in(tmp_path, java)

    assert [one.partition(":")[0] for one in found] == ["index.html"]
    assert "role" in found[0]
