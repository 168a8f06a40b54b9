"""Challenging a count, signed in or by a receipt, and the answers of those who may give them."""

from __future__ import annotations

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from forms_api import current
from forms_api.auth.guards import any_hand, keeps_text, member_required, own_hand, public
from forms_api.auth.tries import count_try
from forms_api.forms.base import typed
from forms_api.forms.challenges import ChallengeForm, CodeChallengeForm, RemedyForm
from forms_api.rendering import render
from forms_api.services import challenges, recounts
from forms_api.services.standing import Standing, standing
from forms_api.services.two_people import NotOneOfTwo, may_be_one_of_two
from forms_api.views.proposals import said_on

bp = Blueprint("challenges", __name__, url_prefix="/forms")

SECTION = "decisions"
PER_NETWORK = 20
FOR_ALL = 200


@bp.route("/proposals/<proposal>/challenge", methods=["GET", "POST"])
@member_required
@keeps_text
def challenge(proposal: str) -> ResponseReturnValue:
    """Challenge a result as somebody on the roll."""
    seen, form = _seen(proposal), ChallengeForm()
    if form.validate_on_submit():
        with said_on(form):
            challenges.challenge(
                current.store(),
                current.config().record_dir,
                proposal,
                current.member().id,
                form.why,
                typed(form.words),
                current.now(),
            )
            return redirect(url_for(".made"), 303)
    refusal = challenges.window_refusal(current.store(), proposal, current.now())
    return render("forms/challenges/challenge.html", section=SECTION, form=form, seen=seen, refusal=refusal)


@bp.route("/challenge", methods=["GET", "POST"])
@public
@any_hand
@keeps_text
def by_code() -> ResponseReturnValue:
    """Challenge a result with a receipt, without signing in."""
    form = CodeChallengeForm()
    if form.validate_on_submit():
        _limit()
        with said_on(form):
            challenges.challenge_by_code(
                current.parts().store,
                current.config().record_dir,
                typed(form.proposal).strip(),
                typed(form.code),
                form.why,
                typed(form.words),
                current.now(),
                promise=typed(form.promise),
            )
            return redirect(url_for(".made"), 303)
    return render("forms/challenges/by_code.html", section=SECTION, form=form)


@bp.get("/challenge/made")
@public
def made() -> ResponseReturnValue:
    """Say that the challenge is kept, and where its answer will stand."""
    return render("forms/challenges/made.html", section=SECTION)


@bp.get("/challenges")
@member_required
@own_hand()
def index() -> ResponseReturnValue:
    """Show the challenges that wait for an answer."""
    allowed = _allowed()
    waiting = challenges.waiting(current.store()) if allowed else ()
    return render("forms/challenges/index.html", waiting=waiting, refusal=None if allowed else NotOneOfTwo())


@bp.route("/challenges/<challenge>", methods=["GET", "POST"])
@member_required
@own_hand()
@keeps_text
def answer(challenge: str) -> ResponseReturnValue:
    """Answer one challenge: nothing changes, or all is counted again."""
    form = RemedyForm()
    if form.validate_on_submit():
        store, me, now = current.store(), current.member().id, current.now()
        with said_on(form):
            if form.counts_again:
                record_dir = current.config().record_dir
                begun = recounts.begin(store, record_dir, challenge, typed(form.remedy), me, now)
                return redirect(url_for("recounts.show", proposal=begun.proposal), 303)
            challenges.answer(store, challenge, typed(form.remedy), me, now)
            return redirect(url_for(".index"), 303)
    allowed = _allowed()
    found = challenges.one(current.store(), challenge) if allowed else None
    refusal = None if allowed else NotOneOfTwo()
    return render("forms/challenges/answer.html", form=form, found=found, refusal=refusal)


def _allowed() -> bool:
    with current.store().reading() as unit:
        return may_be_one_of_two(unit, current.member().id)


def _limit() -> None:
    count_try("challenge", for_all=FOR_ALL, per_network=PER_NETWORK)


def _seen(proposal: str) -> Standing:
    return standing(current.store(), current.config().record_dir, proposal, current.member().id, current.now())
