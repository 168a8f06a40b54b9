"""The demo's offers, needs, matches and exchanges in the store."""

from __future__ import annotations

from datetime import timedelta

from domain.exchange import (
    Direction,
    Exchange,
    Intent,
    IntentState,
    Kind,
    Match,
    MatchState,
    Proposer,
    Visibility,
)
from domain.time_bands import in_order
from forms_api.store.base import UnitOfWork
from rsn.demo.people import member_id
from rsn.demo.reading import Item, demo_id, noon, read


def add_exchanges(work: UnitOfWork, by: timedelta) -> None:
    """Put intents, matches and exchanges into the unit of work."""
    intents = {item["key"]: _intent(item) for item in read("intents", by)}
    for intent in intents.values():
        work.intents.add(intent)
    for item in read("matches", by):
        work.matches.add(_match(item, intents[item["need"]]))
    for number, item in enumerate(read("exchanges", by)):
        work.exchanges.add(_exchange(number, item))


def _intent(item: Item) -> Intent:
    return Intent(
        id=demo_id("intent", item["key"]),
        member=member_id(item["member"]),
        direction=Direction(item["direction"]),
        skill=item["skill"],
        made_at=noon(item["made_on"]),
        note=item.get("note") or "",
        when=item.get("when") or "",
        zone=item.get("zone") or "",
        language=item.get("language") or "",
        quarters=item.get("quarters") or 0,
        bands=in_order(item.get("bands") or ()),
        standing=bool(item.get("standing")),
        expires_on=item.get("expires_on"),
        visibility=Visibility(item["visibility"]),
        state=IntentState(item["state"]),
    )


def _match(item: Item, need: Intent) -> Match:
    return Match(
        id=demo_id("match", item["key"]),
        need=need.id,
        provider=member_id(item["provider"]),
        receiver=need.member,
        skill=need.skill,
        state=MatchState(item["state"]),
        made_at=noon(item["made_on"]),
        reasons=tuple(item.get("reasons") or ()),
        message=item.get("message") or "",
        moved_at=noon(item["moved_on"]) if item.get("moved_on") else None,
        by=Proposer.MATCHING if item["by"] == "suggestion" else Proposer.PERSON,
    )


def _exchange(number: int, item: Item) -> Exchange:
    confirmed_at = noon(item["on"]) + timedelta(days=1)
    who = item["confirmed"]
    return Exchange(
        id=demo_id("exchange", str(number)),
        giver=member_id(item["giver"]),
        receiver=member_id(item["receiver"]),
        skill=item["skill"],
        kind=Kind(item["kind"]),
        amount=item["amount"],
        on=item["on"],
        match=demo_id("match", item["match"]) if item.get("match") else "",
        confirmed_by_giver=confirmed_at if who in {"both", "giver"} else None,
        confirmed_by_receiver=confirmed_at if who in {"both", "receiver"} else None,
    )
