"""A member's own entry: write it, choose who reads what, see it as others do, take it back."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from domain.people import CONSENT_WORDING, Audience
from forms_api import current
from forms_api.auth.guards import keeps_text, member_required
from forms_api.forms.base import ActForm, typed
from forms_api.forms.entry import EntryForm, filled_from
from forms_api.language import said
from forms_api.rendering import render
from forms_api.services import blocks, entries
from forms_api.services.clearances import NotCleared
from forms_api.services.refusals import Refused
from forms_api.services.taking_part import first_name

bp = Blueprint("entry", __name__, url_prefix="/forms/entry")


@bp.route("", methods=["GET", "POST"])
@member_required
@keeps_text
def edit() -> ResponseReturnValue:
    """Write one's entry and choose who reads what."""
    form = EntryForm() if request.method == "POST" else EntryForm(data=filled_from(current.member()))
    form.choose_from(current.catalogue())
    if form.validate_on_submit() and _saved(form):
        return redirect(url_for(".preview"), 303)
    return render(
        "forms/entry/edit.html",
        form=form,
        me=current.member(),
        latest_wording=CONSENT_WORDING,
        kept_apart=_kept_apart(),
    )


def _saved(form: EntryForm) -> bool:
    """Store the entry; tell whether it was taken, else the reason stands at its field."""
    try:
        entries.save(current.store(), current.catalogue(), current.member().id, form.draft(), current.now())
    except entries.NameTaken as refused:
        form.name.errors = [said(refused)]
    except entries.NumberMissing as refused:
        form.phone.errors = [said(refused)]
    except NotCleared as refused:
        for row in form.shares:
            if typed(row.form.skill) == refused.skill.slug:
                row.form.skill.errors = [said(refused)]
        # A list of rows keeps its errors apart from theirs; the summary asks the list.
        form.shares.errors = [row.errors for row in form.shares]
    except Refused as refused:
        form.form_errors = [said(refused)]
    else:
        return True
    return False


def _kept_apart() -> list[tuple[str, str]]:
    with current.store().reading() as unit:
        found = [unit.members.get(other) for other in current.member().blocked]
    return [(other.id, first_name(other)) for other in found if other is not None]


@bp.get("/preview")
@member_required
def preview() -> ResponseReturnValue:
    """Show the entry as the public, members, people matched with one and stewards see it."""
    readers = (Audience.PUBLIC, Audience.MEMBERS, Audience.MATCHED, Audience.STEWARDS)
    asked = (current.store(), current.catalogue(), current.member().id)
    seen = [(reader, entries.as_seen(*asked, reader, current.now())) for reader in readers]
    return render("forms/entry/preview.html", seen=seen, me=current.member())


@bp.get("/wording/<version>")
@member_required
def wording(version: str) -> ResponseReturnValue:
    """Show the words that a consent was given to, the old ones too."""
    if version not in map(str, range(1, CONSENT_WORDING + 1)):
        abort(404)
    return render("forms/entry/wording.html", version=int(version), latest=CONSENT_WORDING)


@bp.post("/withdraw")
@member_required
def withdraw() -> ResponseReturnValue:
    """Close every field to everybody."""
    entries.withdraw(current.store(), current.member().id, current.now())
    return redirect(url_for(".preview"), 303)


@bp.route("/leave", methods=["GET", "POST"])
@member_required
def leave() -> ResponseReturnValue:
    """Leave the network, after a page that asks once more."""
    form = ActForm()
    if form.validate_on_submit():
        entries.leave(current.store(), current.member().id, current.now())
        return redirect(url_for("join.left"), 303)
    return render("forms/entry/leave.html", form=form)


@bp.post("/allow/<other>")
@member_required
def allow(other: str) -> ResponseReturnValue:
    """Be matched again with somebody one was kept apart from."""
    blocks.allow_again(current.store(), current.member().id, other)
    return redirect(url_for(".edit", _anchor="apart"), 303)
