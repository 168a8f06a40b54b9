"""
What a view answers, as JSON to who asks for it; everybody else gets the page, and pays nothing for this.

A page becomes what stands on it (page.py) and, for those that programs live from, exact values (values.py). A
redirect after a POST becomes {"ok": true, "see": address}. A form with mistakes becomes 422, with the words of
its page. Whatever else went wrong becomes a problem (RFC 9457) with its page's words.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, g, request
from flask.typing import ResponseReturnValue

from forms_api import current
from forms_api.api.asked import HTML, JSON, PROBLEM, from_a_program, wants_json
from forms_api.api.page import page_values, summary
from forms_api.api.reader import Malformed
from forms_api.api.values import after, exact
from forms_api.auth.guards import Access, access_of
from forms_api.language import gettext as _
from forms_api.services.refusals import Refused
from presentation.translations import N_

SIGN_IN = (N_("Sign in first"), N_("This is for members. Sign in, and ask again with the cookie you are given."))
PROVE = (N_("Sign in once more"), N_("This asks for a mailed link or a printed code again, used just now."))
NOT_DONE = N_("This cannot be done")
MISTAKES = N_("There is a problem")
MALFORMED = N_("This could not be read")
AGAIN = "/forms/sign-in/again"
ERROR_PAGE = "forms/errors/error.html"
NOWHERE: tuple[str, Mapping[str, Any]] = ("", {})


def register(app: Flask) -> None:
    """Answer in JSON who asks for it."""
    app.before_request(_note_the_wish)
    app.after_request(_in_json)
    app.register_error_handler(Malformed, _malformed)


def _note_the_wish() -> None:
    # Pages note what they were made of, and forms that they were judged, for requests with these marks alone.
    if from_a_program():
        g.by_program = True
        if wants_json():
            g.in_json = True


def _malformed(error: Malformed) -> ResponseReturnValue:
    from forms_api.rendering import render

    g.malformed = error
    return render(ERROR_PAGE, title=_(MALFORMED), text=_(error.says)), HTTPStatus.BAD_REQUEST


def _in_json(response: Response) -> Response:
    # An error may come before any mark was made: an unknown host, for one.
    if "by_program" not in g and response.status_code < HTTPStatus.BAD_REQUEST:
        return response
    if response.mimetype != HTML or not wants_json():
        return response
    if response.status_code >= HTTPStatus.BAD_REQUEST:
        return _gone_wrong(response)
    if response.status_code >= HTTPStatus.MULTIPLE_CHOICES:
        return _led_on(response)
    return _shown(response)


def _led_on(response: Response) -> Response:
    see = response.headers.get("Location", "")
    if (refused := _not_let_in(see)) is not None:
        return _problem(response, HTTPStatus.UNAUTHORIZED, *map(_, refused), see=see)
    if request.method in ("GET", "HEAD") or response.status_code != HTTPStatus.SEE_OTHER:
        return _write(response, {"see": see}, response.status_code)
    if mistakes := form_errors():
        return _mistakes(response, [message for messages in mistakes.values() for message in messages])
    more = after(request.endpoint or "", request.view_args or {})
    return _write(response, {"ok": True, "see": see, **more}, HTTPStatus.OK)


def _not_let_in(see: str) -> tuple[str, str] | None:
    """Return what is told to whom the guards led away; None to everybody else."""
    view = current_app.view_functions.get(request.endpoint or "")
    if view is None or access_of(view) is Access.PUBLIC:
        return None
    if g.get("member") is None:
        return SIGN_IN
    return PROVE if urlsplit(see).path == AGAIN else None


def _shown(response: Response) -> Response:
    html = response.get_data(as_text=True)
    template, values = g.get("shown", NOWHERE)
    if request.method == "POST":
        told = summary(html)
        refusal = values.get("refusal") or getattr(values.get("seen"), "refusal", None)
        if told or (form_errors() and refusal is None):
            return _mistakes(response, told)
        if isinstance(refusal, Refused):
            return _problem(response, HTTPStatus.CONFLICT, _(NOT_DONE), _(refusal.message, **refusal.values))
    page = {**page_values(html), "language": current.language(), "values": exact(template, values)}
    return _write(response, page, response.status_code)


def form_errors() -> dict[str, list[str]]:
    """Return the mistakes in the form that was sent, by the names of its fields; "" holds those of no field."""
    form = g.get("form")
    return dict(_errors_in(form.errors, "")) if form is not None else {}


def _errors_in(errors: Mapping[str | None, Any], before: str) -> Iterator[tuple[str, list[str]]]:
    for name, found in errors.items():
        full = f"{before}{name or ''}"
        if isinstance(found, Mapping):
            yield from _errors_in(found, f"{full}-")
            continue
        for place, row in enumerate(found):
            if isinstance(row, Mapping):
                yield from _errors_in(row, f"{full}-{place}-")
        if said := [_(str(message)) for message in found if not isinstance(message, Mapping)]:
            yield full, said


def _mistakes(response: Response, told: list[str]) -> Response:
    """Answer with the mistakes: all in the order of the page, and by field; "" holds what belongs to no field."""
    errors = form_errors()
    at_fields = {message for messages in errors.values() for message in messages}
    if loose := [message for message in told if message not in at_fields]:
        errors[""] = [*errors.get("", []), *loose]
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    return _problem(response, status, _(MISTAKES), " ".join(told), errors=errors, summary=told)


def _gone_wrong(response: Response) -> Response:
    template, values = g.get("shown", NOWHERE)
    if template == ERROR_PAGE:
        title, text = values["title"], values["text"]
    else:
        # Before any page was made, or with the form once more, as where the disk took nothing.
        html = response.get_data(as_text=True)
        title, text = page_values(html)["title"], " ".join(summary(html))
    found = g.get("malformed")
    more = _place(found) if found is not None else {}
    return _problem(response, response.status_code, title, text, **more)


def _place(found: Malformed) -> dict[str, Any]:
    at = {"at": {"line": found.line, "column": found.column}} if found.line else {}
    return {"code": found.code, **at, **({"fields": list(found.fields)} if found.fields else {})}


def _problem(response: Response, status: int, title: str, detail: str, **more: Any) -> Response:
    values = {"type": "about:blank", "title": title, "status": int(status), "detail": detail, **more}
    response.headers.pop("Location", None)
    return _write(response, values, status, PROBLEM)


def _write(response: Response, values: dict[str, Any], status: int, kind: str = JSON) -> Response:
    response.set_data(json.dumps(values, ensure_ascii=False, separators=(",", ":")) + "\n")
    response.status_code = int(status)
    response.content_type = kind
    response.headers["Vary"] = "Accept"
    return response
