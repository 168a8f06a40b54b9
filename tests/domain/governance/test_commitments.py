"""Promises are told plainly: kept, kept late, late, not kept."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from domain.governance.commitments import CommitmentStanding as Standing
from domain.governance.commitments import commitment_standing, told
from domain.governance.proposal import PromiseState

TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("state", "due", "settled", "standing"),
    [
        (PromiseState.OPEN, TODAY, None, Standing.AHEAD),
        (PromiseState.BEGUN, TODAY, None, Standing.BEGUN),
        (PromiseState.OPEN, TODAY - DAY, None, Standing.LATE),
        (PromiseState.BEGUN, TODAY - DAY, None, Standing.LATE),
        (PromiseState.KEPT, TODAY - DAY, TODAY - DAY, Standing.KEPT),
        (PromiseState.KEPT, TODAY - DAY, TODAY, Standing.KEPT_LATE),
        (PromiseState.KEPT, TODAY - DAY, None, Standing.KEPT),
        (PromiseState.BROKEN, TODAY + DAY, TODAY, Standing.BROKEN),
    ],
)
def test_a_promise_stands_where_its_day_and_its_end_put_it(
    state: PromiseState, due: date, settled: date | None, standing: Standing
) -> None:
    assert commitment_standing(state, due, settled, TODAY) is standing


def test_all_of_them_are_summed_the_broken_ones_too() -> None:
    sums = told(
        [Standing.KEPT, Standing.KEPT_LATE, Standing.BROKEN, Standing.AHEAD, Standing.BEGUN, Standing.LATE]
    )

    assert (sums.kept, sums.kept_late, sums.late, sums.broken, sums.on_their_way) == (1, 1, 1, 1, 2)
