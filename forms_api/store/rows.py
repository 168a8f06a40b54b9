"""Records that only the forms service knows: sessions, sign-in secrets (as hashes), keys, traces."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime

from domain.governance.ballot import Ballot
from domain.governance.lifecycle import Event, Recorded
from domain.governance.notices import NoticeKind
from domain.record.entries import SUPERSEDED


@dataclass(frozen=True)
class ProposalEvent:
    """The *number*th recorded event of a proposal, counted from 1; *by* is a member id or "" for the clock."""

    id: str
    proposal: str
    number: int
    event: Event
    at: datetime
    reason: str = ""
    by: str = ""

    @property
    def recorded(self) -> Recorded:
        return Recorded(self.event, self.at, self.reason)


@dataclass(frozen=True)
class BallotKey:
    """
    The secret that makes the pseudonyms of one proposal; destroyed when it is certified.

    *salts* is the secret that makes the salts on its receipts; it goes at the close, and all salts with it.
    """

    id: str
    key: str
    salts: str = ""


@dataclass(frozen=True)
class Superseded:
    """
    A commitment that somebody holds a receipt for and that does not count: *id* in hexadecimal.

    No voter, no choice. *reason* is "superseded" where the ballot was cast again, else the code of a recount.
    """

    id: str
    proposal: str
    reason: str = SUPERSEDED


@dataclass(frozen=True)
class LateBallot(Ballot):
    """A ballot that a recount under way brings in; it is in no box before that is ended."""

    @property
    def in_the_box(self) -> Ballot:
        """The ballot as it lies in the box once the recount is ended."""
        return Ballot(**{field.name: getattr(self, field.name) for field in fields(self)})


@dataclass(frozen=True)
class VoterName:
    """Who voted under a pseudonym (*id*) in a vote that is open, so that the name can be shown, and erased."""

    id: str
    proposal: str
    member: str


@dataclass(frozen=True)
class BallotCode:
    """
    A ballot code of one member for one proposal; *id* is the SHA-256 of its signs.

    It hangs on the pseudonym and never on a name; *by* is who made the letter. It goes when the key goes.
    """

    id: str
    proposal: str
    pseudonym: str
    by: str
    made_at: datetime


@dataclass(frozen=True)
class PaperBatch:
    """
    Ballots from a polling table as the first of two people entered them, to be confirmed by the *second*.

    *ballots* are the ids in the box once it is confirmed, *marks* the first signs of their codes: for the
    receipts, and emptied at the close.
    """

    id: str
    proposal: str
    first: str
    begun_at: datetime
    second: str = ""
    confirmed_at: datetime | None = None
    ballots: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()


@dataclass(frozen=True)
class PaperBallot:
    """
    A ballot of a batch that nobody has confirmed yet; *number* is its place on the pile, from 1, *mark* the first
    signs of its code.
    """

    id: str
    batch: str
    proposal: str
    number: int
    pseudonym: str
    choice: str
    reason: str = ""
    mark: str = ""


@dataclass(frozen=True)
class PaperIn:
    """Somebody's word that all ballots on paper are entered; *id* is "proposal/member"."""

    id: str
    proposal: str
    member: str
    at: datetime


@dataclass(frozen=True)
class Notice:
    """
    A mail about a vote that one member may get; *id* is "proposal/member/kind", so that none is queued twice.

    *settled_at* is when it was sent, or found not to be needed: which of the two is not kept, for that would tell
    who had voted. After a delivery that failed it is empty again, and *not_before* says when the next is tried.
    """

    id: str
    proposal: str
    member: str
    kind: NoticeKind
    due: datetime
    settled_at: datetime | None = None
    tries: int = 0
    not_before: datetime | None = None


@dataclass(frozen=True)
class Session:
    """
    A signed-in browser; *id* is the SHA-256 of the cookie's token. *shared* devices get a short one.

    *acting_for* is the member whose affairs the signed-in one tends now, "" for their own; *way* how they were
    told what to enter (`domain.mandates.ActedFor`). *by_code* tells that a printed code opened it, not a mail;
    *twofold* that both were shown, as a steward's desk demands; *proved_at* when one of them was shown last. *key*
    names the secret key of the service it was opened under, "" where that was not noted yet.
    """

    id: str
    member: str
    started_at: datetime
    used_at: datetime
    expires_at: datetime
    shared: bool = False
    acting_for: str = ""
    way: str = ""
    by_code: bool = False
    twofold: bool = False
    proved_at: datetime | None = None
    key: str = ""


@dataclass(frozen=True)
class LinkToken:
    """
    A mailed sign-in link; *id* is the SHA-256 of its token, *browser* that of the pre-session that asked.

    *code* is the SHA-256 of the six signs shown in the asking browser; *tries* are left for typing them. A link
    that confirms another mail *address* says in which mailbox it lies: *side* is "old", "new", or "" to sign in.
    """

    id: str
    member: str
    browser: str
    code: str
    made_at: datetime
    expires_at: datetime
    tries: int = 5
    address: str = ""
    side: str = ""


@dataclass(frozen=True)
class SignInCode:
    """A printed code; *id* is a memory-hard hash of its signs. Used once; a new sheet voids the old one."""

    id: str
    member: str
    made_at: datetime
    used_at: datetime | None = None


@dataclass(frozen=True)
class Tombstone:
    """A body that is gone: which proposal it stood at, and the mark that the log holds of it."""

    subject: str
    mark: str


@dataclass(frozen=True)
class Erasure:
    """
    The erasure of a member, asked for or carried out; *id* is the mark that stands for them in the public log.

    *asked_by* is the member, or the steward they spoke to (*way* tells how), and *agreed_by* then the second one.
    *words* tells that the texts that came to a vote go too. *done_at* is when the main file was cleared,
    *finished_at* when all the others were; *mail* marks the mails to delete in between.
    """

    id: str
    member: str
    asked_by: str
    asked_at: datetime
    way: str = ""
    words: bool = False
    agreed_by: str = ""
    done_at: datetime | None = None
    finished_at: datetime | None = None
    mail: str = ""
    tombstones: tuple[Tombstone, ...] = ()


@dataclass(frozen=True)
class Trace:
    """What a steward did, to be told in public: an act, on what, why. Never names the member it concerned."""

    id: str
    act: str
    subject: str
    reason: str
    at: datetime
    by: str
    mark: str = ""
