"""Proposing, sponsoring, arguing, withdrawing: one page each, and a hub for each proposal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from domain.governance.outcome import BEFORE_THE_CLOSE, BEFORE_THE_FREEZE
from domain.governance.proposal import ArgumentKind, Proposal
from forms_api import current
from forms_api.auth.guards import keeps_text, member_required
from forms_api.forms.base import BaseForm, typed
from forms_api.forms.deliberation import ReplyForm
from forms_api.forms.options import option_rows
from forms_api.forms.proposals import ArgumentForm, ProposalForm, SponsorForm, WithdrawForm, program_title
from forms_api.language import gettext as _
from forms_api.rendering import render
from forms_api.services import arguments, proposals, sponsors
from forms_api.services.advice import BEFORE_THE_VOTE, may_advise
from forms_api.services.amendments import amendments_of
from forms_api.services.arguments import Asked, NoSuchQuestion
from forms_api.services.coauthors import asked_to_write
from forms_api.services.proposal_events import NotNow
from forms_api.services.proposals import NotYours, preview_of
from forms_api.services.refusals import Refused
from forms_api.services.sponsors import SPONSORING, AuthorSponsors
from forms_api.services.standing import Standing, own_proposals, standing
from forms_api.services.versions import writes

bp = Blueprint("proposals", __name__, url_prefix="/forms/proposals")

SECTION = "decisions"


@bp.get("")
@member_required
def index() -> ResponseReturnValue:
    """Show the member's own drafts and proposals."""
    me = current.member().id
    own, asked = own_proposals(current.store(), me), asked_to_write(current.store(), me)
    return render("forms/proposals/index.html", section=SECTION, own=own, asked=asked)


@bp.route("/new", methods=["GET", "POST"])
@member_required
@keeps_text
def new() -> ResponseReturnValue:
    """Write a draft."""
    form = _proposal_form()
    if not form.more.data and form.validate_on_submit():
        with said_on(form):
            draft = proposals.write_draft(
                current.store(), current.catalogue(), current.member().id, form.draft, current.now()
            )
            return redirect(url_for(".preview", proposal=draft.id), 303)
    return render("forms/proposals/new.html", section=SECTION, form=form, draft=None)


@bp.route("/<proposal>/edit", methods=["GET", "POST"])
@member_required
@keeps_text
def edit(proposal: str) -> ResponseReturnValue:
    """Change a draft."""
    draft = _own_draft(proposal)
    form = _proposal_form(draft)
    if not form.more.data and form.validate_on_submit():
        proposals.edit_draft(current.store(), current.catalogue(), proposal, current.member().id, form.draft)
        return redirect(url_for(".preview", proposal=proposal), 303)
    return render("forms/proposals/new.html", section=SECTION, form=form, draft=draft)


@bp.get("/<proposal>/preview")
@member_required
def preview(proposal: str) -> ResponseReturnValue:
    """Show the draft as everyone will read it, and what its rule book asks for with today's roll."""
    seen = preview_of(current.store(), current.catalogue(), proposal, current.member().id)
    return render(
        "forms/proposals/preview.html",
        section=SECTION,
        draft=seen.draft,
        program=program_title(current.catalogue(), seen.draft.program),
        policy=seen.policy,
        terms=seen.terms,
        refusal=seen.refusal,
    )


@bp.post("/<proposal>/submit")
@member_required
def submit(proposal: str) -> ResponseReturnValue:
    """Put the draft before everybody."""
    made = proposals.submit(current.store(), current.catalogue(), proposal, current.member().id, current.now())
    return redirect(url_for(".show", proposal=made.id), 303)


@bp.post("/<proposal>/discard")
@member_required
def discard(proposal: str) -> ResponseReturnValue:
    """Forget a draft."""
    proposals.discard_draft(current.store(), proposal, current.member().id)
    return redirect(url_for(".index"), 303)


@bp.get("/<proposal>")
@member_required
def show(proposal: str) -> ResponseReturnValue:
    """Show where a proposal stands and what the member can do with it."""
    seen = _seen(proposal)
    with current.store().reading() as unit:
        concerned = may_advise(unit, current.catalogue(), seen.proposal, current.member().id)
    return render(
        "forms/proposals/show.html",
        section=SECTION,
        seen=seen,
        can_advise=concerned and seen.state in BEFORE_THE_VOTE,
        can_argue=BEFORE_THE_CLOSE,
        can_withdraw=BEFORE_THE_FREEZE,
        can_change=BEFORE_THE_FREEZE,
        writes=writes(seen.proposal, current.member().id),
        questions=arguments.questions(current.store(), proposal),
        offered=bool(amendments_of(current.store(), proposal)),
    )


