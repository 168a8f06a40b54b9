"""Calendar, Atom and JSON of every deadline: read again, in every language, the same at every build."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from xml.etree import ElementTree

import pytest

from domain.governance.lifecycle import State
from domain.governance.proposal import PromiseState
from domain.record.public import PublicEvent, PublicPromise, PublicProposal
from site_builder.model import Site
from site_builder.syndication.deadline_feeds import OLD_ENTRIES, deadline_feeds
from site_builder.syndication.deadlines import deadlines
from tests.builders import a_network
from tests.site_builder.community import NOW, a_proposal, a_record, community

ATOM = "{http://www.w3.org/2005/Atom}"
BASE = "https://weirside.example"


def a_site(*proposals: PublicProposal, now: datetime = NOW, **network: Any) -> Site:
    return Site(community(network=a_network(base_url=BASE, **network)), a_record(*proposals), now)


def files(site: Site) -> dict[str, bytes]:
    return {str(file.output): file.content for code in site.languages for file in deadline_feeds(site, code)}


def events_of(calendar: bytes) -> Iterator[dict[str, str]]:
    """Read a calendar as RFC 5545 says: lines unfolded, each a name with parameters and a value."""
    assert all(len(line) <= 75 for line in calendar.split(b"\r\n"))
    lines = calendar.decode().replace("\r\n ", "").split("\r\n")
    assert (lines[0], lines[-2], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR", "")
    event: dict[str, str] = {}
    for line in lines:
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            event = {}
        elif line == "END:VEVENT":
            yield event
        else:
            event[name] = value.replace("\\n", "\n").replace("\\,", ",").replace("\\;", ";").replace("\\\\", "\\")


def kinds(proposal: PublicProposal) -> list[str]:
    return [one.key for one in deadlines(proposal)]


VOTING = a_proposal(State.VOTING, shut=datetime(2026, 11, 26, 18, tzinfo=UTC))


def test_the_calendar_has_each_deadline_at_its_moment_with_its_title() -> None:
    (shut,) = [e for e in events_of(files(a_site(VOTING))["proposals/deadlines.ics"]) if "shut" in e["UID"]]

    assert shut["DTSTART"] == "20261126T180000Z"
    assert shut["SUMMARY"] == "Voting ends: A bench by the weir"
    assert shut["UID"] == "2026-4-shut@weirside.example"
    assert shut["URL"] == f"{BASE}/proposals/2026-4/"


def test_a_title_with_every_sign_a_calendar_minds_is_read_back_whole() -> None:
    title = "Öl, Brot; “2026”: \\ " + "ü" * 70
    texts = [
        e["SUMMARY"] for e in events_of(files(a_site(replace(VOTING, title=title)))["proposals/deadlines.ics"])
    ]

    assert texts
    assert all(text.endswith(f": {title}") for text in texts)


@pytest.mark.parametrize(
    ("state", "found"),
    [
        (State.SPONSORING, ["lapses"]),
        (State.DELIBERATION, ["freezes"]),
        (State.FROZEN, ["opens"]),
        (State.VOTING, ["shut"]),
        (State.PROVISIONAL, ["certifies"]),
        (State.WITHDRAWN, []),
        (State.INVALID, []),
        (State.IMPLEMENTING, ["promise-1"]),
    ],
)
def test_each_stage_has_the_deadline_that_was_announced_last(state: State, found: list[str]) -> None:
    assert kinds(a_proposal(state)) == found


def test_past_deadlines_stay_and_that_of_sponsors_goes_once_they_are_found() -> None:
    every: dict[str, Any] = dict.fromkeys(("lapses", "freezes", "opens", "shut", "certifies"), NOW)

    assert kinds(a_proposal(State.PROVISIONAL, **every)) == ["freezes", "opens", "shut", "certifies"]
    assert kinds(a_proposal(State.WITHDRAWN, **every)) == []


def test_a_promise_stands_on_its_day_until_it_is_settled() -> None:
    promises = (
        PublicPromise("Saw the oak", "Ada", date(2026, 12, 1), PromiseState.BEGUN),
        PublicPromise("Paint it", "Bo", date(2026, 12, 2), PromiseState.KEPT),
    )
    site = a_site(a_proposal(State.IMPLEMENTING, promises=promises))
    (event,) = [e for e in events_of(files(site)["proposals/deadlines.ics"]) if "promise" in e["UID"]]

    assert event["DTSTART;VALUE=DATE"] == "20261201"
    assert event["SUMMARY"] == "Promised for this day: A bench by the weir. Saw the oak"


def test_a_second_reading_moves_a_deadline_under_a_higher_number() -> None:
    again = (*VOTING.events, PublicEvent("second_reading", NOW, State.DELIBERATION))
    before, after = (
        next(e for e in events_of(files(a_site(p))["proposals/deadlines.ics"]) if "freezes" in e["UID"])
        for p in (replace(VOTING, freezes=NOW), replace(VOTING, events=again, freezes=NOW + timedelta(days=7)))
    )

    assert before["UID"] == after["UID"]
    assert before["DTSTART"] < after["DTSTART"]
    assert int(before["SEQUENCE"]) < int(after["SEQUENCE"])
    assert after["DTSTAMP"] == f"{NOW:%Y%m%dT%H%M%SZ}"


def test_the_atom_feed_tells_stages_and_deadlines_once_each_the_newest_first() -> None:
    feed = ElementTree.fromstring(files(a_site(VOTING))["proposals/feed.xml"])
    ids = [entry.findtext(f"{ATOM}id") or "" for entry in feed.iter(f"{ATOM}entry")]
    dates = [entry.findtext(f"{ATOM}updated") or "" for entry in feed.iter(f"{ATOM}entry")]
    titles = [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")]

    assert len(set(ids)) == len(ids) == len(VOTING.events) + 1
    assert dates == sorted(dates, reverse=True)
    assert {"Voting: A bench by the weir", "Voting ends: A bench by the weir"} <= set(titles)
    assert feed.findtext(f"{ATOM}updated") == dates[0]
    assert [link.get("href") for link in feed.findall(f"{ATOM}link") if link.get("rel") == "self"] == [
        f"{BASE}/proposals/feed.xml"
    ]


def test_the_json_feed_holds_to_its_version_and_says_deadlines_for_programs() -> None:
    feed = json.loads(files(a_site(VOTING))["proposals/feed.json"])
    said = [item["_deadline"] for item in feed["items"] if "_deadline" in item]

    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == f"{BASE}/proposals/feed.json"
    assert all({"id", "content_text"} <= item.keys() for item in feed["items"])
    assert len({item["id"] for item in feed["items"]}) == len(feed["items"])
    assert said == [{"kind": "shut", "at": "2026-11-26T18:00:00Z", "proposal": "2026-4"}]


def test_every_language_has_its_own_in_its_own_words() -> None:
    made = files(a_site(VOTING, languages=("en", "es", "ar")))
    feeds = {code: json.loads(made[f"{code}/proposals/feed.json"]) for code in ("es", "ar")}

    assert len(made) == 9
    for code, feed in feeds.items():
        assert feed["language"] == code
        assert feed["home_page_url"] == f"{BASE}/{code}/proposals/"
        assert all(item["url"].startswith(f"{BASE}/{code}/proposals/") for item in feed["items"])
        assert "Voting: A bench by the weir" not in [item["title"] for item in feed["items"]]


def test_nothing_in_them_changes_because_time_passed() -> None:
    later = a_site(VOTING, now=NOW + timedelta(days=400))

    assert files(later) == files(a_site(VOTING))


def test_what_is_under_way_is_never_pushed_out_by_what_has_ended() -> None:
    ended = [a_proposal(State.REJECTED, id=f"2026-{number}") for number in range(10, 40)]
    feed = json.loads(files(a_site(VOTING, *ended))["proposals/feed.json"])
    of_the_vote = [item for item in feed["items"] if "/2026-4/" in item["url"]]

    assert len(of_the_vote) == len(VOTING.events) + 1
    assert len(feed["items"]) == OLD_ENTRIES + len(of_the_vote)


def test_before_the_first_publish_they_are_empty_and_well_formed() -> None:
    made = files(Site(community(network=a_network(base_url=BASE, languages=("en",))), None, NOW))

    assert list(events_of(made["proposals/deadlines.ics"])) == []
    assert json.loads(made["proposals/feed.json"])["items"] == []
    assert ElementTree.fromstring(made["proposals/feed.xml"]).findall(f"{ATOM}entry") == []
