"""The roll: list it, add a member, make one a steward."""

from __future__ import annotations

from typing import Any

from rsn.house import Holder, Question


def answer(holder: Holder, question: Question) -> dict[str, Any]:
    """Do what "act" says (list, add, steward) and return the members it concerned."""
    from domain.people import Standing
    from forms_api.mail import NotAnAddress, address
    from forms_api.services import roll
    from forms_api.services.refusals import Refused

    try:
        if question["act"] == "add":
            email = address(question["email"]) if question["email"] else ""
            standing = Standing(question["standing"])
            member = roll.add_member(
                holder.store,
                question["name"],
                holder.clock(),
                email=email,
                steward=question["steward"],
                standing=standing,
            )
            return {"members": [_line(member)]}
        if question["act"] == "steward":
            return {"members": [_line(roll.set_steward(holder.store, question["slug"], question["steward"]))]}
    except (Refused, NotAnAddress) as refused:
        return {"refused": str(refused)}
    with holder.store.reading() as unit:
        return {"members": [_line(member) for member in unit.members]}


def _line(member: Any) -> dict[str, Any]:
    return {
        "slug": member.entry.slug,
        "name": member.entry.name,
        "standing": member.standing.value,
        "steward": member.steward,
        "email": bool(member.email),
    }
