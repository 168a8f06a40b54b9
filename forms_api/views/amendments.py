"""Amendments: offered by members, answered by those who write the proposal."""

from __future__ import annotations

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from domain.governance.deliberation import AmendmentKind, AmendmentState
from domain.governance.outcome import BEFORE_THE_FREEZE
from domain.governance.proposal import Proposal
from forms_api import current
from forms_api.auth.guards import keeps_text, member_required
from forms_api.forms.base import typed
from forms_api.forms.deliberation import ACCEPT, BY_HAND, DECLINE, OWN_OPTION, AmendmentForm, AnswerForm, number_in
from forms_api.rendering import render
from forms_api.services import amendments
from forms_api.services.amendments import Seen
from forms_api.services.proposal_events import NotNow, state_of, submitted
from forms_api.services.refusals import Refused
from forms_api.services.versions import EditedMeanwhile, writes
from forms_api.views.proposals import SECTION, said_on

bp = Blueprint("amendments", __name__, url_prefix="/forms/proposals/<proposal>/amendments")


@bp.get("")
@member_required
def index(proposal: str) -> ResponseReturnValue:
    """Show what was offered and what became of it."""
    found, refusal = _proposal(proposal)
    return render(
        "forms/proposals/amendments.html",
        section=SECTION,
        p=found,
        amendments=amendments.amendments_of(current.store(), proposal),
        may_offer=refusal is None,
    )


@bp.route("/new", methods=["GET", "POST"])
@member_required
@keeps_text
def new(proposal: str) -> ResponseReturnValue:
    """Offer an amendment."""
    found, refusal = _proposal(proposal)
    form = AmendmentForm() if request.method == "POST" else _filled(found)
    form.fit(found)
    if form.validate_on_submit():
        with said_on(form):
            base = number_in(typed(form.base))
            try:
                amendments.offer(current.store(), proposal, current.member().id, form.offer, base, current.now())
            except EditedMeanwhile:
                # Told once; when the member sends it again, they have read what has changed.
                form.base.data = str(found.version)
                raise
            return redirect(url_for(".index", proposal=proposal), 303)
    return render("forms/proposals/amend.html", section=SECTION, p=found, form=form, refusal=refusal)


@bp.route("/<int:number>", methods=["GET", "POST"])
@member_required
@keeps_text
def show(proposal: str, number: int) -> ResponseReturnValue:
    """Show one amendment; who writes the proposal answers it here."""
    seen = amendments.amendment(current.store(), proposal, number)
    refusal = _answer_refused(seen)
    form = AnswerForm()
    form.offer_answers(*_answers(seen))
    if refusal is None and form.validate_on_submit():
        with said_on(form):
            _answer(proposal, number, str(form.answer.data), typed(form.reason))
            return redirect(url_for(".index", proposal=proposal), 303)
    return render(
        "forms/proposals/amendment.html",
        section=SECTION,
        seen=seen,
        form=form,
        refusal=refusal,
        mine=seen.amendment.member == current.member().id and seen.amendment.state is AmendmentState.OPEN,
    )


@bp.post("/<int:number>/withdraw")
@member_required
def withdraw(proposal: str, number: int) -> ResponseReturnValue:
    """Take one's own amendment back."""
    amendments.withdraw(current.store(), proposal, number, current.member().id, current.now())
    return redirect(url_for(".index", proposal=proposal), 303)


def _answer(proposal: str, number: int, answer: str, reason: str) -> None:
    given = (current.store(), proposal, number, current.member().id, reason, current.now())
    if answer == DECLINE:
        amendments.decline(*given)
    elif answer == OWN_OPTION:
        amendments.make_option(*given)
    else:
        amendments.accept(*given, by_hand=answer == BY_HAND)


def _answers(seen: Seen) -> list[str]:
    """Return what an amendment can be answered with."""
    taking = [] if seen.amendment.kind is AmendmentKind.OPTION else [BY_HAND if seen.outdated else ACCEPT]
    return [*taking, *([OWN_OPTION] if amendments.takes_options(seen.proposal) else []), DECLINE]


def _answer_refused(seen: Seen) -> Refused | None:
    """Return why the member cannot answer this amendment now; None where they can."""
    if not writes(seen.proposal, current.member().id):
        return amendments.NoSuchAmendment()
    if seen.amendment.state is not AmendmentState.OPEN or seen.amendment.removed:
        return amendments.AnsweredAlready()
    return _proposal(seen.proposal.id)[1]


def _proposal(proposal: str) -> tuple[Proposal, Refused | None]:
    with current.store().reading() as unit:
        found, state = submitted(unit, proposal), state_of(unit, proposal)
    return found, None if state in BEFORE_THE_FREEZE else NotNow(state)


def _filled(found: Proposal) -> AmendmentForm:
    return AmendmentForm(data={"wording": found.text, "base": str(found.version)})
