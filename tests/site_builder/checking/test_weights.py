"""A first view over its budget is a warning that says by how much."""

from __future__ import annotations

import random
from pathlib import Path

from site_builder.checking.findings import Level
from site_builder.checking.site import check_site
from tests.site_builder.checking.small_site import RULES, a_page, a_site, told


def noise(size: int) -> str:
    """Return words that compression cannot make much of."""
    drawn = random.Random(6)
    return "".join(drawn.choice("abcdefghijklmnopqrstuvwxyz ") for _ in range(size))


def warnings_of(folder: Path, files: dict[str, str | bytes]) -> list[str]:
    findings = check_site(a_site(folder, files), RULES).findings
    assert {finding.level for finding in findings} <= {Level.WARNING}
    return [told(finding) for finding in findings]


def test_a_heavy_page_is_told(tmp_path: Path) -> None:
    found = warnings_of(tmp_path, {"index.html": a_page(f"<p>{noise(40_000)}</p>")})

    assert len(found) == 1
    assert found[0].startswith("index.html:1: budget: the page weighs 2")
    assert found[0].endswith("kB compressed; the budget is 14.0 kB.")


def test_a_page_that_compresses_well_is_not(tmp_path: Path) -> None:
    assert warnings_of(tmp_path, {"index.html": a_page("<p>Again and again. </p>" * 4_000)}) == []


def test_heavy_sheets_and_scripts_are_told(tmp_path: Path) -> None:
    head = '<link rel="stylesheet" href="/assets/a.css"><script src="/assets/a.js" defer></script>'
    files: dict[str, str | bytes] = {
        "index.html": a_page(head=head),
        "assets/a.css": noise(70_000),
        "assets/a.js": noise(9_000),
    }
    found = [one.split(" weighs")[0] for one in warnings_of(tmp_path, files)]

    assert found == [
        "index.html:1: budget: a first view without its photographs",
        "index.html:1: budget: its scripts",
        "index.html:1: budget: its sheets",
    ]


def test_too_many_files_for_a_first_view_are_told(tmp_path: Path) -> None:
    images = "".join(f'<img src="/{n}.png" alt="" width="1" height="1">' for n in range(5))
    files: dict[str, str | bytes] = {f"{n}.png": b"\x89" for n in range(5)}
    eager = warnings_of(tmp_path, {"index.html": a_page(images), **files})
    lazy = warnings_of(tmp_path, {"index.html": a_page(images.replace("<img", '<img loading="lazy"')), **files})

    assert eager == ["index.html:1: budget: a first view asks for 6 files; the budget is 5."]
    assert lazy == []
