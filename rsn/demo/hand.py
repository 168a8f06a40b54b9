"""The demo's mandates, and what was entered under them on paper and by telephone."""

from __future__ import annotations

from datetime import timedelta

from domain.mandates import ActedFor, Mandate, Way
from forms_api.store.base import UnitOfWork
from rsn.demo.people import member_id
from rsn.demo.reading import Item, demo_id, noon, read


def add_hands(work: UnitOfWork, by: timedelta) -> None:
    """Put mandates and the acts done under them into the unit of work."""
    written = read("hand", by)
    for item in written["mandates"]:
        work.mandates.add(_mandate(item))
    for item in written["acted"]:
        work.acted.add(_acted(item))


def _mandate(item: Item) -> Mandate:
    return Mandate(
        id=demo_id("mandate", item["key"]),
        member=member_id(item["member"]),
        helper=member_id(item["helper"]),
        given_on=item["given_on"],
        until=item["until"],
        recorded_by=member_id(item.get("recorded_by") or item["member"]),
    )


def _acted(item: Item) -> ActedFor:
    return ActedFor(
        id=demo_id("acted", item["key"]),
        member=member_id(item["member"]),
        by=member_id(item["by"]),
        act=item["act"],
        at=noon(item["on"]),
        way=Way(item["way"]).value,
        subject=f"intents/{demo_id('intent', item['intent'])}" if item.get("intent") else "",
    )
