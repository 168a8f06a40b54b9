"""Bringing in members and exchanges from another system, at the desk: columns, a look, then all or nothing."""

from __future__ import annotations

import secrets

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from forms_api import current
from forms_api.auth.guards import keeps_text, long_text, steward_required
from forms_api.forms.base import typed
from forms_api.forms.importing import ImportForm
from forms_api.language import said
from forms_api.rendering import render
from forms_api.services import importing
from forms_api.services.import_table import Table, guessed, read_table
from forms_api.services.refusals import Refused

bp = Blueprint("importing", __name__, url_prefix="/forms/desk/import")


@bp.route("", methods=["GET", "POST"])
@steward_required
@keeps_text
@long_text
def bring() -> ResponseReturnValue:
    """Take a table; ask what its columns are; show what becomes of each line; bring it in once that was seen."""
    form = ImportForm()
    form.choose_from(current.catalogue())
    if not form.validate_on_submit() or form.act.data == "paste":
        return render("forms/importing/paste.html", form=form)
    try:
        table = read_table(typed(form.table))
    except Refused as refused:
        form.table.errors = [said(refused)]
        return render("forms/importing/paste.html", form=form)
    if len(form.mapping) != len(table.columns):
        form.guess(guessed(form.kind.data, table.columns))
        form.choose_from(current.catalogue())
        return _columns(form, table)
    return _columns(form, table) if form.act.data == "columns" else _look(form, table)


def _columns(form: ImportForm, table: Table) -> ResponseReturnValue:
    return render("forms/importing/columns.html", form=form, table=table)


def _look(form: ImportForm, table: Table) -> ResponseReturnValue:
    store, catalogue, now = current.store(), current.catalogue(), current.now()
    kind, secret, settings = str(form.kind.data), current.config().secret, form.settings
    try:
        if form.act.data == "store" and form.seen.data == form.mark:
            plan = importing.bring_in(
                store, catalogue, kind, table, form.mapping, settings, secret,
                current.member().id, now, secrets.token_bytes,
            )  # fmt: skip
            return redirect(url_for(".done", kind=kind, new=plan.new, known=plan.known), 303)
        plan = importing.look(store, catalogue, kind, table, form.mapping, settings, secret, now)
    except Refused as refused:
        form.form_errors = [said(refused)]
        return _columns(form, table)
    names = {one.id: one.entry.name for one in importing.people(store)} if kind == "exchanges" else {}
    return render("forms/importing/look.html", form=form, table=table, plan=plan, names=names)


@bp.get("/done")
@steward_required
def done() -> ResponseReturnValue:
    """Say how many came in."""
    counts = {name: request.args.get(name, default=0, type=int) for name in ("new", "known")}
    return render("forms/importing/done.html", kind=request.args.get("kind", "members"), **counts)
