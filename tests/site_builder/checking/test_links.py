"""Links that lead nowhere are found, whatever names them; those that lead somewhere are left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from site_builder.checking.site import check_site
from tests.site_builder.checking.small_site import RULES, a_page, a_site, found_in

NOWHERE = "leads to no file of the site."


@pytest.mark.parametrize(
    ("body", "what"),
    [
        ('<a href="/nowhere/">x</a>', f"links: the link to /nowhere/ {NOWHERE}"),
        ('<a href="nowhere.html">x</a>', f"links: the link to nowhere.html {NOWHERE}"),
        ('<a href="//two-bridges.example">x</a> <a href="/no/">x</a>', f"links: the link to /no/ {NOWHERE}"),
        ('<a href="/sub">x</a>', "links: the link to /sub wants a last slash."),
        ('<a href="#gone">x</a>', "links: the link to #gone names a place that is not on the page."),
        ('<a href="/sub/#gone">x</a>', "links: the link to /sub/#gone names a place that is not on the page."),
        ('<a href="/forms/nothing">x</a>', "links: the forms service has no page /forms/nothing."),
        ('<img src="/no.png" alt="" width="1" height="1">', f"images: the image /no.png {NOWHERE}"),
        (
            '<img src="/i.png" srcset="/i.png 1x, /no.png 2x" alt="" width="1" height="1">',
            f"images: the image /no.png {NOWHERE}",
        ),
    ],
)  # fmt: skip
def test_a_link_that_leads_nowhere_is_found(tmp_path: Path, body: str, what: str) -> None:
    files: dict[str, str | bytes] = {"index.html": a_page(body), "sub/index.html": a_page(), "i.png": b"\x89"}

    assert found_in(tmp_path, files) == [f"index.html:6: {what}"]


@pytest.mark.parametrize(
    "address",
    [
        "/", "sub/", "sub/index.html", "/sub/#main", "https://two-bridges.example/sub/", "#main", "#top",
        "/forms/me?x=1", "//elsewhere.example/", "?lang=es", "/a%20b.txt",
    ],
)  # fmt: skip
def test_a_link_that_leads_somewhere_is_left_alone(tmp_path: Path, address: str) -> None:
    body = f'<a href="{address}">x</a>'

    assert found_in(tmp_path, {"index.html": a_page(body), "sub/index.html": a_page(), "a b.txt": "x"}) == []


def test_addresses_in_feeds_and_calendars_are_followed(tmp_path: Path) -> None:
    found = found_in(tmp_path, {"map.xml": "<urlset>\n<loc>https://two-bridges.example/gone/</loc>\n</urlset>"})

    assert found == [f"map.xml:2: links: the link to https://two-bridges.example/gone/ {NOWHERE}"]


def test_an_address_on_two_lines_of_a_calendar_is_followed(tmp_path: Path) -> None:
    calendar = "\r\n".join(
        (
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:x",
            "URL:https://two-bridges.exam",
            " ple/sub/",
            "END:VCALENDAR",
            "",
        )
    )

    assert found_in(tmp_path, {"a.ics": calendar, "sub/index.html": a_page()}) == []
    assert found_in(tmp_path, {"a.ics": calendar.replace("sub", "gone")}) == [
        f"a.ics:4: links: the link to https://two-bridges.example/gone/ {NOWHERE}"
    ]


def test_links_to_other_sites_are_handed_on_with_their_place(tmp_path: Path) -> None:
    site = a_site(tmp_path, {"index.html": a_page('<a href="https://elsewhere.example/x">x</a>')})

    assert check_site(site, RULES).outside == {"https://elsewhere.example/x": ("index.html", 6)}


def test_two_workers_find_what_one_finds(tmp_path: Path) -> None:
    pages: dict[str, str | bytes] = {f"{n}/index.html": a_page(f'<a href="/{n + 1}/">x</a>') for n in range(210)}
    site = a_site(tmp_path, pages)
    seen: list[tuple[int, int]] = []
    alone = check_site(site, RULES)
    together = check_site(site, RULES, jobs=2, progress=lambda done, of: seen.append((done, of)))

    assert together == alone
    assert [finding.file for finding in alone.findings] == ["209/index.html"]
    assert seen[-1] == (211, 211)
