"""One plausible record of every collection, with sane defaults."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from domain.crisis import Activation, Answer, Called, Way
from domain.exchange import Direction, Exchange, Intent, Kind, Match, MatchState
from domain.governance.ballot import Ballot
from domain.governance.challenge import Challenge, ChallengeReason, Change, Recount, Review, VoidReason
from domain.governance.deliberation import Amendment, AmendmentKind, Coauthor, Version
from domain.governance.draw import DrawMark, PublicDraw
from domain.governance.lifecycle import Event
from domain.governance.notices import NoticeKind
from domain.governance.policy import Policy
from domain.governance.proposal import (
    Advice,
    AdviceAnswer,
    Argument,
    ArgumentKind,
    Promise,
    Proposal,
    Roll,
    Sponsorship,
)
from domain.mandates import ActedFor, Mandate
from domain.meeting import Gathering, Message, Sighting
from domain.pathways import Attendance, Mentoring
from domain.people import Audience, Consent, Entry, Fluency, Language, Member, ProgramRole, Share, Standing
from domain.programs import Participation, PartState
from domain.skills import Check, CheckKind, Vouch, VouchScope
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
    Tombstone,
    Trace,
    VoterName,
)

NOW = datetime(2026, 11, 23, 18, 0, 0, 250_000, tzinfo=UTC)
TODAY = date(2026, 11, 23)


def a_member(key: str = "m1", **changed: Any) -> Member:
    entry = Entry(f"slug-{key}", "Noor", languages=(Language("ar", Fluency.FIRST),), shares=(Share("listening"),))
    consents = {"name": Consent(Audience.PUBLIC, TODAY), "shares": Consent(Audience.MEMBERS, TODAY)}
    return replace(Member(key, entry, Standing.MEMBER, TODAY, consents), **changed)


def a_ballot(key: str = "b1", **changed: Any) -> Ballot:
    secrets = dict.fromkeys(("group_nonce", "nonce", "phrase", "salt"), "ab" * 32)
    return replace(Ballot(key, "2026-1", f"p-{key}", "yes", in_group=False, **secrets), **changed)


def a_sponsorship(key: str = "s1", **changed: Any) -> Sponsorship:
    return replace(Sponsorship(key, "2026-1", f"m-{key}", NOW), **changed)


def a_session(key: str = "e1", **changed: Any) -> Session:
    return replace(Session(key, "m1", NOW, NOW, NOW), **changed)


def a_vouch(key: str = "v1", **changed: Any) -> Vouch:
    vouch = Vouch(key, "m1", "m2", VouchScope.PERSON, "neighbours", TODAY, date(2028, 11, 23))
    return replace(vouch, **changed)


def a_proposal(key: str = "2026-1", **changed: Any) -> Proposal:
    policy = Policy("everyday", 2, {"en": "Everyday", "es": "De cada día"}, {"en": "Small things"})
    proposal = Proposal(key, "A bench", "One bench.", "Where?", "m1", NOW, "everyday", policy=policy)
    return replace(proposal, **changed)


RECORDS: dict[str, Any] = {
    "members": a_member(),
    "vouches": a_vouch(),
    "checks": Check("c1", "m1", CheckKind.LICENCE, "the county", "m2", TODAY, "first-aid"),
    "participations": Participation("t1", "m1", "budgeting-1", ProgramRole.HOST, PartState.ATTENDING, NOW),
    "intents": Intent("i1", "m1", Direction.NEED, "lifts", NOW, expires_on=TODAY),
    "matches": Match("x1", "i1", "m2", "m1", "lifts", MatchState.OFFERED, NOW, ("near you",)),
    "exchanges": Exchange("g1", "m2", "m1", "lifts", Kind.HOURS, 6, TODAY, confirmed_by_giver=NOW),
    "gatherings": Gathering("q1", "cooking", TODAY, 6, ("m1",), ("m2", "m3"), "m1", NOW, confirmed=("m1",)),
    "messages": Message("w1", "x1", "m1", "Shall I bring the pump?", NOW),
    "sightings": Sighting("y1", "x1", "m1", "m2", "email", NOW),
    "mandates": Mandate("h1", "m1", "m2", TODAY, date(2027, 11, 23), "m3"),
    "acted": ActedFor("j1", "m1", "m2", "share.compose", NOW, "phone"),
    "attendance": Attendance("budgeting-1/2026-11-23", "budgeting-1", TODAY, ("t1",), "m1", NOW),
    "mentoring": Mentoring("m1/budgeting", "m1", "budgeting", 2, accepting=True, said_at=NOW),
    "activations": Activation("z1", "power-cut", drill=True, by="m1", asked_at=NOW, second="m2", started_at=NOW),
    "called": Called("z1/m1/0", "z1", "m1", 0, NOW, answer=Answer.YES, answered_at=NOW, way=Way.WEB),
    "proposals": a_proposal(),
    "events": ProposalEvent("2026-1/1", "2026-1", 1, Event.SUBMIT, NOW, by="m1"),
    "sponsorships": a_sponsorship(),
    "versions": Version(
        "2026-1/2", "2026-1", 2, NOW, "m1", "A bench", "One bench.", "By the weir.", salt="ab" * 16
    ),
    "coauthors": Coauthor("2026-1/m2", "2026-1", "m2", NOW, accepted_at=NOW),
    "amendments": Amendment(
        "f1", "2026-1", 1, "m3", NOW, AmendmentKind.WORDING, 1, "Two benches", "Where? Here.", "One is too few."
    ),
    "arguments": Argument("a1", "2026-1", "m2", ArgumentKind.QUESTION, "Who paints it?", NOW),
    "advice": Advice("2026-1/ab12", "2026-1", "ab12", "Keep the morning.", NOW),
    "answers": AdviceAnswer("2026-1", "The morning stays.", "cd34", NOW),
    "promises": Promise("o1", "2026-1", "Paint it", "the garden group", TODAY),
    "reviews": Review("2026-1", "It stands.", "Ask the painters first.", "m1", NOW),
    "challenges": Challenge("d1", "2026-1", 1, ChallengeReason.MISSING, "Where is it?", "p-b1", NOW),
    "recounts": Recount("2026-1/1", "2026-1", "m1", NOW, (Change("ab" * 32, reason=VoidReason.ENTERED_TWICE),)),
    "draw_marks": DrawMark("2026-1/m1", "2026-1", "m1", "ab" * 32, NOW),
    "public_draws": PublicDraw("2026-1", "State lottery", TODAY, "m1"),
    "rolls": Roll("2026-1", ("m1", "m2"), ("m2",), NOW),
    "notices": Notice("2026-1/m1/24h", "2026-1", "m1", NoticeKind.LAST_DAY, NOW, NOW, tries=1, not_before=NOW),
    "erasures": Erasure("ab" * 32, "m9", "m1", NOW, "phone", tombstones=(Tombstone("2026-1", "fe" * 32),)),
    "traces": Trace("t1", "removed", "argument", "names somebody", NOW, "m1"),
    "ballots": a_ballot(),
    "superseded": Superseded("ef" * 32, "2026-1"),
    "late_ballots": LateBallot("b9", "2026-1", "p-b9", "yes", False, "ab", "cd", "ef", ""),
    "voter_names": VoterName("p-b1", "2026-1", "m1"),
    "paper_batches": PaperBatch("pb1", "2026-1", "m1", NOW),
    "paper_ballots": PaperBallot("pb1-1", "pb1", "2026-1", 1, "p-b1", "yes"),
    "paper_in": PaperIn("2026-1/m1", "2026-1", "m1", NOW),
    "ballot_codes": BallotCode("ab" * 32, "2026-1", "p-b1", "m1", NOW),
    "keys": BallotKey("2026-1", "cd" * 32),
    "sessions": a_session(),
    "links": LinkToken("l1", "m1", "browser", "code", NOW, NOW),
    "codes": SignInCode("k1", "m1", NOW),
}
"""By collection one record of it."""
