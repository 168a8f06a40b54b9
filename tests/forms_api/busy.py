"""A town where everything is under way, so that every route of the service has something to show."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from werkzeug.routing import Rule

from domain.crisis import Activation, Called
from domain.exchange import IntentState, MatchState
from domain.governance.challenge import Challenge, ChallengeReason, Change, Recount, VoidReason
from domain.governance.deliberation import AmendmentKind
from domain.governance.policy import TieRule
from domain.governance.proposal import ArgumentKind
from domain.mandates import ActedFor, Mandate
from domain.meeting import Message, Sighting
from domain.people import Admission, Member, ProgramRole, Standing
from domain.programs import InvitationState, PartState
from domain.record.erasing import erased_mark
from forms_api.services import amendments, arguments, coauthors, promises
from forms_api.services.amendments import Offer
from forms_api.stop_address import stop_token
from forms_api.store.rows import Erasure, PaperBatch
from tests.builders import (
    a_check,
    a_cohort,
    a_gathering,
    a_match,
    a_member,
    a_need,
    a_participation,
    a_share,
    a_vouch,
    an_exchange,
    by_slug,
    put,
)
from tests.forms_api.crisis_town import POWER_CUT, crisis_catalogue
from tests.forms_api.town import Town

BALLOT_VIEWS = ("ask", "cast", "change", "check", "back", "receipt", "receipt_file")
TABLE_VIEWS = ("show", "begin", "batch", "enter", "take_out", "throw_away", "confirm", "receipts", "all_in")
RECOUNT_VIEWS = ("show", "void", "late", "take_back", "end", "back")
OVER, NEXT = "kitchen-table-budgeting-1", "kitchen-table-budgeting-2"


@dataclass(frozen=True)
class Busy:
    """*me* has something of everything; *values* fills the parts of each route's address."""

    town: Town
    me: Member
    steward: Member
    values: dict[str, str]
    by_endpoint: dict[str, dict[str, str]]

    def path(self, rule: Rule) -> str:
        """Return the rule's address with something behind it."""
        values = self.values | self.by_endpoint.get(rule.endpoint, {})
        # A part is written <name>, or <kind:name> where only numbers, or only some words, are taken.
        return re.sub(r"<(?:[^<>]*:)?(\w+)>", lambda part: values[part[1]], rule.rule)


def busy(town: Town) -> Busy:
    """Let the town live for some weeks, and fill it."""
    adopted = town.certified()
    promise = promises.promise(
        town.store, adopted, "Put it up.", "the bench group", date(2027, 3, 1), town.steward, town.now
    )
    voting, talked_about, looking = town.voting(author=2), town.deliberation(author=3), town.sponsoring(author=4)
    slip, argument = _on_paper(town, voting), _talk(town, talked_about)
    _doubted(town, adopted, talked_about)
    coauthors.invite(town.store, looking, town.id(4), town.id(1), town.now)
    draft, mine = town.draft(author=1), town.sponsoring(author=1)
    _content(town)
    me = replace(town.member(1), blocked=(town.id(9),))
    me = replace(me, entry=replace(me.entry, shares=(a_share(),), about="I mend."))
    put(town.store, me, *_by_hand(town, me.id), *_exchange(town, me.id), *_programs(me.id, town.id(6)))
    put(town.store, *_trust(town, me.id), *_crisis(town, me.id))
    put(town.store, Erasure(erased_mark(town.id(8)), town.id(8), town.id(7), town.now, "phone"))
    values = _values(town, me.id) | {
        "proposal": talked_about,
        "argument": argument,
        "promise": promise.id,
        "slip": slip,
        "mark": erased_mark(town.id(8)),
    }
    by_endpoint = {
        **_everywhere(town, me.id),
        **_proposals(draft.id, mine, looking, adopted),
        **{f"ballots.{name}": {"proposal": voting} for name in BALLOT_VIEWS},
        **{f"paper.{name}": {"proposal": voting} for name in ("show", "letters", "sheet")},
        **{f"paper_table.{name}": {"proposal": voting} for name in TABLE_VIEWS},
    }
    return Busy(town, me, town.member(town.people - 1), values, by_endpoint)


