"""Mails about a vote: who gets which, once, whatever stops in between, and what may stand in them."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from domain.people import Standing
from forms_api.config import Config
from forms_api.mail import Deliver, Outbox
from forms_api.notice_mail import SUBJECTS, NoticeRounds
from forms_api.services import notices
from forms_api.store.copying import copy
from forms_api.store.memory import MemoryStore
from tests.builders import put
from tests.forms_api.town import Town

TITLE = "Bench: two planks"
# The town begins at half past nine; its network keeps the time of London, where that September is an hour ahead.
OPENING, THREE_DAYS, LAST_DAY = SUBJECTS.values()


class Post:
    """A mail server that keeps what it is given, unless it is *down*; *kill* stops the process before or after."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.down = False
        self.kill = ""

    def __call__(self, composed: bytes, _to: str) -> None:
        if self.kill == "before":
            raise SystemExit
        if self.down:
            raise ConnectionRefusedError
        self.mails.append(message_from_bytes(composed, policy=policy.default))
        if self.kill == "after":
            raise SystemExit

    def subjects(self, town: Town, voter: int) -> list[str]:
        to = town.member(voter).email
        return [str(mail["Subject"]) for mail in self.mails if mail["To"] == to]


class Service:
    """The part of a service that sends the notices; made anew, it is a service that was started again."""

    def __init__(self, town: Town, deliver: Deliver) -> None:
        self.town = town
        self.outbox = Outbox(deliver, "no-reply@weirside.example")
        config = Config(town.data, town.record, "https://weirside.example", b"k" * 32, town.data / "mail")
        self.rounds = NoticeRounds(town.store, lambda: town.catalogue.network, config, self.outbox)

    def round(self, now: datetime | None = None) -> None:
        self.rounds.begin(now or self.town.now)
        self.outbox.close()


@pytest.fixture
def town(tmp_path: Path) -> Town:
    return Town(tmp_path, people=6)


@pytest.fixture
def post() -> Iterator[Post]:
    yield Post()


@pytest.fixture
def vote(town: Town) -> str:
    return town.voting(title=TITLE)


def to(town: Town, post: Post, **later: float) -> None:
    """Let time pass, publish, and let a service that has just started send what is due."""
    town.publish(**later)
    Service(town, post).round()


def test_who_does_not_vote_is_told_as_it_opens_three_days_and_one_day_before(
    town: Town, post: Post, vote: str
) -> None:
    told = []
    for hours in (0, 95, 2, 46, 2, 30):
        to(town, post, hours=hours)
        told.append(post.subjects(town, 0))

    assert told == [
        [OPENING], [OPENING], [OPENING, THREE_DAYS], [OPENING, THREE_DAYS],
        [OPENING, THREE_DAYS, LAST_DAY], [OPENING, THREE_DAYS, LAST_DAY],
    ]  # fmt: skip
    assert len(post.mails) == 6 * 3


def test_nothing_is_left_in_the_queue_when_the_vote_is_over(town: Town, post: Post, vote: str) -> None:
    to(town, post)
    to(town, post, days=8)
    with town.store.unit() as unit:
        left = list(unit.notices)

    assert left == []


def test_however_often_it_is_published_and_started_again_each_is_sent_once(
    town: Town, post: Post, vote: str
) -> None:
    for _ in range(3):
        to(town, post)
    service = Service(town, post)
    for _ in range(3):
        service.rounds.begin(town.now)
    service.outbox.close()

    assert len(post.mails) == 6


def test_who_has_a_ballot_in_the_box_hears_no_more(town: Town, post: Post, vote: str) -> None:
    to(town, post)
    town.cast(vote, 0)
    to(town, post, hours=97)
    to(town, post, hours=48)

    assert post.subjects(town, 0) == [OPENING]
    assert post.subjects(town, 1) == [OPENING, THREE_DAYS, LAST_DAY]


def test_a_ballot_cast_between_queue_and_sending_counts(town: Town, post: Post, vote: str) -> None:
    notices.enqueue(town.store, town.now)
    due = notices.waiting(town.store, town.now)
    town.cast(vote, 3)
    Service(town, post).round()

    assert len(due) == 6
    assert post.subjects(town, 3) == []
    assert len(post.mails) == 5


def test_the_queue_does_not_tell_who_voted(town: Town, post: Post, vote: str) -> None:
    town.cast(vote, 3)
    to(town, post)
    with town.store.unit() as unit:
        rows = [row for row in unit.notices if row.kind == "opening"]

    assert len(rows) == 6
    assert all(row.settled_at is not None and row.tries == 0 for row in rows)


@pytest.mark.parametrize(
    "changes", [{"email": ""}, {"vote_mails": False}, {"standing": Standing.LEFT}], ids=["none", "stopped", "left"]
)
def test_who_has_no_address_or_stopped_them_gets_none(
    town: Town, post: Post, vote: str, changes: dict[str, object]
) -> None:
    put(town.store, replace(town.member(2), **changes))  # type: ignore[arg-type]
    to(town, post)

    assert post.subjects(town, 2) == []
    assert len(post.mails) == 5


