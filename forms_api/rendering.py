"""Pages: a template with what its view hands it and what every page of the service shows."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from flask import Response, g, url_for

from domain.catalogue import Catalogue
from forms_api import current
from presentation.environment import text_of
from presentation.shell import Crisis, crises, forms_shell

HTML = "text/html; charset=utf-8"


def render(template: str, **values: Any) -> str:
    """
    Return the page made of *template* and *values*, in the language of the answer.

    Every template has besides: url_for, shell, catalogue, member (None where nobody is signed in), actor (who is
    signed in, whomever they act for), second_wanted (True where a steward has shown one secret of two), hand
    (services/by_hand.py; None where nobody is acted for), hand_over (True where acting ran out), and act_form, an
    ActForm for the one-button forms of the page.
    """
    from forms_api.forms.base import ActForm

    catalogue = current.catalogue()
    member = g.get("member")
    shell = forms_shell(
        catalogue.network,
        catalogue.pages.values(),
        current.language(),
        section=values.pop("section", "me"),
        signed_in=member is not None,
        demo=current.config().demo,
        at_work=_at_work(catalogue, current.language()),
    )
    hand, session = g.get("hand"), g.get("session")
    if "in_json" in g:
        g.shown = (template, values)
    around = {
        "shell": shell,
        "catalogue": catalogue,
        "member": member,
        "actor": g.get("actor"),
        "second_wanted": current.second_wanted(),
        "hand": hand,
        "hand_over": hand is None and session is not None and bool(session.acting_for),
        "act_form": ActForm(formdata=None),
    }
    handed = {"url_for": url_for, **around, **values}
    return text_of(current.language(), catalogue.network.time_zone, template, handed)


def see_other(address: str) -> Response:
    """Return the answer that leads to *address* after something was done; it has no words of its own."""
    return Response(status=HTTPStatus.SEE_OTHER, headers={"Location": address}, content_type=HTML)


def _at_work(catalogue: Catalogue, language: str) -> tuple[Crisis, ...]:
    """Return what is running, for the banner: on these pages at once, on the site with its next build."""
    with current.parts().store.reading() as unit:
        found = [(a.playbook, a.drill, a.started_at) for a in unit.activations if a.running and a.started_at]
    return crises(catalogue.playbooks, found, language, catalogue.network.languages[0])
