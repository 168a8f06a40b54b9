"""Seekers and givers with sane defaults, and small communities in which every rule has something to refuse."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st

from domain.matching.model import Blocks, Giver, Seeker
from domain.people import Fluency, Level
from tests.builders import NOW

SKILLS = ("bicycle-repair", "clothes-mending", "shared-childcare")
LANGUAGES = ("en", "ti")
ZONES = ("", "hillfoot", "old-docks")
BANDS = ("mon morning", "tue evening", "sat morning", "sun night")
MEMBERS = tuple("abcdef")


def a_seeker(member: str = "ana", **changes: Any) -> Seeker:
    """Return a need that asks for nothing but bicycle repair."""
    seeker = Seeker(
        id=f"need-{member}", member=member, skill="bicycle-repair", made_at=NOW - timedelta(days=ord(member[0]))
    )
    return replace(seeker, **changes)


def a_giver(member: str = "ben", **changes: Any) -> Giver:
    """Return a member who can repair bicycles and has one slot free."""
    return replace(Giver(member=member, skills={"bicycle-repair": Level.CAN_DO}), **changes)


@dataclass(frozen=True)
class Community:
    needs: tuple[Seeker, ...]
    givers: tuple[Giver, ...]
    blocks: Blocks


def subsets(values: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), unique=True, max_size=3).map(tuple)


@st.composite
def seekers(draw: st.DrawFn, number: int) -> Seeker:
    wanted = draw(st.lists(st.sampled_from(SKILLS), unique=True, min_size=1, max_size=3))
    return Seeker(
        id=f"need-{number}",
        member=draw(st.sampled_from((*MEMBERS, "outsider"))),
        skill=wanted[0],
        made_at=NOW - timedelta(hours=draw(st.integers(0, 3))),
        also=tuple(wanted[1:]),
        guarded=draw(st.sampled_from((frozenset(), frozenset({"shared-childcare"})))),
        languages=draw(subsets(LANGUAGES)),
        fluency=draw(st.sampled_from((Fluency.BASIC, Fluency.GOOD))),
        zone=draw(st.sampled_from((*ZONES, "northbank"))),
        here_only=draw(st.booleans()),
        bands=draw(subsets(BANDS)),
    )


@st.composite
def givers(draw: st.DrawFn, member: str) -> Giver:
    return Giver(
        member=member,
        skills=draw(st.dictionaries(st.sampled_from(SKILLS), st.sampled_from(Level))),
        cleared=draw(st.sampled_from((frozenset(), frozenset({"shared-childcare"})))),
        languages=draw(st.dictionaries(st.sampled_from(LANGUAGES), st.sampled_from(Fluency))),
        zone=draw(st.sampled_from(ZONES)),
        bands=draw(st.none() | subsets(BANDS)),
        confirmed_days=draw(st.none() | st.integers(0, 100)),
        free=draw(st.integers(0, 2)),
        carried=draw(st.sampled_from((0, 3, 16, 400))),
        asks_nothing=draw(st.booleans()),
    )


@st.composite
def communities(draw: st.DrawFn, *, most_needs: int = 5) -> Community:
    """Draw up to six members, up to *most_needs* needs, and a few pairs kept apart."""
    people = MEMBERS[: draw(st.integers(0, len(MEMBERS)))]
    pairs = st.lists(st.sampled_from(MEMBERS), min_size=2, max_size=2, unique=True).map(frozenset)
    return Community(
        needs=tuple(draw(seekers(n)) for n in range(draw(st.integers(0, most_needs)))),
        givers=tuple(draw(givers(member)) for member in people),
        blocks=draw(st.frozensets(pairs, max_size=3)),
    )


EASY = {"zone": "hillfoot", "languages": {"en": Fluency.FIRST}}


@st.composite
def easy_communities(draw: st.DrawFn) -> Community:
    """Draw communities where most pairs fit, so that choosing among them is the whole difficulty."""
    people = MEMBERS[: draw(st.integers(2, len(MEMBERS)))]
    skills = st.frozensets(st.sampled_from(SKILLS), min_size=1)
    return Community(
        needs=tuple(a_seeker(m, skill=draw(st.sampled_from(SKILLS))) for m in people if draw(st.booleans())),
        givers=tuple(
            a_giver(
                m,
                skills=dict.fromkeys(sorted(draw(skills)), Level.CAN_DO),
                carried=draw(st.sampled_from((0, 16, 48))),
                asks_nothing=draw(st.booleans()),
                free=draw(st.integers(0, 2)),
            )
            for m in people
        ),
        blocks=frozenset(),
    )
