"""Printed codes: a fresh sheet of sign-in codes, or a letter with a ballot code, for each member asked for."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from rsn.house import Holder, Question


def answer(holder: Holder, question: Question) -> dict[str, Any]:
    """Issue codes for the slugs asked for, or for everybody without a mail address; old sheets are void."""
    from forms_api.services import codes, roll
    from forms_api.services.refusals import Refused

    with holder.store.reading() as unit:
        try:
            members = [roll.member_of(unit, slug) for slug in question["slugs"]]
        except Refused as refused:
            return {"refused": str(refused)}
        if not question["slugs"]:
            members = [member for member in unit.members if not member.email and member.votes]
    now = holder.clock()
    if question.get("vote"):
        return _letters(holder, question["vote"], [member.id for member in members], now)
    sheets = [
        {
            "name": member.entry.name,
            "codes": codes.issue(holder.store, member.id, now, number=question["number"]),
        }
        for member in members
    ]
    return {"sheets": sheets, "address": holder.catalogue().network.base_url.rstrip("/")}


def _letters(holder: Holder, vote: str, members: list[str], now: datetime) -> dict[str, Any]:
    """Make letters with ballot codes; *members* not on the roll of the vote get none."""
    from forms_api.services.ballot_codes import make_letters
    from forms_api.services.refusals import Refused

    try:
        made = make_letters(holder.store, vote, members, secrets.token_hex(16), "", now)
    except Refused as refused:
        return {"refused": str(refused)}
    address = holder.catalogue().network.base_url.rstrip("/")
    return {"letters": [{"name": one.name, "code": one.code} for one in made], "address": address}
