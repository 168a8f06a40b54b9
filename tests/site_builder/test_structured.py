"""What search engines read of a page: by the expectations of schema.org, never a person, and never markup."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from domain.catalogue import NewsItem
from domain.programs import ProgramWords
from domain.record.public import ActivationState, PublicMember
from site_builder.build import build
from tests.builders import a_cohort, a_program, by_slug
from tests.site_builder.community import NOW, a_proposal, a_record, an_entry, community, write_record

BASE = "https://weirside.example"
TEXT, WHOLE, NODE, LIST, LINK, DAY = "text", "whole", "node", "list", "link", "day"

EXPECTED: dict[str, tuple[dict[str, str], dict[str, str]]] = {
    "Organization": (
        {"name": TEXT},
        {"url": LINK, "description": TEXT, "slogan": TEXT, "logo": LINK, "knowsLanguage": LIST},
    ),
    "WebSite": ({"name": TEXT, "url": LINK}, {"inLanguage": LIST, "publisher": NODE}),
    "BreadcrumbList": ({"itemListElement": LIST}, {}),
    "ListItem": ({"position": WHOLE, "name": TEXT, "item": LINK}, {}),
    "Course": (
        {"name": TEXT, "description": TEXT, "provider": NODE},
        {"url": LINK, "teaches": LIST, "availableLanguage": LIST, "hasCourseInstance": LIST},
    ),
    "Service": ({"name": TEXT, "provider": NODE}, {"description": TEXT, "url": LINK, "availableChannel": NODE}),
    "ServiceChannel": ({"serviceUrl": LINK}, {"availableLanguage": LIST}),
    "CourseInstance": (
        {"name": TEXT, "courseMode": TEXT, "courseSchedule": NODE, "startDate": DAY, "endDate": DAY},
        {
            "description": TEXT,
            "url": LINK,
            "inLanguage": TEXT,
            "maximumAttendeeCapacity": WHOLE,
            "eventAttendanceMode": LINK,
            "eventStatus": LINK,
            "organizer": NODE,
            "location": NODE,
        },
    ),
    "Event": (
        {"name": TEXT, "startDate": DAY, "eventStatus": LINK},
        {
            "description": TEXT,
            "url": LINK,
            "endDate": DAY,
            "inLanguage": TEXT,
            "maximumAttendeeCapacity": WHOLE,
            "eventAttendanceMode": LINK,
            "eventSchedule": NODE,
            "organizer": NODE,
            "location": NODE,
        },
    ),
    "Schedule": (
        {"startDate": DAY, "startTime": TEXT, "scheduleTimezone": TEXT},
        {"endDate": DAY, "endTime": TEXT, "repeatFrequency": TEXT, "byDay": LIST, "repeatCount": WHOLE},
    ),
    "Place": ({"name": TEXT}, {}),
    "DefinedTerm": (
        {"name": TEXT, "termCode": TEXT, "inDefinedTermSet": NODE},
        {"description": TEXT, "url": LINK, "alternateName": LIST},
    ),
    "DefinedTermSet": ({}, {"name": TEXT, "url": LINK, "publisher": NODE}),
    "NewsArticle": (
        {"headline": TEXT, "datePublished": DAY, "author": NODE, "publisher": NODE},
        {"description": TEXT, "inLanguage": TEXT, "url": LINK, "mainEntityOfPage": LINK, "image": LINK},
    ),
    "SpecialAnnouncement": ({"name": TEXT, "text": TEXT, "datePosted": TEXT}, {"url": LINK, "publisher": NODE}),
    "Dataset": (
        {"name": TEXT, "description": TEXT, "distribution": LIST},
        {"url": LINK, "creator": NODE, "isAccessibleForFree": "truth"},
    ),
    "DataDownload": ({"contentUrl": LINK, "encodingFormat": TEXT}, {}),
}
"""By type: what schema.org, or who reads it, cannot do without, and what may be there besides."""

SHAPES = {
    TEXT: lambda value: isinstance(value, str) and value != "",
    WHOLE: lambda value: isinstance(value, int) and not isinstance(value, bool),
    NODE: lambda value: isinstance(value, dict),
    LIST: lambda value: isinstance(value, list),
    LINK: lambda value: isinstance(value, str) and value.startswith("https://"),
    DAY: lambda value: isinstance(value, str) and bool(date.fromisoformat(value)),
    "truth": lambda value: isinstance(value, bool),
}
BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Yield every node of a document, however deep."""
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from nodes(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from nodes(inner)


def wrong_with(node: dict[str, Any]) -> list[str]:
    """Return what a node says that its type does not know, in another shape, or not at all."""
    kind = node.get("@type")
    if kind is None:
        return [] if set(node) in ({"@id"}, {"@context", "@graph"}) else [f"no type: {sorted(node)}"]
    if kind not in EXPECTED:
        return [f"a {kind}"]
    needed, allowed = EXPECTED[kind]
    named = {key for key in node if not key.startswith("@")}
    found = [f"{kind} without {key}" for key in needed if key not in named]
    found += [f"{kind} with {key}" for key in named - set(needed) - set(allowed)]
    shapes = needed | allowed
    return found + [f"{kind}.{k} is {node[k]!r}" for k in named & set(shapes) if not SHAPES[shapes[k]](node[k])]


HOSTILE = "</script><!-- <b onclick=x>"


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("structured")
    words = {"en": ProgramWords("Mend and lend", "A bench.", place="The hall in Mill Lane")}
    taught = a_program("mend-and-lend", words=words, skills_taught=("bicycle-repair",), languages=("en",))
    ahead = a_cohort(program="mend-and-lend", number=1)
    record = a_record(
        a_proposal(title=HOSTILE, author="zenobia-thrale"),
        members={
            "zenobia-thrale": PublicMember(an_entry("zenobia-thrale", name="Zenobia Thrale"), from_content=False)
        },
        activations={"1": ActivationState("power-cut", drill=False, since=NOW)},
    )
    catalogue = community(
        cohorts={**community().cohorts, **by_slug(ahead)},
        programs=by_slug(a_program(stewards=("zenobia-thrale",)), taught),
        news=by_slug(NewsItem("2026-11-01-lamps", HOSTILE, "Ten.", date(2026, 11, 1), "They shine.")),
    )
    build(catalogue, write_record(folder / "record", record), folder / "public", NOW)
    return folder / "public"


def documents(out: Path) -> Iterator[tuple[str, str]]:
    for page in sorted(out.rglob("*.html")):
        for found in BLOCK.findall(page.read_text("utf-8")):
            yield page.relative_to(out).as_posix(), found


def test_every_page_says_what_schema_org_knows(out: Path) -> None:
    wrong = {
        name: problems
        for name, text in documents(out)
        if (problems := [one for node in nodes(json.loads(text)) for one in wrong_with(node)])
    }

    assert wrong == {}


def test_every_type_we_speak_of_stands_on_some_page(out: Path) -> None:
    spoken = {node.get("@type") for _, text in documents(out) for node in nodes(json.loads(text))} - {None}

    assert spoken >= set(EXPECTED)


def test_no_person_and_no_need_is_ever_told(out: Path) -> None:
    for name, text in documents(out):
        assert "Zenobia" not in text and '"Person"' not in text and '"seeks"' not in text, name


def test_no_text_ends_the_block_or_begins_a_comment(out: Path) -> None:
    found = [text for _, text in documents(out) if "onclick" in text]

    assert found
    for text in found:
        assert "<" not in text and ">" not in text and "&" not in text
        assert HOSTILE in [value for node in nodes(json.loads(text)) for value in node.values()]


def test_the_way_to_a_page_ends_at_the_page_and_leads_over_pages_that_exist(out: Path) -> None:
    for name, text in documents(out):
        for node in nodes(json.loads(text)):
            if node.get("@type") == "BreadcrumbList":
                steps = node["itemListElement"]
                for step in steps:
                    assert (out / step["item"].removeprefix(f"{BASE}/") / "index.html").is_file(), (name, step)
                assert [step["position"] for step in steps] == list(range(1, len(steps) + 1))


def test_a_schedule_says_when_as_the_rule_does(out: Path) -> None:
    text = BLOCK.search((out / "programs/kitchen-table-budgeting/cohort-2/index.html").read_text("utf-8"))
    assert text
    (schedule,) = [n for n in nodes(json.loads(text[1])) if n.get("@type") == "Schedule"]

    assert schedule["byDay"] == ["https://schema.org/Thursday"]
    assert schedule["repeatFrequency"] == "P1W"
    assert (schedule["startTime"], schedule["endTime"]) == ("18:30", "20:30")
    assert schedule["scheduleTimezone"] == "Europe/London"


def test_previews_have_what_they_show(out: Path) -> None:
    page = (out / "ar/programs/kitchen-table-budgeting/index.html").read_text("utf-8")
    said = dict(re.findall(r'<meta property="og:([\w:]+)" content="([^"]*)">', page))

    assert said["url"] == f"{BASE}/ar/programs/kitchen-table-budgeting/"
    assert said["title"] == "Kitchen table budgeting"
    assert (said["locale"], said["locale:alternate"]) == ("ar", "en_GB")
    assert said["type"] == "website" and said["site_name"] and said["description"]
    article = (out / "news/2026-11-01-lamps/index.html").read_text("utf-8")
    assert '<meta property="og:type" content="article">' in article
    assert "&lt;/script&gt;" in re.search(r'og:title" content="([^"]*)"', article)[1]  # type: ignore[index]


def test_the_page_for_everybody_else_is_that_in_the_first_language(out: Path) -> None:
    page = (out / "ar/skills/index.html").read_text("utf-8")

    assert f'<link rel="alternate" hreflang="x-default" href="{BASE}/skills/">' in page
    assert page.count('rel="canonical"') == 1
