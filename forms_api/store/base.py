"""
The store's protocol: collections of records, and units of work that commit whole or not at all.

Rules of this file: services know only what stands here. A unit of work changes the collections of one file
(`Home`) and commits them in one atomic write; that is why what belongs together lives together: a sign-in code
beside its session, a ballot alone. Ballots, keys and sessions have homes of their own, so that they can be
rewritten in key order and their old file removed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, fields
from enum import StrEnum
from functools import cache
from typing import Any, Protocol, TypeVar, runtime_checkable

from domain.crisis import Activation, Called
from domain.exchange import Exchange, Intent, Match
from domain.governance.ballot import Ballot
from domain.governance.challenge import Challenge, Recount, Review
from domain.governance.deliberation import Amendment, Coauthor, Version
from domain.governance.draw import DrawMark, PublicDraw
from domain.governance.proposal import Advice, AdviceAnswer, Argument, Promise, Proposal, Roll, Sponsorship
from domain.mandates import ActedFor, Mandate
from domain.meeting import Gathering, Message, Sighting
from domain.pathways import Attendance, Mentoring
from domain.people import Member
from domain.programs import Participation
from domain.skills import Check, Vouch
from forms_api.store.rows import (
    BallotCode,
    BallotKey,
    Erasure,
    LateBallot,
    LinkToken,
    Notice,
    PaperBallot,
    PaperBatch,
    PaperIn,
    ProposalEvent,
    Session,
    SignInCode,
    Superseded,
    Trace,
    VoterName,
)

T = TypeVar("T")


class Home(StrEnum):
    """The file a collection lives in."""

    MAIN = "store"
    BALLOTS = "ballots"
    KEYS = "keys"
    SESSIONS = "sessions"


@dataclass(frozen=True)
class Collection:
    """A named set of records of one type with a text key `id`; *unique* lists combinations that occur once."""

    name: str
    kind: type[Any]
    home: Home = Home.MAIN
    unique: tuple[tuple[str, ...], ...] = ()


COLLECTIONS = (
    Collection("members", Member),
    Collection("vouches", Vouch),
    Collection("checks", Check),
    Collection("participations", Participation, unique=(("member", "cohort", "role"),)),
    Collection("intents", Intent),
    Collection("matches", Match),
    Collection("exchanges", Exchange),
    Collection("gatherings", Gathering),
    Collection("messages", Message),
    Collection("sightings", Sighting),
    Collection("mandates", Mandate),
    Collection("acted", ActedFor),
    Collection("attendance", Attendance, unique=(("cohort", "on"),)),
    Collection("mentoring", Mentoring, unique=(("member", "program"),)),
    Collection("activations", Activation),
    Collection("called", Called, unique=(("activation", "member", "slot"),)),
    Collection("proposals", Proposal),
    Collection("events", ProposalEvent, unique=(("proposal", "number"),)),
    Collection("sponsorships", Sponsorship, unique=(("proposal", "member"),)),
    Collection("arguments", Argument),
    Collection("versions", Version, unique=(("proposal", "number"),)),
    Collection("coauthors", Coauthor),
    Collection("amendments", Amendment, unique=(("proposal", "number"),)),
    Collection("advice", Advice),
    Collection("answers", AdviceAnswer),
    Collection("promises", Promise),
    Collection("reviews", Review),
    Collection("challenges", Challenge, unique=(("proposal", "result", "by"),)),
    Collection("recounts", Recount),
    Collection("draw_marks", DrawMark, unique=(("proposal", "mark"),)),
    Collection("public_draws", PublicDraw),
    Collection("rolls", Roll),
    Collection("notices", Notice),
    Collection("traces", Trace),
    Collection("erasures", Erasure),
    Collection("ballots", Ballot, Home.BALLOTS, unique=(("proposal", "pseudonym"),)),
    Collection("superseded", Superseded, Home.BALLOTS),
    Collection("late_ballots", LateBallot, Home.BALLOTS, unique=(("proposal", "pseudonym"),)),
    Collection("voter_names", VoterName, Home.BALLOTS),
    Collection("paper_batches", PaperBatch, Home.BALLOTS),
    Collection("paper_ballots", PaperBallot, Home.BALLOTS, unique=(("batch", "pseudonym"),)),
    Collection("paper_in", PaperIn),
    Collection("keys", BallotKey, Home.KEYS),
    Collection("ballot_codes", BallotCode, Home.KEYS),
    Collection("sessions", Session, Home.SESSIONS),
    Collection("links", LinkToken, Home.SESSIONS),
    Collection("codes", SignInCode, Home.SESSIONS),
)


class AlreadyThere(Exception):
    """A record with this key, or with these unique fields, is in the collection."""

    def __init__(self, collection: str, key: str) -> None:
        super().__init__(f"{collection} already holds {key}.")
        self.collection = collection
        self.key = key


class TwoHomes(Exception):
    """One unit of work changed records of two files; it could not be written atomically, so it was not."""

    def __init__(self, homes: frozenset[Home]) -> None:
        super().__init__(f"One unit of work changes {' and '.join(sorted(homes))}; use one for each.")
        self.homes = homes


class StoreBusy(Exception):
    """Another process holds the store."""

    def __init__(self, where: str) -> None:
        super().__init__(f"Another process holds the store in {where}. Ask it, or stop it first.")
        self.where = where


class StoreFailed(Exception):
    """
    The disk refused a write; the unit of work was discarded and nothing of it counts.

    *outcome_unknown* is set where the change may yet be there after a restart; until then the store only reads.
    """

    def __init__(self, where: str, why: str, *, outcome_unknown: bool = False) -> None:
        tail = "It may or may not be there after a restart." if outcome_unknown else "Nothing was changed."
        super().__init__(f"{where} could not be written: {why}. {tail}")
        self.where = where
        self.why = why
        self.outcome_unknown = outcome_unknown


class StoreUnreadable(Exception):
    """What lies in a store's file cannot be read as records; nothing was changed."""

    def __init__(self, where: str, why: str) -> None:
        super().__init__(f"{where} cannot be read: {why}. Put back a backup of it.")
        self.where = where
        self.why = why


