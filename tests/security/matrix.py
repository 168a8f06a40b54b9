"""
The route x role matrix: every route of the service asked by everybody there could be, views put aside.

What a view does with a member is tested where the view is; here only who gets as far as the view is looked at. So
the innermost function of each is put aside, and the answer is "in" where it would have run.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import CellType
from typing import Any

from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from forms_api.auth.csrf import FIELD
from forms_api.auth.guards import Access, access_of, own_hand_of
from tests.forms_api.client import Browser

INSIDE = "the view itself"
ROLES = (
    "nobody",
    "left",
    "member",
    "unproved",
    "acting",
    "acting steward",
    "steward",
    "steward of one secret",
    "unproved steward",
)
SIGNED_OUT = ("nobody", "left")
ACTING = ("acting", "acting steward")


def expected(view: Any, role: str) -> str:
    """Return what the decorators of *view* promise *role*: "in", "sign in", "prove" or "refused"."""
    access = access_of(view)
    if access is Access.PUBLIC:
        return "in"
    if role in SIGNED_OUT:
        return "sign in"
    if role in ACTING and (access is Access.STEWARD or own_hand_of(view) is not None):
        return "refused"
    if access is Access.STEWARD and role == "steward of one secret":
        return "prove"
    if access is Access.STEWARD and "steward" not in role:
        return "refused"
    if getattr(view, "recently_proved", False) and (role.startswith("unproved") or role in ACTING):
        return "prove"
    return "in"


def said(answer: TestResponse) -> str:
    """Return what an answer was, in the words of `expected`; anything else as it is."""
    if answer.status_code == 200 and answer.get_data(as_text=True) == INSIDE:
        return "in"
    if answer.status_code == 303:
        place = answer.headers["Location"].split("?")[0]
        return {"/forms/sign-in": "sign in", "/forms/sign-in/again": "prove"}.get(place, place)
    return "refused" if answer.status_code == 403 else str(answer.status_code)


def ask(browser: Browser, rule: Rule, method: str, path: str, token: str) -> str:
    """Ask for the route as this browser; return what the answer was."""
    if method == "GET":
        return said(browser.raw.get(path))
    return said(browser.raw.post(path, data={FIELD: token}, content_type="application/x-www-form-urlencoded"))


@contextmanager
def put_aside(app: Flask) -> Iterator[None]:
    """Let every view answer that it was reached; its guards stay as they are."""
    cells: list[tuple[CellType, Any]] = []
    views = dict(app.view_functions)
    for name, view in views.items():
        cell = _innermost(view)
        if cell is None:
            app.view_functions[name] = _inside(view)
        else:
            cells.append((cell, cell.cell_contents))
    for cell, _ in cells:
        cell.cell_contents = _inside(cell.cell_contents)
    try:
        yield
    finally:
        app.view_functions.update(views)
        for cell, held in cells:
            cell.cell_contents = held


def _inside(view: Any) -> Callable[..., str]:
    def inside(**_parts: object) -> str:
        return INSIDE

    inside.__dict__.update({name: value for name, value in vars(view).items() if name != "__wrapped__"})
    return inside


def _innermost(view: Any) -> CellType | None:
    """Return the cell in which the last guard of *view* holds what it guards; None where there is no guard."""
    found = None
    while hasattr(view, "__wrapped__"):
        found = next(c for c in view.__closure__ if c.cell_contents is view.__wrapped__)
        view = view.__wrapped__
    return found


def path_of(rule: Rule, values: dict[str, str]) -> str:
    """Return an address of the rule; each part is what *values* say, or the first word that fits it."""
    path = re.sub(r"<any\((\w+)[^>]*>", lambda found: found[1], rule.rule)
    return re.sub(r"<(?:(\w+):)?(\w+)>", lambda found: values.get(found[2], "1"), path)
