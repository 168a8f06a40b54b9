"""A small community with its record, for tests of the builder; a test changes only what it is about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from domain.catalogue import Catalogue, ContentMember, NewsItem
from domain.codec import to_plain
from domain.governance.lifecycle import State
from domain.governance.policy import Policy
from domain.governance.proposal import ArgumentKind, PromiseState
from domain.governance.vote import count_vote
from domain.measures.passport import MEASURES_VERSION, Null, measure
from domain.measures.shape import Shape
from domain.people import Audience, Consent, Entry, Invitation, Level, ProgramRole, Share
from domain.programs import Cohort, Lead
from domain.record.canonical import canonical
from domain.record.public import (
    CohortState,
    LearntFrom,
    PlaybookState,
    PublicArgument,
    PublicEvent,
    PublicMember,
    PublicPromise,
    PublicProposal,
    PublicRecord,
    SkillSharers,
    SlotState,
    StrengthState,
)
from domain.resilience import Playbook, PlaybookWords, Situation, Slot
from domain.skills import Category
from tests.builders import NOW, TODAY, a_catalogue, a_cohort, a_network, a_policy, by_slug

__all__ = ["NOW", "TODAY", "a_proposal", "a_record", "an_entry", "community", "visible", "write_record"]


def an_entry(slug: str = "ada-quill", **changes: Any) -> Entry:
    """Return a public entry that shares bicycle repair and invites help with form filling."""
    entry = Entry(
        slug=slug,
        name=slug.replace("-", " ").title(),
        zone="mill-lane",
        shares=(Share("bicycle-repair", Level.CAN_TEACH, note="Bring the wheel."),),
        invites=(Invitation("form-filling"),),
        since=date(2025, 3, 1),
        about="I live by the weir.",
    )
    return replace(entry, **changes)


def _cohorts() -> tuple[Cohort, ...]:
    first = a_cohort(
        number=1,
        starts=TODAY - timedelta(days=300),
        ends=TODAY - timedelta(days=260),
        leads=(Lead("ada-quill", ProgramRole.FACILITATOR),),
    )
    second = a_cohort(
        number=2,
        starts=TODAY - timedelta(days=7),
        ends=TODAY + timedelta(days=30),
        leads=(Lead("bo-marsh", ProgramRole.PEER_MENTOR, learnt_in=first.slug),),
    )
    return first, second, a_cohort(number=3, starts=TODAY + timedelta(days=60), ends=TODAY + timedelta(days=90))


def _playbook() -> Playbook:
    words = PlaybookWords(
        "Power cut", "No light.", "It is dark.", "Two stewards.", ("A lamp",), {"hour_1": "Knock."}
    )
    return Playbook(
        "power-cut", {"en": words}, Situation.ENVIRONMENTAL, (Slot("bicycle-repair", 2, 1),), date(2027, 3, 1)
    )


def community(**changes: Any) -> Catalogue:
    """Return a catalogue with two public members, three cohorts, a playbook and a piece of news."""
    consent = Consent(Audience.PUBLIC, date(2026, 1, 5))
    members = (an_entry(), an_entry("bo-marsh", shares=(Share("first-aid"),)))
    shelves = ("home-repair", "money-work")
    catalogue = a_catalogue(
        network=a_network(languages=("en", "ar")),
        categories={slug: Category(slug, {"en": slug.title()}, {"en": "A shelf."}) for slug in shelves},
        cohorts=by_slug(*_cohorts()),
        members={entry.slug: ContentMember(entry, consent) for entry in members},
        playbooks=by_slug(_playbook()),
        news=by_slug(NewsItem("2026-11-01-lamps", "Lamps", "Ten of them.", date(2026, 11, 1), "They *shine*.")),
    )
    return replace(catalogue, **changes)


def _event(event: str, days: int, state: State) -> PublicEvent:
    return PublicEvent(event, NOW - timedelta(days=days), state)


LIVES: Mapping[State, tuple[tuple[str, State], ...]] = {
    State.SPONSORING: (),
    State.DELIBERATION: (("supported", State.DELIBERATION),),
    State.FROZEN: (("supported", State.DELIBERATION), ("freeze", State.FROZEN)),
    State.VOTING: (("supported", State.DELIBERATION), ("freeze", State.FROZEN), ("open", State.VOTING)),
}
COUNTED = (*LIVES[State.VOTING], ("close", State.PROVISIONAL))


def _events(state: State) -> tuple[PublicEvent, ...]:
    steps = LIVES.get(state, ())
    if state in (State.PROVISIONAL, State.ADOPTED, State.REJECTED, State.NO_QUORUM, State.TIED):
        steps = COUNTED if state is State.PROVISIONAL else (*COUNTED, (f"certify_{state.value}", state))
    if state in (State.IMPLEMENTING, State.DONE):
        steps = (*COUNTED, ("certify_adopted", State.ADOPTED), ("promise", State.IMPLEMENTING))
    if state in (State.WITHDRAWN, State.LAPSED, State.INVALID):
        steps = ((state.value, state),)
    every = (("submit", State.SPONSORING), *steps)
    return tuple(_event(name, 40 - number, after) for number, (name, after) in enumerate(every))


def a_proposal(
    state: State = State.VOTING, votes: Mapping[str, int] | None = None, **changes: Any
) -> PublicProposal:
    """Return a proposal in *state*; where it was counted, *votes* were cast on a roll of thirty."""
    policy: Policy = changes.pop("policy", a_policy())
    frozen = any(e.event == "freeze" for e in _events(state))
    counted = any(e.event == "close" for e in _events(state))
    choices = [choice for choice, n in (votes or {"yes": 12, "no": 3, "abstain": 2}).items() for _ in range(n)]
    proposal = PublicProposal(
        id="2026-4",
        title="A bench by the weir",
        summary="One bench, of oak.",
        text="We propose **one** bench.",
        author="ada-quill",
        program="",
        policy=policy,
        policy_hash="41d70be2" * 8,
        state=state,
        events=_events(state),
        sponsors=3,
        sponsors_needed=3,
        sponsors_named=("bo-marsh",),
        arguments=(PublicArgument(ArgumentKind.FOR, "My knees.", "ada-quill", date(2026, 11, 2)),),
        lapses=NOW + timedelta(days=9) if state is State.SPONSORING else None,
        freezes=NOW + timedelta(days=5) if state is State.DELIBERATION else None,
        opens=NOW + timedelta(days=1) if state is State.FROZEN else None,
        shut=NOW + timedelta(days=3) if frozen and not counted else None,
        certifies=NOW + timedelta(days=2) if state is State.PROVISIONAL else None,
        eligible=30 if frozen else None,
        result=count_vote(policy, (), choices, eligible=30) if counted else None,
        rows_published=counted,
        promises=(PublicPromise("Saw the oak", "Ada", date(2026, 11, 1), PromiseState.OPEN),)
        if state in (State.IMPLEMENTING, State.DONE)
        else (),
    )
    return replace(proposal, **changes)


def a_record(*proposals: PublicProposal, **changes: Any) -> PublicRecord:
    """Return what publish wrote about the community; only Ada may be shown unless *members* says otherwise."""
    record = PublicRecord(
        members={"ada-quill": PublicMember(an_entry(), from_content=True)},
        skills={"bicycle-repair": SkillSharers("bicycle-repair", ("ada-quill",), 6, None, ())},
        cohorts={
            "kitchen-table-budgeting-1": CohortState(
                "kitchen-table-budgeting-1", 0, None, 9, 5, leads=(Lead("ada-quill", ProgramRole.FACILITATOR),)
            ),
            "kitchen-table-budgeting-2": CohortState(
                "kitchen-table-budgeting-2",
                1,
                None,
                None,
                None,
                (LearntFrom("kitchen-table-budgeting-1", 5),),
                (Lead("bo-marsh", ProgramRole.PEER_MENTOR, "kitchen-table-budgeting-1"),),
            ),
            "kitchen-table-budgeting-3": CohortState("kitchen-table-budgeting-3", 2, None, None, None),
        },
        playbooks={
            "power-cut": PlaybookState("power-cut", (SlotState("bicycle-repair", 2, 1, "0", 1, "", {}),), 2, 1)
        },
        proposals={proposal.id: proposal for proposal in proposals},
        strength=a_strength(),
    )
    return replace(record, **changes)


def a_strength(**changes: Any) -> StrengthState:
    """Return the figures of thirty members, twenty-four of them active, with one playbook."""
    month = "2025-11-01/2026-11-01"
    null = Null("0.102", "0.051", "0.240", 500)
    figures = (
        measure("reciprocity", "0.250", month, part="12", whole="48", low="0.114", high="0.447",
                counted={"people": 24, "ties": 48, "pairs": 42, "mutual_pairs": 6}, null=null),
        measure("beyond_chance", "0.179", month, counted={"people": 24, "ties": 48}),
        measure("weighted_reciprocity", "", month, whole="223/2", too_few=True),
        measure("circular_share", "0.691", month, part="77", whole="223/2", counted={"people": 24, "circles": 9}),
        measure("dual_role_share", "0.625", month, part="15", whole="24", low="0.426", high="0.789",
                counted={"people": 24}),
        measure("gini_giving", "0.378", month, counted={"people": 24}),
        measure("gini_receiving", "0.462", month, counted={"people": 24}),
        measure("connectivity", "1", month, counted={"people": 26, "ties": 60}),
        measure("cut_members", "", month, whole="26", counted={"people": 26}, too_few=True),
        measure("after_loss", "18/25", month, part="18", whole="25", counted={"people": 26, "parts_now": 1}),
        measure("call_reach", "0.846", month, counted={"people": 26, "ties": 60, "rounds": 1000}),
        measure("coverage", "1/2", "2026-11-23", part="1", whole="2", counted={"skills": 2}),
        measure("robustness", "0", "2026-11-23", counted={"skills": 2}),
        measure("coverage_20", "0.425", "2026-11-23", counted={"skills": 2}),
        measure("coverage_40", "0.263", "2026-11-23", counted={"skills": 2}),
        measure("simultaneous", "1/2", "2026-11-23", about="power-cut", part="1", whole="2",
                counted={"jobs": 2, "covered_with_1_away": 0, "covered_with_2_away": 0}),
        measure("dividend", "1", "2026-11-23", about="power-cut", part="1", whole="2",
                counted={"jobs": 2, "covered_now": 1, "covered_before_joining": 0}),
    )  # fmt: skip
    state = StrengthState(
        date(2025, 11, 1), date(2026, 11, 1), 30, 74, 5, 446, 36, 20, 24, 15, 11,
        measures=figures, shape=Shape(24, 15, None, None, 9), version=MEASURES_VERSION,
    )  # fmt: skip
    return replace(state, **changes)


def write_record(folder: Path, record: PublicRecord) -> Path:
    """Write the record as publish does and return its folder."""
    (folder / "state").mkdir(parents=True, exist_ok=True)
    for field in fields(record):
        plain = to_plain(getattr(record, field.name))
        (folder / "state" / f"{field.name}.json").write_bytes(canonical(plain))
    (folder / "index.json").write_bytes(canonical({"v": 1, "sequence": 1}))
    return folder


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("a", "b", "bdi", "i", "small", "span", "time"):
            self.found.append(" ")
        self._hidden += tag in ("head", "footer")

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in ("head", "footer")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.found.append(data)


def visible(page: Path) -> str:
    """Return the words of a page, without head and footer, with single spaces."""
    words = _Words()
    words.feed(page.read_text("utf-8"))
    return " ".join("".join(words.found).split())
