"""Whether an answer is wanted in JSON. Asked of every request, so it costs next to nothing where it is not."""

from __future__ import annotations

from flask import request

JSON = "application/json"
PROBLEM = "application/problem+json"
HTML = "text/html"


def from_a_program() -> bool:
    """Tell whether JSON is sent or spoken of at all: no browser does for a page or a form."""
    environ = request.environ
    return "json" in environ.get("HTTP_ACCEPT", "") or "json" in environ.get("CONTENT_TYPE", "")


def wants_json() -> bool:
    """Tell whether JSON was asked for, or nothing else was by who sent JSON."""
    accept = request.environ.get("HTTP_ACCEPT", "")
    if "json" in accept:
        return request.accept_mimetypes.best_match((JSON, HTML, PROBLEM)) != HTML
    return request.mimetype == JSON and HTML not in accept
