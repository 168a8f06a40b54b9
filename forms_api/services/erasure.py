"""
All that is kept about a member is erased, at once: by their own word, or by that of two stewards they spoke to.

Rules of this file: the main file is cleared in one unit of work, which also notes that it was done; the other
files follow in `finish`, which every publish asks for again until it has come to its end, so that a stop half-way
heals. Nothing is left in the old files: each is written anew. The public log holds the mark of a random id; by it
an older copy of the store is cleared again when it is put back (`again`).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from domain.governance.ballot import pseudonym
from domain.mandates import Way
from domain.people import Entry, Member, Standing
from domain.record.erasing import erased_mark, mail_mark
from forms_api.services.entries import LastSteward
from forms_api.services.erasure_rules import Leaving, clear
from forms_api.services.refusals import N_, NotThere, Refused
from forms_api.services.two_people import check_one_of_two, check_second
from forms_api.store.base import Home, Repository, Store, UnitOfWork
from forms_api.store.rows import Erasure

ASKED_KEPT = timedelta(days=14)
"""How long what one steward wrote down waits for the word of another."""

GONE = "gone-"
"""How the address of an erased member's row begins, once no page of content/ has their old one."""


class OwnErasure(Refused):
    message = N_("For yourself you do this on your own page, under everything kept about you.")


class NotAsked(Refused):
    message = N_("Nobody has asked for this any more: it was taken back, or two weeks went by. Ask for it anew.")
    status = 404


@dataclass(frozen=True)
class Asked:
    """An erasure that waits for a second person; *mine* tells that the reader wrote it down."""

    erasure: Erasure
    name: str
    mine: bool


def erase(
    store: Store, member: str, now: datetime, *, words: bool = False, content: Collection[str] = ()
) -> Erasure:
    """
    Clear the main file of the member, who asked for it themself; done a second time it changes nothing.

    *words* takes the texts along that came to a vote; *content* are the addresses of the entries in content/.

    Raises:
        NotThere: nobody has this id.
        LastSteward: nobody else could look after the network.
    """
    with store.unit() as unit:
        asked = Erasure(erased_mark(member), member, member, now, words=words)
        return _carry_out(unit, asked, now, content)


def ask_for(store: Store, steward: str, member: str, way: Way, now: datetime, *, words: bool = False) -> Erasure:
    """
    Note that *member* asked for it on the telephone or at the desk; it waits for a second person.

    Raises:
        NotThere, OwnErasure, NotOneOfTwo, LastSteward.
    """
    with store.unit() as unit:
        check_one_of_two(unit, steward)
        if steward == member:
            raise OwnErasure
        _check_not_the_last(unit, _found(unit, member))
        before = unit.erasures.get(erased_mark(member))
        if before is not None and (before.done_at is not None or _waits(before, now)):
            return before
        asked = Erasure(erased_mark(member), member, steward, now, way.value, words)
        unit.erasures.put(asked)
    return asked


def agree(store: Store, steward: str, erasure: str, now: datetime, *, content: Collection[str] = ()) -> Erasure:
    """
    Give the second word, and clear the main file.

    Raises:
        NotAsked, NotThere, NotOneOfTwo, SecondPersonNeeded, OwnErasure, LastSteward.
    """
    with store.unit() as unit:
        found = unit.erasures.get(erasure)
        if found is None or (found.done_at is None and not _waits(found, now)):
            raise NotAsked
        check_second(unit, found.asked_by, steward)
        if steward == found.member:
            raise OwnErasure
        return _carry_out(unit, replace(found, agreed_by=steward), now, content)


def take_back(store: Store, steward: str, erasure: str) -> None:
    """
    Forget what was asked for and not carried out; what is gone already stays as it is.

    Raises:
        NotOneOfTwo.
    """
    with store.unit() as unit:
        check_one_of_two(unit, steward)
        found = unit.erasures.get(erasure)
        if found is not None and found.done_at is None:
            unit.erasures.remove(found.id)


def waiting(store: Store, reader: str, now: datetime) -> list[Asked]:
    """Return what waits for a second person, the first one asked for in front."""
    with store.reading() as unit:
        check_one_of_two(unit, reader)
        found = [(one, unit.members.get(one.member)) for one in unit.erasures if _waits(one, now)]
    asked = [Asked(one, member.entry.name, one.asked_by == reader) for one, member in found if member is not None]
    return sorted(asked, key=lambda one: (one.erasure.asked_at, one.erasure.id))


def forget_unanswered(store: Store, now: datetime) -> None:
    """Forget what was asked for and never agreed to."""
    with store.unit() as unit:
        for one in list(unit.erasures):
            if one.done_at is None and not _waits(one, now):
                unit.erasures.remove(one.id)


def again(store: Store, marks: Collection[str], now: datetime, *, content: Collection[str] = ()) -> int:
    """Erase once more whom the public log says are erased, in a store of before that; return how many."""
    with store.unit() as unit:
        done = {one.id for one in unit.erasures if one.done_at is not None}
        back = [m for m in unit.members if (mark := erased_mark(m.id)) in marks and mark not in done]
        for member in back:
            asked = Erasure(erased_mark(member.id), member.id, member.id, now)
            _carry_out(unit, asked, now, content, last_too=True)
    return len(back)


