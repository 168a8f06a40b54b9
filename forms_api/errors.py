"""Pages for when something goes wrong: what happened, what to do, and never how the inside looks."""

from __future__ import annotations

import logging
import secrets
from datetime import UTC, datetime

from flask import Flask, g, request
from flask.globals import request_ctx
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from forms_api.auth.checks import PageOfAnother, PageTooOld
from forms_api.kept_text import shown_again
from forms_api.language import gettext as _
from forms_api.limits import TooMany
from forms_api.rendering import render
from forms_api.services.refusals import Refused
from forms_api.store.base import StoreFailed
from forms_api.watching import about_votes, method
from presentation.translations import N_

log = logging.getLogger("rsn.forms")

WORDS = {
    400: (
        N_("This could not be read"),
        N_("Go back, load the page again and send it once more. Cookies have to be allowed for this site."),
    ),
    403: (N_("This page is for stewards"), N_("If you need something done here, ask one of the stewards.")),
    404: (N_("There is no such page"), N_("Check the address, or start again from your own page.")),
    405: (N_("This page takes no such request"), N_("Go back and use the buttons of the page.")),
    413: (N_("This is too long"), N_("Shorten what you wrote and send it again.")),
    415: (N_("This could not be read"), N_("The service takes plain forms and JSON only.")),
}
FAILED = (
    N_("Something went wrong on our side"),
    N_(
        "It was noted, and nothing was stored. Try again in a while, or ask a steward and give "
        "this number: %(number)s"
    ),
)
NOT_STORED = (
    N_("This could not be stored"),
    N_(
        "The disk took nothing, and nothing was changed. Go back and send it again in a while, "
        "or ask a steward and give this number: %(number)s"
    ),
)
NOT_STORED_HERE = N_(
    "This was not stored: the disk took nothing. Your text is kept; please send it again in a while. If it fails "
    "again, tell a steward this number: %(number)s"
)
PERHAPS_STORED_HERE = N_(
    "We cannot tell whether this was stored: the disk failed, and nothing more is taken until the service is "
    "looked after. Your text is kept. Tell a steward this number: %(number)s"
)
PERHAPS_STORED = (
    N_("We cannot tell whether this was stored"),
    N_(
        "The disk failed while it was written, and nothing more is taken until the service is looked after. "
        "Then look whether it is there; a ballot sent again counts once. Tell a steward this number: %(number)s"
    ),
)
OLD = (
    N_("This page was open for too long"),
    N_("Nothing was done. Go back, load the page again and send it once more."),
)
ANOTHER = (
    N_("This page was for somebody else"),
    N_(
        "You no longer enter things for the person this page was made for: half an hour passed, you stopped or "
        "changed, or their word was taken back. Nothing was done. Choose again for whom you enter, and type it "
        "once more."
    ),
)
REFUSED = N_("This cannot be done")
MANY = (N_("Too many tries"), N_("Wait a few minutes and try again."))


def register(app: Flask) -> None:
    """Answer every error with a page of ours."""
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(PageTooOld, lambda error: _page(400, *OLD))
    app.register_error_handler(PageOfAnother, lambda error: _page(409, *ANOTHER))
    app.register_error_handler(TooMany, _too_many)
    app.register_error_handler(StoreFailed, _not_stored)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _failed)


def _page(status: int, title: str, text: str, **values: object) -> tuple[str, int]:
    _make_whole()
    return render("forms/errors/error.html", title=_(title), text=_(text, **values)), status


def _make_whole() -> None:
    # Some errors, an unknown Host for one, come before the checks that know moment and browser.
    for name, value in (
        ("now", datetime.now(UTC)),
        ("browser", ""),
        ("member", None),
        ("actor", None),
        ("session", None),
    ):
        if name not in g:
            setattr(g, name, value)
    if request_ctx.url_adapter is None:
        # An unknown host has no addresses, so a page for it has no buttons: it is shown as to a stranger.
        g.member = g.actor = g.session = None


def _refused(refusal: Refused) -> ResponseReturnValue:
    return _page(refusal.status, REFUSED, refusal.message, **refusal.values)


def _too_many(error: TooMany) -> ResponseReturnValue:
    return *_page(429, *MANY), {"Retry-After": str(error.seconds)}


def _http(error: HTTPException) -> ResponseReturnValue:
    if error.code in WORDS:
        return _page(error.code, *WORDS[error.code])
    # A redirect is an exception too; it goes out as it is.
    return error.get_response() if error.code and error.code < 400 else _failed(error)


def _not_stored(error: StoreFailed) -> ResponseReturnValue:
    unknown, number = error.outcome_unknown, _noted(error)
    form = shown_again(_(PERHAPS_STORED_HERE if unknown else NOT_STORED_HERE, number=number))
    answer = (form, 503) if form else _page(503, *(PERHAPS_STORED if unknown else NOT_STORED), number=number)
    return *answer, {"Retry-After": "60"}


def _failed(error: Exception) -> ResponseReturnValue:
    return _page(500, *FAILED, number=_noted(error))


def _noted(error: Exception) -> str:
    """Write the error to the log and return the number it has there."""
    number = secrets.token_hex(4)
    # The trace and the route; no address of a person, no query, nothing that was typed.
    says = {"number": number, "method": method(), "route": request.endpoint, "coarse": about_votes()}
    log.error("a request failed", exc_info=error, extra={"says": says})
    return number
