"""What follows a count goes into the record and comes out of it the same."""

from __future__ import annotations

from datetime import date

from domain.codec import from_plain, to_plain
from domain.governance.challenge import ChallengeReason, ChallengeState, VoidReason
from domain.record.afterwards import (
    Afterwards,
    PublicChallenge,
    PublicLot,
    PublicRecount,
    PublicReview,
    PublicSource,
    PublicVoids,
)

DAY = date(2026, 11, 23)


def test_what_is_written_is_read_again() -> None:
    told = Afterwards(
        results=2,
        challenges=(
            PublicChallenge(1, ChallengeReason.MISSING, DAY, ChallengeState.RECOUNTED, "We count again.", DAY),
        ),
        recounts=(PublicRecount(DAY, (PublicVoids(VoidReason.ENTERED_TWICE, 1),), 1),),
        lot=PublicLot(2, 1, PublicSource("State lottery", DAY, "3 9 17"), ("yes",)),
        review=PublicReview("It stands.", "Ask the painters.", DAY),
        review_opens=DAY,
    )

    assert from_plain(Afterwards, to_plain(told)) == told
