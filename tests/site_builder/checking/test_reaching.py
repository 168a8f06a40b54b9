"""What would let somebody reach a person is found in every kind of file; the network's own contact is not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from site_builder.checking.site import check_site
from tests.site_builder.checking.small_site import RULES, a_page, a_site, found_in, told

PHONE = "0151 4960018"
MAIL = "ana@three-bridges.example"
TELEPHONE = "privacy: a telephone number stands here."
E_MAIL = "privacy: an e-mail address stands here."


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        ("index.html", a_page(f"<p>Ring {PHONE}.</p>"), f"6: {TELEPHONE}"),
        ("index.html", a_page("<p>Ring <b>0151</b> 496<i>0018</i>.</p>"), f"6: {TELEPHONE}"),
        ("index.html", a_page(f'<p title="Ring {PHONE}">x</p>'), f"6: {TELEPHONE}"),
        ("index.html", a_page('<a href="tel:+441514960018">x</a>'), f"6: {TELEPHONE}"),
        ("index.html", a_page(f'<a href="mailto:{MAIL}?subject=x">x</a>'), f"6: {E_MAIL}"),
        ("index.html", a_page(head=f'<meta name="description" content="{MAIL}">'), f"3: {E_MAIL}"),
        (
            "index.html",
            a_page(f'<script type="application/ld+json">{{"email": "{MAIL}"}}</script>'),
            f"6: {E_MAIL}",
        ),
        (
            "index.html",
            a_page("<p>She lives at 14 Bridge Street.</p>"),
            "6: privacy: a street address stands here.",
        ),
        ("a.json", json.dumps({"a": [{"b": PHONE}]}), f"1: {TELEPHONE}"),
        ("a.json", '{"a": "ana\\u0040three-bridges.example"}', f"1: {E_MAIL}"),
        ("a.jsonl", f'{{"a": 1}}\n{{"a": "{MAIL}"}}\n', f"2: {E_MAIL}"),
        ("a.csv", f"name,reach\r\nAna,{PHONE}\r\n", f"2: {TELEPHONE}"),
        ("search/index/en/0.js", f'rsnIndex("0", ["Ana", "ring {PHONE}"]);\n', f"1: {TELEPHONE}"),
        ("feed.xml", f"<rss><item>\n<description>{MAIL}</description></item></rss>", f"2: {E_MAIL}"),
        ("assets/a.svg", f"<svg>\n<text>{PHONE}</text></svg>", f"2: {TELEPHONE}"),
        ("a.txt", f"One line.\nRing {PHONE}.\n", f"2: {TELEPHONE}"),
        (
            "a.ics",
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nCOMMENT:Ring 0151 4960\r\n 018\r\nEND:VCALENDAR\r\n",
            f"4: {TELEPHONE}",
        ),
    ],
)
def test_a_way_to_reach_a_person_is_found(tmp_path: Path, name: str, content: str, found: str) -> None:
    assert found_in(tmp_path, {name: content}) == [f"{name}:{found}"]


@pytest.mark.parametrize(
    "words",
    [
        "Ring 020 7946 0018 or 02079460018.",
        "Write to DESK@two-bridges.example.",
        "Calle preparada, edición 2.",
        "sha256 8512 5209 …",
        "1234 5678 9012 3456",
        "2025-11-01/2026-11-01",
        "1234-5678-9012-3456-7",
        "12345678-1234-1234-1234-123456789012",
        "https://elsewhere.example/20260914/020-7946-0018/",
        "2026-11-23T18:00:00Z, 5 of 40, 1,200 meals, 18:30–20:30.",
    ],
)
def test_what_the_network_says_of_itself_and_mere_numbers_are_left_alone(tmp_path: Path, words: str) -> None:
    files: dict[str, str | bytes] = {"index.html": a_page(f"<p>{words}</p>"), "a.json": json.dumps([words])}

    assert found_in(tmp_path, files) == []


def test_the_numbering_of_the_search_is_no_telephone(tmp_path: Path) -> None:
    assert found_in(tmp_path, {"head.js": 'rsnIndex("head",{"k":["a"],"v":"61966193"});'}) == []


def test_what_was_found_is_never_repeated(tmp_path: Path) -> None:
    findings = check_site(a_site(tmp_path, {"index.html": a_page(f"<p>{PHONE} {MAIL}")}), RULES).findings

    assert len(findings) == 2
    assert not any(sign in told(finding) + finding.mend for finding in findings for sign in ("4960", "ana@"))