def _values(town: Town, me: str) -> dict[str, str]:
    """Return what the parts of addresses are filled with wherever nothing else is said."""
    return {
        "member": "id-asking",
        "version": "1",
        "what": "vouch",
        "subject": "vouch-given",
        "vouch": "vouch-given",
        "check": "check-noted",
        "field": "about",
        "slug": NEXT,
        "participation": f"part-{me}-{OVER}",
        "program": "kitchen-table-budgeting",
        "role": "facilitator",
        "match": "match-chosen",
        "need": "need-theirs",
        "intent": "need-mine",
        "ids": "need-mine",
        "other": town.id(9),
        "number": "1",
        "question": "1",
        "token": "A" * 43,
        "exchange": "exchange-loose",
        "gathering": "gathering-1",
        "mandate": "mandate-given",
        "which": "need",
        "activation": "activation-running",
        "call": "call-mine",
        "skill": "radio-operation",
        "batch": "batch-mine",
        "challenge": "challenge-1",
    }


def _everywhere(town: Town, me: str) -> dict[str, dict[str, str]]:
    """Return what is filled in elsewhere than in addresses of proposals, by endpoint."""
    return {
        **{f"vote_mails.{name}": {"token": stop_token(b"k" * 32, me)} for name in ("address", "by_address")},
        "matches.confirm": {"match": "match-done"},
        "matches.choose": {"match": f"match-{town.id(2)}"},
        "matches.decline": {"match": f"match-{town.id(2)}"},
        **{f"moderation.{name}_words": {"what": "amendments"} for name in ("remove", "restore")},
        **{f"crisis.{name}": {"activation": "activation-waiting"} for name in ("agree", "withdraw")},
        **{f"hiding.{name}": {"member": town.id(7)} for name in ("entry", "show_again")},
    }


def _proposals(draft: str, mine: str, looking: str, adopted: str) -> dict[str, dict[str, str]]:
    """Return which proposal stands where an endpoint asks for, other than the one talked about and the vote."""
    return {
        **{f"proposals.{name}": {"proposal": draft} for name in ("edit", "preview", "submit", "discard")},
        "proposals.sponsor": {"proposal": looking},
        "moderation.stop": {"proposal": looking},
        "proposals.withdraw": {"proposal": mine},
        "coauthors.index": {"proposal": mine},
        "versions.revise": {"proposal": mine},
        "coauthors.answer": {"proposal": looking},
        **{f"promises.{name}": {"proposal": adopted} for name in ("show", "settle", "finish")},
        "reviews.write": {"proposal": adopted},
        **{f"recounts.{name}": {"proposal": adopted} for name in RECOUNT_VIEWS},
    }


def _content(town: Town) -> None:
    """Let a cohort be over, one be at work and one be ahead, and have playbooks."""
    today, crisis = town.now.date(), crisis_catalogue()
    cohorts = (
        a_cohort(number=1, starts=today - timedelta(days=60), ends=today - timedelta(days=5)),
        a_cohort(number=2, starts=today - timedelta(days=2), ends=today + timedelta(days=30)),
        a_cohort(number=3, starts=today + timedelta(days=40), ends=today + timedelta(days=70)),
    )
    town.catalogue = replace(
        town.catalogue, cohorts=by_slug(*cohorts), playbooks=crisis.playbooks, skills=crisis.skills
    )


def _by_hand(town: Town, me: str) -> list[object]:
    today = town.now.date()
    return [
        Mandate("mandate-given", me, town.id(8), today, today + timedelta(days=365), me),
        ActedFor("entered", me, town.steward, "share.compose", town.now, "phone", "intents/need-mine"),
    ]


def _talk(town: Town, proposal: str) -> str:
    """Let people talk about the proposal, ask, and offer other words; return the id of an argument."""
    said = arguments.argue(town.store, proposal, town.id(5), ArgumentKind.FOR, "My knees say yes.", town.now)
    arguments.argue(town.store, proposal, town.id(6), ArgumentKind.QUESTION, "Which wood?", town.now)
    offered = Offer(AmendmentKind.WORDING, "", "Three planks.", "It bends.")
    amendments.offer(town.store, proposal, town.id(1), offered, 1, town.now)
    return said.id


