"""What members say, and what stewards take off."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from domain.governance.lifecycle import State
from domain.governance.moderation import ModerationReason
from domain.governance.proposal import Argument, ArgumentKind
from domain.people import Standing
from forms_api.services import arguments, moderation
from forms_api.services.arguments import NotAMember, TooManyArguments
from forms_api.services.moderation import Act, NoSuchArgument
from forms_api.services.promises import NotASteward
from forms_api.services.proposal_events import NotNow
from tests.builders import put
from tests.forms_api.town import Town


@pytest.fixture
def town(tmp_path: Path) -> Town:
    return Town(tmp_path)


def argue(town: Town, proposal: str, text: str = "It gets wet there.", member: int = 6) -> Argument:
    return arguments.argue(town.store, proposal, town.id(member), ArgumentKind.AGAINST, text, town.now)


def test_the_same_words_twice_are_taken_once(town: Town) -> None:
    proposal = town.sponsoring()

    assert argue(town, proposal) == argue(town, proposal)
    assert argue(town, proposal, "And cold.") != argue(town, proposal)


def test_ten_contributions_are_as_many_as_one_member_may_make(town: Town) -> None:
    proposal = town.sponsoring()
    for number in range(10):
        argue(town, proposal, f"Point {number}")

    with pytest.raises(TooManyArguments, match="10 times"):
        argue(town, proposal, "One more")
    assert argue(town, proposal, "Somebody else", member=7).text == "Somebody else"


def test_a_newcomer_is_heard_and_an_applicant_is_not_yet(town: Town) -> None:
    proposal = town.sponsoring()
    put(town.store, replace(town.member(6), standing=Standing.NEWCOMER))
    put(town.store, replace(town.member(7), standing=Standing.APPLICANT))

    assert argue(town, proposal).member == town.id(6)
    with pytest.raises(NotAMember):
        argue(town, proposal, member=7)


def test_the_discussion_ends_with_the_vote(town: Town) -> None:
    proposal = town.voting()
    argue(town, proposal)
    town.now += timedelta(days=8)

    with pytest.raises(NotNow):
        argue(town, proposal, "Too late")


def test_what_is_taken_off_leaves_its_reason_and_a_trace_that_names_nobody(town: Town) -> None:
    said = argue(town, town.sponsoring())
    removed = moderation.remove_argument(town.store, said.id, ModerationReason.INSULT, town.steward, town.now)
    with town.store.unit() as unit:
        (trace,) = unit.traces

    assert removed.removed == "insult"
    assert (trace.act, trace.subject, trace.reason) == (Act.REMOVE_ARGUMENT, said.proposal, "insult")
    assert said.member not in (trace.mark, trace.subject)
    assert len(bytes.fromhex(trace.mark)) == 32


def test_taking_off_twice_leaves_one_trace_and_putting_back_leaves_another(town: Town) -> None:
    said = argue(town, town.sponsoring())
    for _ in range(2):
        moderation.remove_argument(town.store, said.id, ModerationReason.OFF_TOPIC, town.steward, town.now)
    for _ in range(2):
        moderation.restore_argument(town.store, said.id, town.steward, town.now)
    with town.store.unit() as unit:
        acts = sorted(trace.act for trace in unit.traces)
        back = unit.arguments.get(said.id)

    assert acts == [Act.REMOVE_ARGUMENT, Act.RESTORE_ARGUMENT]
    assert back == said


def test_only_stewards_moderate_and_only_what_is_there(town: Town) -> None:
    said = argue(town, town.sponsoring())

    with pytest.raises(NotASteward):
        moderation.remove_argument(town.store, said.id, ModerationReason.THREAT, town.id(0), town.now)
    with pytest.raises(NoSuchArgument):
        moderation.remove_argument(town.store, "gone", ModerationReason.THREAT, town.steward, town.now)


def test_a_steward_stops_what_may_not_go_on_until_it_is_certified(town: Town) -> None:
    stopped, decided = town.voting(), town.certified(author=5)
    with pytest.raises(NotNow):
        moderation.invalidate(town.store, decided, ModerationReason.UNLAWFUL, town.steward, town.now)
    running = town.sponsoring(author=6)
    moderation.invalidate(town.store, running, ModerationReason.PERSONAL, town.steward, town.now)

    assert town.state(running) is State.INVALID
    assert town.state(stopped) in (State.NO_QUORUM, State.PROVISIONAL)
