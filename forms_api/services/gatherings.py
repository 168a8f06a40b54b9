"""
Group events: written down by one, confirmed by each person named, and an edge counts when both its ends said so.

Rules of this file: whoever writes it down was there or leads the cohort; they name people they know already or
whose code they were told, so that nobody's name is learnt here; "I was not there" takes a name off without a word
to anybody. Silence closes it after thirty days, as it does an exchange.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from types import MappingProxyType

from domain.catalogue import Catalogue
from domain.exchange import SILENCE_CLOSES, Kind
from domain.governance.receipt import ALPHABET
from domain.meeting import MOST_PEOPLE, Gathering, GroupProblem, edges, group_problem
from domain.people import Member
from forms_api.services.clearances import SkillUnknown, cleared, demand_clearance
from forms_api.services.contact_rules import demand_no_contact
from forms_api.services.exchanges import ClosedBySilence, NotKnown, SomebodyNotCleared, check_what
from forms_api.services.ids import Chance, new_id
from forms_api.services.known_people import known_people, name_of
from forms_api.services.moves import TooLate
from forms_api.services.programs import leads
from forms_api.services.refusals import N_, NotThere, Refused
from forms_api.services.taking_part import TAKING_PART, participant
from forms_api.store.base import Store, UnitOfWork

CODE_SIGNS = 8


class GroupRefused(Refused):
    """A group event cannot be written down as it is."""


class NobodyGave(GroupRefused):
    message = N_("Tick who gave, at least one person")


class NobodyReceived(GroupRefused):
    message = N_("Tick who took part, at least one person besides who gave")


class TooManyPeople(GroupRefused):
    message = N_("A group event has at most %(most)s people. Write a larger one down as several")


class OnBothSides(GroupRefused):
    message = N_("Somebody stands on both sides. Tick that you taught each other, or leave them on one side")


class NotThereOneself(GroupRefused):
    message = N_("Only who was there, or leads the cohort, writes it down. Tick yourself on one side")


class CodeUnknown(GroupRefused):
    message = N_("The code %(code)s is nobody's. Ask them to read it out from their own page")


class SaidAlready(TooLate):
    message = N_("You have confirmed this already, perhaps on another device. It counts once.")


class OthersConfirmed(TooLate):
    message = N_("Others have confirmed this meanwhile, so it stays. Who was not there can say so.")


_REFUSALS: Mapping[GroupProblem, type[GroupRefused]] = MappingProxyType(
    {
        GroupProblem.NOBODY_GAVE: NobodyGave,
        GroupProblem.NOBODY_RECEIVED: NobodyReceived,
        GroupProblem.TOO_MANY: TooManyPeople,
        GroupProblem.BOTH_SIDES: OnBothSides,
    }
)


@dataclass(frozen=True)
class GatheringDraft:
    """A group event as it was typed; *mutual* says that who gave also received, as where all taught each other."""

    skill: str
    on: date
    quarters: int
    givers: tuple[str, ...]
    receivers: tuple[str, ...]
    title: str = ""
    cohort: str = ""
    mutual: bool = False


@dataclass(frozen=True)
class GatheringView:
    """
    A group event as one of the people named sees it; names that are closed are "".

    *waiting* counts who has not answered; who that is, is told to nobody.
    """

    gathering: Gathering
    gave: tuple[str, ...]
    received: tuple[str, ...]
    giving: bool
    receiving: bool
    waiting: int
    mine_to_confirm: bool
    mine_to_take_back: bool
    silent: bool


def group_code(secret: bytes, member: str) -> str:
    """Return the signs by which the member is named in a group event: on their own page, told as they like."""
    digest = hmac.digest(secret, f"rsn/group-code/v1|{member}".encode(), "sha256")
    number = int.from_bytes(digest[:5], "big")
    signs = "".join(ALPHABET[number >> 5 * place & 31] for place in range(CODE_SIGNS))
    return f"{signs[:4]}-{signs[4:]}"


def people_with(store: Store, secret: bytes, codes: Iterable[str]) -> tuple[str, ...]:
    """
    Return the members whose codes were typed.

    Raises:
        CodeUnknown: one is nobody's.
    """
    with store.reading() as unit:
        known = {group_code(secret, m.id): m.id for m in unit.members if m.standing in TAKING_PART}
    found = []
    for typed in codes:
        plain = typed.upper().replace("-", "").translate(str.maketrans("OIL", "011"))
        member = known.get(f"{plain[:4]}-{plain[4:]}")
        if member is None:
            raise CodeUnknown(code=typed)
        found.append(member)
    return tuple(found)


def write_down(
    store: Store,
    catalogue: Catalogue,
    member: str,
    draft: GatheringDraft,
    now: datetime,
    token: Chance = secrets.token_bytes,
    *,
    told: Iterable[str] = (),
    today: date | None = None,
) -> Gathering:
    """
    Write a group event down; whoever writes it has confirmed their own side by it, if they stand on one.

    *told* are people whose codes the writer typed; *today* is the day where the network lives.

    Raises:
        NotTakingPart, SkillUnknown, ContactInText, WrongAmount, WrongDay.
        GroupRefused: the subclass says what is wrong with who gave and who took part.
        NotCleared: the writer gave a skill that demands more of them.
    """
    check_what(Kind.HOURS, draft.quarters, draft.on, today or now.date())
    demand_no_contact(draft.title)
    made = _made(draft, member, now, token)
    problem = group_problem(made, mutual=draft.mutual)
    if problem is not None:
        raise _REFUSALS[problem](most=MOST_PEOPLE)
    with store.unit() as unit:
        writer = participant(unit, member)
        if draft.skill not in catalogue.skills:
            raise SkillUnknown
        known = known_people(unit, catalogue, writer, draft.cohort)
        if not made.people <= {member, *known, *told}:
            raise NotKnown
        if member not in made.people and not _leads(unit, catalogue, writer, draft.cohort):
            raise NotThereOneself
        _demand_clearances(unit, catalogue, made, member)
        unit.gatherings.add(made)
    return made


def _made(draft: GatheringDraft, member: str, now: datetime, token: Chance) -> Gathering:
    # Once each, in the order of their random ids: who was ticked first tells nothing.
    givers, receivers = tuple(sorted(set(draft.givers))), tuple(sorted(set(draft.receivers)))
    return Gathering(
        id=new_id(token),
        skill=draft.skill,
        on=draft.on,
        quarters=draft.quarters,
        givers=givers,
        receivers=receivers,
        written_by=member,
        written_at=now,
        title=draft.title,
        cohort=draft.cohort,
        confirmed=(member,) if member in (*givers, *receivers) else (),
    )


def _leads(unit: UnitOfWork, catalogue: Catalogue, member: Member, cohort: str) -> bool:
    known = catalogue.cohorts.get(cohort)
    return known is not None and leads(unit, catalogue, known, member)


def _demand_clearances(unit: UnitOfWork, catalogue: Catalogue, gathering: Gathering, writer: str) -> None:
    if writer in gathering.givers:
        demand_clearance(unit, catalogue, gathering.skill, writer, gathering.on)
    for giver in gathering.givers:
        if not cleared(unit, catalogue, gathering.skill, giver, gathering.on):
            raise SomebodyNotCleared


def confirm(store: Store, gathering: str, member: str, now: datetime) -> Gathering:
    """
    Say that one was there and that it was so.

    Raises:
        NotThere: not named in it. SaidAlready. ClosedBySilence: thirty days have gone by.
    """
    with store.unit() as unit:
        found = _named(unit, gathering, member, now)
        said = replace(found, confirmed=tuple(sorted({*found.confirmed, member})))
        unit.gatherings.put(said)
    return said


def not_there(store: Store, gathering: str, member: str, now: datetime) -> None:
    """
    Take one's own name off a group event; nobody is told. One that nobody gave or received any more is gone.

    Raises:
        NotThere: not named in it. SaidAlready: one has said that it was so. ClosedBySilence.
    """
    with store.unit() as unit:
        found = _named(unit, gathering, member, now)
        rest = replace(
            found,
            givers=tuple(one for one in found.givers if one != member),
            receivers=tuple(one for one in found.receivers if one != member),
        )
        if any(edges(rest)):
            unit.gatherings.put(rest)
        else:
            unit.gatherings.remove(gathering)


def take_back(store: Store, gathering: str, member: str, now: datetime) -> None:
    """
    Take back what one wrote down oneself, while nobody else has confirmed it.

    Raises:
        NotThere: somebody else wrote it. OthersConfirmed. ClosedBySilence.
    """
    with store.unit() as unit:
        found = unit.gatherings.get(gathering)
        if found is None or found.written_by != member:
            raise NotThere
        if set(found.confirmed) - {member}:
            raise OthersConfirmed
        if silent(found, now.date()):
            raise ClosedBySilence
        unit.gatherings.remove(gathering)


def _named(unit: UnitOfWork, gathering: str, member: str, now: datetime) -> Gathering:
    found = unit.gatherings.get(gathering)
    if found is None or member not in found.people:
        raise NotThere
    if member in found.confirmed:
        raise SaidAlready
    if silent(found, now.date()):
        raise ClosedBySilence
    return found


def silent(gathering: Gathering, today: date) -> bool:
    """Tell whether nobody can confirm it any more: thirty days have gone by since it was written down."""
    return today >= gathering.written_at.date() + SILENCE_CLOSES


def waits_for_me(gathering: Gathering, member: str, today: date) -> bool:
    """Tell whether the member is named and can still say whether it was so."""
    return member in gathering.people - set(gathering.confirmed) and not silent(gathering, today)


def view(store: Store, gathering: str, member: str, now: datetime) -> GatheringView:
    """
    Return a group event as *member*, named in it or its writer, sees it.

    Raises:
        NotThere: neither.
    """
    with store.reading() as unit:
        found = unit.gatherings.get(gathering)
        if found is None or member not in {found.written_by, *found.people}:
            raise NotThere
        return _view(unit, found, member, now)


def mine(store: Store, member: str, now: datetime) -> list[GatheringView]:
    """Return the group events the member is named in or wrote down, what waits for them first, then the latest."""
    with store.reading() as unit:
        named = [g for g in unit.gatherings if member in {g.written_by, *g.people}]
        found = [_view(unit, gathering, member, now) for gathering in named]
    latest = sorted(found, key=lambda v: (v.gathering.on, v.gathering.id), reverse=True)
    return sorted(latest, key=lambda v: not v.mine_to_confirm)


def _view(unit: UnitOfWork, gathering: Gathering, member: str, now: datetime) -> GatheringView:
    closed = silent(gathering, now.date())
    others = gathering.people - {member}
    return GatheringView(
        gathering=gathering,
        gave=_names(unit, gathering.givers, member),
        received=_names(unit, gathering.receivers, member),
        giving=member in gathering.givers,
        receiving=member in gathering.receivers,
        waiting=len(others - set(gathering.confirmed)),
        mine_to_confirm=waits_for_me(gathering, member, now.date()),
        mine_to_take_back=gathering.written_by == member and not closed and not others & set(gathering.confirmed),
        silent=closed,
    )


def _names(unit: UnitOfWork, people: Iterable[str], but: str) -> tuple[str, ...]:
    """Return the names of the others, in the order of the alphabet; those that are closed last, as ""."""
    found = (unit.members.get(one) for one in people if one != but)
    names = [name_of(member) if member is not None else "" for member in found]
    return tuple(sorted(names, key=lambda name: (not name, name.casefold())))
