"""The log: a line is a line of JSON, and nothing of a person is in it."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from forms_api import event_log
from forms_api.event_log import DailyFile, JsonLines, say
from tests.forms_api.client import Browser

CANARY = "canary-Zq7"
DAY = 24 * 3600


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """Yield a folder all that is logged is written to."""
    root, ours = logging.getLogger(), logging.getLogger("rsn")
    before = (root.handlers[:], root.level, ours.level)
    event_log.begin(tmp_path / "log")
    yield tmp_path / "log"
    root.handlers[0].close()
    root.handlers[:], root.level, ours.level = before


def lines(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for file in sorted(folder.iterdir()) for line in file.read_text().splitlines()]


def record(at: float = 0.0, **more: object) -> logging.LogRecord:
    made = logging.LogRecord("rsn.events", logging.INFO, "", 0, "something", None, None)
    made.created = at
    made.__dict__.update(more)
    return made


def test_an_event_is_a_line_with_its_time_and_values(folder: Path) -> None:
    say("published", sequence=7)

    (line,) = lines(folder)
    assert (line["event"], line["level"], line["sequence"]) == ("published", "info", 7)
    assert line["at"].endswith("Z")


@pytest.mark.parametrize("sign", ["\n", "\r", "\u2028", "\u0085", "\x0b", '"', "\x1b[2J"])
def test_no_value_breaks_out_of_its_line(folder: Path, sign: str) -> None:
    say("published", by=f"a{sign}b")

    (file,) = folder.iterdir()
    assert len(file.read_bytes().splitlines()) == 1
    assert lines(folder)[0]["by"] == f"a{sign}b"
    assert file.read_bytes().isascii()


def test_an_error_leaves_its_kind_and_its_way_and_not_what_it_says(folder: Path) -> None:
    def fails(typed: str) -> None:
        try:
            raise ValueError(typed)
        except ValueError as inner:
            raise RuntimeError(f"{typed} again") from inner

    try:
        fails(CANARY)
    except RuntimeError:
        logging.getLogger("rsn.forms").exception("a request failed")

    (line,) = lines(folder)
    assert line["error"] == ["RuntimeError", "ValueError"]
    assert line["trace"][-1].endswith(" fails")
    assert CANARY not in str(line)


def test_what_other_libraries_say_is_not_repeated(folder: Path) -> None:
    logging.getLogger("waitress").error("Exception while serving %s", f"/forms/sign-in/link/{CANARY}")

    assert [line["event"] for line in lines(folder)] == ["a message of waitress"]


def test_a_failure_about_a_vote_tells_its_hour_only() -> None:
    line = json.loads(
        JsonLines().format(record(at=3 * 3600 + 754.0, says={"coarse": True, "route": "ballots.cast"}))
    )

    assert line == {"at": "1970-01-01T03:00:00Z", "level": "info", "event": "something", "route": "ballots.cast"}


def test_a_day_has_its_file_and_three_days_are_kept(tmp_path: Path) -> None:
    handler = DailyFile(tmp_path / "log")
    handler.setFormatter(JsonLines())
    for day in range(6):
        handler.emit(record(at=day * DAY))
    handler.close()

    assert sorted(file.name for file in (tmp_path / "log").iterdir()) == [
        "events-1970-01-03.jsonl",
        "events-1970-01-04.jsonl",
        "events-1970-01-05.jsonl",
        "events-1970-01-06.jsonl",
    ]
    assert {file.stat().st_mode & 0o777 for file in (tmp_path / "log").iterdir()} == {0o600}
    assert (tmp_path / "log").stat().st_mode & 0o777 == 0o700


def test_a_loop_of_errors_does_not_fill_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(event_log, "MAX_BYTES", 500)
    handler = DailyFile(tmp_path / "log")
    handler.setFormatter(JsonLines())
    for _ in range(100):
        handler.emit(record())
    handler.close()

    (file,) = (tmp_path / "log").iterdir()
    assert file.stat().st_size < 1000
    assert "full" in file.read_text().splitlines()[-1]


def test_canaries_in_all_that_a_browser_sends_never_reach_the_log(
    folder: Path, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*values: object, **more: object) -> None:
        raise RuntimeError(f"{CANARY} {values} {more}")

    sent = {"email": f"{CANARY}@mail.example", "next": CANARY, CANARY: CANARY}
    headers = {
        "User-Agent": CANARY,
        "Referer": f"http://localhost/{CANARY}",
        "X-Forwarded-For": CANARY,
        "Cookie": CANARY,
    }
    monkeypatch.setattr("forms_api.views.sign_in.sign_in.ask", fails)
    monkeypatch.setattr("forms_api.views.sign_in.sign_in.wants_code", fails)
    browser.send("/forms/sign-in", sent)
    broken = browser.send("/forms/sign-in", email=f"{CANARY}@mail.example")
    token = CANARY.ljust(43, "x")
    link = browser.get(f"/forms/sign-in/link/{token}?next={CANARY}", headers=headers)
    for method in ("GET", "POST", "TRACE", CANARY):
        browser.raw.open(f"/forms/{CANARY}?{CANARY}", method=method, headers=headers, data=CANARY)

    assert (broken.status, link.status) == (500, 500)
    found = lines(folder)
    assert {line["route"] for line in found} == {"sign_in.ask", "sign_in.link"}
    assert CANARY not in "".join(file.read_text() for file in folder.iterdir())
    # The number on the page is the one in the log.
    assert found[-1]["number"] in link.text


def test_nothing_is_logged_to_a_file_of_others(tmp_path: Path) -> None:
    old = os.umask(0)
    try:
        handler = DailyFile(tmp_path / "log")
        handler.setFormatter(JsonLines())
        handler.emit(record())
        handler.close()
    finally:
        os.umask(old)

    assert [file.stat().st_mode & 0o077 for file in (tmp_path / "log").iterdir()] == [0]
