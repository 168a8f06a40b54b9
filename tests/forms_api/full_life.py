"""Somebody who has done everything there is to do here, with a canary in each word of theirs."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from domain.exchange import MatchState
from domain.governance.challenge import ChallengeReason
from domain.governance.deliberation import AmendmentKind, version_id
from domain.governance.notices import NoticeKind
from domain.governance.policy import Method
from domain.governance.proposal import Advice, ArgumentKind
from domain.mandates import ActedFor, Mandate
from domain.meeting import Message, Sighting
from domain.pathways import Mentoring
from domain.people import Admission, Availability, Fluency, Invitation, Language, Level, Member, Share
from domain.skills import Category
from forms_api.mail import Mail, compose, to_folder
from forms_api.services import amendments, arguments, ballots, challenges, promises, proposals, versions
from forms_api.services.amendments import Offer
from forms_api.services.versions import Wording
from forms_api.store.rows import LinkToken, Notice, Session, SignInCode
from forms_api.store.tinydb import TinyStore
from tests.builders import (
    a_catalogue,
    a_check,
    a_gathering,
    a_match,
    a_need,
    a_network,
    a_participation,
    a_vouch,
    an_exchange,
    by_slug,
    put,
)
from tests.forms_api.ballot_town import a_vote
from tests.forms_api.town import Town

CANARY = re.compile(rb"canary|can4ry", re.IGNORECASE)
ADDRESS = "canary@mail.example"
ME = 3


@dataclass(frozen=True)
class Life:
    """A *town* on the disk in which the member number ME has lived, and what is left of it by id."""

    town: Town
    voted: str
    open_vote: str
    under_way: str
    sponsoring: str

    @property
    def me(self) -> str:
        return self.town.id(ME)


def full_life(data: Path) -> Life:
    """Let the member live, in public and in private; nothing is erased yet."""
    shelves = by_slug(*(Category(slug, {"en": slug}, {"en": "."}) for slug in ("home-repair", "money-work")))
    catalogue = a_catalogue(categories=shelves, network=a_network(languages=("en",)))
    town = Town(data, people=12, catalogue=catalogue, store=TinyStore.open(data / "store"))
    put(town.store, _member(town))
    voted = town.closed("yyyyyyyynnn", author=ME, title="can4ry title", text="can4ry text", summary="can4ry sum")
    challenges.challenge(
        town.store, town.record, voted, town.id(ME), ChallengeReason.WRONG_COUNT, "can4ry doubt", town.now
    )
    challenge = next(iter(_rows(town, "challenges"))).id
    challenges.answer(town.store, challenge, "It was counted again by hand.", town.steward, town.now)
    town.publish(hours=80)
    promises.promise(
        town.store, voted, "Paint it", "Canary Ada", town.now.date() + timedelta(days=9), town.steward, town.now
    )
    open_vote = _open_vote(town)
    under_way = town.voting(author=1)
    town.cast(under_way, ME, "yes", "can4ry phrase")
    sponsoring = _talk(town)
    _privately(town, under_way)
    _mails(town)
    town.publish(hours=1)
    return Life(town, voted, open_vote, under_way, sponsoring)


def _member(town: Town) -> Member:
    member = town.member(ME)
    entry = replace(
        member.entry,
        slug="canary-ada",
        name="Canary Ada",
        pronouns="can4ry",
        languages=(Language("en", Fluency.FIRST),),
        shares=(Share("bicycle-repair", Level.CAN_DO, "can4ry", "can4ry", "can4ry"),),
        invites=(Invitation("clothes-mending", "can4ry wish"),),
        about="can4ry about",
    )
    today = town.now.date()
    return replace(
        member,
        entry=entry,
        email=ADDRESS,
        phone="can4ry 555 0142",
        availability=Availability(today, today + timedelta(days=90)),
        admission=Admission("can4ry why", "can4ry program"),
        call_consent=True,
    )


def _open_vote(town: Town) -> str:
    """Return a vote in the open in which the member objected, with their name beside it; it is closed."""
    vote = a_vote(town, Method.CONSENT, author=2)
    for voter in range(4, 7):
        town.cast(vote, voter, "consent")
    ballots.cast(
        town.store, town.record, vote, town.id(ME), "object", "", town.now, form="p", reason="can4ry reason"
    )
    town.publish(days=8)
    return vote


def _talk(town: Town) -> str:
    """Say something of every kind about proposals; return one of the member's own that looks for sponsors."""
    store, me, now = town.store, town.id(ME), town.now
    theirs = town.deliberation(author=5, text="Two planks.\nAnd a back.")
    arguments.argue(store, theirs, me, ArgumentKind.QUESTION, "can4ry question", now, named=True)
    offered = Offer(AmendmentKind.WORDING, "can4ry title", "can4ry words", "can4ry why")
    amendments.offer(store, theirs, me, offered, 1, now)
    put(store, Advice(f"{theirs}/{me}", theirs, me, "can4ry advice", now))
    mine = town.sponsoring(author=ME, title="can4ry mine", text="can4ry body", summary="can4ry short")
    versions.revise(
        store, mine, me, Wording("can4ry again", "can4ry", "can4ry body two", (), "can4ry why"), 1, now
    )
    taken_back = town.sponsoring(author=ME, title="can4ry other", text="can4ry gone")
    proposals.withdraw(store, taken_back, me, "can4ry reason", now)
    town.draft(author=ME, title="can4ry draft", text="can4ry draft")
    return mine


