"""Whether an answer is wanted in JSON. Asked of every request, so it costs next to nothing where it is not."""

from __future__ import annotations

from flask import request

JSON = "application/json"
PROBLEM = "application/problem+json"
HTML = "text/html"


def wants_json() -> bool:
    """Tell whether JSON was asked for, or nothing else was by who sent JSON."""
    accept = request.environ.get("HTTP_ACCEPT", "")
    # No browser speaks of JSON when it opens a page or sends a form.
    if "json" in accept:
        return request.accept_mimetypes.best_match((JSON, HTML, PROBLEM)) != HTML
    return request.mimetype == JSON and HTML not in accept