def unfinished(store: Store) -> list[Erasure]:
    """Return the erasures whose other files are not cleared yet."""
    with store.reading() as unit:
        return [one for one in unit.erasures if one.done_at is not None and one.finished_at is None]


def finish(store: Store, now: datetime) -> None:
    """Clear the other files of everybody whose main file is cleared, and write all of them anew."""
    open_ones = unfinished(store)
    if not open_ones:
        return
    members = frozenset(one.member for one in open_ones)
    _clear_ballots(store, members)
    _clear_keys(store, members)
    _clear_sessions(store, members)
    for home in Home:
        store.rewrite(home)
    with store.unit() as unit:
        for one in open_ones:
            unit.erasures.put(replace(one, finished_at=now, mail=""))


def let_go_of_addresses(store: Store, content: Collection[str]) -> None:
    """Take the old address off the rows of erased members whose entry has left content/ meanwhile."""
    with store.unit() as unit:
        for one in unit.erasures:
            found = unit.members.get(one.member) if one.done_at is not None else None
            if found is not None and not found.entry.slug.startswith(GONE) and found.entry.slug not in content:
                unit.members.put(replace(found, entry=Entry(_gone(one.id), "")))


def still_in_content(store: Store, content: Collection[str]) -> list[str]:
    """Return the addresses of entries in content/ whose members are erased: their files wait to be removed."""
    with store.reading() as unit:
        erased = {one.member for one in unit.erasures if one.done_at is not None}
        slugs = [member.entry.slug for member in unit.members if member.id in erased]
    return sorted(slug for slug in slugs if slug in content)


def _carry_out(
    unit: UnitOfWork, asked: Erasure, now: datetime, content: Collection[str], *, last_too: bool = False
) -> Erasure:
    before = unit.erasures.get(asked.id)
    if before is not None and before.done_at is not None:
        return before
    found = _found(unit, asked.member)
    if not last_too:
        _check_not_the_last(unit, found)
    gone = clear(unit, Leaving(found, now, asked.words))
    # While content/ has an entry of this address, the row keeps it from being shown again.
    slug = found.entry.slug if found.entry.slug in content else _gone(asked.id)
    unit.members.put(Member(found.id, Entry(slug, ""), Standing.LEFT, now.date()))
    done = replace(asked, done_at=now, mail=mail_mark(found.id, found.email), tombstones=gone)
    unit.erasures.put(done)
    return done


def _gone(mark: str) -> str:
    return GONE + mark[:16]


def _found(unit: UnitOfWork, member: str) -> Member:
    found = unit.members.get(member)
    if found is None:
        raise NotThere
    return found


def _waits(one: Erasure, now: datetime) -> bool:
    return one.done_at is None and now < one.asked_at + ASKED_KEPT


def _check_not_the_last(unit: UnitOfWork, member: Member) -> None:
    others = (m for m in unit.members if m.steward and m.id != member.id and m.standing is not Standing.LEFT)
    if member.steward and not any(others):
        raise LastSteward


def _clear_ballots(store: Store, members: Collection[str]) -> None:
    """Take names off ballots of votes in the open, and the reasons beside them; the ballots count on."""
    with store.unit() as unit:
        named = [one for member in members for one in unit.voter_names.where(member=member)]
        for one in named:
            unit.voter_names.remove(one.id)
        hidden = {one.id for one in named} | _pseudonyms(unit, members)
        boxes: tuple[Repository[Any], ...] = (unit.ballots, unit.late_ballots, unit.paper_ballots)
        for rows in boxes:
            for ballot in list(rows):
                if ballot.reason and ballot.pseudonym in hidden:
                    rows.put(replace(ballot, reason=""))


def _clear_keys(store: Store, members: Collection[str]) -> None:
    """Void the letters with ballot codes that were not used."""
    with store.unit() as unit:
        mine = _pseudonyms(unit, members)
        for code in list(unit.ballot_codes):
            if code.pseudonym in mine:
                unit.ballot_codes.remove(code.id)


def _clear_sessions(store: Store, members: Collection[str]) -> None:
    """Sign the members out everywhere, void links and printed codes, and let nobody act for them any longer."""
    with store.unit() as unit:
        kinds: tuple[Repository[Any], ...] = (unit.sessions, unit.links, unit.codes)
        for rows in kinds:
            for row in list(rows):
                if row.member in members:
                    rows.remove(row.id)
        for session in list(unit.sessions):
            if session.acting_for in members:
                unit.sessions.put(replace(session, acting_for="", way=""))


def _pseudonyms(unit: UnitOfWork, members: Collection[str]) -> set[str]:
    """Return the members' pseudonyms in the votes whose keys are still there."""
    return {pseudonym(bytes.fromhex(key.key), key.id, member) for key in unit.keys for member in members}
