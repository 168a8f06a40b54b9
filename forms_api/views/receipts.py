"""Was my ballot counted? Answered to anybody who holds a receipt, from the public record; nothing is stored."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from forms_api import current
from forms_api.auth.guards import any_hand, keeps_text, public
from forms_api.forms.base import typed
from forms_api.forms.receipts import CountedForm
from forms_api.language import said
from forms_api.rendering import render
from forms_api.services.counted import Counted, NoReceiptWords, counted
from forms_api.services.standing import standing

bp = Blueprint("receipts", __name__, url_prefix="/forms/proposals/<proposal>/counted")


@bp.get("")
@public
def ask(proposal: str) -> ResponseReturnValue:
    """Ask for what stands on the receipt."""
    return _page(proposal, CountedForm(formdata=None), None)


@bp.post("")
@public
@any_hand
@keeps_text
def tell(proposal: str) -> ResponseReturnValue:
    """Tell whether that ballot was counted."""
    form, found = CountedForm(), None
    if form.validate_on_submit():
        try:
            found = counted(current.config().record_dir, proposal, typed(form.words))
        except NoReceiptWords as refused:
            form.words.errors = [said(refused)]
    return _page(proposal, form, found)


def _page(proposal: str, form: CountedForm, found: Counted | None) -> ResponseReturnValue:
    seen = standing(current.parts().store, current.config().record_dir, proposal, "", current.now())
    return render("forms/ballots/counted.html", section="decisions", form=form, seen=seen, found=found)