def test_after_a_long_silence_only_the_last_one_due_comes(town: Town, post: Post, vote: str) -> None:
    to(town, post, hours=24 * 6 + 2)
    to(town, post, hours=1)

    assert post.subjects(town, 0) == [LAST_DAY]


def test_at_night_it_waits_for_eight_and_never_behind_the_shut(town: Town, post: Post, vote: str) -> None:
    night = town.now.replace(hour=22, minute=0)
    for service_at in (night, night + timedelta(hours=8, minutes=59)):
        Service(town, post).round(service_at)
    asleep = len(post.mails)
    Service(town, post).round(night + timedelta(hours=9))

    assert asleep == 0
    assert [str(mail["Subject"]) for mail in post.mails] == [OPENING] * 6


def test_where_the_vote_ends_before_the_morning_it_comes_at_night(tmp_path: Path, post: Post) -> None:
    # It opens at three in the morning, and so it ends.
    town = Town(tmp_path, people=6, now=datetime.fromisoformat("2026-09-01T02:00:00+00:00"))
    vote = town.voting()
    shut = town.now + timedelta(days=7)
    Service(town, post).round(shut - timedelta(hours=3))
    Service(town, post).round(shut)

    assert vote
    assert [str(mail["Subject"]) for mail in post.mails] == [LAST_DAY] * 6


def test_a_mail_server_that_is_down_gets_them_later_and_not_all_at_once(
    town: Town, post: Post, vote: str, caplog: pytest.LogCaptureFixture
) -> None:
    post.down = True
    with caplog.at_level(logging.ERROR):
        to(town, post)
    post.down = False
    to(town, post)
    soon = len(post.mails)
    to(town, post, minutes=2)

    assert soon == 3, "three were tried, and are tried again after a while"
    assert len(post.mails) == 6
    assert "@" not in caplog.text


def test_a_past_that_was_written_down_sends_nothing_and_what_comes_later_is_sent(
    town: Town, post: Post, vote: str
) -> None:
    notices.settle_due(town.store, town.now)
    to(town, post, hours=1)
    of_the_past = len(post.mails)
    to(town, post, hours=97)

    assert of_the_past == 0
    assert [str(mail["Subject"]) for mail in post.mails] == [THREE_DAYS] * 6


def test_each_failure_doubles_the_wait_up_to_an_hour(town: Town, vote: str) -> None:
    notices.enqueue(town.store, town.now)
    first, waits = notices.waiting(town.store, town.now)[0], []
    for _ in range(9):
        notices.give_back(town.store, first, town.now)
        with town.store.unit() as unit:
            row = unit.notices.get(first)
        assert row is not None and row.not_before is not None
        waits.append(int((row.not_before - town.now).total_seconds()) // 60)

    assert waits == [1, 2, 4, 8, 16, 32, 60, 60, 60]


@pytest.mark.parametrize(("kill", "sent"), [("before", 5), ("after", 6)])
def test_killed_at_a_mail_the_others_follow_and_none_comes_twice(
    town: Town, post: Post, vote: str, kill: str, sent: int
) -> None:
    post.kill = kill
    stopped = Service(town, post)
    notices.enqueue(town.store, town.now)
    first = notices.waiting(town.store, town.now)
    with pytest.raises(SystemExit):
        stopped.rounds.send(first, lambda mail: post(b"To: x", mail.to), town.now)
    stopped.outbox.close()
    again, post.kill = MemoryStore(), ""
    copy(town.store, again)
    town.store = again
    to(town, post)

    assert len(post.mails) == sent
    assert all(post.subjects(town, voter) in ([OPENING], []) for voter in range(6))


def test_no_mail_has_a_title_in_its_subject_nor_anything_a_member_wrote(town: Town, post: Post, vote: str) -> None:
    to(town, post)
    to(town, post, hours=97)
    to(town, post, hours=48)

    assert {str(mail["Subject"]) for mail in post.mails} == set(SUBJECTS.values())
    for mail in post.mails:
        said = mail.as_string()
        assert not any(word in said for word in ("Bench", "planks", "To sit on"))
        assert f"/forms/proposals/{vote}/ballot" in mail.get_content()


def test_every_mail_can_be_stopped_in_one_step(town: Town, post: Post, vote: str) -> None:
    to(town, post)

    for mail in post.mails:
        assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert mail["List-Unsubscribe"].startswith("<https://weirside.example/forms/stop/")
        assert mail["List-Unsubscribe"].strip("<>") in mail.get_content()


def test_the_newest_head_of_the_record_stands_in_it(town: Town, post: Post, vote: str) -> None:
    to(town, post)
    head = (town.record / "checkpoint").read_text().splitlines()[:3]

    assert len(head) == 3
    assert all(line in post.mails[0].get_content() for line in head)


def test_without_a_record_it_says_nothing_of_one(town: Town, post: Post, vote: str) -> None:
    (town.record / "checkpoint").unlink()
    Service(town, post).round()

    assert len(post.mails) == 6
    assert "public record" not in post.mails[0].get_content()
