"""A canary in every private field of every record of the store: none may sing in the record or on the site."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from domain.crisis import Activation, Called
from domain.governance.challenge import Challenge, ChallengeReason, Change, Recount, Review, VoidReason
from domain.governance.deliberation import Amendment, AmendmentKind, Coauthor, Version, version_id
from domain.governance.draw import DrawMark, PublicDraw
from domain.governance.moderation import ModerationReason
from domain.governance.notices import NoticeKind
from domain.governance.proposal import Advice, AdviceAnswer, ArgumentKind
from domain.mandates import ActedFor, Mandate
from domain.meeting import Gathering, Message, Sighting
from domain.pathways import Attendance, Mentoring
from domain.people import CONSENT_FIELDS, Admission, Fluency, Hidden, Invitation, Language, Level, Member, Share
from domain.skills import Category
from forms_api.services import arguments, moderation, promises
from forms_api.store.base import COLLECTIONS
from forms_api.store.rows import (
    BallotCode,
    Erasure,
    LateBallot,
    LinkToken,
    Notice,
    PaperBallot,
    PaperBatch,
    PaperIn,
    Session,
    SignInCode,
    Superseded,
    VoterName,
)
from site_builder.build import build
from tests.builders import (
    a_catalogue,
    a_check,
    a_match,
    a_member,
    a_need,
    a_participation,
    a_vouch,
    an_exchange,
    by_slug,
    consents,
    put,
)
from tests.forms_api.town import Town, files

CANARY = re.compile(rb"canary|can4ry", re.IGNORECASE)

PUBLIC = {
    "Proposal": {"id", "title", "summary", "text", "policy_slug", "program", "policy_hash"},
    "ProposalEvent": {"id", "proposal", "reason"},
    "Sponsorship": {"proposal"},
    "Argument": {"proposal", "text", "removed"},
    "Promise": {"proposal", "what", "owner", "evidence"},
    "Roll": {"proposal"},
    "Trace": {"act", "subject", "reason", "mark", "id"},
    "Ballot": {"proposal", "choice", "pseudonym", "nonce", "phrase"},
    "Participation": {"cohort", "learnt_in"},
    "Intent": {"skill", "zone"},
    "Match": {"skill", "need"},
    "Exchange": {"skill"},
    "Vouch": {"skill"},
    "Check": {"skill"},
    "BallotKey": {"id"},
}
"""Text fields that are public, or that name something public; every other one carries a canary."""


def planted(record: Any) -> Any:
    """Return the record with a canary in each private text field."""
    public = PUBLIC.get(type(record).__name__, set())
    private = [f.name for f in fields(record) if isinstance(getattr(record, f.name), str) and f.name not in public]
    free = {name: f"canary-{name}" for name in private if type(getattr(record, name)) is str}
    return replace(record, **free)


def closed_member(slug: str, audience: str) -> Member:
    """Return a member all of whose words are canaries, open to *audience* and no further."""
    member = a_member(slug, audience=audience, email="canary@mail.example", id=f"canary-{slug}")
    entry = replace(_canary_entry(member), name="Canary Closed")
    return _on_the_roll(replace(member, entry=entry, blocked=("canary-blocked",)))


def _canary_entry(member: Member) -> Any:
    return replace(
        member.entry,
        pronouns="can4ry-pronouns",
        languages=(Language("can4ry", Fluency.GOOD),),
        zone="can4ry-zone",
        shares=(Share("bicycle-repair", Level.CAN_DO, "can4ry-format", "can4ry-when", "can4ry-note"),),
        invites=(Invitation("clothes-mending", "can4ry-wish"),),
        about="can4ry-about",
    )


def half_open_member(slug: str, audience: str) -> Member:
    """Return a member whose name is public and whose other fields are open to *audience* only."""
    member = a_member(slug, id=f"canary-{slug}", email="canary@mail.example")
    rest = dict.fromkeys(CONSENT_FIELDS, audience) | {"name": "public"}
    return _on_the_roll(replace(member, entry=_canary_entry(member), consents=consents(**rest)))


def hidden_member(slug: str, *hidden: str) -> Member:
    """Return a member who opened everything to everybody, and of whom a steward hid some fields."""
    member = a_member(slug, id=f"canary-{slug}", audience="public", email="canary@mail.example")
    entry = member.entry
    if "name" in hidden:
        entry = replace(_canary_entry(member), name="Canary Hidden")
    else:
        words = _canary_entry(member)
        entry = replace(entry, **{name: getattr(words, name) for name in hidden})
    why = Hidden(ModerationReason.INSULT, date(2026, 1, 1))
    return _on_the_roll(replace(member, entry=entry, hidden=dict.fromkeys(hidden, why)))


def _on_the_roll(member: Member) -> Member:
    """Return the member with a canary in all that the roll alone keeps of them."""
    way = Admission("can4ry why", "can4ry program", met_by="canary-steward", on_word_of=("canary-giver",))
    return replace(member, phone="can4ry 555 0142", admission=way)


def full_of_canaries(folder: Path) -> Town:
    """Return a town whose store keeps something private in every collection, published."""
    shelves = by_slug(*(Category(slug, {"en": slug}, {"en": "."}) for slug in ("home-repair", "money-work")))
    town = Town(folder, people=0, catalogue=a_catalogue(categories=shelves))
    closed = ("members", "matched", "stewards", "nobody")
    people = [closed_member(f"canary-{audience}", audience) for audience in closed]
    people += [half_open_member(f"half-open-{audience}", audience) for audience in closed]
    people += [a_member(f"plain-{i}", id=f"canary-plain-{i}", steward=i == 0) for i in range(6)]
    people.insert(0, hidden_member("canary-hidden", "name"))
    people.insert(1, hidden_member("partly-hidden", "about", "pronouns", "shares", "invites"))
    put(town.store, *people)
    _decide(town, [member.id for member in people])
    _live(town, [member.id for member in people])
    _sign_in(town)
    town.publish()
    return town


def test_no_canary_leaves_the_store(tmp_path: Path) -> None:
    town = full_of_canaries(tmp_path)
    with town.store.unit() as unit:
        empty = [c.name for c in COLLECTIONS if not len(getattr(unit, c.name))]
    record = files(town.record)

    # A sheet that waits for a second person is thrown away by publish unless its vote is open.
    assert set(empty) <= {"paper_ballots"}, "every collection has something to keep"
    assert {name for name, content in record.items() if CANARY.search(content)} == set()
    assert b"half-open-members" in record["state/members.json"], "names that are public are there"
    assert b"partly-hidden" in record["state/members.json"], "what is not hidden is there"
    assert b"plain advice" in record["state/proposals.json"], "advice is given in the open"
    assert b"a plain argument" in record["state/proposals.json"], "words that are public are there"


def test_no_canary_reaches_the_site(tmp_path: Path) -> None:
    town = full_of_canaries(tmp_path)
    build(town.catalogue, town.record, tmp_path / "public", town.now)
    site = files(tmp_path / "public")

    assert "members/half-open-members/index.html" in site
    assert {name for name, content in site.items() if CANARY.search(content)} == set()


def _decide(town: Town, people: list[str]) -> None:
    """Walk one proposal through every stage and leave another one open."""
    town.id = lambda number: people[number]  # type: ignore[method-assign]
    town.people = len(people)
    steward = people[-6]
    proposal = town.voting(author=8)
    for voter in range(12):
        town.cast(proposal, voter, "yes", "can4ry phrase")
    for text in ("a plain argument", "can4ry insult"):
        arguments.argue(town.store, proposal, people[9], ArgumentKind.FOR, text, town.now)
    with town.store.unit() as unit:
        insult = next(a for a in unit.arguments if a.text == "can4ry insult")
    moderation.remove_argument(town.store, insult.id, ModerationReason.INSULT, steward, town.now)
    _deliberate(town, proposal, people[9], people[10])
    town.publish(days=8)
    town.publish(days=3)
    due = date(2027, 1, 1)
    promises.promise(town.store, proposal, "Do it", "the garden group", due, steward, town.now)
    put(
        town.store,
        Advice(f"{proposal}/{people[9]}", proposal, people[9], "plain advice", town.now, named=True),
        AdviceAnswer(proposal, "a plain answer", steward, town.now),
    )
    _doubt(town, proposal, people[9])
    town.draft(author=10, title="can4ry draft", text="can4ry text", summary="can4ry summary")
    town.frozen(author=11)


def _deliberate(town: Town, proposal: str, one: str, other: str) -> None:
    """Lay a version and an amendment that were taken off, and somebody asked to write with the author."""
    words = {"title": "can4ry title", "text": "can4ry words"}
    moderated = {"proposal": proposal, "at": town.now, "removed": "insult", **words}
    put(
        town.store,
        Version(version_id(proposal, 2), number=2, by=one, summary="", why="can4ry", salt="ca" * 16, **moderated),
        Coauthor(f"{proposal}/{other}", proposal, other, town.now),
        Amendment(
            "can4ry-id",
            number=1,
            member=one,
            kind=AmendmentKind.WORDING,
            version=1,
            reason="can4ry reason",
            cost="can4ry",
            **moderated,
        ),
    )


def _doubt(town: Town, proposal: str, one: str) -> None:
    """Lay what followed a count: a challenge, a recount, what lots are drawn from, a look back."""
    now, day = town.now, town.now.date()
    change = Change("can4ry commitment", reason=VoidReason.ENTERED_TWICE)
    secrets = dict.fromkeys(("group_nonce", "nonce", "phrase", "salt"), "can4ry")
    put(
        town.store,
        Challenge("canary-doubt", proposal, 1, ChallengeReason.MISSING, "can4ry words", "can4ry by", now),
        Recount(f"{proposal}/1", proposal, one, now, (change,), one, one, now),
        DrawMark(f"{proposal}/{one}", proposal, one, "can4ry mark", now, "can4ry secret"),
        PublicDraw(proposal, "can4ry draw", day, one, "can4ry words", one, one),
        LateBallot("canary-late", proposal, "can4ry", "yes", in_group=False, **secrets),
        Review(proposal, "plain review", "plain lesson", one, now),
    )


def _live(town: Town, people: list[str]) -> None:
    """Lay something private of every kind between the members."""
    one, other = people[8], people[9]
    need = planted(a_need(one))
    records: list[Any] = [
        need,
        planted(a_match(need, other)),
        planted(a_vouch(one, other)),
        planted(a_check(one)),
        planted(a_participation(one)),
        planted(an_exchange(one, other, on=town.now.date())),
    ]
    put(town.store, *records)
    _meet(town, one, other)


def _meet(town: Town, one: str, other: str) -> None:
    """Lay what surrounds an exchange, a program and a crisis between two members."""
    now, today = town.now, town.now.date()
    put(
        town.store,
        Gathering("canary-gathering", "bicycle-repair", today, 6, (one,), (other,), one, now, "can4ry-title"),
        Message("canary-message", "canary-match", one, "can4ry-text", now),
        Sighting("canary-sighting", "canary-match", one, other, "can4ry-what", now),
        Mandate("canary-mandate", one, other, today, today, one),
        ActedFor("canary-acted", one, other, "can4ry-act", now, "can4ry-way", "can4ry-subject"),
        Attendance("canary-attendance", "kitchen-table-budgeting-4", today, ("canary-part",), one, now),
        Mentoring("canary-mentoring", one, "budgeting", 2, accepting=True, said_at=now),
        Activation("canary-activation", "power-cut", drill=True, by=one, asked_at=now, second=other),
        Called("canary-called", "canary-activation", one, 0, now, typed_by=other),
    )


def _sign_in(town: Town) -> None:
    until = town.now + timedelta(days=1)
    put(
        town.store,
        Session("canary-session", "canary-member", town.now, town.now, until),
        LinkToken("canary-link", "canary-member", "canary-browser", "canary-code", town.now, until),
        SignInCode("canary-printed", "canary-member", town.now),
        Superseded("canary-commitment", "canary-proposal"),
        Erasure("canary-erasure", "canary-member", "canary-steward", town.now, "can4ry way", mail="can4ry mail"),
    )
    _on_paper(town)


def _on_paper(town: Town) -> None:
    """Lay down what a vote leaves in the store besides its ballots: letters, batches, names, notices."""
    vote = "canary-proposal"
    put(
        town.store,
        BallotCode("canary-code", vote, "canary-pseudonym", "canary-member", town.now),
        PaperBatch("canary-batch", vote, "canary-member", town.now),
        PaperBallot("canary-ballot", "canary-batch", vote, 1, "canary-pseudonym", "canary-choice"),
        PaperIn(f"{vote}/canary-member", vote, "canary-member", town.now),
        VoterName("canary-pseudonym", vote, "canary-member"),
        Notice(f"{vote}/canary-member/24h", vote, "canary-member", NoticeKind.LAST_DAY, town.now),
    )