@bp.route("/<proposal>/sponsor", methods=["GET", "POST"])
@member_required
@keeps_text
def sponsor(proposal: str) -> ResponseReturnValue:
    """Support a proposal."""
    form = SponsorForm()
    if form.validate_on_submit():
        sponsors.sponsor(
            current.store(), proposal, current.member().id, current.now(), named=bool(form.named.data)
        )
        return redirect(url_for(".show", proposal=proposal), 303)
    seen = _seen(proposal)
    refusal = _sponsoring_refused(seen)
    return render("forms/proposals/sponsor.html", section=SECTION, form=form, seen=seen, refusal=refusal)


@bp.post("/<proposal>/sponsor/withdraw")
@member_required
def withdraw_support(proposal: str) -> ResponseReturnValue:
    """Take one's support back."""
    sponsors.withdraw_support(current.store(), proposal, current.member().id, current.now())
    return redirect(url_for(".show", proposal=proposal), 303)


@bp.post("/<proposal>/sponsor/keep")
@member_required
def keep_support(proposal: str) -> ResponseReturnValue:
    """Say that one's support goes for the changed text too."""
    sponsors.keep_support(current.store(), proposal, current.member().id, current.now())
    return redirect(url_for(".show", proposal=proposal), 303)


@bp.route("/<proposal>/questions/<int:question>", methods=["GET", "POST"])
@member_required
@keeps_text
def answer(proposal: str, question: int) -> ResponseReturnValue:
    """Answer a question about a proposal."""
    form = ReplyForm()
    asked = _asked(proposal, question)
    if form.validate_on_submit():
        with said_on(form):
            me, named = current.member().id, bool(form.named.data)
            arguments.answer(current.store(), proposal, question, me, typed(form.text), current.now(), named=named)
            return redirect(url_for(".show", proposal=proposal), 303)
    seen = _seen(proposal)
    refusal = None if seen.state in BEFORE_THE_CLOSE else NotNow(seen.state)
    return render(
        "forms/proposals/answer.html", section=SECTION, form=form, seen=seen, asked=asked, refusal=refusal
    )


def _asked(proposal: str, question: int) -> Asked:
    found = [asked for asked in arguments.questions(current.store(), proposal) if asked.number == question]
    if not found:
        raise NoSuchQuestion
    return found[0]


@bp.route("/<proposal>/argue", methods=["GET", "POST"])
@member_required
@keeps_text
def argue(proposal: str) -> ResponseReturnValue:
    """Say something about a proposal."""
    form = ArgumentForm()
    if form.validate_on_submit():
        with said_on(form):
            arguments.argue(
                current.store(),
                proposal,
                current.member().id,
                ArgumentKind(form.kind.data),
                typed(form.text),
                current.now(),
                named=bool(form.named.data),
            )
            return redirect(url_for(".show", proposal=proposal), 303)
    seen = _seen(proposal)
    refusal = None if seen.state in BEFORE_THE_CLOSE else NotNow(seen.state)
    return render("forms/proposals/argue.html", section=SECTION, form=form, seen=seen, refusal=refusal)


@bp.route("/<proposal>/withdraw", methods=["GET", "POST"])
@member_required
@keeps_text
def withdraw(proposal: str) -> ResponseReturnValue:
    """Take one's own proposal back."""
    form = WithdrawForm()
    if form.validate_on_submit():
        proposals.withdraw(current.store(), proposal, current.member().id, typed(form.reason), current.now())
        return redirect(url_for(".show", proposal=proposal), 303)
    seen = _seen(proposal)
    if not seen.authored:
        raise NotYours
    refusal = None if seen.state in BEFORE_THE_FREEZE else NotNow(seen.state)
    return render("forms/proposals/withdraw.html", section=SECTION, form=form, seen=seen, refusal=refusal)


def _proposal_form(draft: Proposal | None = None) -> ProposalForm:
    written = None
    if draft is not None:
        written = {name: getattr(draft, name) for name in ("title", "summary", "text", "program", "named")}
        written["policy"] = draft.policy_slug
        written["options"] = option_rows(draft.options)
    form = ProposalForm(current.catalogue(), current.language(), _("None"), data=written)
    form.make_room()
    return form


@contextmanager
def said_on(form: BaseForm) -> Iterator[None]:
    """Show a refusal on the page of *form*, so that what was typed is kept."""
    try:
        yield
    except Refused as refusal:
        if refusal.status == HTTPStatus.NOT_FOUND:
            raise
        form.form_errors.append(_(refusal.message, **refusal.values))


def _own_draft(proposal: str) -> Proposal:
    with current.store().reading() as unit:
        return proposals.own_draft(unit, proposal, current.member().id)


def _seen(proposal: str) -> Standing:
    return standing(current.store(), current.config().record_dir, proposal, current.member().id, current.now())


def _sponsoring_refused(seen: Standing) -> Refused | None:
    if writes(seen.proposal, current.member().id):
        return AuthorSponsors()
    return None if seen.state in SPONSORING else NotNow(seen.state)
