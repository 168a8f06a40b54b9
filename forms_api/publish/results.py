"""
What the end of a reading adds to its result: the split between a group and the rest, or the lot.

Rules of this file: the count itself stays as it was; the result that says more has a number of its own, and the
earlier one stays beside it. Each step can be repeated, so that a publish that was stopped goes on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from domain.governance.ballot import Channel
from domain.governance.constituency import split_plain
from domain.governance.lifecycle import CERTIFICATIONS, Event, Recorded
from domain.governance.proposal import Proposal
from domain.privacy import SPLIT_FROM_BALLOTS, channels_told
from domain.record.ballot_rows import written_rows
from domain.record.canonical import canonical
from forms_api.publish import numbering
from forms_api.publish.files import RecordFolder
from forms_api.publish.logged_votes import LoggedVotes
from forms_api.publish.verdicts import Found, Lot, found_in

KEPT_OF_A_READING = ("proposal.json", "counted.json", "ballots.jsonl", "names.json", "roll.json")
"""Kept beside those of the second reading; the roll last, so that it tells that all of them are."""


def split_before_the_end(found: Found) -> dict[str, Any] | None:
    """Return what the result of a close or a recount says of the group: its verdict and no number."""
    return split_plain(found.verdict, final=False)


def write_ended(votes: LoggedVotes, proposal: Proposal, events: Sequence[Recorded]) -> None:
    """Write the result with what the end of the reading adds to it, unless nothing does or it is there."""
    folder, place = votes.folder, f"proposals/{proposal.id}"
    said = folder.read_json(f"{place}/result.json")
    if proposal.policy is None or said is None or not _ended(events) or numbering.adds(said):
        return
    ways = _channels(votes, proposal, said) if _last(events) in CERTIFICATIONS else {}
    if not ways and not _may_add(said):
        return
    with votes.store.reading() as unit:
        found = found_in(unit, proposal, proposal.policy, _before_the_end(events))
    more = {**said, "number": said["number"] + 1, "split": split_plain(found.verdict, final=True)}
    if found.lot is not None and found.lot.drawn is not None:
        more["draw"] = draw_plain(found.lot)
    if ways:
        more["channels"] = ways
    if not numbering.adds(more):
        return
    numbering.keep(folder, proposal.id)
    if more["rows_published"] and more["split"] is not None and more["split"]["recomputable"]:
        rows = written_rows(proposal.id, votes.box(proposal.id).ballots, flags=True)
        folder.write(f"{place}/ballots.jsonl", b"".join(line for _, line in rows))
    folder.write(f"{place}/result.json", canonical(more))


def _channels(votes: LoggedVotes, proposal: Proposal, said: dict[str, Any]) -> dict[str, int]:
    """Return the counted ballots by the way they came in; nothing where that may not be told."""
    enough = said["commitments"]["count"] >= SPLIT_FROM_BALLOTS * len(Channel)
    if proposal.policy is None or not proposal.policy.paper or not enough:
        return {}
    came = Counter(ballot.channel for ballot in votes.box(proposal.id).ballots)
    ways = {channel.value: came[channel] for channel in Channel}
    return ways if channels_told(list(ways.values())) else {}


def draw_plain(lot: Lot) -> dict[str, Any]:
    """Return what result.json says of a lot that was drawn: all that it takes to draw it again."""
    drawn, public = lot.drawn, lot.public
    withheld = any(not one.secret for one in lot.marks)
    ordered = sorted(lot.marks, key=lambda one: one.mark)
    return {
        "marks": [{"mark": one.mark, "secret": one.secret or None} for one in ordered],
        "source": {"name": public.name, "on": public.on.isoformat(), "words": public.words if withheld else ""}
        if public is not None
        else None,
        "seed": drawn.seed if drawn else "",
        "tied": list(drawn.tied) if drawn else [],
        "drawn": list(drawn.drawn) if drawn else [],
    }


def keep_first_reading(folder: RecordFolder, proposal: str, events: Iterable[Event]) -> bool:
    """
    Keep the files of the first reading beside, once the second is frozen; tell whether its own are to be written.

    Between the second freeze and the second close there is no result.json: the earlier ones bear their numbers.
    """
    kinds = list(events)
    again = Event.SECOND_READING in kinds and Event.FREEZE in kinds[kinds.index(Event.SECOND_READING) :]
    place = f"proposals/{proposal}"
    if not again:
        return False
    if not folder.has(f"{place}/reading-1-roll.json"):
        numbering.keep(folder, proposal)
        for name in KEPT_OF_A_READING:
            content = folder.read(f"{place}/{name}")
            if content is not None:
                folder.write(f"{place}/reading-1-{name}", content)
    if folder.read(f"{place}/roll.json") != folder.read(f"{place}/reading-1-roll.json"):
        return False
    for name in ("result.json", "counted.json", "ballots.jsonl", "names.json"):
        if folder.has(f"{place}/{name}"):
            folder.remove(f"{place}/{name}")
    return True


def _ended(events: Sequence[Recorded]) -> bool:
    return _last(events) in numbering.ENDING


def _last(events: Sequence[Recorded]) -> Event | None:
    """Return the last event that counts the vote or ends a reading."""
    told = [recorded.event for recorded in events if recorded.event in numbering.COUNTING | numbering.ENDING]
    return told[-1] if told else None


def _may_add(said: dict[str, Any]) -> bool:
    return said.get("split") is not None or said["result"]["status"] == "tied"


def _before_the_end(events: Sequence[Recorded]) -> list[Recorded]:
    """Return the events without a second reading that has just begun: its result is still that of the first."""
    return list(events[:-1]) if events[-1].event is Event.SECOND_READING else list(events)
