"""
Exact values beside the words, for what programs live from: votes, receipts, needs, matches, proposals.

Rules of this file: each function says nothing that its page does not show; no member's id, no choice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from flask import url_for

from domain.exchange import Intent
from domain.governance.proposal import Proposal
from forms_api import current
from forms_api.services import ballots
from forms_api.services.casting import Receipt
from forms_api.services.intents import NeedCard
from forms_api.services.matches import MatchView
from forms_api.services.receipts import sign_promise
from forms_api.services.standing import Standing

Values = dict[str, Any]


def exact(template: str, shown: Mapping[str, Any]) -> Values:
    """Return the exact values of a page; none for those that have none."""
    says = _OF_PAGE.get(template)
    return says(shown) if says is not None else {}


def after(endpoint: str, parts: Mapping[str, Any]) -> Values:
    """Return what follows an act besides the address to go to: the receipt after a ballot."""
    if endpoint != "ballots.cast":
        return {}
    proposal = parts["proposal"]
    kept = ballots.own_receipt(current.store(), proposal, current.member().id)
    promise = sign_promise(current.config().record_dir, proposal, kept.commitment) if kept is not None else ""
    return {"receipt": _receipt(proposal, kept, promise)}


def _when(moment: date | datetime | None) -> str | None:
    return moment.isoformat().replace("+00:00", "Z") if moment is not None else None


def _me(shown: Mapping[str, Any]) -> Values:
    waits = shown.get("next_step") or {}
    return {
        "open_votes": [
            {
                "proposal": vote.proposal,
                "title": vote.title,
                "shut": _when(vote.shut),
                "voted": vote.voted,
                "ballot": url_for("ballots.ask", proposal=vote.proposal),
            }
            for vote in waits.get("votes", ())
        ],
        "to_confirm": [_match(view) for view in waits.get("to_confirm", ())],
        "matches": [_match(view) for view in (shown.get("agreed") or {}).get("live", ())],
    }


def _ballot(shown: Mapping[str, Any]) -> Values:
    seen: Standing = shown["seen"]
    form = shown["form"]
    return {
        "proposal": seen.proposal.id,
        "title": seen.proposal.title,
        "method": seen.policy.method.value,
        "secrecy": seen.policy.secrecy.value,
        "shut": _when(seen.times.shut),
        "voted": seen.voted,
        "options": [{"id": one.id, "title": one.title, "cost": one.cost} for one in form.options],
        "cast": shown["steps"]["cast"],
    }


def _closed(shown: Mapping[str, Any]) -> Values:
    seen: Standing = shown["seen"]
    return {"proposal": seen.proposal.id, "state": seen.state.value}


def _receipt_page(shown: Mapping[str, Any]) -> Values:
    seen: Standing = shown["seen"]
    return {"receipt": _receipt(seen.proposal.id, shown["receipt"], shown["promise"])}


def _receipt(proposal: str, kept: Receipt | None, promise: str) -> Values | None:
    if kept is None:
        return None
    return {
        "proposal": proposal,
        "code": kept.code,
        "commitment": kept.commitment,
        "pseudonym": kept.pseudonym,
        "salt": kept.salt,
        "promise": promise,
    }


def _sent(shown: Mapping[str, Any]) -> Values:
    return {"code": shown["code"]}


def _needs(shown: Mapping[str, Any]) -> Values:
    return {
        "needs": [_card(card) for card in shown["needs"]],
        "offers": [_intent(offer, "") for offer in shown["offers"]],
    }


def _need(shown: Mapping[str, Any]) -> Values:
    return {"need": _card(shown["card"])}


def _card(card: NeedCard) -> Values:
    could = url_for("needs.could", need=card.need.id)
    return {"id": card.need.id, **_intent(card.need, card.zone), "offered": card.offered, "could": could}


def _intent(intent: Intent, zone: str) -> Values:
    return {
        "skill": intent.skill,
        "when": intent.when,
        "note": intent.note,
        "hours": intent.quarters / 4 if intent.quarters else None,
        "zone": zone,
        "language": intent.language,
        "until": _when(intent.expires_on),
    }


def _match_page(shown: Mapping[str, Any]) -> Values:
    return {"match": _match(shown["view"])}


def _match(view: MatchView) -> Values:
    given = view.exchange
    return {
        "id": view.match.id,
        "need": view.match.need,
        "skill": view.match.skill,
        "state": view.match.state.value,
        "receiving": view.receiving,
        "name": view.name,
        "to_confirm": view.mine_to_confirm,
        "given": {"kind": given.kind.value, "amount": given.amount, "on": _when(given.on)} if given else None,
        "page": url_for("matches.show", match=view.match.id),
    }


def _mine(shown: Mapping[str, Any]) -> Values:
    return {
        "proposals": [
            {
                "id": proposal.id,
                "title": proposal.title,
                "state": state.value,
                "page": url_for(
                    "proposals.show" if proposal.policy else "proposals.preview", proposal=proposal.id
                ),
            }
            for proposal, state in shown["own"]
        ]
    }


def _proposal(shown: Mapping[str, Any]) -> Values:
    seen: Standing = shown["seen"]
    p: Proposal = seen.proposal
    return {
        "proposal": p.id,
        "title": p.title,
        "summary": p.summary,
        "state": seen.state.value,
        "sponsors": seen.sponsors,
        "sponsors_needed": p.sponsors_needed,
        "sponsored": seen.sponsored,
        "may_vote": seen.refusal is None,
        "voted": seen.voted,
        "shut": _when(seen.times.shut),
    }


_OF_PAGE: Mapping[str, Callable[[Mapping[str, Any]], Values]] = {
    "forms/me/show.html": _me,
    "forms/ballots/ballot.html": _ballot,
    "forms/ballots/closed.html": _closed,
    "forms/ballots/receipt.html": _receipt_page,
    "forms/sign_in/sent.html": _sent,
    "forms/needs/index.html": _needs,
    "forms/needs/show.html": _need,
    "forms/needs/could.html": _need,
    "forms/matches/show.html": _match_page,
    "forms/proposals/index.html": _mine,
    "forms/proposals/show.html": _proposal,
}
