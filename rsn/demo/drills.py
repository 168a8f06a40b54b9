"""The demo's drills, held through the services the forms use, each at its own hour."""

from __future__ import annotations

from datetime import timedelta

from domain.catalogue import Catalogue
from domain.crisis import Answer, Way
from forms_api.services import crisis, crisis_answers
from forms_api.store.base import Store
from rsn.demo.people import member_id
from rsn.demo.reading import Item, noon, read

EVENING = timedelta(hours=6)
"""Drills begin at six in the evening, when people are at home."""


def hold_drills(store: Store, catalogue: Catalogue, by: timedelta) -> None:
    """Hold every drill of drills.yaml in *store*."""
    for item in read("drills", by):
        _hold(store, catalogue, item)


def _hold(store: Store, catalogue: Catalogue, item: Item) -> None:
    began = noon(item["began"]) + EVENING
    steward = member_id(item["asked_by"])
    asked = crisis.ask(store, catalogue, item["playbook"], steward, began, drill=True)
    started = crisis.agree(store, catalogue, asked.id, member_id(item["agreed_by"]), began)
    first = {call.member: call for call in reversed(started.calls)}
    for said in item["answers"]:
        member, way = member_id(said["member"]), Way(said["way"])
        crisis_answers.answer(
            store,
            catalogue,
            first[member].id,
            member,
            Answer(said["answer"]),
            way,
            began + timedelta(minutes=said["after"]),
            typed_by=steward if way is Way.PHONE else "",
        )
    crisis.end(store, asked.id, steward, began + timedelta(hours=item["hours"]))
