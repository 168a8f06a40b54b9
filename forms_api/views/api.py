"""For programs: who is signed in here and the token for what they send, and the description of all routes."""

from __future__ import annotations

from flask import Blueprint, g, jsonify
from flask.typing import ResponseReturnValue

from forms_api import current
from forms_api.auth.guards import public

bp = Blueprint("api", __name__, url_prefix="/forms")


@bp.get("/session")
@public
def session() -> ResponseReturnValue:
    """Tell who is signed in on this client, for whom they act, and the token that every POST needs."""
    actor, member, hand = g.actor, current.signed_in(), current.hand()
    return jsonify(
        {
            "csrf_token": current.csrf_token(),
            "signed_in": {"name": actor.entry.name, "steward": actor.steward} if actor else None,
            "acting_for": {"name": member.entry.name} if hand and member else None,
            "language": current.language(),
            "languages": list(current.config().languages),
        }
    )
