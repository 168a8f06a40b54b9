"""The open voice: who is heard before a vote, until when, and what is answered."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from domain.governance.lifecycle import State
from domain.governance.policy import ConstituencyRule
from domain.people import ProgramRole
from domain.programs import Participation, PartState
from forms_api.services import advice, promises
from forms_api.services.advice import NoAdvice, NoVoiceAsked
from forms_api.services.constituency import NotOfTheGroup
from forms_api.services.promises import AdviceUnanswered, NotASteward
from forms_api.services.proposal_events import NotNow
from tests.builders import put
from tests.forms_api.town import Town

JOINED = datetime(2026, 5, 1, 12, tzinfo=UTC)


@pytest.fixture
def town(tmp_path: Path) -> Town:
    """A town whose voter 1 takes part in the only program, and whose rule book hears its people."""
    town = Town(tmp_path)
    policies = {
        slug: replace(policy, constituency=ConstituencyRule.OPEN_VOICE)
        for slug, policy in town.catalogue.policies.items()
    }
    town.catalogue = replace(town.catalogue, policies=policies)
    cohort = next(iter(town.catalogue.cohorts.values()))
    part = Participation("p1", town.id(1), cohort.slug, ProgramRole.ATTENDEE, PartState.ATTENDING, JOINED)
    put(town.store, part)
    return town


@pytest.fixture
def proposal(town: Town) -> str:
    program = next(iter(town.catalogue.programs))
    return town.deliberation(program=program)


def advise(town: Town, proposal: str, who: int = 1, text: str = "Keep the morning.") -> str:
    return advice.advise(town.store, town.catalogue, proposal, town.id(who), text, town.now).text


def open_vote(town: Town) -> None:
    town.publish(days=14)
    town.publish(hours=48)


def adopt(town: Town, proposal: str) -> None:
    open_vote(town)
    for voter in range(8):
        town.cast(proposal, voter)
    town.publish(days=8)
    town.publish(hours=72)
    assert town.state(proposal) is State.ADOPTED


def given(town: Town, proposal: str) -> list[str]:
    with town.store.unit() as unit:
        return [a.text for a in unit.advice.where(proposal=proposal)]


def test_who_takes_part_is_heard_and_the_last_words_count(town: Town, proposal: str) -> None:
    advise(town, proposal)
    advise(town, proposal, text="Keep the morning, and the tea.")

    assert given(town, proposal) == ["Keep the morning, and the tea."]


def test_others_are_sent_to_the_arguments(town: Town, proposal: str) -> None:
    with pytest.raises(NotOfTheGroup):
        advise(town, proposal, who=2)

    assert given(town, proposal) == []


def test_a_rule_book_that_asks_everyone_alike_takes_no_advice(tmp_path: Path) -> None:
    town = Town(tmp_path)
    proposal = town.deliberation()

    with pytest.raises(NoVoiceAsked):
        advise(town, proposal)


def test_once_voting_is_open_advice_comes_too_late(town: Town, proposal: str) -> None:
    open_vote(town)

    with pytest.raises(NotNow):
        advise(town, proposal)


def test_the_decision_is_not_done_before_the_advice_is_answered(town: Town, proposal: str) -> None:
    advise(town, proposal)
    adopt(town, proposal)
    with pytest.raises(AdviceUnanswered):
        promises.finish(town.store, proposal, town.steward, town.now)

    advice.answer(town.store, proposal, "The morning stays.", town.steward, town.now)
    promises.finish(town.store, proposal, town.steward, town.now)
    assert town.state(proposal) is State.DONE


def test_only_a_steward_answers_and_only_after_the_count(town: Town, proposal: str) -> None:
    advise(town, proposal)

    with pytest.raises(NotNow):
        advice.answer(town.store, proposal, "Too early.", town.steward, town.now)
    with pytest.raises(NotASteward):
        advice.answer(town.store, proposal, "Not mine.", town.id(3), town.now)


def test_where_nobody_advised_there_is_nothing_to_answer(town: Town, proposal: str) -> None:
    adopt(town, proposal)

    with pytest.raises(NoAdvice):
        advice.answer(town.store, proposal, "To whom?", town.steward, town.now)


def test_advice_and_answer_reach_the_record_without_a_name_nobody_agreed_to(town: Town, proposal: str) -> None:
    advise(town, proposal)
    adopt(town, proposal)
    advice.answer(town.store, proposal, "The morning stays.", town.steward, town.now)
    town.publish(minutes=1)
    state = (town.record / "state" / "proposals.json").read_text("utf-8")

    assert '"advice":[{"by":"","on":' in state
    assert "Keep the morning." in state
    assert "The morning stays." in state
    assert town.id(1) not in state
