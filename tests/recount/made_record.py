"""
Make public records of any votes, honest or not, as files in memory: what the checkers are tried on.

The words of the format are those of docs/record.md. The log is published once after every step of a vote, so that
old partial tiles, consistency proofs and several sizes are in it.
"""

from __future__ import annotations

import base64
import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from domain.codec import to_plain
from domain.governance.ballot import Ballot, row_of
from domain.governance.constituency import GROUP_RULES, Verdict, split_of, split_plain, verdict
from domain.governance.draw import Drawn, draw, drawn_event, mark_of
from domain.governance.lifecycle import Event
from domain.governance.pinning import policy_hash, policy_plain
from domain.governance.policy import Policy, Secrecy
from domain.governance.proposal import Option
from domain.governance.vote import count_vote
from domain.privacy import BALLOT_ROWS_FROM
from domain.record.canonical import canonical, sha256_hex
from domain.record.checkpoint import Checkpoint, VerifierKey, signed
from domain.record.entries import commitment_entries, event_entry, policy_entry, void_entry
from domain.record.files_note import FileList
from domain.record.merkle import consistency_proof, leaf_hash, root
from domain.record.notes import signed_note
from domain.record.tiles import bundle_bytes, levels, tile_bytes, tiles_of
from presentation.recount import recount_program
from tests.builders import a_policy

ORIGIN = "weirside.example/record"
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
OPTIONS = (Option("bench", "A bench"), Option("court", "A court"), Option("swing", "A swing"))


class Signer:
    """A key of the log; the same *seed* gives the same key."""

    def __init__(self, name: str = ORIGIN, seed: bytes = b"log") -> None:
        self._private = Ed25519PrivateKey.from_private_bytes(sha256(seed).digest())
        public = self._private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        self.key = VerifierKey(name, public)

    def sign(self, message: bytes) -> bytes:
        return self._private.sign(message)


def nonce(*parts: object) -> bytes:
    """Return 32 bytes that look like chance and are the same every time."""
    return sha256(repr(parts).encode()).digest()


@dataclass(frozen=True)
class MadeVote:
    """
    A vote to be recorded: *choices* are the texts of the counted ballots, one a voter.

    *group* is how many of the roll (and of the voters), from the first on, are of the group; *lie* changes
    result.json before it is hashed and logged.
    """

    policy: Policy
    choices: tuple[str, ...]
    id: str = "2026-1"
    options: tuple[Option, ...] = ()
    eligible: int = 60
    superseded: int = 2
    group: int = 0
    show_group: bool = False
    certified: bool = True
    recount: int = 0
    secrets: tuple[str, ...] = ()
    lie: Callable[[dict[str, Any]], None] = lambda result: None

    @property
    def roll(self) -> list[str]:
        return [self.pseudonym(number) for number in range(self.eligible)]

    def pseudonym(self, number: int) -> str:
        return nonce("pseudonym", self.id, number)[:16].hex()

    def ballots(self) -> list[Ballot]:
        return [self.ballot(n, choice) for n, choice in enumerate(self.choices)]

    def ballot(self, number: int, choice: str, again: int = 0) -> Ballot:
        seed = (self.id, number, again)
        return Ballot(
            id=str(number),
            proposal=self.id,
            pseudonym=self.pseudonym(number),
            choice=choice,
            in_group=number < self.group,
            group_nonce=nonce("group", seed).hex(),
            nonce=nonce("nonce", seed).hex(),
            phrase=nonce("phrase", seed).hex(),
            salt="",
        )


@dataclass
class Made:
    """A record: its *files* by path; `publish` writes log, list and checkpoint anew from *entries*."""

    signer: Signer = field(default_factory=Signer)
    files: dict[str, bytes] = field(default_factory=dict)
    entries: list[bytes] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)

    def publish(self) -> None:
        """Publish the log as it is now, what was published before staying."""
        size, leaves = len(self.entries), [leaf_hash(entry) for entry in self.entries]
        if size not in self.sizes:
            by_level = levels(leaves)
            for tile in tiles_of(size):
                first = tile.number * 256
                self.files[tile.path] = (
                    bundle_bytes(self.entries[first : first + tile.width])
                    if tile.level is None
                    else tile_bytes(by_level[tile.level], tile)
                )
            if self.sizes:
                old = self.sizes[-1]
                proof = [base64.b64encode(one).decode() for one in consistency_proof(leaves, old)]
                says = {"v": 1, "old": old, "new": size, "proof": proof}
                self.files[f"consistency/{old}-{size}.json"] = canonical(says)
            self.sizes.append(size)
        self.files["vkey"] = f"{self.signer.key}\n".encode()
        self.files["index.json"] = canonical({"v": 1, "sequence": len(self.sizes)})
        self.sign()

    def sign(self) -> None:
        """Sign list of files and checkpoint over what is there, honest or not."""
        listed = {path: sha256(raw).hexdigest() for path, raw in self.files.items()}
        for own in ("files", "checkpoint"):
            listed.pop(own, None)
        self.files["files"] = signed_note(FileList(ORIGIN, listed).text, self.signer.key, self.signer.sign)
        top = Checkpoint(ORIGIN, len(self.entries), root([leaf_hash(entry) for entry in self.entries]))
        self.files["checkpoint"] = signed(top, self.signer.key, self.signer.sign)

    def forge(self) -> None:
        """Make the whole log anew from changed entries, as a lying holder of the key would."""
        sizes, self.sizes, whole = self.sizes, [], self.entries
        for path in [p for p in self.files if p.startswith(("tile/", "consistency/"))]:
            del self.files[path]
        for size in sorted({min(size, len(whole)) for size in sizes[:-1]} | {len(whole)}):
            self.entries = whole[:size]
            self.publish()

    def copy(self) -> Made:
        return replace(self, files=dict(self.files), entries=list(self.entries), sizes=list(self.sizes))

    def write(self, folder: Path) -> Path:
        for path, raw in self.files.items():
            place = folder / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(raw)
        return folder

    def json(self, path: str) -> Any:
        return json.loads(self.files[path])


