"""What goes wrong about ballots and paper, over every store: one stated answer each (docs/voting.md, paper.md)."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from domain.governance.ballot import Channel
from domain.governance.lifecycle import State, timetable
from domain.governance.methods.result import Status
from domain.governance.policy import Method
from domain.mandates import Mandate
from domain.people import Standing
from forms_api.services import ballot_codes, ballots, paper_table
from forms_api.services.ballot_codes import BallotCodeUnknown, make_letters
from forms_api.services.ballots import VotingClosed, VotingNotOpen
from forms_api.services.casting import NotAChoice, Sent
from forms_api.services.proposal_events import recorded
from forms_api.services.two_people import NotOneOfTwo
from forms_api.store.base import Store
from tests.builders import contents, put
from tests.contract.acts import at_once
from tests.forms_api.ballot_town import a_policy, a_vote, votes
from tests.forms_api.town import Town, files

MOMENT = timedelta(milliseconds=1)
TREE, BENCH = '{"ranking":[["a-tree"]]}', '{"ranking":[["a-bench"]]}'


@pytest.fixture
def town(store: Store, tmp_path: Path) -> Town:
    return Town(tmp_path, people=12, store=store)


@pytest.fixture
def vote(town: Town) -> str:
    return a_vote(town, Method.SCHULZE, paper=True)


def shut(town: Town, vote: str) -> datetime:
    with town.store.unit() as unit:
        found = unit.proposals.get(vote)
        assert found is not None and found.policy is not None
        moment = timetable((event.recorded for event in recorded(unit, vote)), found.policy).shut
    assert moment is not None
    return moment


def a_code(town: Town, vote: str, voter: int, letters: str = "set") -> str:
    (letter,) = make_letters(town.store, vote, [town.id(voter)], letters, town.steward, town.now)
    return letter.code


def by_code(town: Town, code: str, choice: str, at: datetime | None = None) -> None:
    town.written += 1
    sent = Sent(choice, "", f"page-{town.written}")
    ballot_codes.cast_by_code(town.store, town.record, code, sent, at or town.now)


def at_the_table(town: Town, vote: str, sheets: dict[str, str], *, second: int = 1) -> None:
    """Have voter 0 enter sheets by their codes, and another confirm them; one steward, so any two may."""
    town.written += 1
    batch = paper_table.begin(town.store, town.record, vote, town.id(0), f"batch-{town.written}", town.now)
    for code, choice in sheets.items():
        paper_table.enter(town.store, town.record, vote, batch, town.id(0), code, choice, town.now)
    paper_table.confirm(town.store, town.record, vote, batch, town.id(second), town.now)


def box(town: Town) -> list[str]:
    with town.store.unit() as unit:
        return sorted(ballot.choice for ballot in unit.ballots)


def result(town: Town, vote: str) -> dict[str, Any]:
    said: dict[str, Any] = json.loads((town.record / "proposals" / vote / "result.json").read_bytes())
    counted: dict[str, Any] = said["result"]
    return counted


def test_a_ballot_at_the_last_millisecond_counts_and_at_the_shut_none_does(town: Town, vote: str) -> None:
    code, end = a_code(town, vote, 5), shut(town, vote)
    town.now = end - MOMENT
    town.cast(vote, 4, TREE)
    by_code(town, code, BENCH)
    town.now = end

    with pytest.raises(VotingClosed):
        town.cast(vote, 6, TREE)
    with pytest.raises(VotingClosed):
        by_code(town, code, TREE)
    assert box(town) == [BENCH, TREE]


def test_a_double_submit_is_one_ballot_and_a_code_used_twice_replaces(town: Town, vote: str) -> None:
    code = a_code(town, vote, 4)
    sent = Sent(TREE, "", "one page")
    one, same = (ballot_codes.cast_by_code(town.store, town.record, code, sent, town.now) for _ in range(2))
    by_code(town, code, BENCH)
    town.cast(vote, 4, TREE)
    by_code(town, code, BENCH)
    with town.store.unit() as unit:
        (kept,) = unit.ballots
        gone = len(unit.superseded)

    assert one == same
    assert (kept.choice, kept.pseudonym, gone) == (BENCH, one.pseudonym, 3)


def test_a_code_of_another_vote_an_old_one_and_a_wrong_one_open_nothing(town: Town) -> None:
    here, there = votes(town, [a_policy(Method.SCHULZE, paper=True), a_policy(Method.STV, paper=True)])
    old = a_code(town, here, 4)
    new, other = a_code(town, here, 4, "another set"), a_code(town, there, 4)
    batch = paper_table.begin(town.store, town.record, here, town.id(0), "batch", town.now)

    for code in (old, "7KQ4-M2XV", new[:-1] + ("0" if new[-1] != "0" else "1")):
        with pytest.raises(BallotCodeUnknown):
            by_code(town, code, TREE)
    with pytest.raises(BallotCodeUnknown):
        paper_table.enter(town.store, town.record, here, batch, town.id(0), other, TREE, town.now)
    assert contents(town.store)["ballots"] == []


def test_who_is_taken_off_the_roll_mid_vote_votes_all_the_same_the_roll_is_frozen(town: Town, vote: str) -> None:
    code = a_code(town, vote, 5)
    put(town.store, town.member(30))
    for voter in (4, 5):
        with town.store.unit() as unit:
            unit.members.put(replace(town.member(voter), standing=Standing.DORMANT))
    town.cast(vote, 4, TREE)
    by_code(town, code, TREE)
    with pytest.raises(ballots.NotOnRoll):
        town.cast(vote, 30, TREE)
    town.publish(days=9)

    assert (result(town, vote)["eligible"], result(town, vote)["cast"]) == (12, 2)


def test_a_rule_book_edited_mid_vote_reaches_no_ballot_and_no_count(town: Town, vote: str) -> None:
    town.cast(vote, 4, TREE)
    edited = a_policy(Method.YES_NO, version=2)
    town.catalogue = replace(town.catalogue, policies={"ordinary": edited})
    town.cast(vote, 5, TREE)
    with pytest.raises(NotAChoice):
        town.cast(vote, 6, "yes")
    town.publish(days=9)

    assert result(town, vote)["method"] == "schulze"
    assert result(town, vote)["winners"] == ["a-tree"]


@pytest.mark.parametrize(
    ("method", "choice"),
    [
        (Method.QUADRATIC, '{"credits":{"a-bench":2,"a-tree":3}}'),
        (Method.DOTS, '{"credits":{"a-bench":5,"a-tree":7}}'),
        (Method.PLURALITY, "a-house"),
        (Method.SCHULZE, '{"ranking":[["a-tree"],["a-tree"]]}'),
        (Method.SCHULZE, "invalid"),
        (Method.CONSENT, "object"),
    ],
)
def test_what_the_form_refuses_no_other_way_lets_in(town: Town, method: Method, choice: str) -> None:
    vote = a_vote(town, method)
    with pytest.raises(NotAChoice):
        town.cast(vote, 4, choice)

    assert contents(town.store)["ballots"] == []


@pytest.mark.parametrize(
    ("cast", "status"),
    [([], Status.NO_BALLOTS), (["blank"] * 3, Status.NO_BALLOTS), ([TREE], Status.NO_QUORUM)],
)
def test_no_ballot_one_ballot_and_blank_ones_alone_have_a_stated_end(
    town: Town, vote: str, cast: list[str], status: Status
) -> None:
    for voter, choice in enumerate(cast, start=3):
        town.cast(vote, voter, choice)
    town.publish(days=9)
    said = result(town, vote)

    assert (said["status"], said["cast"], said["blank"]) == (status, len(cast), cast.count("blank"))
    assert not (town.record / "proposals" / vote / "ballots.jsonl").exists()


def test_spoiled_and_blank_sheets_are_counted_apart_and_have_a_commitment(town: Town, vote: str) -> None:
    sheets = {a_code(town, vote, voter): choice for voter, choice in ((4, "invalid"), (5, "blank"), (6, TREE))}
    at_the_table(town, vote, sheets)
    with town.store.unit() as unit:
        commitments = {ballot.commitment for ballot in unit.ballots if ballot.channel is Channel.PAPER}
    town.publish(days=9)
    said = result(town, vote)

    assert len(commitments) == 3
    assert (said["cast"], said["valid"], said["blank"], said["invalid"]) == (3, 1, 1, 1)


def test_two_voting_at_once_by_web_code_and_table_leave_one_ballot_each(town: Town, vote: str) -> None:
    code, other = a_code(town, vote, 4), a_code(town, vote, 5)

    def act(number: int) -> None:
        if number % 3 == 0:
            town.cast(vote, 4, TREE, form=f"own-{number}")
        elif number % 3 == 1:
            sent = Sent(BENCH, "", f"code-{number}")
            ballot_codes.cast_by_code(town.store, town.record, code, sent, town.now)
        else:
            batch = f"batch-{number}"
            paper_table.begin(town.store, town.record, vote, town.id(0), batch, town.now)
            paper_table.enter(town.store, town.record, vote, batch, town.id(0), other, TREE, town.now)
            paper_table.confirm(town.store, town.record, vote, batch, town.id(1), town.now)

    wrong = at_once(9, act)
    with town.store.unit() as unit:
        voters = [ballot.pseudonym for ballot in unit.ballots]
        cast = len(voters) + len(unit.superseded)

    assert wrong == []
    assert len(voters) == len(set(voters)) == 2
    assert cast == 9, "each of them was promised something"


def test_a_batch_confirmed_by_two_at_once_is_in_the_box_once(town: Town, vote: str) -> None:
    batch = paper_table.begin(town.store, town.record, vote, town.id(0), "batch", town.now)
    code = a_code(town, vote, 4)
    paper_table.enter(town.store, town.record, vote, batch, town.id(0), code, TREE, town.now)
    wrong = at_once(
        4, lambda n: paper_table.confirm(town.store, town.record, vote, batch, town.id(1 + n), town.now)
    )

    assert wrong == []
    assert box(town) == [TREE]
    assert contents(town.store)["superseded"] == contents(town.store)["paper_ballots"] == []


def test_paper_alone_comes_in_after_the_shut_and_nothing_after_a_day(town: Town, vote: str) -> None:
    codes = [a_code(town, vote, voter) for voter in (4, 5, 6)]
    end = shut(town, vote)
    town.now = end
    town.publish()
    at_the_table(town, vote, {codes[0]: TREE})
    town.now = end + timedelta(hours=24) - MOMENT
    at_the_table(town, vote, {codes[1]: TREE})
    paper_table.begin(town.store, town.record, vote, town.id(0), "late", town.now)
    paper_table.enter(town.store, town.record, vote, "late", town.id(0), codes[2], TREE, town.now)
    town.now = end + timedelta(hours=24)
    with pytest.raises(VotingClosed):
        paper_table.confirm(town.store, town.record, vote, "late", town.id(1), town.now)
    town.publish()

    assert town.state(vote) is State.PROVISIONAL
    assert result(town, vote)["cast"] == 2
    assert contents(town.store)["paper_ballots"] == [], "no sheet that nobody confirmed outlasts the close"


def test_one_who_says_it_twice_is_not_two_and_two_close_the_vote_at_once(town: Town, vote: str) -> None:
    end = shut(town, vote)
    with pytest.raises(paper_table.NotShutYet):
        paper_table.say_all_in(town.store, vote, town.id(0), end - MOMENT)
    town.now = end
    for _ in range(2):
        paper_table.say_all_in(town.store, vote, town.id(0), town.now)
    town.publish()
    before = town.state(vote)
    paper_table.say_all_in(town.store, vote, town.id(1), town.now)
    town.publish(minutes=1)

    assert (before, town.state(vote)) == (State.VOTING, State.PROVISIONAL)


def test_with_two_stewards_others_neither_keep_the_table_nor_close_the_vote(town: Town, vote: str) -> None:
    with town.store.unit() as unit:
        unit.members.put(replace(town.member(10), steward=True))
    town.now = shut(town, vote)

    with pytest.raises(NotOneOfTwo):
        paper_table.say_all_in(town.store, vote, town.id(0), town.now)
    with pytest.raises(paper_table.NotAtTheTable):
        paper_table.begin(town.store, town.record, vote, town.id(0), "batch", town.now)


def test_a_helper_with_a_mandate_sits_at_the_table_beside_a_steward_and_not_beside_another_helper(
    town: Town, vote: str
) -> None:
    with town.store.unit() as unit:
        unit.members.put(replace(town.member(10), steward=True))
        for helper in (2, 3):
            until = town.now.date() + timedelta(days=30)
            unit.mandates.add(
                Mandate(f"for-{helper}", town.id(5), town.id(helper), town.now.date(), until, town.steward)
            )
    code = a_code(town, vote, 5)
    batch = paper_table.begin(town.store, town.record, vote, town.id(2), "batch", town.now)
    paper_table.enter(town.store, town.record, vote, batch, town.id(2), code, TREE, town.now)
    with pytest.raises(paper_table.NotAtTheTable):
        paper_table.confirm(town.store, town.record, vote, batch, town.id(3), town.now)
    paper_table.confirm(town.store, town.record, vote, batch, town.steward, town.now)

    assert box(town) == [TREE]


def test_no_letter_and_no_table_before_the_freeze_or_where_no_paper_is_taken(town: Town, vote: str) -> None:
    without = a_vote(town, Method.SCHULZE, author=4)
    early = town.deliberation(author=3)

    for proposal in (early, without):
        with pytest.raises(ballot_codes.NoPaper):
            make_letters(town.store, proposal, None, "set", town.steward, town.now)
    with town.store.unit() as unit:
        found = unit.proposals.get(early)
        assert found is not None and found.policy is not None
        unit.proposals.put(replace(found, policy=replace(found.policy, paper=True)))
    with pytest.raises(ballot_codes.NoLettersNow):
        make_letters(town.store, early, None, "set", town.steward, town.now)
    with pytest.raises(VotingNotOpen):
        paper_table.begin(town.store, town.record, early, town.id(0), "batch", town.now)


def test_codes_and_batches_die_with_the_key_and_the_close(town: Town, vote: str) -> None:
    made = make_letters(town.store, vote, None, "set", town.steward, town.now)
    at_the_table(town, vote, {made[4].code: TREE})
    town.publish(days=9)
    (batch,) = contents(town.store)["paper_batches"]
    assert (batch.first, batch.second, batch.ballots, batch.marks) == (town.id(0), town.id(1), (), ())
    town.publish(days=4)

    assert len(made) == 12
    assert contents(town.store)["ballot_codes"] == []


def test_nothing_of_a_choice_is_told_before_the_close(town: Town, vote: str) -> None:
    before = files(town.data)
    sheets = {a_code(town, vote, voter): TREE for voter in (4, 5, 6)}
    at_the_table(town, vote, sheets)
    for voter in (7, 8):
        town.cast(vote, voter, BENCH, phrase="a heron on one leg")
    town.publish(hours=2)
    after = files(town.data)
    changed = b"".join(content for name, content in after.items() if before.get(name) != content)

    for words in (b"ranking", b"heron", *(code.encode() for code in sheets)):
        assert words not in changed, words
    assert b'"turnout":5' in changed, "how many voted is all there is, in steps"


def test_a_thread_that_reads_while_another_confirms_sees_all_of_a_batch_or_nothing(town: Town, vote: str) -> None:
    codes = [a_code(town, vote, voter) for voter in range(3, 9)]
    batch = paper_table.begin(town.store, town.record, vote, town.id(0), "batch", town.now)
    for code in codes:
        paper_table.enter(town.store, town.record, vote, batch, town.id(0), code, TREE, town.now)
    seen, done = set(), threading.Event()
    reader = threading.Thread(target=_look, args=(lambda: len(box(town)), seen, done))
    reader.start()
    paper_table.confirm(town.store, town.record, vote, batch, town.id(1), town.now)
    done.set()
    reader.join()

    assert seen <= {0, 6}


def _look(count: Callable[[], int], seen: set[int], done: threading.Event) -> None:
    while not done.is_set():
        seen.add(count())
    seen.add(count())
