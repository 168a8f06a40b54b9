"""The feeds: what each of them tells, by the rules of Atom and of JSON Feed, the same at every build."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from domain.catalogue import NewsItem
from domain.governance.lifecycle import State
from domain.governance.proposal import PromiseState
from domain.record.public import ActivationState, DrillState, PlaybookState, PublicPromise, PublicRecord
from site_builder.model import Site
from site_builder.steps import Verbatim
from site_builder.syndication.deadline_feeds import units as deadline_units
from site_builder.syndication.feed_entries import ANNOUNCED_BEFORE
from site_builder.syndication.feeds import FEED_ENTRIES, units
from tests.builders import TODAY, a_cohort, by_slug
from tests.site_builder.atom_rules import ATOM, problems
from tests.site_builder.community import NOW, a_proposal, a_record, community

JSON_FEED = {
    "type": "object",
    "required": ["version", "title", "items"],
    "additionalProperties": False,
    "properties": {
        "version": {"const": "https://jsonfeed.org/version/1.1"},
        "title": {"type": "string", "minLength": 1},
        "home_page_url": {"type": "string", "pattern": "^https?://"},
        "feed_url": {"type": "string", "pattern": "^https?://"},
        "description": {"type": "string"},
        "language": {"type": "string", "pattern": "^[a-z]{2,3}(-[A-Za-z]+)*$"},
        "authors": {"type": "array", "items": {"type": "object", "required": ["name"]}},
        "items": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["id"],
                "anyOf": [{"required": ["content_html"]}, {"required": ["content_text"]}],
                "additionalProperties": False,
                "patternProperties": {"^_[a-z]+$": {"type": "object"}},
                "properties": {
                    "id": {"type": "string", "minLength": 1},
                    "url": {"type": "string", "pattern": "^https?://"},
                    "title": {"type": "string"},
                    "summary": {"type": "string"},
                    "content_html": {"type": "string"},
                    "content_text": {"type": "string"},
                    "date_published": {"type": "string", "format": "date-time"},
                },
            },
        },
    },
}
"""https://www.jsonfeed.org/version/1.1/, without what ours never has."""


def files(record: PublicRecord | None = None, now: datetime = NOW, **content: Any) -> dict[str, bytes]:
    site = Site(community(**content), record or a_record(), now)
    made = (file for unit in (*units(site), *deadline_units(site)) for file in unit.plan(site, *unit.arguments))
    return {str(file.output): file.content for file in made if isinstance(file, Verbatim)}


def titles(feed: bytes) -> list[str]:
    return [entry.findtext(f"{ATOM}title") or "" for entry in ElementTree.fromstring(feed).iter(f"{ATOM}entry")]


def everything() -> PublicRecord:
    promise = PublicPromise("Plane the boards", "Ada", TODAY, PromiseState.KEPT, settled_on=TODAY)
    done = a_proposal(
        State.DONE, id="2026-3", title="Lamps", promises=(promise,), program="kitchen-table-budgeting"
    )
    return a_record(a_proposal(), done, activations={"1": ActivationState("power-cut", drill=True, since=NOW)})


MADE = files(everything())


@pytest.mark.parametrize("name", [name for name in MADE if name.endswith(".xml")])
def test_every_atom_feed_keeps_the_rules_of_rfc_4287(name: str) -> None:
    assert problems(MADE[name]) == []


@pytest.mark.parametrize("name", [name for name in MADE if name.endswith(".json")])
def test_every_json_feed_is_one_of_version_1_1_and_tells_what_its_atom_feed_tells(name: str) -> None:
    feed = json.loads(MADE[name])
    validator = Draft202012Validator(JSON_FEED, format_checker=FormatChecker())

    assert [error.message for error in validator.iter_errors(feed)] == []
    assert feed["feed_url"].endswith(f"/{name}")
    assert [item["title"] for item in feed["items"]] == titles(MADE[name.replace(".json", ".xml")])


