"""
The figures of the Strength page, and from fifty active members on the list of hours that most of them come from.

Rules of this file: what is told about the months is made once for a window and then stands, whatever is confirmed
later; a newer window replaces it only where the hours of at least five people came or went between them. So the
difference between two publishes is never a figure about one person. Figures about today (skills, jobs) move on
with every publish, as the playbooks do.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from random import Random

from domain.codec import NotReadable, from_plain
from domain.exchange import network_figures
from domain.measures.chance import by_chance
from domain.measures.cohesion import ties_of
from domain.measures.edge_list import EdgeList, list_text, network_from, numbered, rows_of
from domain.measures.five import Reading, first_five
from domain.measures.hours import Network, hour_edges, network_of, twelve_months, within
from domain.measures.passport import MEASURES_VERSION, Measure
from domain.measures.rest import cohesion_figures, coverage_figures, job_figures
from domain.measures.shape import roles_shown, shape
from domain.measures.spread import roles
from domain.meeting import Edge, edges
from domain.people import ProgramRole
from domain.privacy import edges_told, figures_told, may_move_on
from domain.programs import Cohort, Participation, PartState, Phase, phase
from domain.record.public import LEADING_ROLES, StrengthState
from forms_api.publish.counts import GONE, shown_beside_named
from forms_api.publish.files import RecordFolder
from forms_api.publish.members import SHARING, Community, holders
from forms_api.publish.remembering import Remembered
from forms_api.publish.snapshot import Snapshot
from forms_api.services.ids import Chance

EDGES = "edges.jsonl"
KEY_BYTES = 32
SEED = 2026
"""Where chance begins in rewiring and in simulated calls, so that everybody gets the same figure again."""

TODAYS = frozenset({"coverage", "robustness", "coverage_20", "coverage_40", "simultaneous", "dividend"})
"""The figures about today; the others are about the months."""


@dataclass(frozen=True)
class Strength:
    """The state and the public list of hours; None where too few are active for a list."""

    state: StrengthState
    edges: bytes | None


def write_edges(folder: RecordFolder, found: Strength) -> None:
    """Bring the public list of hours up to date; it is written before the figures that come from it."""
    if found.edges is None:
        folder.remove(EDGES)
    else:
        folder.write(EDGES, found.edges)


def strength(community: Community, folder: RecordFolder, token: Chance, memory: Remembered) -> Strength:
    """Return what the Strength page may tell on the community's day, beside what *folder* told before."""
    since, until = twelve_months(community.on)
    before = _published(folder)
    found = memory.part("hours", _hours, community)
    if before and _stands(before, found, since, until):
        kept = Strength(before, folder.read(EDGES))
    else:
        kept = figures_of_months(community, found, since, until, token)
    told = figures_told(kept.state.active or 0)
    months = tuple(figure for figure in kept.state.measures if figure.key not in TODAYS)
    today = memory.part("figures of today", lambda c: figures_of_today(c, told=told), community, told)
    return replace(kept, state=replace(kept.state, measures=months + today))


def _hours(community: Community) -> list[Edge]:
    return list(hour_edges(community.snapshot.exchanges, community.snapshot.gatherings))


def _published(folder: RecordFolder) -> StrengthState | None:
    """Return the figures told before, if they are by the formulas of today and their list is still there."""
    plain = folder.read("state/strength.json")
    try:
        before = from_plain(StrengthState, json.loads(plain)) if plain else None
    except (ValueError, NotReadable):
        # Written by an older program: made anew.
        return None
    if before is None or before.version != MEASURES_VERSION or before.active is None:
        return None
    listed = any(figure.recomputable for figure in before.measures)
    return before if listed == (folder.read(EDGES) is not None) else None


def _stands(before: StrengthState, found: Iterable[Edge], since: date, until: date) -> bool:
    """Tell whether the figures told before are not replaced yet."""
    if before.until == until:
        return True
    came_or_went = [
        e for e in found if e.confirmed and (before.since <= e.on < before.until) != (since <= e.on < until)
    ]
    return not may_move_on(len({person for edge in came_or_went for person in (edge.giver, edge.receiver)}))


def figures_of_months(
    community: Community, found: Iterable[Edge], since: date, until: date, token: Chance
) -> Strength:
    """Return the figures over the months; below ten active members only how many exchanges there were."""
    inside = within(found, since, until)
    network = network_of(inside)
    active = len(network.people)
    listed = edges_told(active)
    text = None
    if listed:
        rows = EdgeList(since, until, rows_of(inside, numbered(network.people, token(KEY_BYTES))))
        network, text = network_from(rows.rows), list_text(rows)
    state = _counts(community, network, since, until, told=figures_told(active), listed=listed)
    return Strength(state, text)