def _doubted(town: Town, counted: str, talked_about: str) -> None:
    """Let somebody challenge what was counted, two people count it again, and a tie be drawn by lot."""
    doubt = Challenge("challenge-1", counted, 1, ChallengeReason.WRONG_COUNT, "Seven, not eight.", "p", town.now)
    changes = (Change("ab" * 32, reason=VoidReason.ENTERED_TWICE), Change("cd" * 32, late=True))
    put(town.store, doubt, Recount(f"{counted}/1", counted, town.id(2), town.now, changes))
    with town.store.unit() as unit:
        found = unit.proposals.get(talked_about)
        assert found is not None and found.policy is not None
        unit.proposals.put(replace(found, policy=replace(found.policy, tie=TieRule.DRAW)))


def _on_paper(town: Town, vote: str) -> str:
    """Let the vote take paper, with a batch that member 1 began; return the id of a ballot in its box."""
    town.cast(vote, 7)
    with town.store.unit() as unit:
        found = unit.proposals.get(vote)
        assert found is not None and found.policy is not None
        unit.proposals.put(replace(found, policy=replace(found.policy, paper=True)))
        (ballot,) = unit.ballots.where(proposal=vote)
    put(town.store, PaperBatch("batch-mine", vote, town.id(1), town.now))
    return ballot.id


def _exchange(town: Town, me: str) -> list[object]:
    later: dict[str, Any] = {"made_at": town.now, "expires_on": town.now.date() + timedelta(days=30)}
    mine = a_need(me, "clothes-mending", id="need-mine", **later)
    theirs = a_need(town.id(4), id="need-theirs", **later)
    chosen = a_need(me, id="need-chosen", state=IntentState.MATCHED, **later)
    done = a_need(town.id(6), id="need-done", state=IntentState.FULFILLED, **later)
    given = replace(
        an_exchange(me, town.id(6), match="match-done", on=town.now.date()),
        confirmed_by_giver=None,
        confirmed_by_receiver=town.now,
    )
    return [
        mine,
        theirs,
        chosen,
        done,
        a_match(mine, town.id(2)),
        a_match(mine, town.id(3)),
        a_match(chosen, town.id(5), MatchState.ACCEPTED, id="match-chosen"),
        a_match(done, me, MatchState.DONE, id="match-done"),
        given,
        replace(given, id="exchange-loose", match=""),
        a_gathering(
            (town.id(6), me),
            (town.id(2), town.id(3)),
            written_by=town.id(6),
            on=town.now.date(),
            written_at=town.now,
        ),
        Message("message-1", "match-chosen", town.id(5), "Shall I bring the pump?", town.now),
        Sighting("sighting-1", "match-chosen", town.id(5), me, "mail", town.now),
    ]


def _crisis(town: Town, me: str) -> list[object]:
    """Return a drill that runs, in which *me* is called, and a real one that waits for a second word."""
    asked: dict[str, Any] = {"by": town.id(2), "asked_at": town.now}
    running = Activation(
        "activation-running", POWER_CUT, drill=True, second=town.id(3), started_at=town.now, **asked
    )
    return [
        running,
        Activation("activation-waiting", POWER_CUT, drill=False, **asked),
        Called("call-mine", running.id, me, 1, town.now, mailed=True),
        Called("call-theirs", running.id, town.id(4), 0, town.now),
    ]


def _trust(town: Town, me: str) -> list[object]:
    day = town.now.date()
    return [
        a_member("asking", standing=Standing.APPLICANT, joined_on=day, admission=Admission(why="To mend.")),
        a_member("arrived", standing=Standing.NEWCOMER, joined_on=day),
        a_vouch("id-arrived", me, id="vouch-given", on=day, expires_on=day + timedelta(days=9)),
        a_check(town.id(7), id="check-noted", valid_until=day + timedelta(days=9)),
    ]


def _programs(me: str, learner: str) -> list[object]:
    completed: dict[str, Any] = {"state": PartState.COMPLETED, "invitation": InvitationState.SENT}
    return [
        a_participation(me, OVER, **completed),
        a_participation(me, NEXT, role=ProgramRole.PEER_MENTOR, id="part-leading", learnt_in=OVER),
        a_participation(learner, NEXT, state=PartState.ATTENDING),
    ]
