"""From the draft to the agenda."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from domain.governance.lifecycle import State
from domain.governance.pinning import policy_hash
from domain.governance.policy import Base, ConstituencyRule, Proportion
from domain.governance.proposal import Proposal
from domain.people import Standing
from forms_api.services import proposals, sponsors
from forms_api.services.proposal_events import NoSuchProposal, NotNow, recorded
from forms_api.services.proposals import (
    Draft,
    GroupTooSmall,
    NetworkTooSmall,
    NotAVoter,
    NotYours,
    OutOfReach,
    ProgramMissing,
    TooManyOpen,
    UnknownPolicy,
    UnknownProgram,
)
from tests.builders import a_catalogue, a_member, a_participation, a_policy, by_slug, contents, put
from tests.forms_api.town import Town


@pytest.fixture
def town(tmp_path: Path) -> Town:
    return Town(tmp_path)


def test_a_submission_numbers_the_proposal_and_pins_its_policy(town: Town) -> None:
    draft = town.draft()
    proposal = proposals.submit(town.store, town.catalogue, draft.id, town.id(0), town.now)

    assert proposal.id == "2026-1"
    assert proposal.policy == town.catalogue.policies["ordinary"]
    assert proposal.policy_hash == policy_hash(proposal.policy)
    assert proposal.sponsors_needed == 3
    assert town.state("2026-1") is State.SPONSORING
    with town.store.unit() as unit:
        assert unit.proposals.get(draft.id) is None


def test_numbers_go_up_within_a_year_and_begin_again_in_the_next(town: Town) -> None:
    numbers = [town.sponsoring(author) for author in (0, 1, 2)]
    town.now += timedelta(days=200)

    assert [*numbers, town.sponsoring(3)] == ["2026-1", "2026-2", "2026-3", "2027-1"]


def test_a_draft_submitted_twice_is_one_proposal(town: Town) -> None:
    draft = town.draft()
    first = proposals.submit(town.store, town.catalogue, draft.id, town.id(0), town.now)
    second = proposals.submit(town.store, town.catalogue, draft.id, town.id(0), town.now)

    assert first == second
    with town.store.unit() as unit:
        assert len(unit.proposals) == len(recorded(unit, first.id)) == 1


def test_a_later_edit_of_the_policy_does_not_reach_a_proposal(town: Town) -> None:
    proposal = town.sponsoring()
    before = proposals_of(town)[proposal]
    town.catalogue = a_catalogue(policies=by_slug(a_policy(version=2, voting_days=1)))
    town.publish(days=1)

    assert proposals_of(town)[proposal] == before


def test_a_draft_is_changed_and_discarded_by_its_author_only(town: Town) -> None:
    draft = town.draft()
    words = Draft("Another title", "", "", "ordinary", named=True)
    changed = proposals.edit_draft(town.store, town.catalogue, draft.id, town.id(0), words)

    assert (changed.title, changed.named, changed.author) == ("Another title", True, town.id(0))
    for act in (
        lambda: proposals.edit_draft(town.store, town.catalogue, draft.id, town.id(1), words),
        lambda: proposals.discard_draft(town.store, draft.id, town.id(1)),
        lambda: proposals.submit(town.store, town.catalogue, draft.id, town.id(1), town.now),
    ):
        with pytest.raises(NoSuchProposal):
            act()
    proposals.discard_draft(town.store, draft.id, town.id(0))
    assert proposals_of(town) == {}


def test_what_is_submitted_is_not_edited(town: Town) -> None:
    proposal = town.sponsoring()

    with pytest.raises(NoSuchProposal):
        proposals.edit_draft(town.store, town.catalogue, proposal, town.id(0), Draft("x", "", "", "ordinary"))


def test_participants_of_the_program_need_fewer_sponsors(town: Town) -> None:
    put(town.store, a_participation(town.id(0)))
    about_it = town.sponsoring(0, program="kitchen-table-budgeting")
    from_outside = town.sponsoring(1, program="kitchen-table-budgeting")

    assert proposals_of(town)[about_it].sponsors_needed == 2
    assert proposals_of(town)[from_outside].sponsors_needed == 3


@pytest.mark.parametrize("rule", [ConstituencyRule.CONCURRENT, ConstituencyRule.SECOND_READING])
def test_a_group_of_ten_is_too_small_to_be_asked_on_its_own(town: Town, rule: ConstituencyRule) -> None:
    town.catalogue = a_catalogue(policies=by_slug(a_policy(constituency=rule)))
    put(town.store, *(a_participation(town.id(i)) for i in range(10)))

    with pytest.raises(GroupTooSmall, match=r"at least 11 on the roll.*Now it has 10"):
        town.sponsoring(program="kitchen-table-budgeting")


def test_a_rule_book_that_asks_for_more_than_there_are_is_refused(town: Town) -> None:
    town.catalogue = a_catalogue(policies=by_slug(a_policy(sponsors=20)))

    with pytest.raises(OutOfReach, match="On a roll of 20"):
        town.sponsoring()


def test_a_group_of_eleven_may_be_asked_on_its_own(town: Town) -> None:
    put(town.store, *(a_participation(town.id(i)) for i in range(11)))
    town.catalogue = a_catalogue(policies=by_slug(a_policy(constituency=ConstituencyRule.SECOND_READING)))

    assert town.state(town.sponsoring(program="kitchen-table-budgeting")) is State.SPONSORING


def test_a_rule_for_one_program_asks_which(town: Town) -> None:
    town.catalogue = a_catalogue(policies=by_slug(a_policy(constituency=ConstituencyRule.OPEN_VOICE)))

    with pytest.raises(ProgramMissing):
        town.sponsoring()
    assert town.state(town.sponsoring(program="kitchen-table-budgeting")) is State.SPONSORING


def test_a_network_of_two_needs_a_policy_with_numbers(tmp_path: Path) -> None:
    pair = Town(tmp_path, people=2)

    with pytest.raises(NetworkTooSmall, match="With 2 members"):
        pair.sponsoring()
    pair.catalogue = a_catalogue(policies=by_slug(a_policy(sponsors=1)))
    with pytest.raises(NetworkTooSmall):
        pair.sponsoring()
    pair.catalogue = a_catalogue(policies=by_slug(a_policy(sponsors=1, quorum=Proportion(1, 2, Base.YES))))
    assert pair.state(pair.sponsoring()) is State.SPONSORING


def test_only_members_with_a_vote_propose(town: Town) -> None:
    put(town.store, replace(town.member(0), standing=Standing.NEWCOMER))

    with pytest.raises(NotAVoter):
        town.draft(0)


def test_what_content_does_not_know_is_refused(town: Town) -> None:
    with pytest.raises(UnknownPolicy):
        town.draft(policy="gone")
    with pytest.raises(UnknownProgram):
        town.draft(program="gone")


def test_a_policy_that_went_between_draft_and_submission_is_refused(town: Town) -> None:
    draft = town.draft()
    town.catalogue = a_catalogue(policies={})

    with pytest.raises(UnknownPolicy):
        proposals.submit(town.store, town.catalogue, draft.id, town.id(0), town.now)
    assert proposals_of(town)[draft.id] == draft


def test_one_member_has_five_open_at_a_time(town: Town) -> None:
    first = town.sponsoring()
    for _ in range(4):
        town.draft()

    with pytest.raises(TooManyOpen, match="You have 5"):
        town.draft()
    proposals.withdraw(town.store, first, town.id(0), "Overtaken.", town.now)
    assert town.draft().author == town.id(0)


def test_the_author_withdraws_until_the_text_is_frozen(town: Town) -> None:
    early, later = town.sponsoring(), town.deliberation()
    proposals.withdraw(town.store, early, town.id(0), "", town.now)
    with pytest.raises(NotYours):
        proposals.withdraw(town.store, later, town.id(1), "", town.now)
    town.publish(days=14)

    assert (town.state(early), town.state(later)) == (State.WITHDRAWN, State.FROZEN)
    with pytest.raises(NotNow):
        proposals.withdraw(town.store, later, town.id(0), "", town.now)


def test_the_last_sponsor_needed_moves_the_proposal_on_at_once(town: Town) -> None:
    proposal = town.sponsoring()
    answers = [sponsors.sponsor(town.store, proposal, town.id(i), town.now) for i in (1, 2, 3)]

    assert answers == [False, False, True]
    assert town.state(proposal) is State.DELIBERATION


def test_a_member_sponsors_once_and_never_their_own(town: Town) -> None:
    proposal = town.sponsoring()
    sponsors.sponsor(town.store, proposal, town.id(1), town.now)
    again = sponsors.sponsor(town.store, proposal, town.id(1), town.now)

    assert again is False
    with pytest.raises(sponsors.AuthorSponsors):
        sponsors.sponsor(town.store, proposal, town.id(0), town.now)
    with pytest.raises(NotAVoter):
        sponsors.sponsor(town.store, proposal, "nobody", town.now)
    with pytest.raises(NoSuchProposal):
        sponsors.sponsor(town.store, "2026-99", town.id(1), town.now)
    with town.store.unit() as unit:
        assert len(unit.sponsorships) == 1


def test_support_comes_too_late_once_the_time_is_over_even_before_publish_says_so(town: Town) -> None:
    proposal = town.sponsoring()
    before = contents(town.store)

    with pytest.raises(NotNow):
        sponsors.sponsor(town.store, proposal, town.id(1), town.now + timedelta(days=30))
    assert contents(town.store) == before


def test_a_clock_set_back_shortens_no_stage(town: Town) -> None:
    proposal = town.sponsoring()
    for number in (1, 2, 3):
        sponsors.sponsor(town.store, proposal, town.id(number), town.now - timedelta(days=10))
    with town.store.unit() as unit:
        moments = [event.at for event in recorded(unit, proposal)]

    assert moments == [town.now, town.now]


def proposals_of(town: Town) -> dict[str, Proposal]:
    with town.store.unit() as unit:
        return {proposal.id: proposal for proposal in unit.proposals}


def test_somebody_without_an_entry_on_the_roll_is_no_voter(town: Town) -> None:
    put(town.store, a_member("passing-by", standing=Standing.APPLICANT))

    with pytest.raises(NotAVoter):
        proposals.write_draft(
            town.store, town.catalogue, "id-passing-by", Draft("t", "s", "x", "ordinary"), town.now
        )
