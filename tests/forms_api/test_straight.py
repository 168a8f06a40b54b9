"""A ballot that goes straight into the box is answered, and kept, as the application would have done it."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from flask import Flask
from werkzeug.test import EnvironBuilder, run_wsgi_app

from domain.governance.policy import Method
from domain.people import Member
from forms_api.auth.csrf import FIELD
from forms_api.services import ballots
from forms_api.store.base import StoreFailed
from forms_api.store.memory import MemoryStore
from forms_api.store.tinydb import TinyStore
from forms_api.straight import Straight
from tests.builders import contents
from tests.forms_api.ballot_town import BENCH, a_vote
from tests.forms_api.client import Browser, Clock
from tests.forms_api.town import Town

FORM = "application/x-www-form-urlencoded"
DRAWN = re.compile(r"[0-9a-f]{32,64}|[0-9a-f]{5,8}\.[0-9a-f]{64}")
"""What is drawn anew for each page: a token, a mark of a page."""


@pytest.fixture
def town(tmp_path: Path, store: MemoryStore, clock: Clock) -> Town:
    return Town(tmp_path, store=store, now=clock.moment)


class Votes:
    """Sends ballots to the service, with and without the short way; *looked_at* counts those it left to Flask."""

    def __init__(self, browser: Browser, proposal: str) -> None:
        self.browser = browser
        self.path = f"/forms/proposals/{proposal}/ballot"
        complete = browser.app.wsgi_app
        self.short_way = complete._inner  # type: ignore[attr-defined]
        assert isinstance(self.short_way, Straight)
        self.flask, self.looked_at = self.short_way._inner, 0
        self.short_way._inner = self._counted

    def send(self, body: str | None = None, **how: Any) -> tuple[str, dict[str, str], str]:
        """Return status, headers and body of the answer."""
        how = {"path": self.path, "method": "POST", "content_type": FORM, "data": body or self.body(), **how}
        environ = EnvironBuilder(**how).get_environ()
        environ.setdefault("HTTP_COOKIE", f"rsn_lang=en; rsn={self.browser.cookie}")
        said, status, headers = run_wsgi_app(self.browser.app.wsgi_app, environ)
        return status, dict(headers), DRAWN.sub("…", b"".join(said).decode())

    def body(self, **fields: str) -> str:
        return urlencode({"choice": "no", "phrase": "", "page": "a" * 32, FIELD: self.browser.token(), **fields})

    def _counted(self, environ: Any, start_response: Any) -> Any:
        self.looked_at += 1
        return self.flask(environ, start_response)


@pytest.fixture
def votes(town: Town, clock: Clock, signed_in: Callable[[Member], Browser]) -> Votes:
    proposal = town.voting()
    clock.moment = town.now
    return Votes(signed_in(town.member(4)), proposal)


@pytest.fixture
def votes_by(town: Town, clock: Clock, signed_in: Callable[[Member], Browser]) -> Callable[[Method], Votes]:
    """Make the votes of a member in a vote that is counted by a method."""

    def votes_by(method: Method) -> Votes:
        proposal = a_vote(town, method)
        clock.moment = town.now
        return Votes(signed_in(town.member(4)), proposal)

    return votes_by


ORDINARY: tuple[dict[str, Any], ...] = (
    {},
    {"headers": {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin", "Accept-Language": "es"}},
    {"headers": {"Origin": "https://weirside.example", "Accept": "text/html,*/*;q=0.8"}},
)
UNUSUAL: tuple[dict[str, Any], ...] = (
    {"query_string": "lang=es"},
    {"headers": {"Accept": "application/json"}},
    {"headers": {"Cookie": "rsn=short"}},
    {"headers": {"Cookie": ""}},
    {"headers": {"Host": "evil.example"}},
    {"headers": {"Origin": "null"}},
    {"headers": {"Transfer-Encoding": "chunked"}},
    {"content_type": "application/x-www-form-urlencoded; charset=latin-1"},
    {"content_type": "application/json", "data": '{"choice": "yes"}'},
    {"path": "/forms/proposals/none/ballot"},
    {"path": "/forms/proposals//ballot"},
    {"method": "PUT"},
    {"method": "GET", "data": None},
)
SPOILED: tuple[dict[str, str], ...] = (
    {"choice": "blank"},
    {"choice": "maybe"},
    {"phrase": "x" * 61},
    {"phrase": "dos\nlíneas"},
    {"steward": "y"},
    {FIELD: "x"},
    {"page": "x" * 3000},
)


@pytest.mark.parametrize("how", ORDINARY)
def test_an_ordinary_ballot_is_answered_as_flask_answers_it_and_never_gets_so_far(
    votes: Votes, store: MemoryStore, monkeypatch: pytest.MonkeyPatch, how: dict[str, Any]
) -> None:
    answer = votes.send(votes.body(phrase="two ferries, a heron"), **how)
    kept, looked_at = contents(store), votes.looked_at
    monkeypatch.setattr(Straight, "_taken", lambda *_: False)
    again = votes.send(votes.body(phrase="two ferries, a heron"), **how)

    assert answer[0] == "303 SEE OTHER"
    assert looked_at == 0 and votes.looked_at == 1
    assert answer == again
    assert contents(store) == kept, "it is one ballot, whichever way it came"


@pytest.mark.parametrize("how", UNUSUAL)
def test_whatever_is_unusual_about_a_request_is_left_to_flask_as_it_came(
    votes: Votes, store: MemoryStore, monkeypatch: pytest.MonkeyPatch, how: dict[str, Any]
) -> None:
    answer, kept = votes.send(**how), contents(store)
    monkeypatch.setattr(Straight, "_taken", lambda *_: False)

    assert votes.looked_at == 1
    assert answer[0] == votes.send(**how)[0]
    assert contents(store) == kept


@pytest.mark.parametrize("fields", SPOILED)
def test_a_ballot_that_something_has_to_be_said_about_gets_the_page_that_says_it(
    votes: Votes, store: MemoryStore, monkeypatch: pytest.MonkeyPatch, fields: dict[str, str]
) -> None:
    answer, kept = votes.send(votes.body(**fields)), contents(store)
    monkeypatch.setattr(Straight, "_taken", lambda *_: False)

    assert votes.looked_at == 1
    assert answer == votes.send(votes.body(**fields))
    assert contents(store) == kept and kept["ballots"] == []


def test_a_choice_given_twice_is_left_to_the_form(votes: Votes) -> None:
    votes.send(votes.body() + "&choice=yes")

    assert votes.looked_at == 1


def test_a_body_that_comes_in_pieces_is_read_whole_and_one_that_breaks_off_is_no_ballot(
    votes: Votes, store: MemoryStore
) -> None:
    class Pieces(BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            return super().read(min(size or 0, 7) if size != -1 else 7)

    body = votes.body().encode()
    broken = votes.send(input_stream=Pieces(body[:-9]), content_length=len(body), data=None)
    whole = votes.send(input_stream=Pieces(body), content_length=len(body), data=None)

    assert (broken[0], whole[0]) == ("400 BAD REQUEST", "303 SEE OTHER")
    assert votes.looked_at == 1
    assert len(contents(store)["ballots"]) == 1


def test_of_a_closed_vote_the_page_says_what_became_of_it(
    votes: Votes, town: Town, clock: Clock, signed_in: Callable[[Member], Browser]
) -> None:
    clock.tick(days=7, hours=1)
    votes.browser = signed_in(town.member(5))

    assert "Ballots already in the box are counted" in votes.send()[2]
    assert votes.looked_at == 1


def test_of_several_options_one_that_is_offered_goes_straight_and_another_does_not(
    votes_by: Callable[[Method], Votes],
) -> None:
    votes = votes_by(Method.PLURALITY)
    statuses = [votes.send(votes.body(choice=c))[0][:3] for c in (BENCH.id, "blank", "none-of-these", "yes")]

    assert statuses == ["303", "303", "303", "200"]
    assert votes.looked_at == 1


def test_methods_of_several_answers_are_left_to_their_forms(votes_by: Callable[[Method], Votes]) -> None:
    votes = votes_by(Method.APPROVAL)

    # "choice" is no field of such a form.
    assert votes.send(votes.body(choice="blank"))[0] == "400 BAD REQUEST"
    assert votes.looked_at == 1


def test_what_is_asked_before_and_after_every_view_is_what_the_short_way_thought_of(app: Flask) -> None:
    """Whoever adds a line here looks first whether an ordinary ballot has to be asked the same (straight.py)."""
    before = {name: [f.__qualname__ for f in asked] for name, asked in app.before_request_funcs.items()}
    after = {name: [f.__qualname__ for f in asked] for name, asked in app.after_request_funcs.items()}

    assert before == {None: ["_begin", "_note_the_wish", "_check", "_choose"]}
    assert after == {None: ["_count", "_in_json", "_give_the_cookie", "_remember"]}
    assert not app.teardown_request_funcs and not app.teardown_appcontext_funcs
    assert not app.url_value_preprocessors


def test_a_demo_has_no_short_way(votes: Votes, monkeypatch: pytest.MonkeyPatch) -> None:
    parts = votes.short_way._parts
    monkeypatch.setattr(votes.short_way, "_parts", replace(parts, config=replace(parts.config, demo=True)))
    votes.send()

    assert votes.looked_at == 1


def test_a_ballot_of_unknown_outcome_is_not_tried_again_and_never_called_undone(
    votes: Votes, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = []

    def put(*_args: Any, **_more: Any) -> None:
        tried.append(1)
        raise StoreFailed("the box", "Input/output error", outcome_unknown=True)

    monkeypatch.setattr(ballots, "put", put)
    status, _headers, page = votes.send()

    assert status == "503 SERVICE UNAVAILABLE"
    assert "We cannot tell whether this was stored" in page
    assert tried == [1]


def test_a_fault_of_ours_is_a_page_with_a_number(votes: Votes, monkeypatch: pytest.MonkeyPatch) -> None:
    def put(*_args: Any, **_more: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(ballots, "put", put)
    status, _headers, page = votes.send()

    assert status == "500 INTERNAL SERVER ERROR"
    assert "Something went wrong on our side" in page


class TestOnADisk:
    """The same with the embedded store."""

    @pytest.fixture
    def store(self, tmp_path: Path) -> Iterator[TinyStore]:
        store = TinyStore.open(tmp_path / "store")
        yield store
        store.close()

    def test_a_ballot_is_on_the_disk_before_its_voter_is_told(
        self, votes: Votes, store: TinyStore, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        done: list[str] = []
        fdatasync = os.fdatasync

        def forced(file: int) -> None:
            fdatasync(file)
            done.append("forced")

        monkeypatch.setattr(os, "fdatasync", forced)

        def told(status: str, _headers: Any) -> None:
            done.append(status)

        how = {"path": votes.path, "method": "POST", "content_type": FORM, "data": votes.body()}
        cookie = {"HTTP_COOKIE": f"rsn={votes.browser.cookie}"}
        votes.browser.app.wsgi_app(EnvironBuilder(**how).get_environ() | cookie, told)  # type: ignore[arg-type]

        assert done[-2:] == ["forced", "303 SEE OTHER"]

    def test_a_full_disk_is_said_with_what_was_filled_in(
        self, votes: Votes, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(*_: object) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr(os, "write", full)
        status, headers, page = votes.send(votes.body(phrase="a heron"))
        monkeypatch.undo()

        assert (status, headers["Retry-After"]) == ("503 SERVICE UNAVAILABLE", "60")
        assert 'value="a heron"' in page
        assert votes.send()[0] == "303 SEE OTHER"