def test_the_rules_of_rfc_4287_bite() -> None:
    whole = MADE["feed.xml"].decode()

    for broken in (
        whole.replace("<updated>2", "<updated>on 2", 1),
        whole.replace("<author><name>Weirside</name></author>", ""),
        whole.replace('rel="self"', 'rel="via"'),
        whole.replace("<id>https://", "<id>", 1),
        whole.replace("<published>", "<published/><shade/><published>", 1),
    ):
        assert problems(broken.encode())


def test_each_kind_has_a_feed_and_so_has_each_program_in_every_language() -> None:
    kinds = ("programs/", "programs/kitchen-table-budgeting/", "proposals/", "decisions/", "playbooks/")

    assert {f"{lang}{kind}feed.xml" for lang in ("", "ar/") for kind in kinds} | {"feed.xml", "news/feed.xml"} == {
        name for name in MADE if name.endswith(".xml")
    }


def test_a_cohort_is_told_of_four_weeks_before_it_begins_and_dated_then() -> None:
    cohort = a_cohort(number=9, starts=date(2027, 3, 4), ends=date(2027, 4, 1))
    announced = datetime(2027, 3, 4, tzinfo=UTC) - ANNOUNCED_BEFORE
    before = files(now=announced - timedelta(hours=1), cohorts=by_slug(cohort))["programs/feed.xml"]
    after = files(now=announced + timedelta(hours=1), cohorts=by_slug(cohort))

    assert titles(before) == []
    assert titles(after["programs/feed.xml"]) == ["Kitchen table budgeting: cohort 9"]
    assert after["programs/feed.xml"].count(b"<updated>2027-02-04T00:00:00Z</updated>") == 2
    assert titles(after["programs/kitchen-table-budgeting/feed.xml"]) == ["Kitchen table budgeting: cohort 9"]


def test_decisions_tell_what_was_decided_and_which_promises_were_kept() -> None:
    told = titles(MADE["decisions/feed.xml"])

    assert "Adopted: Lamps" in told
    assert any(title.endswith(": Plane the boards") for title in told)
    assert not any("bench" in title for title in told)


def test_a_program_tells_of_the_proposals_about_it() -> None:
    assert any("Lamps: Voting" in title for title in titles(MADE["programs/kitchen-table-budgeting/feed.xml"]))


def test_a_playbook_tells_of_a_drill_and_never_who_came() -> None:
    state = PlaybookState("power-cut", (), 2, 1, drill=DrillState(date(2026, 11, 1), 9, 8, 7, 12))
    feed = files(replace(everything(), playbooks={"power-cut": state}))["playbooks/feed.xml"]

    assert titles(feed) == ["This is a drill: Power cut", "Power cut: A drill was held."]
    assert b"12" not in feed.replace(b"2026-11-01", b"").replace(b"T12:00", b"")[-400:]


def test_nothing_but_the_record_and_the_day_changes_a_feed() -> None:
    assert files(everything(), NOW + timedelta(minutes=7)) == MADE


def test_only_the_newest_entries_stay() -> None:
    news = [
        NewsItem(f"2026-01-{day:02d}-{n}", f"{day}-{n}", "", date(2026, 1, day), "Text")
        for day in range(1, 29)
        for n in "ab"
    ]
    feed = files(news=by_slug(*news))["news/feed.xml"]

    assert len(titles(feed)) == FEED_ENTRIES
    assert titles(feed)[0] == "28-b"


def test_links_inside_a_text_are_whole_and_keep_their_meaning() -> None:
    text = "See [the bench](/proposals/2026-4/), not [this](https://other.example/)."
    news = by_slug(NewsItem("2026-11-01-lamps", "Lamps", "", date(2026, 11, 1), text))
    (item,) = json.loads(files(news=news)["news/feed.json"])["items"]

    assert 'href="https://weirside.example/proposals/2026-4/"' in item["content_html"]
    assert 'href="https://other.example/"' in item["content_html"]
