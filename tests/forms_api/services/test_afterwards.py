"""After the count: a second reading, lots, and looking back."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from domain.governance.draw import mark_of, picked
from domain.governance.lifecycle import State
from domain.governance.policy import ConstituencyRule, TieRule
from forms_api.services import draws, reviews
from forms_api.services.draws import (
    DrawNotHeld,
    NoLots,
    NoMarkOfYours,
    NoPublicDraw,
    OtherSecret,
    SecretTaken,
    SecretTooShort,
    TooEarlyForDraw,
)
from forms_api.services.proposal_events import NotNow
from forms_api.services.proposals import NotAVoter
from forms_api.services.reviews import NothingToReview, TooEarlyToReview
from forms_api.store.base import Store
from forms_api.store.memory import MemoryStore
from tests.forms_api.afterwards_town import (
    A_FEW,
    SECRETS,
    a_town,
    about,
    result,
    rows,
    with_group,
)
from tests.forms_api.town import Town


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


def test_where_the_two_differ_everyone_reads_votes_and_decides_again(tmp_path: Path, store: Store) -> None:
    town = a_town(tmp_path, store, 30, constituency=ConstituencyRule.SECOND_READING, quorum=A_FEW)
    with_group(town, 12)
    proposal = town.closed("n" * 9 + "yyy" + "y" * 16 + "nn", program=about(town))
    town.publish(hours=72)
    assert town.state(proposal) is State.DELIBERATION
    first = result(town, proposal)
    assert (first["number"], first["split"]["outcome"]) == (2, "second_reading")
    with store.unit() as unit:
        assert (unit.keys.get(proposal), unit.ballots.where(proposal=proposal)) == (None, [])
    town.publish(days=7)
    town.publish(hours=48)
    for voter in range(16):
        town.cast(proposal, voter, "yes" if voter < 12 else "no")
    town.publish(days=8)
    town.publish(hours=72)

    assert town.state(proposal) is State.ADOPTED
    folder = town.record / "proposals" / proposal
    assert (result(town, proposal)["number"], result(town, proposal)["split"]) == (3, None)
    assert result(town, proposal, 2) == first
    assert (folder / "reading-1-roll.json").read_bytes() != (folder / "roll.json").read_bytes()
    assert len((folder / "reading-1-ballots.jsonl").read_text().splitlines()) == 30
    assert len(rows(town, proposal)) == 16


# ---------------------------------------------------------------- lots


def a_tie(town: Town, *, secrets: int = 2, public: date | None = None) -> str:
    proposal = town.frozen()
    for who, secret in enumerate(SECRETS[:secrets]):
        draws.commit(town.store, proposal, town.id(who), secret, town.now)
    if public:
        draws.name_public_draw(town.store, proposal, "State lottery", public, town.steward, town.now)
    town.publish(hours=48)
    for voter in range(12):
        town.cast(proposal, voter, "yes" if voter < 6 else "no")
    town.publish(days=8)
    return proposal


def lots(tmp_path: Path, store: Store) -> Town:
    return a_town(tmp_path, store, tie=TieRule.DRAW, quorum=A_FEW)


def test_a_tie_is_drawn_from_what_was_fixed_before_the_opening(tmp_path: Path, store: Store) -> None:
    town = lots(tmp_path, store)
    proposal = a_tie(town)
    for who, secret in enumerate(SECRETS):
        draws.reveal(store, proposal, town.id(who), secret, town.now)
    town.publish(hours=72)

    said = result(town, proposal)
    assert (said["number"], said["draw"]["tied"]) == (2, ["no", "yes"])
    assert said["draw"]["drawn"] == picked(bytes.fromhex(said["draw"]["seed"]), ["yes", "no"], 1)
    assert town.state(proposal) is (State.ADOPTED if said["draw"]["drawn"] == ["yes"] else State.REJECTED)
    assert [one["mark"] for one in said["draw"]["marks"]] == sorted(mark_of(proposal, one) for one in SECRETS)


def test_a_withheld_secret_leaves_a_tie_or_waits_for_the_public_draw(tmp_path: Path, store: Store) -> None:
    town = lots(tmp_path, store)
    proposal = a_tie(town)
    draws.reveal(store, proposal, town.id(0), SECRETS[0], town.now)
    town.publish(hours=72)

    assert town.state(proposal) is State.TIED


def test_two_people_say_what_the_public_draw_was_and_a_tie_is_drawn_by_it(tmp_path: Path, store: Store) -> None:
    town = lots(tmp_path, store)
    day = (town.now + timedelta(days=33)).date()
    proposal = a_tie(town, public=day)
    with pytest.raises(DrawNotHeld):
        draws.say_public_draw(store, proposal, "3 9 17", town.steward, town.now)
    town.publish(days=9)
    assert town.state(proposal) is State.PROVISIONAL
    for who, words in ((town.steward, "3 9 17"), (town.id(1), "3 9 18"), (town.steward, "3 9 18")):
        town.publish()
        assert town.state(proposal) is State.PROVISIONAL
        draws.say_public_draw(store, proposal, words, who, town.now)
    town.publish()

    assert result(town, proposal)["draw"]["source"]["words"] == "3 9 18"
    assert town.state(proposal) in (State.ADOPTED, State.REJECTED)


def test_a_public_draw_that_nobody_tells_leaves_the_tie_after_a_week(tmp_path: Path, store: Store) -> None:
    town = lots(tmp_path, store)
    proposal = a_tie(town, public=(town.now + timedelta(days=33)).date())
    town.publish(days=30)

    assert town.state(proposal) is State.TIED


def test_what_may_not_go_into_a_lot_is_refused(tmp_path: Path, store: Store) -> None:
    town = lots(tmp_path, store)
    proposal = town.frozen()
    draws.commit(store, proposal, town.id(0), SECRETS[0], town.now)

    for refusal, who, secret in (
        (SecretTooShort, town.id(1), "short"),
        (SecretTaken, town.id(1), SECRETS[0]),
        (NotAVoter, "id-stranger", SECRETS[1]),
    ):
        with pytest.raises(refusal):
            draws.commit(store, proposal, who, secret, town.now)
    with pytest.raises(TooEarlyForDraw):
        draws.name_public_draw(store, proposal, "Lottery", town.now.date(), town.steward, town.now)
    with pytest.raises(NotNow):
        draws.reveal(store, proposal, town.id(0), SECRETS[0], town.now)
    town.publish(hours=48)
    for late in (
        lambda: draws.commit(store, proposal, town.id(1), SECRETS[1], town.now),
        lambda: draws.name_public_draw(store, proposal, "Lottery", date(2027, 1, 1), town.steward, town.now),
    ):
        with pytest.raises(NotNow):
            late()
    for voter in range(12):
        town.cast(proposal, voter, "yes" if voter < 6 else "no")
    town.publish(days=8)
    with pytest.raises(OtherSecret):
        draws.reveal(store, proposal, town.id(0), SECRETS[1], town.now)
    with pytest.raises(NoMarkOfYours):
        draws.reveal(store, proposal, town.id(1), SECRETS[1], town.now)
    with pytest.raises(NoPublicDraw):
        draws.say_public_draw(store, proposal, "3", town.steward, town.now)


def test_a_rule_book_without_lots_takes_no_secrets(tmp_path: Path, store: Store) -> None:
    town = a_town(tmp_path, store)
    proposal = town.frozen()

    with pytest.raises(NoLots):
        draws.commit(store, proposal, town.id(0), SECRETS[0], town.now)


# ---------------------------------------------------------------- looking back


def test_a_review_opens_after_ninety_days_and_waits_at_the_desk(tmp_path: Path, store: Store) -> None:
    town = a_town(tmp_path, store)
    proposal = town.certified()

    def review() -> str:
        return reviews.review(store, proposal, "It stands.", "Ask the painters.", town.steward, town.now).did

    with pytest.raises(TooEarlyToReview):
        review()
    assert reviews.due(store, town.now.date()) == ()
    town.now += timedelta(days=90)
    assert [one.proposal.id for one in reviews.due(store, town.now.date())] == [proposal]
    assert review() == "It stands."
    assert reviews.due(store, town.now.date()) == ()


def test_what_was_rejected_is_not_reviewed(tmp_path: Path, store: Store) -> None:
    town = a_town(tmp_path, store)
    proposal = town.certified("nnnnnnnnyyya")

    with pytest.raises(NothingToReview):
        reviews.to_review(store, proposal)
