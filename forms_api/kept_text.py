"""A form that could not be stored, shown once more with all that was typed."""

from __future__ import annotations

import logging

from flask import current_app, g, request

from forms_api.auth.csrf import Token

log = logging.getLogger("rsn.forms")


def shown_again(text: str) -> str | None:
    """
    Return the page of the form that was sent, with *text* as its mistake; None where there is no such page.

    The view is called once more with a token that is worth no more than that of a page that was open too long, so
    its form refuses. Views that say @keeps_text store nothing then.
    """
    view = current_app.view_functions.get(request.endpoint or "")
    if request.method != "POST" or "in_json" in g or not getattr(view, "keeps_text", False) or view is None:
        return None
    before = g.get("csrf_verdict")
    g.not_stored, g.csrf_verdict = text, Token.STALE
    try:
        page = current_app.ensure_sync(view)(**(request.view_args or {}))
    except Exception as error:
        # Whatever keeps the form from being shown, the page that says what happened can be.
        log.warning("a form was not shown again", extra={"says": {"error": type(error).__name__}})
        return None
    finally:
        del g.not_stored
        g.csrf_verdict = before
    return page if isinstance(page, str) else None
