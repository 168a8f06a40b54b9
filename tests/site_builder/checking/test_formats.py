"""Files for other programs that are not what their name says are found, in their line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.site_builder.checking.small_site import a_page, found_in

FEED = """\
<feed xmlns="http://www.w3.org/2005/Atom"><id>f</id><title>t</title><updated>u</updated>
<entry><id>1</id><title>t</title><updated>u</updated></entry>
<entry><id>2</id><title>t</title><updated>u</updated></entry>
</feed>
"""
CALENDAR = "\r\n".join(
    (
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x", "BEGIN:VEVENT", "UID:1", "DTSTAMP:20261123T000000Z",
        'DTSTART;X="a:b":20261123T180000Z', "SUMMARY:Tea at the", "  hall", "END:VEVENT", "END:VCALENDAR", "",
    )
)  # fmt: skip


def test_good_files_are_left_alone(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "feed.xml": FEED,
        "a.ics": CALENDAR,
        "a.json": '{"a": [1, null, "x"]}',
        "feed.json": '{"version": "https://jsonfeed.org/version/1.1", "title": "t", "items": [{"id": "1"}]}',
        "a.jsonl": '{"a": 1}\n{"a": 2}\n',
        "a.csv": 'a,b\r\n1,"two\r\nlines"\r\n',
        "a.js": 'rsnIndex("a", ["one"]);\n',
        "index.html": a_page(head='<script type="application/ld+json">{"@type": "Thing"}</script>'),
    }

    assert found_in(tmp_path, files) == []


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        ("f.xml", FEED.replace("</feed>", ""), "5: feeds: it does not parse as XML: no element found."),
        ("f.xml", FEED.replace("<id>2</id>", "<id>1</id>"), "3: feeds: two entries of the feed have one id."),
        ("f.xml", FEED.replace("<id>2</id>", ""), "3: feeds: the entry has no id."),
        ("f.xml", "<!DOCTYPE x>\n<x/>", "1: feeds: it has a document type, which no file of ours needs."),
        ("f.json", '{"a": 1,}', "1: json: it does not parse as JSON: "),
        ("f.json", '{"a": 1, "a": 2}', "1: json: it does not parse as JSON: the key 'a' is there twice."),
        ("f.json", '{"a": NaN}', "1: json: it does not parse as JSON: NaN is no number of JSON."),
        ("f.json", "[" * 100_000, "1: json: it does not parse as JSON: "),
        ("f.jsonl", '{"a": 1}\nno\n', "2: json: it does not parse as JSON: "),
        (
            "f.json",
            '{"version": "https://jsonfeed.org/version/1.1", "title": "t", "items": [{}]}',
            "1: feeds: an item of the JSON Feed has no id of its own.",
        ),
        (
            "f.json",
            '{"version": "https://jsonfeed.org/version/1.1"}',
            "1: feeds: the JSON Feed wants a title and items.",
        ),
        ("f.csv", "a,b\r\n1\r\n", "2: tables: the row has 1 cells, the first one 2."),
        ("f.csv", 'a,"b\r\n', "1: tables: it does not parse as CSV: "),
        ("f.txt", b"caf\xe9\n", "1: encoding: byte 3 is not UTF-8."),
        ("f.ics", CALENDAR.replace("UID:1\r\n", ""), "9: calendars: VEVENT has no UID."),
        ("f.ics", CALENDAR.replace("END:VEVENT\r\n", ""), "10: calendars: END:VCALENDAR ends nothing"),
        ("f.ics", CALENDAR.replace("UID:1\r", "UID:1"), "5: calendars: the line does not end with CR LF."),
        ("f.ics", CALENDAR.replace("UID:1", "UID:" + "1" * 80), "5: calendars: the line is longer than 75"),
        ("f.ics", CALENDAR.replace("UID:1", "UID 1"), "5: calendars: the line is no property of a calendar."),
        ("f.ics", "VERSION:2.0\r\n", "1: calendars: it does not begin with BEGIN:VCALENDAR."),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_found(
    tmp_path: Path, name: str, content: str | bytes, found: str
) -> None:
    told = found_in(tmp_path, {name: content})

    assert f"{name}:{found}" in told or told[0].startswith(f"{name}:{found}")


def test_one_uid_for_two_meetings_is_found(tmp_path: Path) -> None:
    meeting = CALENDAR[CALENDAR.index("BEGIN:VEVENT") : CALENDAR.index("END:VCALENDAR")]
    twice = CALENDAR.replace("END:VCALENDAR", f"{meeting}END:VCALENDAR")

    assert found_in(tmp_path, {"a.ics": twice}) == ["a.ics:12: calendars: the UID is used twice."]


def test_data_inside_a_page_that_does_not_parse_is_found(tmp_path: Path) -> None:
    found = found_in(tmp_path, {"index.html": a_page('<script type="application/ld+json">{no}</script>')})

    assert len(found) == 1
    assert found[0].startswith("index.html:6: json: the data inside the page does not parse as JSON: ")
