"""
Drawing lots where a rule book asks for it: reproducible by everyone, foreseen by nobody.

Before voting opens people commit secrets by their marks; after the close the secrets are revealed. The lot follows
from all of them and from who was counted, so that one honest secret is enough. A secret that is withheld is told,
and the words of a public draw that was named before the opening stand in for it (docs/after-the-vote.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import count

from domain.governance.ballot import HASH_BYTES, hashed
from domain.governance.choice import NONE
from domain.governance.lifecycle import Event
from domain.governance.methods.result import Status
from domain.governance.policy import OF_BUDGET, Method, Policy, TieRule
from domain.governance.vote import VoteResult

LEAST_SECRETS = 2
"""With one secret its owner alone would choose the lot."""

SHORTEST_SECRET = 12

YES, NO = "yes", "no"


@dataclass(frozen=True)
class DrawMark:
    """
    A secret somebody committed before the opening: *mark* stands for it, *secret* is empty until it is revealed.

    *id* is "proposal/member": each has one.
    """

    id: str
    proposal: str
    member: str
    mark: str
    at: datetime
    secret: str = ""


@dataclass(frozen=True)
class PublicDraw:
    """
    A public draw named before the opening: what it is called, its day, and afterwards its words ("3 9 17 …").

    *id* is the proposal's. *by* named it; *said_by* and *confirmed_by* are the two who say what came out.
    """

    id: str
    name: str
    on: date
    by: str
    words: str = ""
    said_by: str = ""
    confirmed_by: str = ""

    @property
    def known(self) -> bool:
        """Whether two people have said what came out."""
        return bool(self.words and self.confirmed_by)


@dataclass(frozen=True)
class Drawn:
    """The lot: by code point the *drawn* of the *tied*, and the *seed* they follow from, in hexadecimal."""

    seed: str
    tied: tuple[str, ...]
    drawn: tuple[str, ...]


def mark_of(proposal: str, secret: str) -> str:
    """Return the mark that stands for a secret, in hexadecimal."""
    return hashed("rsn/draw-mark/v1", proposal.encode(), secret.encode()).hex()


def asks_for_a_draw(policy: Policy, result: VoteResult) -> bool:
    """Tell whether lots are drawn over *result*: a tie of known options, and not one between whole budgets."""
    return policy.tie is TieRule.DRAW and result.status is Status.TIED and policy.method not in OF_BUDGET


def secrets_in(marks: Iterable[DrawMark], public: PublicDraw | None) -> tuple[str, ...] | None:
    """
    Return what goes into the lot: the secrets in the order of their marks, then the words of the public draw.

    The public draw counts only where a secret is withheld. None as long as something is missing.
    """
    ordered = sorted(marks, key=lambda one: one.mark)
    revealed = tuple(one.secret for one in ordered if one.secret)
    if len(ordered) < LEAST_SECRETS and public is None:
        return None
    if len(ordered) >= LEAST_SECRETS and len(revealed) == len(ordered):
        return revealed
    return (*revealed, public.words) if public is not None and public.known else None


def draw(
    policy: Policy, proposal: str, result: VoteResult, secrets: Sequence[str], counted: Iterable[str]
) -> Drawn:
    """Return the lot over the tie of *result*; *counted* are the pseudonyms whose ballots were counted."""
    fields = [secret.encode() for secret in secrets]
    voters = [one.encode() for one in sorted(counted)]
    seed = hashed("rsn/draw/v1", proposal.encode(), str(len(fields)).encode(), *fields, *voters)
    tied = result.tied or (NO, YES)
    drawn = picked(seed, tied, _places(policy, result))
    return Drawn(seed.hex(), tuple(sorted(tied)), tuple(sorted(drawn)))


def picked(seed: bytes, options: Iterable[str], places: int) -> list[str]:
    """
    Return *places* of the options, each as likely as every other.

    A number in the last, incomplete run of the range is passed over: a plain remainder would favour the first.
    """
    left, drawn = sorted(options), []
    for place in range(min(places, len(left))):
        drawn.append(left.pop(_below(seed, place, len(left))))
    return drawn


def _below(seed: bytes, place: int, size: int) -> int:
    whole = 1 << (8 * HASH_BYTES)
    limit = whole - whole % size
    numbers = (
        int.from_bytes(hashed("rsn/draw-pick/v1", seed, str(place).encode(), str(turn).encode()), "big")
        for turn in count()
    )
    return next(number for number in numbers if number < limit) % size


def _places(policy: Policy, result: VoteResult) -> int:
    if policy.method is Method.STV and policy.rules.seats is not None:
        return policy.rules.seats - len(result.winners)
    return 1


def drawn_event(result: VoteResult, drawn: Drawn) -> Event:
    """Return the event that certifies what was drawn by lot."""
    nothing = {NONE, NO}
    adopted = any(option not in nothing for option in (*result.winners, *drawn.drawn))
    return Event.CERTIFY_ADOPTED if adopted else Event.CERTIFY_REJECTED
