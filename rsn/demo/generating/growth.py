"""How the community grew: who was there when, from the first few to all of them."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from math import log

from rsn.demo.generating.sizes import Sizes

FOUNDERS = 12
SETTLED_DAYS = 45
"""Whoever came within so many days before today is a newcomer and has no vote yet."""


@dataclass(frozen=True)
class Growth:
    """Member 0 came first; each year the community grew by the same factor."""

    sizes: Sizes
    today: date

    @property
    def founded(self) -> date:
        return self.today - timedelta(days=365 * self.sizes.years)

    @cached_property
    def joined(self) -> list[date]:
        """The day each member came, the first at the front; the last ones came a week ago."""
        span = (self.today - self.founded).days - 7
        growth = log(self.sizes.members / FOUNDERS)
        return [
            self.founded + timedelta(days=int(span * max(0.0, log((number + 1) / FOUNDERS)) / growth))
            for number in range(self.sizes.members)
        ]

    def there_on(self, day: date) -> int:
        """Return how many had come by the end of *day*: they are the members before that number."""
        return bisect_right(self.joined, day)

    @property
    def voting(self) -> int:
        """How many have a vote today."""
        return max(FOUNDERS, self.there_on(self.today - timedelta(days=SETTLED_DAYS)))

    def on_roll(self, day: date) -> int:
        """Return how many had a vote on *day*."""
        return min(self.voting, max(FOUNDERS, self.there_on(day - timedelta(days=SETTLED_DAYS))))
