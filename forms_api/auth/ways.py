"""Where to go after signing in: only to a page of ours, found in the table of routes."""

from __future__ import annotations

from flask import current_app, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

NOT_BACK = ("sign_in.", "demo.")


def way_back(asked: str | None) -> str:
    """
    Return the address of the page *asked* for, made anew from its route; one's own page for anything else.

    What was asked for is never sent back as it came: "//evil.example" matches no route of ours.
    """
    home = url_for("me.show")
    try:
        endpoint, values = current_app.url_map.bind("localhost").match(asked or home, method="GET")
    except (HTTPException, RequestRedirect, UnicodeError):
        return home
    return home if endpoint.startswith(NOT_BACK) else url_for(endpoint, **values)
