"""
Make a suggestion by a steward's hand: one pair, or the legs of a circle or chain.

Rules of this file: every hard rule is asked once more at the moment of suggesting; nothing is suggested twice,
and nothing to who said no; each leg of a circle is a match like any other and stands alone from then on.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise

from domain.catalogue import Catalogue
from domain.exchange import Match, MatchState, Proposer
from domain.matching import ranking
from domain.matching.model import Seeker, Suggestion
from forms_api.services.ids import Chance, new_id
from forms_api.services.matching import for_oneself, with_related
from forms_api.services.pool import Pool, pool
from forms_api.services.refusals import N_, NotThere, Refused
from forms_api.store.base import Store
from presentation.reasons import written


class NotSuggested(Refused):
    message = N_("This no longer fits: something has changed since the page was made. Load the desk again.")


def suggest(
    store: Store,
    catalogue: Catalogue,
    need: str,
    giver: str,
    now: datetime,
    token: Chance = secrets.token_bytes,
) -> Match:
    """
    Suggest to a member, by a steward's hand, that they could meet a need; they decide.

    Asked twice it suggests once.

    Raises:
        NotThere: no such need waits, or no such member gives.
        NotSuggested: a hard rule stands against it, or this was answered before.
    """
    with store.unit() as unit:
        for waiting in unit.matches.where(need=need, provider=giver, state=MatchState.SUGGESTED):
            return waiting
        found = pool(unit, catalogue, now.date())
        match = _match(found, catalogue, need, giver, "", now, token)
        unit.matches.add(match)
    return match


def suggest_circle(
    store: Store,
    catalogue: Catalogue,
    legs: Sequence[tuple[str, str]],
    now: datetime,
    token: Chance = secrets.token_bytes,
) -> tuple[Match, ...]:
    """
    Suggest the legs of a circle or chain, each a need and who could meet it, all of them or none.

    From here on each leg stands alone: what becomes of one changes nothing for another.

    Raises:
        NotThere, NotSuggested: as suggest does, of any leg; or the legs do not lead on from one to the next.
    """
    with store.unit() as unit:
        found = pool(unit, catalogue, now.date())
        circle = new_id(token)
        made = tuple(_match(found, catalogue, need, giver, circle, now, token) for need, giver in legs)
        follows = all(one.receiver == then.provider for one, then in pairwise(made))
        if not follows or len({match.need for match in made}) != len(made):
            raise NotSuggested
        for match in made:
            unit.matches.add(match)
    return made


def _match(
    found: Pool,
    catalogue: Catalogue,
    need: str,
    giver: str,
    circle: str,
    now: datetime,
    token: Chance,
) -> Match:
    seeker = next((one for one in found.alone() if one.id == need), None)
    if seeker is None or giver not in {one.member for one in found.givers}:
        raise NotThere
    fits = _fitting(found, catalogue, seeker, giver)
    if fits is None:
        raise NotSuggested
    reasons = for_oneself(found, catalogue, found.needs[need], fits.reasons)
    return Match(
        id=new_id(token),
        need=need,
        provider=giver,
        receiver=seeker.member,
        skill=seeker.skill,
        state=MatchState.SUGGESTED,
        made_at=now,
        reasons=tuple(written(reason) for reason in reasons),
        by=Proposer.STEWARD,
        circle=circle,
        apprentice=fits.apprentice,
    )


def _fitting(found: Pool, catalogue: Catalogue, seeker: Seeker, giver: str) -> Suggestion | None:
    """Return the suggestion of this very giver, by a related skill if it must be; None where a rule forbids it."""
    for asked in (seeker, with_related(seeker, catalogue)):
        givers = found.untried(asked)
        all_fitting = ranking.top(asked, givers, found.blocks, k=len(givers))
        if (fits := next((one for one in all_fitting if one.giver == giver), None)) is not None:
            return fits
    return None
