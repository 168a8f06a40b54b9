"""How many there are of everything in a community of so many members."""

from __future__ import annotations

from dataclasses import dataclass
from math import log10

LEAST_MEMBERS = 20
MOST_MEMBERS = 200_000
LANGUAGES = ("en", "es", "ar")
"""The languages that the interface speaks; generated texts are in the first one."""


@dataclass(frozen=True)
class Sizes:
    """
    What to generate; *ballots* are spread over all votes, closed and open; None is two in five of all on rolls.

    *languages* are those of the site, the first that of the texts.
    """

    members: int
    programs: int
    proposals: int
    news: int
    skills: int
    ballots: int | None = None
    languages: tuple[str, ...] = LANGUAGES[:1]

    @property
    def zones(self) -> int:
        return min(24, max(4, self.members // 60))

    @property
    def years(self) -> int:
        """How long the community has been there."""
        return 3 + round(1.3 * log10(self.members / LEAST_MEMBERS))

    @property
    def pages(self) -> int:
        """Pages about one thing each, cohorts and lists not counted."""
        return self.members + self.programs + self.proposals + self.news + self.skills


def sizes_of(
    members: int,
    *,
    programs: int | None = None,
    proposals: int | None = None,
    news: int | None = None,
    ballots: int | None = None,
    languages: tuple[str, ...] = LANGUAGES[:1],
) -> Sizes:
    """Return the usual proportions: for each seven members a program, a proposal and a piece of news."""
    seventh = members // 7
    return Sizes(
        members=members,
        programs=max(3, seventh) if programs is None else programs,
        proposals=max(10, seventh) if proposals is None else proposals,
        news=max(4, seventh) if news is None else news,
        skills=min(300, max(24, members // 4)),
        ballots=ballots,
        languages=languages,
    )
