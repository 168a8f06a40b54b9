"""What publish wrote about the town: members, counts, proposals in every stage, rows, names and the log."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from domain.governance.ballot import Ballot
from domain.governance.lifecycle import State
from domain.governance.policy import Method
from domain.people import Entry, Invitation, Level, ProgramRole, Share
from domain.programs import Lead
from domain.record.canonical import canonical
from domain.record.public import (
    ActivationState,
    CohortState,
    LearntFrom,
    PlaybookState,
    ProgramMentors,
    PublicMember,
    PublicProposal,
    PublicRecord,
    SkillSharers,
    SlotState,
)
from tests.builders import NOW
from tests.site_builder.community import a_proposal, a_strength, an_entry
from tests.site_builder.logs import close_entries, write_log
from tests.site_builder.results import a_result, write_rows

LIFE = (
    State.SPONSORING,
    State.DELIBERATION,
    State.FROZEN,
    State.VOTING,
    State.PROVISIONAL,
    State.ADOPTED,
    State.IMPLEMENTING,
    State.DONE,
)
"""The stages a proposal goes through when all goes well."""

AT_WORK = ActivationState("power-cut", drill=False, since=NOW - timedelta(hours=2))


def neighbour(slug: str, **changes: object) -> PublicMember:
    """Return a member of the town as publish lets them be shown."""
    entry: Entry = an_entry(
        slug,
        zone="east-bank",
        shares=(Share("budgeting", Level.CAN_TEACH, note="With a shoebox."),),
        invites=(Invitation("bicycle-repair"),),
    )
    return PublicMember(replace(entry, **changes), from_content=False)


def first_record() -> PublicRecord:
    """Return the record the town begins with."""
    proposals = [
        a_proposal(State.ADOPTED, id="2026-1", title="A bench"),
        a_proposal(State.VOTING, id="2026-2", title="A ramp", turnout=5),
        a_proposal(State.DELIBERATION, id="2026-3", title="A roof"),
        a_proposal(State.SPONSORING, id="2026-4", title="A door", program="kitchen-table"),
        replace(a_result(Method.SCHULZE), id="2026-5"),
    ]
    slots = (SlotState("form-filling", 2, 1, "0", 4, "west-bank", {}),)
    return PublicRecord(
        members={slug: neighbour(slug) for slug in ("ana", "ben", "cleo", "dora")},
        skills={"budgeting": SkillSharers("budgeting", ("ana", "dora"), 6, None, ("ben",))},
        cohorts={
            "kitchen-table-1": CohortState(
                "kitchen-table-1", 0, None, 9, 5, leads=(Lead("ana", ProgramRole.FACILITATOR),)
            ),
            "kitchen-table-2": CohortState(
                "kitchen-table-2", 0, None, None, None, (LearntFrom("kitchen-table-1", 5),)
            ),
            "kitchen-table-3": CohortState("kitchen-table-3", 4, None, None, None),
        },
        mentors={"kitchen-table": ProgramMentors("kitchen-table", ("ana",), None)},
        playbooks={"power-cut": PlaybookState("power-cut", slots, 2, 1)},
        proposals={one.id: one for one in proposals},
        strength=a_strength(),
    )


def write_beside(folder: Path, record: PublicRecord, votes: Mapping[str, int], logged: int) -> None:
    """Write the rows of the closed votes, the names of an open one and a log of *logged* heads."""
    for proposal in record.proposals.values():
        if proposal.rows_published:
            _write_rows(folder, proposal, votes.get(proposal.id, 12))
        if proposal.state is State.VOTING:
            place = folder / "proposals" / proposal.id
            place.mkdir(parents=True, exist_ok=True)
            (place / "policy.json").write_bytes(canonical({"slug": proposal.policy.slug}))
    entries: list[bytes] = []
    sizes: list[int] = []
    for number in range(1, logged + 1):
        entries += close_entries(f"2026-{number}", ())
        sizes.append(len(entries))
    if not (folder / "checkpoint").is_file() or f"\n{len(entries)}\n" not in (folder / "checkpoint").read_text():
        write_log(folder, entries, heads=sizes[:-1])


def _write_rows(folder: Path, proposal: PublicProposal, yes: int) -> list[Ballot]:
    if proposal.policy.method is not Method.YES_NO:
        return write_rows(folder, proposal.id, ((9, {"ranking": [["bench"], ["swing"]]}),))
    return write_rows(folder, proposal.id, ((yes, "yes"), (3, "no")))
