"""Where to go after signing in: only to a page of ours, found in the table of routes."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlsplit

from flask import current_app, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

NOT_BACK = ("sign_in.", "demo.")
_PLAIN = re.compile(r"[a-z][a-z0-9-]{0,79}")
MOST_ASKED = 4


def way_back(asked: str | None) -> str:
    """
    Return the address of the page *asked* for, made anew from its route; one's own page for anything else.

    What was asked for is never sent back as it came: "//evil.example" matches no route of ours. Of what stands
    behind a question mark plain words alone come along, for pages that are filled in by a link.
    """
    home = url_for("me.show")
    try:
        parts = urlsplit(asked or home)
        if parts.scheme or parts.netloc:
            return home
        endpoint, values = current_app.url_map.bind("localhost").match(parts.path, method="GET")
    except (HTTPException, RequestRedirect, ValueError):
        return home
    if endpoint.startswith(NOT_BACK):
        return home
    return url_for(endpoint, **{**_plain(parts.query), **values})


def _plain(query: str) -> dict[str, str]:
    try:
        pairs = parse_qsl(query, max_num_fields=MOST_ASKED)
    except ValueError:
        return {}
    return {name: value for name, value in pairs if _PLAIN.fullmatch(name) and _PLAIN.fullmatch(value)}
