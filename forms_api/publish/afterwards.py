"""What follows a count, as everyone may read it."""

from __future__ import annotations

from collections import Counter
from typing import Any

from domain.governance.challenge import Challenge, Recount
from domain.governance.draw import PublicDraw
from domain.governance.lifecycle import Event, at_of
from domain.governance.policy import TieRule
from domain.governance.proposal import Proposal
from domain.record.afterwards import (
    Afterwards,
    PublicChallenge,
    PublicLot,
    PublicRecount,
    PublicReview,
    PublicSource,
    PublicVoids,
)
from forms_api.publish import numbering
from forms_api.publish.files import RecordFolder
from forms_api.publish.snapshot import Snapshot
from forms_api.services.reviews import REVIEW_AFTER


def afterwards(proposal: Proposal, snapshot: Snapshot, folder: RecordFolder) -> Afterwards:
    """Return what followed the count of a proposal."""
    events = [event.recorded for event in snapshot.events_of.get(proposal.id, ())]
    adopted = at_of(events, Event.CERTIFY_ADOPTED)
    review = snapshot.reviews.get(proposal.id)
    recounts = [one for one in snapshot.recounts if one.proposal == proposal.id and one.ended_at is not None]
    said = _said(folder, proposal.id)
    return Afterwards(
        results=numbering.newest(folder, proposal.id),
        challenges=tuple(
            _challenge(one)
            for one in sorted(snapshot.challenges, key=lambda one: (one.at, one.id))
            if one.proposal == proposal.id
        ),
        recounts=tuple(_recount(one) for one in sorted(recounts, key=lambda one: one.begun_at)),
        lot=_lot(proposal, snapshot, said.get("draw")),
        review=PublicReview(review.did, review.learnt, review.at.date()) if review else None,
        review_opens=(adopted + REVIEW_AFTER).date() if adopted else None,
    )


def _said(folder: RecordFolder, proposal: str) -> dict[str, Any]:
    """Return the newest result that there is, that of the first reading included."""
    number = numbering.newest(folder, proposal)
    return folder.read_json(numbering.result_name(folder, proposal, number)) or {} if number else {}


def _challenge(one: Challenge) -> PublicChallenge:
    answered = one.answered_at.date() if one.answered_at else None
    return PublicChallenge(one.result, one.reason, one.at.date(), one.state, one.remedy, answered)


def _recount(one: Recount) -> PublicRecount:
    voids = Counter(change.reason for change in one.changes if change.reason is not None)
    told = tuple(PublicVoids(reason, ballots) for reason, ballots in sorted(voids.items()))
    day = one.ended_at or one.begun_at
    return PublicRecount(day.date(), told, sum(change.late for change in one.changes))


def _lot(proposal: Proposal, snapshot: Snapshot, said: dict[str, Any] | None) -> PublicLot | None:
    marks = [one for one in snapshot.draw_marks if one.proposal == proposal.id]
    public = snapshot.public_draws.get(proposal.id)
    if proposal.policy is None or proposal.policy.tie is not TieRule.DRAW:
        return None
    revealed = sum(bool(one.secret) for one in marks)
    return PublicLot(len(marks), revealed, _source(public), tuple((said or {}).get("drawn", ())))


def _source(public: PublicDraw | None) -> PublicSource | None:
    if public is None:
        return None
    return PublicSource(public.name, public.on, public.words if public.known else "")
