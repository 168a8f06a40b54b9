"""Search the skills by one's own words: open to everybody, one page, no account and no JavaScript needed."""

from __future__ import annotations

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from domain.search import MAX_CHARACTERS
from forms_api import current
from forms_api.auth.guards import public
from forms_api.rendering import render
from forms_api.services import searching
from forms_api.services.text_rules import normal, refused_at

bp = Blueprint("search", __name__, url_prefix="/forms/search")


@bp.get("")
@public
def show() -> ResponseReturnValue:
    """Show what the words in ?q= may mean; nothing is kept of what was asked."""
    text = normal(request.args.get("q", ""))[:MAX_CHARACTERS].strip()
    # Signs that cannot be shown are no words: they find nothing, and are not shown back.
    if refused_at(text, lines=False) is not None:
        text = ""
    found = searching.answer(current.catalogue(), current.config().record_dir, text)
    return render("forms/search/show.html", asked=text, answer=found, section="skills")
