"""Acts of members and stewards as the record tells of them after a publish."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from domain.governance.lifecycle import State
from domain.governance.proposal import ArgumentKind
from domain.record.canonical import canonical
from domain.record.public import CohortState, PublicArgument, SkillSharers
from tests.site_builder.community import a_proposal, a_strength
from tests.site_builder.incremental.content_edits import word
from tests.site_builder.incremental.published import AT_WORK, LIFE, neighbour
from tests.site_builder.incremental.world import World, edit, nth


def change_proposal(world: World, id: str, **changes: Any) -> bool:
    old = world.record.proposals[id]
    new = replace(old, **changes)
    world.change_record(proposals={**world.record.proposals, id: new})
    return new != old


@edit
def vote(world: World, n: int) -> bool:
    """Let five more have voted, as the page tells it while a vote is open."""
    found = [one for one in world.record.proposals.values() if one.state is State.VOTING]
    return bool(found) and change_proposal(world, nth(found, n).id, turnout=(nth(found, n).turnout or 0) + 5)


@edit
def count_a_vote_again(world: World, n: int) -> bool:
    found = [one for one in world.record.proposals.values() if one.state in (State.PROVISIONAL, State.ADOPTED)]
    if not found:
        return False
    id = nth(found, n).id
    world.votes[id] = 12 + n % 7
    again = a_proposal(nth(found, n).state, {"yes": 12 + n % 7, "no": 3})
    return change_proposal(world, id, result=again.result)


@edit
def bring_a_proposal_to_its_next_stage(world: World, n: int) -> bool:
    found = [one for one in world.record.proposals.values() if one.state in LIFE[:-1]]
    if not found:
        return False
    old = nth(found, n)
    new = a_proposal(LIFE[LIFE.index(old.state) + 1], id=old.id, title=old.title, program=old.program)
    world.change_record(proposals={**world.record.proposals, old.id: new})
    return True


@edit
def submit_a_proposal(world: World, n: int) -> bool:
    id = f"2026-{n % 5 + 6}"
    world.change_record(proposals={**world.record.proposals, id: a_proposal(nth(LIFE, n), id=id, title=word(n))})
    return True


@edit
def end_a_proposal_otherwise(world: World, n: int) -> bool:
    found = [one for one in world.record.proposals.values() if one.state in LIFE[:2]]
    if not found:
        return False
    state = nth([State.WITHDRAWN, State.LAPSED], n)
    return change_proposal(world, nth(found, n).id, state=state, events=a_proposal(state).events)


@edit
def erase_a_proposals_words(world: World, n: int) -> bool:
    id = nth(world.record.proposals, n)
    return change_proposal(world, id, title=id, summary="", text="", erased=True)


@edit
def argue(world: World, n: int) -> bool:
    id = nth(world.record.proposals, n)
    said = PublicArgument(nth(list(ArgumentKind), n), f"I say {word(n)}.", nth(["", "ana"], n), date(2026, 11, 20))
    return change_proposal(world, id, arguments=(*world.record.proposals[id].arguments, said))


@edit
def reword_a_proposal(world: World, n: int) -> bool:
    field = nth(["title", "summary", "text"], n // 5)
    return change_proposal(world, nth(world.record.proposals, n), **{field: f"About {word(n)}"})


@edit
def withdraw_or_return(world: World, n: int) -> bool:
    """Let a member take back that they are shown, or agree to it again."""
    slug = nth(["ana", "ben", "cleo", "dora"], n)
    members = dict(world.record.members)
    if members.pop(slug, None) is None:
        members[slug] = neighbour(slug)
    world.change_record(members=members)
    return True


@edit
def change_a_members_entry(world: World, n: int) -> bool:
    if not world.record.members:
        return False
    slug = nth(world.record.members, n)
    change: dict[str, Any] = {nth(["name", "about"], n // 3): word(n)}
    world.change_record(members={**world.record.members, slug: neighbour(slug, **change)})
    return True


@edit
def change_who_shares_a_skill(world: World, n: int) -> bool:
    named = tuple(sorted(nth([("ana",), ("ana", "ben"), ("dora",), ()], n)))
    new = SkillSharers(skill := nth(["budgeting", "form-filling"], n // 4), named, n % 9 + 5, None, ())
    world.change_record(skills={**world.record.skills, skill: new})
    return True


@edit
def enrol(world: World, n: int) -> bool:
    cohort = f"kitchen-table-{n % 3 + 1}"
    state = CohortState(cohort, n % 7, n % 9 + 5, None, None)
    world.change_record(cohorts={**world.record.cohorts, cohort: state})
    return True


@edit
def begin_or_end_a_crisis(world: World, n: int) -> bool:
    world.change_record(activations={} if world.record.activations else {"1": replace(AT_WORK, drill=bool(n % 2))})
    return True


@edit
def cover_a_slot(world: World, n: int) -> bool:
    old = world.record.playbooks["power-cut"]
    world.change_record(playbooks={"power-cut": replace(old, covered=n % 3, perhaps=n % 2)})
    return replace(old, covered=n % 3, perhaps=n % 2) != old


@edit
def measure_again(world: World, n: int) -> bool:
    world.change_record(strength=a_strength(exchanges=70 + n % 30) if n % 4 else None)
    return True


@edit
def let_the_log_grow(world: World, n: int) -> bool:
    world.logged += 1
    world.publish()
    return True


@edit
def lay_a_file_beside_a_vote(world: World, n: int) -> bool:
    """Let publish write, change or take out one of the files of a vote."""
    place = world.record_dir / "proposals" / "2026-1"
    file = place / nth(["roll.json", "counted.json", "recount.py"], n)
    if file.exists() and n % 2:
        file.unlink()
    else:
        file.write_bytes(canonical([word(n)]))
    world.publish()
    return True