class StoreClosed(Exception):
    """A unit of work was asked of a store that has been closed, or used after it had ended."""


class ReadOnly(Exception):
    """A unit of work that only reads was asked to change something."""

    def __init__(self) -> None:
        super().__init__("This unit of work only reads. Use store.unit() to change something.")


class UnitInsideUnit(Exception):
    """A thread that has a unit of work open asked for another; it would wait for itself."""

    def __init__(self) -> None:
        super().__init__("This thread has a unit of work open. End it before the next.")


class Repository(Protocol[T]):
    """The records of one collection, as the unit of work sees them: committed ones and its own changes."""

    def get(self, key: str) -> T | None:
        """Return the record with this key, or None."""

    def add(self, record: T) -> None:
        """
        Take a new record.

        Raises:
            AlreadyThere: the key or a unique combination is taken.
        """

    def put(self, record: T) -> None:
        """
        Take a record, in the place of the one with its key if there is one.

        Raises:
            AlreadyThere: a unique combination is taken by another record.
        """

    def remove(self, key: str) -> bool:
        """Remove the record with this key; tell whether there was one."""

    def where(self, **equal: object) -> list[T]:
        """Return the records whose top-level fields equal these values (enums and dates as such), in key order."""

    def count(self, **equal: object) -> int:
        """Return how many records `where` would return."""

    def __iter__(self) -> Iterator[T]:
        """Go through all records in key order."""

    def __len__(self) -> int: ...


