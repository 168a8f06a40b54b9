"""The demo's messages, looks at a contact, and group events in the store."""

from __future__ import annotations

from datetime import timedelta

from domain.meeting import Gathering, Message, Sighting
from domain.people import Channel, channel
from forms_api.store.base import UnitOfWork
from rsn.demo.people import member_id
from rsn.demo.reading import Item, demo_id, noon, read


def add_meetings(work: UnitOfWork, by: timedelta) -> None:
    """Put messages, sightings and gatherings into the unit of work, which has the members and matches."""
    told = read("messages", by)
    for number, item in enumerate(told["messages"]):
        work.messages.add(_message(number, item))
    for number, item in enumerate(told["sightings"]):
        seen = work.members.get(member_id(item["of"]))
        # Who is reached through the desk shows nothing, so there was nothing to look at.
        if seen is not None and channel(seen) is not Channel.DESK:
            work.sightings.add(_sighting(number, item, channel(seen)))
    for item in read("gatherings", by):
        work.gatherings.add(_gathering(item))


def _message(number: int, item: Item) -> Message:
    # Minutes apart, so that an answer stands below what it answers.
    at = noon(item["at"]) + timedelta(minutes=7 * number)
    return Message(
        demo_id("message", str(number)), demo_id("match", item["match"]), member_id(item["by"]), item["text"], at
    )


def _sighting(number: int, item: Item, way: Channel) -> Sighting:
    return Sighting(
        id=demo_id("sighting", str(number)),
        match=demo_id("match", item["match"]),
        reader=member_id(item["reader"]),
        of=member_id(item["of"]),
        what=way.value,
        at=noon(item["at"]) + timedelta(hours=1),
    )


def _gathering(item: Item) -> Gathering:
    return Gathering(
        id=demo_id("gathering", item["key"]),
        skill=item["skill"],
        on=item["on"],
        quarters=item["quarters"],
        givers=_ids(item["givers"]),
        receivers=_ids(item["receivers"]),
        written_by=member_id(item["written_by"]),
        written_at=noon(item["written_on"]),
        title=item["title"],
        cohort=item["cohort"],
        confirmed=_ids(item["confirmed"]),
    )


def _ids(slugs: list[str]) -> tuple[str, ...]:
    return tuple(sorted(member_id(slug) for slug in slugs))