def _privately(town: Town, vote: str) -> None:
    store, me, other, now = town.store, town.id(ME), town.id(4), town.now
    today, until = now.date(), now + timedelta(days=1)
    met, wanted = a_need(other, id="need-met"), a_need(me, "clothes-mending", note="can4ry need", when="can4ry")
    done = a_match(met, me, MatchState.DONE, id="match-done", message="can4ry offer")
    live = a_match(wanted, other, MatchState.ACCEPTED, id="match-live", message="can4ry yes", reasons=("can4ry",))
    put(store, met, wanted, done, live)
    put(
        store,
        an_exchange(me, other, on=today),
        an_exchange(me, other, confirmed=False, id="half", match=done.id, on=today, confirmed_by_giver=now),
        a_gathering((me,), (other,), title="can4ry evening"),
        Message("w1", live.id, me, "can4ry message", now),
        Message("w2", live.id, other, "I saw can4ry", now),
        Sighting("y1", live.id, other, me, "email", now),
        a_vouch(other, me, basis="can4ry basis", on=today, expires_on=today + timedelta(days=400)),
        a_vouch(me, other, basis="can4ry is kind", on=today, expires_on=today + timedelta(days=400)),
        a_check(me, issuer="can4ry office"),
        Mandate("h1", me, other, today, today + timedelta(days=9), town.steward),
        Mandate("h2", other, me, today, today + timedelta(days=9), town.steward),
        ActedFor("j1", me, other, "share.compose", now, "phone", "intents/can4ry"),
        a_participation(me),
        Mentoring(f"{me}/kitchen-table-budgeting", me, "kitchen-table-budgeting", 2, True, now, named=True),
        replace(town.member(5), blocked=(me,)),
        Session("s1", me, now, now, until),
        Session("s2", other, now, now, until, acting_for=me, way="phone"),
        LinkToken("l1", me, "browser", "code", now, until),
        SignInCode("c1", me, now),
        Notice(f"{vote}/{me}/24h", vote, me, NoticeKind.LAST_DAY, now),
    )


def _mails(town: Town) -> None:
    deliver = to_folder(town.data / "mail")
    for to in (ADDRESS, "voter-04@mail.example"):
        deliver(compose(Mail(to, "Sign in", "Hello there"), "desk@weirside.example"), to)


def _rows(town: Town, name: str) -> list[object]:
    with town.store.unit() as unit:
        return list(getattr(unit, name))


def voted_version(life: Life) -> str:
    """Return the id of the wording that came to a vote."""
    return version_id(life.voted, 1)


def singing(folder: Path) -> set[str]:
    """Return the names of files under *folder*, or their names themselves, in which a canary is left."""
    found = set()
    for path in folder.rglob("*"):
        name = str(path.relative_to(folder))
        if CANARY.search(name.encode()) or (path.is_file() and CANARY.search(path.read_bytes())):
            found.add(name)
    return found
