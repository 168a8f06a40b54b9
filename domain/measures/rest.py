"""
The figures that nobody outside can recompute: coverage of skills and jobs, cohesion, the dividend.

Counts of skills and jobs are told as they are; counts of people pass `domain.privacy`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction

from domain.measures.chance import Chance
from domain.measures.cohesion import (
    Ties,
    connectivity,
    cuts,
    efficiency,
    left_after_loss,
    pieces,
)
from domain.measures.cover import coverage, expected_coverage, robustness, wanted_skills, wants, worst_coverage
from domain.measures.jobs import covered_jobs, covered_with_absent, dividend
from domain.measures.passport import Measure, decimals, measure
from domain.measures.reach import FAILS, rounds_for, simulated_reach
from domain.privacy import shown_count, split_told
from domain.resilience import Holder, Playbook

ABSENT = {"coverage_20": Fraction(1, 5), "coverage_40": Fraction(2, 5)}


def in_force(holders: Sequence[Holder]) -> tuple[Holder, ...]:
    """Return those whose word on their time is in force; nobody else is counted on."""
    return tuple(holder for holder in holders if holder.in_force)


def coverage_figures(playbooks: Sequence[Playbook], holders: Sequence[Holder], window: str) -> tuple[Measure, ...]:
    """Return coverage of the skills the playbooks ask for, now and with people away; none without playbooks."""
    wanted, sure = wanted_skills(playbooks), in_force(holders)
    found = wants(wanted, sure)
    now, slack, worst = coverage(found), robustness(found), worst_coverage(wanted, sure, 2)
    if now is None or slack is None or worst is None:
        return ()
    skills = {"skills": len(found)}
    covered = sum(want.slack >= 0 for want in found)
    counted = skills | {"skills_with_two_away": int(worst * len(found))}
    return (
        measure("coverage", str(now), window, part=str(covered), whole=str(len(found)), counted=counted),
        measure("robustness", str(slack), window, counted=skills),
        *(
            measure(key, decimals(expected_coverage(found, absent) or Fraction(0)), window, counted=skills)
            for key, absent in ABSENT.items()
        ),
    )


def job_figures(
    playbooks: Sequence[Playbook],
    holders: Sequence[Holder],
    learnt: Mapping[str, Collection[str]],
    window: str,
) -> tuple[Measure, ...]:
    """Return, for each playbook with jobs, how many are covered at one time, and what was learnt here adds."""
    sure = in_force(holders)
    return tuple(
        figure for playbook in playbooks if playbook.slots for figure in _jobs_of(playbook, sure, learnt, window)
    )


def _jobs_of(
    playbook: Playbook, holders: Sequence[Holder], learnt: Mapping[str, Collection[str]], window: str
) -> tuple[Measure, ...]:
    jobs = sum(slot.people for slot in playbook.slots)
    now = covered_jobs(playbook.slots, holders)
    more = dividend(playbook.slots, holders, learnt)
    away = {f"covered_with_{n}_away": covered_with_absent(playbook.slots, holders, n) for n in (1, 2)}
    counted = {"jobs": jobs} | {name: covered for name, covered in away.items() if covered is not None}
    about = playbook.slug
    return (
        measure(
            "simultaneous", str(Fraction(now, jobs)), window,
            about=about, part=str(now), whole=str(jobs), counted=counted,
        ),
        measure(
            "dividend", str(more), window, about=about, part=str(now), whole=str(jobs),
            counted={"jobs": jobs, "covered_now": now, "covered_before_joining": now - more},
        ),
    )  # fmt: skip


def cohesion_figures(ties: Ties, window: str, chance: Chance, *, exact: bool = False) -> tuple[Measure, ...]:
    """Return how verified ties hold together, few people told only where *exact*; none for fewer than two."""
    if len(ties) < 2:
        return ()
    lines = sum(map(len, ties.values())) // 2
    counted = {"people": len(ties), "ties": lines}
    reach = simulated_reach(ties, FAILS, chance)
    return (
        _connectivity(ties, window, counted),
        _cut_members(ties, window, exact=exact),
        _after_loss(ties, window, exact=exact),
        measure(
            "call_reach", decimals(reach or Fraction(0)), window, counted=counted | {"rounds": rounds_for(lines)}
        ),
    )


def _connectivity(ties: Ties, window: str, counted: Mapping[str, int]) -> Measure:
    found = connectivity(ties)
    near = efficiency(ties)
    per_mille = {} if near is None else {"efficiency_per_mille": round(near * 1000)}
    return measure(
        "connectivity", str(found.people), window, or_more=found.or_more, counted={**counted, **per_mille}
    )


def _cut_members(ties: Ties, window: str, *, exact: bool) -> Measure:
    found = cuts(ties)
    told = len(found.members) if exact else shown_count(len(found.members))
    bridges = len(found.bridges) if exact else shown_count(len(found.bridges))
    counted = {"people": len(ties)} | ({} if bridges is None else {"bridges": bridges})
    if told is None:
        return measure("cut_members", "", window, whole=str(len(ties)), counted=counted, too_few=True)
    return measure("cut_members", str(told), window, part=str(told), whole=str(len(ties)), counted=counted)


def _after_loss(ties: Ties, window: str, *, exact: bool) -> Measure:
    """Return what holds together after one loss; how many few people come loose is not told."""
    left, others = left_after_loss(ties), len(ties) - 1
    counted = {"people": len(ties), "parts_now": len(pieces(ties))}
    if not (exact or split_told(left, others)):
        return measure("after_loss", "", window, whole=str(others), counted=counted, too_few=True)
    return measure(
        "after_loss", str(Fraction(left, others)), window, part=str(left), whole=str(others), counted=counted
    )
