"""A receipt as a page and as a text file: the same for who signed in and for who voted by a code."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Response
from flask.typing import ResponseReturnValue

from forms_api import current
from forms_api.rendering import render
from forms_api.services.casting import Receipt
from forms_api.services.receipts import sign_promise
from forms_api.services.standing import Standing


def receipt_page(
    seen: Standing, kept: Receipt | None, steps: Mapping[str, str], *, by_code: bool = False
) -> ResponseReturnValue:
    """Return the page of a receipt; of none, where there is no ballot in the box or its key is gone."""
    promise = _promise(seen, kept) if kept is not None else ""
    said = {"seen": seen, "receipt": kept, "steps": steps, "by_code": by_code, "promise": promise}
    return render("forms/ballots/receipt.html", section="decisions", **said)


def as_file(seen: Standing, kept: Receipt) -> ResponseReturnValue:
    """Return the receipt as a text file to keep; it says no choice either."""
    text = render("forms/ballots/receipt.txt", seen=seen, receipt=kept, promise=_promise(seen, kept))
    headers = {"Content-Disposition": f'attachment; filename="receipt-{seen.proposal.id}.txt"'}
    return Response(text, content_type="text/plain; charset=utf-8", headers=headers)


def _promise(seen: Standing, kept: Receipt) -> str:
    return sign_promise(current.config().record_dir, seen.proposal.id, kept.commitment)
