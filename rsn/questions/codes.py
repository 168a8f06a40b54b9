"""Printed sign-in codes: a fresh sheet for each member asked for."""

from __future__ import annotations

from typing import Any

from rsn.house import Holder, Question


def answer(holder: Holder, question: Question) -> dict[str, Any]:
    """Issue codes for the slugs asked for, or for everybody without a mail address; old sheets are void."""
    from forms_api.services import codes, roll
    from forms_api.services.refusals import Refused

    with holder.store.unit() as unit:
        try:
            members = [roll.member_of(unit, slug) for slug in question["slugs"]]
        except Refused as refused:
            return {"refused": str(refused)}
        if not question["slugs"]:
            members = [member for member in unit.members if not member.email and member.votes]
    now = holder.clock()
    sheets = [
        {
            "name": member.entry.name,
            "codes": codes.issue(holder.store, member.id, now, number=question["number"]),
        }
        for member in members
    ]
    return {"sheets": sheets, "address": holder.catalogue().network.base_url.rstrip("/")}