def _counts(
    community: Community, network: Network, since: date, until: date, *, told: bool, listed: bool
) -> StrengthState:
    snapshot = community.snapshot
    counted = network_figures(snapshot.exchanges, since=since, until=until)
    few = StrengthState(
        since=since,
        until=until,
        members=snapshot.on_roll,
        exchanges=counted.exchanges,
        unconfirmed=None,
        quarters=None,
        meals=None,
        things=None,
        active=None,
        both_ways=None,
        leading_now=None,
        version=MEASURES_VERSION,
    )
    if not told:
        return few
    shown = roles_shown(roles(network), listed=listed)
    return replace(
        few,
        unconfirmed=counted.unconfirmed,
        quarters=4 * network.total // network.per_hour,
        meals=counted.meals,
        things=counted.things,
        active=len(network.people),
        both_ways=shown.cells[0],
        leading_now=leading_now(snapshot, community),
        measures=month_measures(network, since, until, listed=listed) + _cohesion(community, since, until),
        shape=shape(network, listed=listed),
    )


def month_measures(network: Network, since: date, until: date, *, listed: bool) -> tuple[Measure, ...]:
    """Return the first five figures of a network of hours."""
    # Chance for a figure that anybody can repeat, not for a secret.
    draw = Random(SEED).random  # nosec B311
    return first_five(Reading(network, f"{since}/{until}", by_chance(network, draw), listed))


def _cohesion(community: Community, since: date, until: date, *, exact: bool = False) -> tuple[Measure, ...]:
    draw = Random(SEED).random  # nosec B311
    here = {member.id for member in community.snapshot.members if member.standing in SHARING}
    pairs = (pair for pair in _verified(community, since, until) if here.issuperset(pair))
    return cohesion_figures(ties_of(pairs), f"{since}/{until}", draw, exact=exact)


def _verified(community: Community, since: date, until: date) -> Iterator[tuple[str, str]]:
    """Yield who vouches for whom now, and who gave whom anything in the window, as both have confirmed."""
    found = community.snapshot
    yield from ((vouch.by, vouch.of) for vouch in found.vouches if vouch.holds(community.on))
    yield from ((e.giver, e.receiver) for e in found.exchanges if e.confirmed and since <= e.on < until)
    for gathering in found.gatherings:
        yield from ((e.giver, e.receiver) for e in edges(gathering) if e.confirmed and since <= e.on < until)


def figures_of_today(community: Community, *, told: bool) -> tuple[Measure, ...]:
    """Return the figures about skills and jobs; only how many are covered where too few are active."""
    playbooks = [community.catalogue.playbooks[slug] for slug in sorted(community.catalogue.playbooks)]
    able, window = holders(community), community.on.isoformat()
    skills = coverage_figures(playbooks, able, window)
    jobs = job_figures(playbooks, able, learnt_here(community), window)
    found = skills + jobs
    return found if told else tuple(figure for figure in found if figure.key in ("coverage", "simultaneous"))


def for_stewards(community: Community) -> tuple[Measure, ...]:
    """Return every figure recomputed on the store, nothing left out: for the desk, not for the public."""
    since, until = twelve_months(community.on)
    inside = within(hour_edges(community.snapshot.exchanges, community.snapshot.gatherings), since, until)
    network = network_of(inside)
    listed = edges_told(len(network.people))
    if listed:
        # The public list is rounded, and the published figures come from it.
        network = network_from(rows_of(inside, numbered(network.people, b"")))
    first = month_measures(network, since, until, listed=True)
    return (
        *(replace(figure, recomputable=listed) for figure in first),
        *_cohesion(community, since, until, exact=True),
        *figures_of_today(community, told=True),
    )


def learnt_here(community: Community) -> dict[str, frozenset[str]]:
    """Return the skills of each member taught by a program they completed: not counted as held before joining."""
    catalogue = community.catalogue
    learnt: dict[str, set[str]] = {}
    for part in community.snapshot.participations:
        cohort = catalogue.cohorts.get(part.cohort)
        program = catalogue.programs.get(cohort.program) if cohort else None
        if program and part.role is ProgramRole.ATTENDEE and part.state is PartState.COMPLETED:
            learnt.setdefault(part.member, set()).update(program.skills_taught)
    return {member: frozenset(skills) for member, skills in learnt.items()}


def leading_now(snapshot: Snapshot, community: Community) -> int | None:
    """Return how many lead a running cohort of a program they once attended; None where too few are unnamed."""
    catalogue, on = community.catalogue, community.on
    attended = {
        (p.member, catalogue.cohorts[p.cohort].program)
        for p in snapshot.participations
        if p.role is ProgramRole.ATTENDEE and p.state is PartState.COMPLETED and p.cohort in catalogue.cohorts
    }
    named: dict[str, bool] = {}
    for part in snapshot.participations:
        cohort = catalogue.cohorts.get(part.cohort)
        if cohort and _leads(part, cohort, on) and (part.member, cohort.program) in attended:
            named[part.member] = named.get(part.member, False) or part.named
    return shown_beside_named(sum(named.values()), sum(not n for n in named.values()))


def _leads(part: Participation, cohort: Cohort, on: date) -> bool:
    return part.role in LEADING_ROLES and part.state not in GONE and phase(cohort, on) is Phase.NOW
