"""A member's own page: my bridges, what waits for me, what I placed, where I take part."""

from __future__ import annotations

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from domain.exchange import MatchState
from domain.programs import InvitationState
from forms_api import current
from forms_api.auth.guards import member_required, public
from forms_api.rendering import render
from forms_api.services import ballots, exchanges, intents, matches, programs
from forms_api.services.bridges import bridges
from forms_api.services.taking_part import TAKING_PART

bp = Blueprint("me", __name__, url_prefix="/forms")

LIVE = (MatchState.OFFERED, MatchState.ACCEPTED)


@bp.get("/")
@public
def start() -> ResponseReturnValue:
    """Lead to one's own page, or to signing in."""
    there = "me.show" if current.signed_in() else "sign_in.ask"
    return redirect(url_for(there), 303)


@bp.get("/me")
@member_required
def show() -> ResponseReturnValue:
    """Show my bridges."""
    store, catalogue, now, me = current.store(), current.catalogue(), current.now(), current.member()
    seen = me.standing in TAKING_PART
    needs = intents.needs_for(store, catalogue, me.id, now) if seen else []
    seen_needs = {card.need.id for card in needs}
    could = [card for card in needs if card.could and not card.offered]
    mine = intents.mine(store, me.id)
    views = matches.views(store, me.id)
    parts = [p for p in programs.mine(store, me.id) if p.cohort in catalogue.cohorts]
    return render(
        "forms/me/show.html",
        me=me,
        bridges=bridges(store, me.id, len(could), now),
        could=could,
        placed=[intent for intent in mine if intents.is_open(intent, now.date())],
        agreed=[view for view in views if view.match.state in LIVE],
        suggested=[v for v in views if v.match.state is MatchState.SUGGESTED and v.match.need in seen_needs],
        to_confirm=[view for view in views if view.mine_to_confirm],
        unanswered=[v for v in views if v.exchange and not v.exchange.confirmed and not v.mine_to_confirm],
        loose=exchanges.loose(store, me.id),
        votes=ballots.open_votes(store, current.config().record_dir, me.id, now),
        parts=parts,
        invited=[p for p in parts if p.invitation is InvitationState.SENT],
    )
