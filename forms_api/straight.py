"""
An ordinary ballot, straight from the request into the box.

Nearly every ballot is one: the plain form of our own page, sent by a member who is signed in and acts for nobody,
with nothing in it that anybody would have to speak of. In the last hour of a vote they come all at once, and to
make a request of Flask's of each, with a form around it, takes three times as long as to keep it.

Rules of this file: nothing is refused here, and nothing said. What is not in order in every respect goes on to the
application as it came, which looks at it from the beginning and has the words. What has to be in order is all that
is asked before a view (auth/checks.py, answers, language, watching), and it is asked by the same functions; a test
tells whoever asks something new there to think of this file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from werkzeug.exceptions import SecurityError
from werkzeug.sansio.utils import get_host

from forms_api.addresses import OwnId
from forms_api.auth.asking import FORM_TYPE, TOKEN_FORM, from_another_site, who_asks, worth
from forms_api.auth.csrf import FIELD, Token
from forms_api.forms.plain_ballot import NAMES, PlainBallot, offered, read_plain
from forms_api.services import ballots
from forms_api.services.casting import Sent
from forms_api.services.refusals import Refused
from forms_api.services.sessions import browser_id, noted_lately

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

    from forms_api.current import Parts

PATH = re.compile(rf"/forms/proposals/({OwnId.regex})/ballot")
MOST_BYTES = 2048
"""No ordinary ballot is longer: a token, the mark of its page, a choice and a phrase of sixty signs."""
NOT_KEPT = "rsn.not_kept"
"""Where the application finds what kept a ballot out of the box; nothing a client sends has such a name."""
SEEN_HOSTS = 64
LED_ON = (("Content-Type", "text/html; charset=utf-8"), ("Content-Length", "0"))


class Straight:
    """Takes the ordinary ballots of those posted to *inner*, an application made of the same *parts*."""

    def __init__(self, inner: WSGIApplication, parts: Parts) -> None:
        self._inner = inner
        self._parts = parts

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        found = PATH.fullmatch(environ["PATH_INFO"]) if environ["REQUEST_METHOD"] == "POST" else None
        if found is None or not self._taken(environ, found[1]):
            return self._inner(environ, start_response)
        start_response("303 SEE OTHER", [*LED_ON, ("Location", f"{found[0]}/receipt")])
        return []

    def _taken(self, environ: WSGIEnvironment, proposal: str) -> bool:
        try:
            ballot = self._in_order(environ)
            return ballot is not None and self._put(proposal, *ballot)
        except Refused:
            # The application finds the same, and says it.
            return False
        except Exception as failed:
            # It must not try again: nobody could tell any more what became of the first time.
            environ[NOT_KEPT] = failed
            return False

    def _in_order(self, environ: WSGIEnvironment) -> tuple[str, PlainBallot, datetime] | None:
        """Return who votes, what and when, or None where anything is not as it is of an ordinary ballot."""
        parts, config = self._parts, self._parts.config
        host = _own_host(environ["wsgi.url_scheme"], environ.get("HTTP_HOST", ""), config.trusted_hosts)
        sent = _sent(environ, config.max_body_bytes)
        token = _token(environ.get("HTTP_COOKIE", ""), config.cookie_name)
        # Whoever plays the demo comes by no proxy, which is looked at there.
        if sent is None or not token or not host or config.demo:
            return None
        fetch_site, origin = environ.get("HTTP_SEC_FETCH_SITE"), environ.get("HTTP_ORIGIN")
        ballot = read_plain(sent)
        if ballot is None or from_another_site(fetch_site, origin, host, config.base_url):
            return None
        now, browser = parts.clock(), browser_id(token)
        asking = who_asks(parts.store, config, browser, now)
        session, voter = asking.session, asking.actor
        if session is None or voter is None or session.acting_for or not noted_lately(session, now):
            return None
        if worth(config, browser, sent.get(FIELD, ""), now) is not Token.GOOD:
            return None
        return voter.id, ballot, now

    def _put(self, proposal: str, voter: str, ballot: PlainBallot, now: datetime) -> bool:
        """Put it in the box. Raises: Refused: there is something to say about it."""
        sent = Sent(ballot.answer, ballot.phrase, ballot.page)
        ballots.put(self._parts.store, self._parts.config.record_dir, proposal, voter, sent, now, offers=offered)
        return True


def _sent(environ: WSGIEnvironment, most: int) -> dict[str, str] | None:
    """Return the fields of a plain form whose names come once each; its body can be read again afterwards."""
    if not _is_plain(environ):
        return None
    said = environ.get("CONTENT_LENGTH", "")
    length = int(said) if said.isdecimal() and said.isascii() and len(said) <= 4 else most + 1
    if length > min(most, MOST_BYTES):
        return None
    body = _body(environ, length)
    try:
        pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=len(NAMES))
    except ValueError:
        return None
    fields = dict(pairs)
    return fields if len(body) == length and len(fields) == len(pairs) else None


def _is_plain(environ: WSGIEnvironment) -> bool:
    """Tell whether a browser sends a form as its page asks it to, and is content with a page."""
    return (
        environ.get("CONTENT_TYPE") == FORM_TYPE
        and not environ.get("QUERY_STRING")
        and not environ.get("SCRIPT_NAME")
        and "HTTP_TRANSFER_ENCODING" not in environ
        and "json" not in environ.get("HTTP_ACCEPT", "")
    )


def _body(environ: WSGIEnvironment, length: int) -> bytes:
    stream = environ["wsgi.input"]
    body: bytes = stream.read(length)
    while len(body) < length and (more := stream.read(length - len(body))):
        body += more
    environ["wsgi.input"] = BytesIO(body)
    return body


def _token(cookies: str, name: str) -> str:
    """Return the token in the only cookie of this name; "" where there is none, or it holds something else."""
    values = [
        value.strip()
        for key, _, value in (one.partition("=") for one in cookies.split(";"))
        if key.strip() == name
    ]
    return values[0] if len(values) == 1 and TOKEN_FORM.fullmatch(values[0]) else ""


@lru_cache(SEEN_HOSTS)
def _own_host(scheme: str, named: str, trusted: tuple[str, ...]) -> str:
    """Return the host that was asked, as the application knows it; "" for one that it refuses."""
    try:
        return get_host(scheme, named, None, trusted)
    except SecurityError:
        return ""