def made_record(*votes: MadeVote, signer: Signer | None = None) -> Made:
    """Return the record of *votes*, one after the other."""
    made = Made(signer or Signer())
    made.files["receipt-vkey"] = f"{Signer(ORIGIN + '/receipts', b'receipts').key}\n".encode()
    made.files["state/members.json"] = canonical({"ada": {"name": "Ada"}})
    for number, vote in enumerate(votes):
        _record(made, vote, NOON + timedelta(days=30 * number))
    return made


def _record(made: Made, vote: MadeVote, at: datetime) -> None:
    place, number = f"proposals/{vote.id}", 0

    def log(event: Event, **commits: Any) -> None:
        nonlocal number
        number += 1
        made.entries.append(event_entry(event, vote.id, number, at + timedelta(days=number), commits))

    made.entries.append(policy_entry(vote.policy, policy_hash(vote.policy)))
    log(Event.SUBMIT)
    log(Event.SUPPORTED)
    made.publish()
    _freeze_files(made, vote, place)
    log(
        Event.FREEZE,
        roll={"count": vote.eligible, "hash": made_hash(made, f"{place}/roll.json")},
        policy=made_hash(made, f"{place}/policy.json"),
        text=made_hash(made, f"{place}/proposal.json"),
    )
    made.publish()
    marks = sorted(mark_of(vote.id, secret) for secret in vote.secrets)
    log(Event.OPEN, **({"draw": {"marks": marks, "source": ""}} if marks else {}))
    made.publish()
    old = [vote.ballot(n, vote.choices[n], again=1) for n in range(min(vote.superseded, len(vote.choices)))]
    voids = sorted(ballot.commitment.hex() for ballot in old)
    ballots, at_close = vote.ballots(), len(vote.choices) - vote.recount
    first, late = ballots[:at_close], ballots[at_close:]
    _count_files(made, vote, place, first, len(voids), number=1)
    _close(made, vote, place, log, first, voids)
    made.publish()
    if late:
        log(Event.RECOUNT)
        made.files[f"{place}/result-1.json"] = made.files[f"{place}/result.json"]
        _count_files(made, vote, place, ballots, len(voids), number=2)
        log(Event.RECOUNTED, result={"number": 2, "hash": made_hash(made, f"{place}/result.json")})
        made.entries += commitment_entries(vote.id, sorted(b.commitment.hex() for b in late), "late")
        made.publish()
    if vote.certified:
        newest = {"number": 2 if late else 1, "hash": made_hash(made, f"{place}/result.json")}
        log(_ending(vote), result=newest)
        made.publish()


def _close(
    made: Made,
    vote: MadeVote,
    place: str,
    log: Callable[..., None],
    counted: Sequence[Ballot],
    voids: Sequence[str],
) -> None:
    kept = [ballot.commitment.hex() for ballot in counted]
    names = (
        {"names": {"hash": made_hash(made, f"{place}/names.json")}} if vote.policy.secrecy is Secrecy.OPEN else {}
    )
    log(
        Event.CLOSE,
        ballots=listed(kept),
        result={"number": 1, "hash": made_hash(made, f"{place}/result.json")},
        **names,
    )
    made.entries += commitment_entries(vote.id, sorted([*kept, *voids]))
    made.entries += [void_entry(vote.id, one, "superseded") for one in voids]


def listed(commitments: Iterable[str]) -> dict[str, Any]:
    kept = sorted(commitments)
    return {"count": len(kept), "hash": sha256_hex(kept)}


def made_hash(made: Made, path: str) -> str:
    return sha256(made.files[path]).hexdigest()


