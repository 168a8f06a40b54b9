"""
The count of a vote made again: of everyone, of the group where its rows show it, and the lot where one was drawn.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from domain.codec import to_plain
from domain.governance.constituency import GROUP_RULES, split_of, split_plain, verdict
from domain.governance.draw import asks_for_a_draw, draw, drawn_event, mark_of
from domain.governance.lifecycle import CERTIFICATIONS, Event
from domain.governance.outcome import OUTCOMES, certification
from domain.governance.policy import Policy
from domain.governance.proposal import Option
from domain.governance.vote import VoteResult, count_vote
from domain.record.canonical import sha256_hex
from domain.record.verification import Wrong, said, short
from domain.record.verification_entries import Told
from domain.record.verification_rows import Rows


@dataclass(frozen=True)
class Counting:
    """What a count is made from; *voters* are the pseudonyms counted, *where* is the result that is compared."""

    told: Told
    policy: Policy
    options: tuple[Option, ...]
    rows: Rows
    voters: Sequence[str]
    on_roll: int
    where: str


def check_count(vote: Counting, result: Mapping[str, Any]) -> bool:
    """
    Return whether all that was decided could be counted again; false where a group's part is signed only.

    Raises:
        Wrong: the count, the split, the lot or the outcome is another than the published one.
    """
    count = count_vote(vote.policy, vote.options, vote.rows.choices, eligible=vote.on_roll)
    _same(to_plain(count), said(result, "result", dict, vote.where), vote.where)
    event, whole = _with_group(vote, count, result.get("split"))
    lot = result.get("draw")
    if lot is not None:
        event = _with_lot(vote, count, lot)
    _check_outcome(vote, event)
    return whole


def _same(again: Mapping[str, Any], published: Mapping[str, Any], where: str) -> None:
    for name in sorted(again.keys() | published.keys()):
        if name not in published or name not in again or again[name] != published[name]:
            found, given = short(published.get(name)), short(again.get(name))
            raise Wrong(where, f"says {name}: {found}; the ballots give {given}.")


def _with_group(vote: Counting, count: VoteResult, split: object) -> tuple[Event, bool]:
    """Return the event that the count of everyone and of the group asks for, and whether both were counted."""
    where, rows = f"{vote.where}, split", vote.rows
    shown = bool(rows.in_group)
    asked = vote.policy.constituency in GROUP_RULES and not vote.told.second
    if asked != isinstance(split, dict):
        raise Wrong(where, "is there although the policy asks no group, or is missing although it does.")
    if not isinstance(split, dict):
        return certification(count), not shown
    if shown is not said(split, "recomputable", bool, where):
        raise Wrong(where, "The rows show groups and the result says that they do not, or the reverse.")
    sizes = [said(said(split, part, dict, where), "roll", int, where) for part in ("group", "rest")]
    if sum(sizes) != vote.on_roll or min(sizes) < 0:
        raise Wrong(where, f"is of {sum(sizes)} people, but {vote.on_roll} are on the roll.")
    if not shown:
        return _event_of(said(split, "outcome", str, where), where), False
    parts = zip(rows.choices, rows.in_group, strict=True)
    found = verdict(vote.policy, count, split_of(vote.policy, vote.options, parts, *sizes))
    _same(split_plain(found, final=True) or {}, split, where)
    return found.event, True


def _event_of(outcome: str, where: str) -> Event:
    events = {state.value: event for event, state in OUTCOMES.items()} | {"second_reading": Event.SECOND_READING}
    if outcome not in events:
        raise Wrong(where, f"says an outcome that there is not: {outcome!r}.")
    return events[outcome]


def _with_lot(vote: Counting, count: VoteResult, lot: object) -> Event:
    """Return the event that the lot asks for, after it was drawn again from all that went into it."""
    where = f"{vote.where}, draw"
    if not asks_for_a_draw(vote.policy, count):
        raise Wrong(where, "A lot is drawn where there is no tie, or where the policy asks for none.")
    marks = [
        (said(one, "mark", str, where), one.get("secret") if isinstance(one, dict) else None)
        for one in said(lot, "marks", list, where)
    ]
    _check_marks(vote, marks, lot, where)
    secrets = [str(secret) for _, secret in marks if secret is not None]
    if len(secrets) < len(marks) or len(marks) < 2:
        secrets.append(said(said(lot, "source", dict, where), "words", str, where))
    drawn = draw(vote.policy, vote.told.proposal, count, secrets, vote.voters)
    for name, value in (("seed", drawn.seed), ("tied", list(drawn.tied)), ("drawn", list(drawn.drawn))):
        if lot.get(name) != value:  # type: ignore[attr-defined]
            raise Wrong(where, f"says another {name} than what went into the lot gives.")
    return drawn_event(count, drawn)


def _check_marks(vote: Counting, marks: Sequence[tuple[str, object]], lot: object, where: str) -> None:
    """Compare what went into the lot with what was committed before the opening."""
    for mark, secret in marks:
        if secret is not None and mark_of(vote.told.proposal, str(secret)) != mark:
            raise Wrong(where, "A secret does not give the mark that was committed.")
    source = lot.get("source") if isinstance(lot, dict) else None
    named = sha256_hex({"name": source.get("name"), "on": source.get("on")}) if isinstance(source, dict) else ""
    before = (vote.told.opened or {}).get("draw") or {"marks": [], "source": ""}
    if before != {"marks": sorted(mark for mark, _ in marks), "source": named}:
        raise Wrong(
            where, "is made from other secrets, or another public draw, than were named before the opening."
        )


def _check_outcome(vote: Counting, event: Event) -> None:
    certify = vote.told.certify
    if certify is None:
        return
    outcome = OUTCOMES[event].value if event in CERTIFICATIONS else event.value
    if certify.get("outcome") != outcome:
        found = f"says {certify.get('outcome')}; the count says {outcome}."
        raise Wrong("the certification in the log", found)
