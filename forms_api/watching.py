"""
What is counted and written down of every request: its route, its method, its status and how long it took.

Requests about votes are left out unless they failed: their times and numbers would tell who voted when, and how
many, before anybody may know. A failure among them is written down with its hour only.
"""

from __future__ import annotations

from time import perf_counter

from flask import Flask, Response, g, request

from forms_api.metrics import Tally

EXTENSION = "rsn.tally"
VOTES = frozenset({"ballots", "ballot_codes", "paper", "paper_table", "receipts"})
"""The blueprints about casting ballots and looking after them."""


def register(app: Flask) -> None:
    """Count every request; before anything else is registered, so that all of it is seen."""
    app.extensions[EXTENSION] = Tally()
    app.before_request(_begin)
    app.after_request(_count)


def tally_of(app: Flask) -> Tally:
    """Return the counts of an app."""
    tally: Tally = app.extensions[EXTENSION]
    return tally


def about_votes() -> bool:
    """Tell whether the request at work is about a vote."""
    return request.blueprint in VOTES


def _begin() -> None:
    g.begun = perf_counter()


def _count(response: Response) -> Response:
    from flask import current_app

    if about_votes() and response.status_code < 400:
        return response
    route, status = request.endpoint or "none", f"{response.status_code // 100}xx"
    tally = tally_of(current_app)
    tally.count("rsn_requests_total", route=route, method=method(), status=status)
    if not about_votes() and "begun" in g:
        tally.observe("rsn_request_seconds", perf_counter() - g.begun)
    return response


def method() -> str:
    """Return the method of the request at work, if it is one we know."""
    # A client may call its method anything; a count for each would fill the memory.
    return request.method if request.method in ("GET", "HEAD", "POST", "OPTIONS") else "other"