class UnitOfWork(Protocol):
    """One repository per collection of COLLECTIONS."""

    @property
    def members(self) -> Repository[Member]: ...
    @property
    def vouches(self) -> Repository[Vouch]: ...
    @property
    def checks(self) -> Repository[Check]: ...
    @property
    def participations(self) -> Repository[Participation]: ...
    @property
    def intents(self) -> Repository[Intent]: ...
    @property
    def matches(self) -> Repository[Match]: ...
    @property
    def exchanges(self) -> Repository[Exchange]: ...
    @property
    def gatherings(self) -> Repository[Gathering]: ...
    @property
    def messages(self) -> Repository[Message]: ...
    @property
    def sightings(self) -> Repository[Sighting]: ...
    @property
    def mandates(self) -> Repository[Mandate]: ...
    @property
    def acted(self) -> Repository[ActedFor]: ...
    @property
    def attendance(self) -> Repository[Attendance]: ...
    @property
    def mentoring(self) -> Repository[Mentoring]: ...
    @property
    def activations(self) -> Repository[Activation]: ...
    @property
    def called(self) -> Repository[Called]: ...
    @property
    def proposals(self) -> Repository[Proposal]: ...
    @property
    def events(self) -> Repository[ProposalEvent]: ...
    @property
    def sponsorships(self) -> Repository[Sponsorship]: ...
    @property
    def arguments(self) -> Repository[Argument]: ...
    @property
    def versions(self) -> Repository[Version]: ...
    @property
    def coauthors(self) -> Repository[Coauthor]: ...
    @property
    def amendments(self) -> Repository[Amendment]: ...
    @property
    def advice(self) -> Repository[Advice]: ...
    @property
    def answers(self) -> Repository[AdviceAnswer]: ...
    @property
    def promises(self) -> Repository[Promise]: ...
    @property
    def reviews(self) -> Repository[Review]: ...
    @property
    def challenges(self) -> Repository[Challenge]: ...
    @property
    def recounts(self) -> Repository[Recount]: ...
    @property
    def draw_marks(self) -> Repository[DrawMark]: ...
    @property
    def public_draws(self) -> Repository[PublicDraw]: ...
    @property
    def rolls(self) -> Repository[Roll]: ...
    @property
    def notices(self) -> Repository[Notice]: ...
    @property
    def traces(self) -> Repository[Trace]: ...
    @property
    def erasures(self) -> Repository[Erasure]: ...
    @property
    def ballots(self) -> Repository[Ballot]: ...
    @property
    def superseded(self) -> Repository[Superseded]: ...
    @property
    def late_ballots(self) -> Repository[LateBallot]: ...
    @property
    def voter_names(self) -> Repository[VoterName]: ...
    @property
    def paper_batches(self) -> Repository[PaperBatch]: ...
    @property
    def paper_ballots(self) -> Repository[PaperBallot]: ...
    @property
    def paper_in(self) -> Repository[PaperIn]: ...
    @property
    def keys(self) -> Repository[BallotKey]: ...
    @property
    def ballot_codes(self) -> Repository[BallotCode]: ...
    @property
    def sessions(self) -> Repository[Session]: ...
    @property
    def links(self) -> Repository[LinkToken]: ...
    @property
    def codes(self) -> Repository[SignInCode]: ...


@runtime_checkable
class Store(Protocol):
    """A store that may be asked by several threads at once."""

    def unit(self) -> AbstractContextManager[UnitOfWork]:
        """
        Return a unit of work: commits at the end of its with block, durably before the block is left; an
        exception that leaves the block discards every change.

        Units are serial: what one reads, no other changes before it ends. None may be opened inside another.

        Raises:
            TwoHomes: at the end of the block, when it changed the collections of two homes.
        """

    def reading(self) -> AbstractContextManager[UnitOfWork]:
        """
        Return a unit of work that changes nothing: one consistent view of what is committed.

        Raises:
            ReadOnly: by a repository that was asked to change something; nothing is changed.
        """

    def settle(self) -> None:
        """
        Return when all that any unit committed before this call is on the disk.

        Whoever writes what it read where others see it asks first: a power cut must not take back what is public.

        Raises:
            StoreFailed: what this thread read since it asked last was taken back, for the disk refused it.
        """

    def health(self) -> str:
        """Return "" while all is well, else why the store only reads until it is opened again."""

    def rewrite(self, home: Home) -> None:
        """Write the home's file anew, in key order, and remove the old one with all that was deleted from it."""

    def close(self) -> None:
        """Let go of the store; what is committed stays."""


def key_of(record: Any) -> str:
    """Return the record's key."""
    return str(record.id)


@cache
def collection_fields(collection: Collection) -> tuple[str, ...]:
    """Return the top-level field names of the collection's records."""
    return tuple(field.name for field in fields(collection.kind))


@runtime_checkable
class Counting(Protocol):
    """A store that counts how often each collection was changed since it was opened."""

    @property
    def changed(self) -> Mapping[str, int]: ...
