"""
Write the public record: first the events that are due, then the files everyone may read.

The same store, record and moment give the same bytes; a publish killed between any two writes is finished by
the next one.
"""

from __future__ import annotations

import secrets
import threading
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from domain.catalogue import Catalogue
from domain.codec import moment_text
from domain.governance.lifecycle import State, next_by_clock, timetable
from domain.publication import BEGUN, seen
from domain.record.canonical import canonical
from forms_api.publish import schema
from forms_api.publish.advance import MOVED_BY_CLOCK, advance
from forms_api.publish.erasing import erase_words
from forms_api.publish.files import PRIVATE_FILE, RecordFolder, put, read
from forms_api.publish.keeping import keep_no_longer
from forms_api.publish.log import Log
from forms_api.publish.log_entries import new_entries
from forms_api.publish.log_keys import begin_log, ring_of
from forms_api.publish.logged_votes import LoggedVotes
from forms_api.publish.members import Community
from forms_api.publish.packs import write_packs
from forms_api.publish.remembering import remembered
from forms_api.publish.sealing import seal
from forms_api.publish.snapshot import Snapshot, snapshot
from forms_api.publish.state import write_state
from forms_api.publish.strength import strength, write_edges
from forms_api.publish.turnout import next_hour, turnout
from forms_api.publish.votes import write_votes
from forms_api.services.ids import Chance
from forms_api.store.base import Store
from presentation.unsearched import unsearched

PACKS = "packs"
"""The folder of the coordinators' packs, beside the record and never inside it."""

ONE_AT_A_TIME = threading.Lock()
"""Whoever holds the store publishes, and all who do so are threads of that one process."""


@dataclass(frozen=True)
class Published:
    """
    *sequence* grows by one with each change; nothing is due before *next_due* unless the store changes.

    *keys_made* tells that the log began now and has new keys, which want a backup.
    """

    sequence: int
    changed: bool
    next_due: datetime
    keys_made: bool = False


def publish(
    store: Store,
    catalogue: Catalogue,
    record_dir: Path,
    now: datetime,
    token: Chance = secrets.token_bytes,
) -> Published:
    """
    Close what is over, record what is due at *now*, and bring the record in *record_dir* up to date.

    Of *catalogue* only what has begun counts: no drafts, and nothing whose day is still to come. Beside the record
    it leaves `next_due` (the next moment something is due, and the sequence number).

    Raises:
        RecordRefused: nothing true could be signed; the message says why and what to do.
    """
    catalogue = seen(catalogue, now, ZoneInfo(catalogue.network.time_zone), BEGUN)
    with ONE_AT_A_TIME, unsearched():
        folder = RecordFolder(record_dir)
        log = Log(folder, ring_of(folder))
        keys_made = begin_log(folder, ring_of(folder), catalogue.network.base_url, token)
        log.resume()
        keep_no_longer(store, catalogue, record_dir.parent, now)
        memory = remembered(store)
        advance(store, catalogue, record_dir, now, token, snapshot(store, memory.kept))
        found = snapshot(store, memory.kept)
        # What is read from here on of a vote that is closed was committed before; what is not on the disk yet must
        # not be told to the world.
        store.settle()
        known = log.known
        votes = LoggedVotes(store, folder, known.head.size)
        memory.votes.begin(found, record_dir)
        write_votes(folder, found, votes, memory.votes)
        folder.write(schema.NAME, schema.RESULT_SCHEMA)
        log.add(new_entries(votes, found, known, log.next_key))
        erase_words(folder, found)
        community = Community(found, catalogue, now.astimezone(UTC).date())
        measured = strength(community, folder, token, memory)
        write_edges(folder, measured)
        told = turnout(store, record_dir.parent / "turnout", found.voting, now)
        write_state(community, folder, measured.state, told, memory)
        write_packs(community, record_dir.parent / PACKS, memory)
        seal(store, folder, found, memory.saltless)
        changed = folder.finish()
        if changed or folder.resumed or not log.is_signed:
            log.sign()
        upcoming = _next_due(found, now)
        _write_next_due(record_dir.parent / "next_due", upcoming, folder.sequence)
        folder.end()
        memory.votes.end(found, record_dir)
    return Published(folder.sequence, changed, upcoming, keys_made)


def _next_due(found: Snapshot, now: datetime) -> datetime:
    """Return the earliest of: the next event by the clock, the next look at an open vote, the next day."""
    midnight = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    # Vouches, checks and the months of the figures run out by the day.
    moments = [midnight + timedelta(days=1)]
    for proposal in found.proposals:
        state = found.states.get(proposal.id)
        if proposal.policy is None or state not in MOVED_BY_CLOCK:
            continue
        events = [event.recorded for event in found.events_of.get(proposal.id, ())]
        upcoming = next_by_clock(events, proposal.policy)
        if upcoming:
            moments.append(upcoming[1])
        certifies = timetable(events, proposal.policy).certifies
        # One that is past waits for a challenge to be answered, or for a lot: the day looks at it again.
        if state is State.PROVISIONAL and certifies and certifies > now:
            moments.append(certifies)
        if state is State.VOTING:
            moments.append(next_hour(now))
    return max(min(moments), now)


def _write_next_due(path: Path, upcoming: datetime, sequence: int) -> None:
    content = canonical({"next_due": moment_text(upcoming), "sequence": sequence})
    if read(path) != content:
        put(path, content, PRIVATE_FILE)
