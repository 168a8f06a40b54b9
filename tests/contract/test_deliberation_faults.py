"""What goes wrong while people talk about a proposal, over every store: each has one stated answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from domain.governance.deliberation import MOST_AMENDMENTS, MOST_VERSIONS, AmendmentKind, AmendmentState
from domain.governance.lifecycle import State
from domain.governance.moderation import ModerationReason, version_mark
from domain.governance.pinning import policy_hash
from domain.governance.policy import Base, Method, MethodRules, Proportion
from domain.governance.proposal import ArgumentKind, Option, Proposal
from domain.people import Standing
from forms_api.services import amendments, arguments, coauthors, moderation_words, options, sponsors, versions
from forms_api.services.amendments import Offer
from forms_api.services.arguments import NoSuchQuestion, NotAMember
from forms_api.services.promises import NotASteward
from forms_api.services.proposal_events import NotNow
from forms_api.services.proposals import NetworkTooSmall, NotYours, OutOfReach
from forms_api.services.sponsors import AuthorSponsors, NoSupport
from forms_api.services.versions import Wording
from forms_api.store.base import Store
from tests.builders import a_catalogue, a_policy, by_slug, put
from tests.contract.acts import at_once
from tests.forms_api.town import Town

CHOOSING = a_policy("choosing", method=Method.SCHULZE)
MONEY = a_policy("money", method=Method.BUDGET_GREEDY, rules=MethodRules(budget="100"))


@pytest.fixture
def town(tmp_path: Path, store: Store) -> Town:
    return Town(tmp_path, store=store, catalogue=a_catalogue(policies=by_slug(a_policy(), CHOOSING, MONEY)))


def found(town: Town, proposal: str) -> Proposal:
    with town.store.unit() as unit:
        kept = unit.proposals.get(proposal)
    assert kept is not None
    return kept


def wording(text: str = "Three planks.", **changes: Any) -> Wording:
    return Wording(**({"title": "A bench by the weir", "summary": "To sit on.", "text": text} | changes))


def words(text: str = "Three planks.", title: str = "Three", **changes: Any) -> Offer:
    return Offer(AmendmentKind.WORDING, title, text, "Two are narrow.", **changes)


def revise(town: Town, proposal: str, by: int = 0, text: str = "Three planks.", base: int = 1) -> Proposal:
    return versions.revise(town.store, proposal, town.id(by), wording(text), base, town.now)


def offer(town: Town, proposal: str, by: int = 6, offered: Offer | None = None, base: int = 1) -> int:
    return amendments.offer(town.store, proposal, town.id(by), offered or words(), base, town.now).number


def chosen(town: Town, *titles: str) -> str:
    return town.sponsoring(policy="choosing", options=tuple(Option("", title) for title in titles))


def test_a_policy_edited_in_the_middle_of_a_vote_reaches_no_proposal(town: Town) -> None:
    proposal = town.voting()
    edited = a_policy(voting_days=1, threshold=Proportion(1, 1, Base.ELIGIBLE), version=2)
    town.catalogue = a_catalogue(policies=by_slug(edited))
    town.publish(days=2)

    assert town.state(proposal) is State.VOTING
    assert found(town, proposal).policy == a_policy()
    assert found(town, proposal).policy_hash == policy_hash(a_policy())


@pytest.mark.parametrize("people", [1, 2])
def test_a_network_of_one_or_two_has_no_default_numbers(tmp_path: Path, store: Store, people: int) -> None:
    with pytest.raises(NetworkTooSmall):
        Town(tmp_path, store=store, people=people).sponsoring()


def numbers(tmp_path: Path, store: Store, people: int) -> Town:
    own = a_policy(sponsors=1, quorum=Proportion(1, 2, Base.CAST))
    return Town(tmp_path, store=store, people=people, catalogue=a_catalogue(policies=by_slug(own)))


def test_a_network_of_one_has_nobody_to_sponsor(tmp_path: Path, store: Store) -> None:
    with pytest.raises(OutOfReach, match="On a roll of 1"):
        numbers(tmp_path, store, 1).sponsoring()


@pytest.mark.parametrize("people", [2, 3])
def test_a_network_of_two_or_three_decides_by_numbers_of_its_own(
    tmp_path: Path, store: Store, people: int
) -> None:
    town = numbers(tmp_path, store, people)
    proposal = town.voting()
    for voter in range(people):
        town.cast(proposal, voter)
    town.publish(days=8)
    town.publish(days=3)

    assert town.state(proposal) is State.ADOPTED


def test_a_network_of_three_decides_by_the_defaults_if_all_say_yes(tmp_path: Path, store: Store) -> None:
    town = Town(tmp_path, store=store, people=3)

    assert town.state(town.certified("yyy")) is State.ADOPTED


def test_an_option_that_stands_twice_is_refused_whoever_adds_it(town: Town) -> None:
    with pytest.raises(options.OptionTwice):
        chosen(town, "Oak", "oak")
    proposal = chosen(town, "Oak", "Steel")
    again = Offer(AmendmentKind.OPTION, "OAK", "", "Why not?")

    with pytest.raises(options.OptionTwice):
        offer(town, proposal, offered=again)


@pytest.mark.parametrize(
    ("method", "given", "refusal"),
    [
        ("choosing", [Option("", "Oak")], options.TooFewOptions),
        ("choosing", [Option("", str(n)) for n in range(21)], options.TooManyOptions),
        ("choosing", [Option("", "Oak", cost="3"), Option("", "Elm")], options.CostUnasked),
        ("ordinary", [Option("", "Oak")], options.NoOptionsAsked),
        ("money", [Option("", "Oak")], options.CostMissing),
        ("money", [Option("", "Oak", cost="100.01")], options.CostBeyond),
        ("money", [], options.TooFewOptions),
    ],
)
def test_options_that_do_not_fit_keep_a_proposal_a_draft(
    town: Town, method: str, given: list[Option], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        town.sponsoring(policy=method, options=tuple(given))
    with town.store.unit() as unit:
        assert [p.policy for p in unit.proposals] == [None]
        assert not len(unit.versions)


def test_an_empty_difference_makes_no_version(town: Town) -> None:
    proposal = town.sponsoring()

    with pytest.raises(versions.NothingChanged):
        revise(town, proposal, text="Two planks.")
    with pytest.raises(versions.NothingChanged):
        offer(town, proposal, offered=words("Two planks."))
    assert found(town, proposal).version == 1


def test_two_who_save_at_once_are_one_version_and_one_refusal(town: Town) -> None:
    proposal = town.sponsoring()
    coauthors.invite(town.store, proposal, town.id(0), town.id(3), town.now)
    coauthors.accept(town.store, proposal, town.id(3), town.now)
    refused: list[str] = []

    def save(by: int) -> None:
        try:
            revise(town, proposal, by, f"Planks of {by}.")
        except versions.EditedMeanwhile as second:
            refused.append(str(second))

    wrong = at_once(2, lambda number: save(3 * number))

    assert wrong == []
    assert len(refused) == 1 and "version 2" in refused[0]
    assert [v.number for v in versions.versions_of(town.store, proposal)] == [1, 2]


def test_the_same_text_saved_twice_is_told_as_no_change(town: Town) -> None:
    proposal = town.sponsoring()
    revise(town, proposal)

    with pytest.raises(versions.NothingChanged):
        revise(town, proposal)


def test_nothing_is_changed_offered_or_answered_after_the_freeze(town: Town) -> None:
    proposal = town.deliberation()
    number = offer(town, proposal)
    coauthors.invite(town.store, proposal, town.id(0), town.id(9), town.now)
    town.publish(days=14)
    author, now = town.id(0), town.now
    acts = [
        lambda: revise(town, proposal),
        lambda: offer(town, proposal, by=7),
        lambda: amendments.accept(town.store, proposal, number, author, "Yes.", now),
        lambda: amendments.decline(town.store, proposal, number, author, "No.", now),
        lambda: amendments.make_option(town.store, proposal, number, author, "Let us see.", now),
        lambda: amendments.withdraw(town.store, proposal, number, town.id(6), now),
        lambda: coauthors.invite(town.store, proposal, author, town.id(8), now),
        lambda: coauthors.accept(town.store, proposal, town.id(9), now),
        lambda: coauthors.remove(town.store, proposal, author, town.id(9), now),
    ]
    for act in acts:
        with pytest.raises(NotNow):
            act()

    assert found(town, proposal).version == 1
    assert amendments.amendments_of(town.store, proposal)[0].state is AmendmentState.OPEN


def test_the_hour_of_the_freeze_ends_the_changes_even_before_publish_records_it(town: Town) -> None:
    proposal = town.deliberation()
    town.now += timedelta(days=14)

    with pytest.raises(NotNow):
        revise(town, proposal)


def test_support_is_taken_back_until_the_proposal_is_supported_and_then_no_more(town: Town) -> None:
    proposal = town.sponsoring()
    sponsors.sponsor(town.store, proposal, town.id(1), town.now)
    sponsors.withdraw_support(town.store, proposal, town.id(1), town.now)
    with pytest.raises(NoSupport):
        sponsors.withdraw_support(town.store, proposal, town.id(1), town.now)
    for voter in (1, 2, 3):
        sponsors.sponsor(town.store, proposal, town.id(voter), town.now)

    assert town.state(proposal) is State.DELIBERATION
    with pytest.raises(NotNow):
        sponsors.withdraw_support(town.store, proposal, town.id(1), town.now)


def test_a_sponsor_who_begins_to_write_is_no_sponsor_any_more(town: Town) -> None:
    proposal = town.sponsoring()
    sponsors.sponsor(town.store, proposal, town.id(3), town.now)
    coauthors.invite(town.store, proposal, town.id(0), town.id(3), town.now)
    coauthors.accept(town.store, proposal, town.id(3), town.now)
    with town.store.unit() as unit:
        assert not len(unit.sponsorships)

    with pytest.raises(AuthorSponsors):
        sponsors.sponsor(town.store, proposal, town.id(3), town.now)


def test_who_is_no_author_asks_nobody_and_nobody_is_asked_twice(town: Town) -> None:
    proposal = town.sponsoring()
    coauthors.invite(town.store, proposal, town.id(0), town.id(3), town.now)
    put(town.store, replace(town.member(4), standing=Standing.NEWCOMER))

    with pytest.raises(NotYours):
        coauthors.invite(town.store, proposal, town.id(1), town.id(2), town.now)
    with pytest.raises(coauthors.AlreadyAsked):
        coauthors.invite(town.store, proposal, town.id(0), town.id(3), town.now)
    with pytest.raises(coauthors.NoVoteYet):
        coauthors.invite(town.store, proposal, town.id(0), town.id(4), town.now)
    with pytest.raises(coauthors.NotAsked):
        coauthors.accept(town.store, proposal, town.id(5), town.now)
    for number in (5, 6, 7, 8):
        coauthors.invite(town.store, proposal, town.id(0), town.id(number), town.now)
    with pytest.raises(coauthors.TooManyCoauthors):
        coauthors.invite(town.store, proposal, town.id(0), town.id(9), town.now)


def test_limits_bound_versions_and_amendments(town: Town) -> None:
    proposal = town.sponsoring()
    for number in range(1, MOST_VERSIONS):
        revise(town, proposal, text=f"Planks, {number}", base=number)
    with pytest.raises(versions.TooManyVersions):
        revise(town, proposal, text="One more", base=MOST_VERSIONS)
    for number in range(MOST_AMENDMENTS):
        offer(town, proposal, offered=words(f"Offer {number}"), base=MOST_VERSIONS)

    with pytest.raises(amendments.TooManyAmendments):
        offer(town, proposal, offered=words("One more"), base=MOST_VERSIONS)
    with pytest.raises(versions.TooManyVersions):
        amendments.accept(town.store, proposal, 1, town.id(0), "Yes.", town.now)
    assert amendments.amendments_of(town.store, proposal)[0].state is AmendmentState.OPEN


def test_an_amendment_is_answered_once_by_a_writer_and_offered_by_no_writer(town: Town) -> None:
    proposal = town.sponsoring()
    assert offer(town, proposal) == offer(town, proposal) == 1
    with pytest.raises(amendments.OwnText):
        offer(town, proposal, by=0)
    with pytest.raises(versions.NotAWriter):
        amendments.decline(town.store, proposal, 1, town.id(7), "No.", town.now)
    with pytest.raises(amendments.NoSuchAmendment):
        amendments.decline(town.store, proposal, 2, town.id(0), "No.", town.now)
    amendments.decline(town.store, proposal, 1, town.id(0), "No.", town.now)

    with pytest.raises(amendments.AnsweredAlready):
        amendments.accept(town.store, proposal, 1, town.id(0), "Yes.", town.now)


def test_an_amendment_of_an_older_text_replaces_nothing(town: Town) -> None:
    proposal = town.sponsoring()
    offer(town, proposal)
    revise(town, proposal, text="Planks of elm.")
    with pytest.raises(amendments.NotTakenIn):
        amendments.accept(town.store, proposal, 1, town.id(0), "Yes.", town.now)
    amendments.accept(town.store, proposal, 1, town.id(0), "In other words.", town.now, by_hand=True)

    assert found(town, proposal).text == "Planks of elm."
    assert amendments.amendments_of(town.store, proposal)[0].became == "2"
    with pytest.raises(versions.EditedMeanwhile):
        offer(town, proposal, by=7, base=1)


def test_an_option_is_offered_only_where_options_are_chosen(town: Town) -> None:
    new = Offer(AmendmentKind.OPTION, "Stone", "", "It stays.", cost="40")
    plain = town.sponsoring()
    chosen_one = chosen(town, "Oak", "Steel")
    money = town.sponsoring(policy="money", options=(Option("", "Oak", cost="3"),))

    with pytest.raises(options.NoOptionsAsked):
        offer(town, plain, offered=new)
    with pytest.raises(options.CostUnasked):
        offer(town, chosen_one, offered=new)
    with pytest.raises(options.CostMissing):
        offer(town, money, offered=replace(new, cost=""))
    offer(town, money, offered=new)
    with pytest.raises(amendments.WordingOnly):
        amendments.accept(town.store, money, 1, town.id(0), "Yes.", town.now)
    assert amendments.make_option(town.store, money, 1, town.id(0), "Yes.", town.now).options[-1].cost == "40"


def test_whoever_is_no_member_offers_and_answers_nothing(town: Town) -> None:
    proposal = town.sponsoring()
    put(town.store, replace(town.member(6), standing=Standing.APPLICANT))
    arguments.argue(town.store, proposal, town.id(7), ArgumentKind.QUESTION, "Of what wood?", town.now)

    with pytest.raises(NotAMember):
        offer(town, proposal, by=6)
    with pytest.raises(NotAMember):
        arguments.answer(town.store, proposal, 1, town.id(6), "Oak.", town.now)
    with pytest.raises(NoSuchQuestion):
        arguments.answer(town.store, proposal, 2, town.id(5), "Oak.", town.now)


def test_a_question_that_was_taken_off_takes_no_answer_and_the_others_keep_their_numbers(town: Town) -> None:
    proposal = town.sponsoring()
    for text in ("First?", "Second?"):
        arguments.argue(town.store, proposal, town.id(7), ArgumentKind.QUESTION, text, town.now)
        town.now += timedelta(minutes=1)
    with town.store.unit() as unit:
        first = next(a for a in unit.arguments if a.text == "First?")
        unit.arguments.put(replace(first, removed="insult"))

    with pytest.raises(NoSuchQuestion):
        arguments.answer(town.store, proposal, 1, town.id(5), "Oak.", town.now)
    arguments.answer(town.store, proposal, 2, town.id(5), "Oak.", town.now)
    (asked,) = arguments.questions(town.store, proposal)
    assert (asked.number, asked.question.text, asked.answers[0].text) == (2, "Second?", "Oak.")


def test_only_an_earlier_version_is_taken_off_and_its_mark_stays_the_one_of_the_log(town: Town) -> None:
    proposal = town.sponsoring()
    revise(town, proposal)
    first, _ = versions.version(town.store, proposal, 1)
    reason = ModerationReason.PERSONAL
    with pytest.raises(moderation_words.NewestVersion):
        moderation_words.remove_version(town.store, proposal, 2, reason, town.steward, town.now)
    with pytest.raises(NotASteward):
        moderation_words.remove_version(town.store, proposal, 1, reason, town.id(1), town.now)
    for _twice in range(2):
        moderation_words.remove_version(town.store, proposal, 1, reason, town.steward, town.now)
    with town.store.unit() as unit:
        (trace,) = unit.traces
    town.publish()

    assert trace.mark == version_mark(first)
    published = (town.record / "state" / "proposals.json").read_text("utf-8")
    assert "Two planks." not in published and first.salt not in published
    for _twice in range(2):
        moderation_words.restore_version(town.store, proposal, 1, town.steward, town.now)
    assert not versions.version(town.store, proposal, 1)[0].removed


def test_a_proposal_of_before_versions_were_kept_begins_with_what_it_said(town: Town) -> None:
    proposal = town.sponsoring()
    with town.store.unit() as unit:
        unit.versions.remove(f"{proposal}/1")
    assert [v.text for v in versions.versions_of(town.store, proposal)] == ["Two planks."]
    offer(town, proposal)
    assert not amendments.amendment(town.store, proposal, 1).outdated
    revise(town, proposal)

    assert [v.text for v in versions.versions_of(town.store, proposal)] == ["Two planks.", "Three planks."]
    assert amendments.amendment(town.store, proposal, 1).outdated
    with pytest.raises(versions.NoSuchVersion):
        versions.version(town.store, proposal, 3)
