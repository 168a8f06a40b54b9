"""
The language of an answer: asked for by ?lang=, remembered in a cookie, else what the browser prefers.

Texts in Python are marked where they stand: `gettext` (as _) says them now and fills in %(names)s;
presentation.translations.N_ leaves them to the template that shows them (labels, hints, refusals).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from flask import Flask, Response, g, has_request_context, request
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from forms_api import current
from forms_api.services.refusals import Refused
from presentation.formats import Formats
from presentation.languages import DEFAULT
from presentation.translations import translations

COOKIE = "rsn_lang"
YEAR_SECONDS = 365 * 24 * 3600


def gettext(text: str, **values: object) -> str:
    """Return *text* in the language of the answer, %(names)s filled from *values*, numbers in its digits."""
    said = translations(current.language()).gettext(text) if has_request_context() else text
    return said % _shown(values) if values else said


def ngettext(one: str, many: str, number: int, **values: object) -> str:
    """Return the form of the text that *number* asks for, with %(number)s and other %(names)s filled."""
    said = translations(current.language()).ngettext(one, many, number)
    return said % _shown({"number": number, **values})


def _shown(values: Mapping[str, object]) -> dict[str, object]:
    formats = Formats(current.language() if has_request_context() else DEFAULT)
    return {name: formats.number(value) if isinstance(value, int) else value for name, value in values.items()}


def said(refusal: Refused) -> str:
    """Return what a refusal says, in the language of the answer."""
    return gettext(refusal.message, **refusal.values)


def register(app: Flask) -> None:
    """Choose the language before every view, and remember one that was asked for."""
    app.before_request(_choose)
    app.after_request(_remember)


def _choose() -> None:
    languages = current.config().languages
    asked = request.args.get("lang") if request.query_string else None
    kept = request.cookies.get(COOKIE)
    if asked in languages:
        g.language, g.language_asked = asked, True
    elif kept in languages:
        g.language = kept
    else:
        g.language = _preferred(request.headers.get("Accept-Language", ""), languages)


@lru_cache(256)
def _preferred(accepted: str, languages: tuple[str, ...]) -> str:
    """Return what the browser prefers of *languages*; people's browsers say one of few things, again and again."""
    return parse_accept_header(accepted, LanguageAccept).best_match(languages, languages[0])


def _remember(response: Response) -> Response:
    if g.get("language_asked"):
        secure = current.config().secure_cookies
        response.set_cookie(
            COOKIE, g.language, max_age=YEAR_SECONDS, secure=secure, httponly=True, samesite="Lax", path="/"
        )
    return response
