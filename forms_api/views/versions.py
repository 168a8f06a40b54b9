"""The wordings of a proposal: read, compared, and changed by who writes it."""

from __future__ import annotations

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from domain.governance.outcome import BEFORE_THE_FREEZE
from domain.governance.proposal import Proposal
from forms_api import current
from forms_api.auth.guards import keeps_text, member_required
from forms_api.forms.base import typed
from forms_api.forms.deliberation import RevisionForm, number_in
from forms_api.forms.options import option_rows
from forms_api.rendering import render
from forms_api.services import amendments, versions
from forms_api.services.proposal_events import NotNow, state_of, submitted
from forms_api.views.proposals import SECTION, said_on

bp = Blueprint("versions", __name__, url_prefix="/forms/proposals/<proposal>")


@bp.get("/versions")
@member_required
def index(proposal: str) -> ResponseReturnValue:
    """Show what each version changed."""
    every = versions.versions_of(current.store(), proposal)
    return render("forms/proposals/versions.html", section=SECTION, p=_submitted(proposal), versions=every[::-1])


@bp.get("/versions/<int:number>")
@member_required
def show(proposal: str, number: int) -> ResponseReturnValue:
    """Show one version as it read, and what it changed."""
    found, before = versions.version(current.store(), proposal, number)
    p = _submitted(proposal)
    return render("forms/proposals/version.html", section=SECTION, p=p, version=found, before=before)


@bp.route("/revise", methods=["GET", "POST"])
@member_required
@keeps_text
def revise(proposal: str) -> ResponseReturnValue:
    """Change the text of a submitted proposal."""
    with current.store().reading() as unit:
        found = submitted(unit, proposal)
        state = state_of(unit, proposal)
    me = current.member().id
    versions.check_writer(found, me)
    form = RevisionForm() if request.method == "POST" else _filled(found)
    form.make_room()
    meanwhile = 0
    if not form.more.data and form.validate_on_submit():
        with said_on(form):
            base = number_in(typed(form.base))
            try:
                versions.revise(current.store(), proposal, me, form.wording, base, current.now())
            except versions.EditedMeanwhile:
                # Told once; when the writer saves again, they have read what the others wrote.
                meanwhile = found.version
                form.base.data = str(meanwhile)
                raise
            return redirect(url_for("proposals.show", proposal=proposal), 303)
    return render(
        "forms/proposals/revise.html",
        section=SECTION,
        form=form,
        p=found,
        meanwhile=meanwhile,
        options=amendments.takes_options(found),
        refusal=None if state in BEFORE_THE_FREEZE else NotNow(state),
    )


def _filled(found: Proposal) -> RevisionForm:
    written = {"title": found.title, "summary": found.summary, "text": found.text, "base": str(found.version)}
    return RevisionForm(data=written | {"options": option_rows(found.options)})


def _submitted(proposal: str) -> Proposal:
    with current.store().reading() as unit:
        return submitted(unit, proposal)