def _freeze_files(made: Made, vote: MadeVote, place: str) -> None:
    text = {
        "v": 1,
        "id": vote.id,
        "title": "What the meadow becomes",
        "summary": "One thing for the meadow.",
        "text": "It is ours since spring.",
        "program": "",
        "policy": vote.policy.slug,
        "policy_hash": policy_hash(vote.policy),
        "salt": nonce("salt")[:16].hex(),
        **({"options": to_plain(vote.options)} if vote.options else {}),
    }
    made.files[f"{place}/proposal.json"] = canonical(text)
    made.files[f"{place}/policy.json"] = canonical(policy_plain(vote.policy))
    made.files[f"{place}/roll.json"] = canonical(sorted(vote.roll))


def _count_files(
    made: Made, vote: MadeVote, place: str, ballots: Sequence[Ballot], voids: int, *, number: int
) -> None:
    open_vote = vote.policy.secrecy is Secrecy.OPEN
    rows = len(ballots) >= BALLOT_ROWS_FROM or open_vote
    made.files[f"{place}/counted.json"] = canonical(sorted(ballot.pseudonym for ballot in ballots))
    if rows:
        made.files[f"{place}/ballots.jsonl"] = b"".join(
            canonical(row) + b"\n" for row in sorted((_row(vote, b) for b in ballots), key=_commitment)
        )
    if open_vote:
        made.files[f"{place}/names.json"] = canonical(
            {"v": 1, "salt": nonce("names").hex(), "names": _names(ballots)}
        )
    choices = Counter(ballot.choice for ballot in ballots)
    result = {
        "v": 1,
        "number": number,
        "proposal": vote.id,
        "policy_hash": policy_hash(vote.policy),
        "roll": vote.eligible,
        "commitments": listed(ballot.commitment.hex() for ballot in ballots),
        "voids": voids,
        "rows_published": rows,
        "result": to_plain(count_vote(vote.policy, vote.options, choices.elements(), eligible=vote.eligible)),
        "split": split_plain(_verdict(vote, ballots), final=True),
        **({"draw": _draw(vote, ballots)} if vote.secrets else {}),
    }
    vote.lie(result)
    made.files[f"{place}/result.json"] = canonical(result)
    made.files[f"{place}/recount.py"] = recount_program(vote.policy.method)


def _commitment(row: dict[str, Any]) -> str:
    return str(row["commitment"])


def _row(vote: MadeVote, ballot: Ballot) -> dict[str, Any]:
    row: dict[str, Any] = to_plain(row_of(ballot))
    more = {"in_group": ballot.in_group, "group_nonce": ballot.group_nonce} if vote.show_group else {}
    kept = {name: value for name, value in row.items() if name not in ("in_group", "group_nonce")}
    return kept | more


def _names(ballots: Sequence[Ballot]) -> dict[str, Any]:
    return {
        b.pseudonym: {"name": f"Voter {b.id}", "commitment": b.commitment.hex(), "reason": ""} for b in ballots
    }


def _verdict(vote: MadeVote, ballots: Sequence[Ballot]) -> Verdict:
    texts = [ballot.choice for ballot in ballots]
    count = count_vote(vote.policy, vote.options, texts, eligible=vote.eligible)
    if vote.policy.constituency not in GROUP_RULES:
        return verdict(vote.policy, count, None)
    parts = [(ballot.choice, ballot.in_group) for ballot in ballots]
    found = split_of(vote.policy, vote.options, parts, vote.group, vote.eligible - vote.group)
    return verdict(vote.policy, count, replace(found, told=vote.show_group))


def _draw(vote: MadeVote, ballots: Sequence[Ballot]) -> dict[str, Any]:
    count = count_vote(vote.policy, vote.options, [b.choice for b in ballots], eligible=vote.eligible)
    secrets = sorted(vote.secrets, key=lambda secret: mark_of(vote.id, secret))
    drawn = draw(vote.policy, vote.id, count, secrets, [ballot.pseudonym for ballot in ballots])
    return {
        "marks": [{"mark": mark_of(vote.id, secret), "secret": secret} for secret in secrets],
        "source": None,
        "seed": drawn.seed,
        "tied": list(drawn.tied),
        "drawn": list(drawn.drawn),
    }


def _ending(vote: MadeVote) -> Event:
    """Return the event that certifies the vote, a lot included."""
    if not vote.secrets:
        return _verdict(vote, vote.ballots()).event
    lot = _draw(vote, vote.ballots())
    count = count_vote(vote.policy, vote.options, vote.choices, eligible=vote.eligible)
    return drawn_event(count, Drawn(lot["seed"], tuple(lot["tied"]), tuple(lot["drawn"])))


def yes_no(*, yes: int = 25, no: int = 10, abstain: int = 3, blank: int = 2, **more: Any) -> MadeVote:
    """Return a yes-or-no vote of forty ballots, or as many as asked for."""
    words = {"yes": yes, "no": no, "abstain": abstain, "blank": blank}
    cast = [word for word, times in words.items() for _ in range(times)]
    # Mixed, so that any group of voters is of several minds.
    choices = tuple(word for _, word in sorted((nonce("mix", place), word) for place, word in enumerate(cast)))
    return MadeVote(**{"policy": a_policy(), "choices": choices, **more})
