"""Being erased: by one's own word, or as the second person for somebody who told a steward."""

from __future__ import annotations

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from domain.people import Member
from forms_api import current
from forms_api.auth import checks
from forms_api.auth.guards import keeps_text, member_required, own_hand, public, recently_proved
from forms_api.forms.base import ActForm
from forms_api.forms.erasure import EraseForm
from forms_api.publish.keeping import MAIL, end_erasures
from forms_api.rendering import render
from forms_api.services import erasure
from forms_api.services.erasure import NotAsked

bp = Blueprint("erasure", __name__, url_prefix="/forms")


@bp.route("/me/erase", methods=["GET", "POST"])
@member_required
@own_hand()
@recently_proved
@keeps_text
def mine() -> ResponseReturnValue:
    """Say what goes and what stays, and then erase the member who asks for it."""
    form, me = EraseForm(), current.member()
    if form.validate_on_submit():
        content = current.catalogue().members
        by_hand = me.entry.slug in content
        erasure.erase(current.store(), me.id, current.now(), words=form.words.data, content=content)
        finish()
        checks.sign_out()
        answer = redirect(url_for(".done", page="yes" if by_hand else None), 303)
        answer.headers["Clear-Site-Data"] = '"cache", "storage"'
        return answer
    return render("forms/erasure/mine.html", form=form, in_content=me.entry.slug in current.catalogue().members)


@bp.get("/erased")
@public
def done() -> ResponseReturnValue:
    """Say what was done, and what is gone later than now."""
    return render("forms/erasure/done.html", in_content=request.args.get("page") == "yes")


@bp.route("/erasures/<mark>", methods=["GET", "POST"])
@member_required
@own_hand()
@recently_proved
def agree(mark: str) -> ResponseReturnValue:
    """Be the second person: look at what was asked for, and carry it out."""
    form, me = ActForm(), current.member()
    asked = next(
        (one for one in erasure.waiting(current.store(), me.id, current.now()) if one.erasure.id == mark), None
    )
    if asked is None:
        raise NotAsked
    if form.validate_on_submit():
        content = current.catalogue().members
        erasure.agree(current.store(), me.id, mark, current.now(), content=content)
        finish()
        return redirect(_back(me), 303)
    return render("forms/erasure/agree.html", form=form, asked=asked, back=_back(me))


def finish() -> None:
    """Clear what lies outside the main file at once; what fails now is done by the next publish."""
    config = current.config()
    folder = config.mail if not hasattr(config.mail, "host") else config.data_dir / MAIL
    end_erasures(current.parts().store, folder, current.now())


def _back(me: Member) -> str:
    return url_for("erasing.index") if me.steward else url_for("me.show")
