"""Ballots by the thousand: how many lie in which box, what they say, and their commitments' nonces."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence

from domain.governance.ballot import Ballot, phrase_mark, pseudonym, receipt_salt
from domain.governance.choice import NONE, write_choice
from domain.governance.policy import Method, Policy
from domain.governance.proposal import Option
from forms_api.store.rows import BallotKey
from rsn.demo.generating.drawing import Draw
from rsn.demo.reading import demo_id

LEAST_CHOICES = 60
"""So many different ballots of a vote among options; more people than that repeat each other."""


USUAL_MOST = 100_000
"""So many ballots at most where nobody says how many."""


class TooManyBallots(Exception):
    """More ballots are asked for than all rolls together have members."""

    def __init__(self, ballots: int, room: int) -> None:
        super().__init__(
            f"All votes together have {room} places on their rolls, so there cannot be {ballots} ballots. "
            "Ask for fewer, or for more members or proposals."
        )
        self.ballots = ballots
        self.room = room


def spread(seed: int, wanted: int | None, rolls: Mapping[str, int]) -> dict[str, int]:
    """
    Return how many ballots each vote gets, by how many are on its roll and by chance; *wanted* all together.

    Raises:
        TooManyBallots.
    """
    room = sum(rolls.values())
    ballots = min(USUAL_MOST, room * 2 // 5) if wanted is None else wanted
    if ballots > room:
        raise TooManyBallots(ballots, room)
    # Lately more people are there, and more of them vote: a few large boxes hold most of all ballots.
    large = _large(rolls, ballots)
    given: dict[str, int] = {}
    for votes, part in (
        (large, ballots * 9 // 10),
        ([vote for vote in rolls if vote not in large], ballots // 10),
    ):
        weight = {vote: rolls[vote] * (0.6 + 0.4 * Draw(seed, "turnout", vote).share()) for vote in votes}
        whole = sum(weight.values()) or 1
        given |= {vote: min(rolls[vote], int(part * weight[vote] / whole)) for vote in votes}
    left = ballots - sum(given.values())
    for vote in sorted(rolls, key=lambda one: given[one] - rolls[one]):
        more = min(left, rolls[vote] - given[vote])
        given[vote] += more
        left -= more
    return given


def _large(rolls: Mapping[str, int], ballots: int) -> list[str]:
    """Return the votes with the longest rolls, as many as hold the ballots with two of three voting."""
    found, places = [], 0
    for vote in sorted(rolls, key=lambda one: (-rolls[one], one)):
        if places * 2 >= ballots * 3:
            break
        found.append(vote)
        places += rolls[vote]
    return found


def key_of(seed: int, proposal: str) -> BallotKey:
    """Return the secrets of one vote."""
    made = (hashlib.sha256(f"{seed}/{what}/{proposal}".encode()).hexdigest() for what in ("key", "salts"))
    return BallotKey(proposal, next(made), next(made))


def ballots(
    seed: int, proposal: str, policy: Policy, options: Sequence[Option], voters: Sequence[str]
) -> Iterator[Ballot]:
    """Yield the ballot of each of the *voters*."""
    key = key_of(seed, proposal)
    secret, salts = bytes.fromhex(key.key), bytes.fromhex(key.salts)
    draw = Draw(seed, "box", proposal)
    said = choices(draw, policy, options)
    for number, voter in enumerate(voters):
        drawn = hashlib.sha512(f"{seed}/{proposal}/{number}".encode()).digest()
        nonce = drawn[:32]
        yield Ballot(
            id=demo_id("ballot", str(seed), proposal, str(number)),
            proposal=proposal,
            pseudonym=pseudonym(secret, proposal, voter),
            choice=draw.pick(said),
            in_group=False,
            group_nonce=drawn[32:].hex(),
            nonce=nonce.hex(),
            phrase=phrase_mark(proposal, receipt_salt(salts, proposal, nonce), "").hex(),
            salt="",
        )


def choices(draw: Draw, policy: Policy, options: Sequence[Option]) -> list[str]:
    """Return ballots that people of this vote might cast; what is there twice is cast twice as often."""
    if policy.method is Method.YES_NO:
        yes = draw.number(30, 75)
        return ["yes"] * yes + ["no"] * (88 - yes) + ["abstain"] * 10 + ["blank"] * 2
    names = [option.id for option in options]
    if policy.method is Method.SCHULZE:
        return [_ranking(draw, names) for _ in range(LEAST_CHOICES)]
    return [_scores(draw, names, policy.rules.max_score or 1) for _ in range(LEAST_CHOICES)]


def _ranking(draw: Draw, names: Sequence[str]) -> str:
    # Whoever comes earlier on the list is liked a little better, so that there is a result to be seen.
    ordered = sorted([*names, NONE], key=lambda name: _liking(draw, names, name))
    return write_choice({"ranking": [[name] for name in ordered]})


def _scores(draw: Draw, names: Sequence[str], most: int) -> str:
    return write_choice({"scores": {name: round((1 - _liking(draw, names, name) / 2) * most) for name in names}})


def _liking(draw: Draw, names: Sequence[str], name: str) -> float:
    """Return from 0 (liked best) up to 2."""
    place = names.index(name) / len(names) if name in names else 0.9
    return place * 0.8 + draw.share() * 1.2
