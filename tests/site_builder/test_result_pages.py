"""What the pages of a counted vote say, method by method, and the pages around it."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from domain.codec import to_plain
from domain.governance.lifecycle import State
from domain.governance.policy import Base, Method, MethodRules, Proportion, Secrecy, TieRule
from domain.record.canonical import canonical
from domain.record.public import PublicEvent, PublicProposal
from site_builder.build import build
from tests.builders import a_network
from tests.site_builder.community import NOW, a_proposal, a_record, community, visible, write_record
from tests.site_builder.logs import close_entries, write_log
from tests.site_builder.results import OPTIONS, VOTES, a_result, policy_of, write_rows

EASY = Proportion(1, 20, Base.CAST)
Beside = Callable[[Path], object]


class Site:
    """A built site in English; *beside* writes what else lies in the record."""

    def __init__(self, folder: Path, *proposals: PublicProposal, beside: Beside = lambda record: None) -> None:
        record = write_record(folder / "record", a_record(*proposals))
        beside(record)
        self.out = folder / "public"
        build(community(network=a_network(languages=("en",))), record, self.out, NOW)

    def words(self, path: str) -> str:
        return visible(self.out / path.lstrip("/") / "index.html")

    def html(self, path: str) -> str:
        return (self.out / path.lstrip("/") / "index.html").read_text("utf-8")


@pytest.fixture(scope="module")
def every(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return Site(tmp_path_factory.mktemp("every"), *(a_result(method) for method in Method))


def page_of(method: Method) -> str:
    return f"/proposals/{a_result(method).id}/"


SAID: dict[Method, tuple[str, ...]] = {
    Method.YES_NO: ("Adopted 14 yes, 5 no.", "Threshold: 2 × 14 = 28 must be more than 1 × 19 = 19. Reached."),
    Method.CONSENT: ("Rejected 1 member objected, so nothing changes yet.", "3 members stood aside"),
    Method.PLURALITY: ("Adopted A bench by the weir.", "A bench by the weir has the highest total, 13."),
    Method.APPROVAL: ("Adopted Four lime trees.", "Next comes A bench by the weir with 12."),
    Method.SCORE: ("between 0 and 5 points", "A bench by the weir has the highest total, 64."),
    Method.STAR: ("11 ballots give A bench by the weir more, 9 give Two swings more, 2 give both the same.",),
    Method.IRV: (
        "Two swings has the fewest, 8, and goes out. Those votes go to the next option each ballot names. "
        "Four lime trees gets 8.",
        "Four lime trees has 19 of the 28 votes still in the count, more than half, and wins.",
        "Lamps at the steps stood 11 above and 17 below, missed the threshold, and was dropped.",
    ),
    Method.STV: (
        "2 seats: 28 valid ballots divided by 3, cut to a whole number, and 1 more is the quota: 10.",
        "reaches the quota of 10 and is elected.",
    ),
    Method.SCHULZE: (
        "A bench by the weir is preferred to Two swings by 16 to 12.",
        "From Two swings to A bench by the weir the strongest path has 17, back 16.",
    ),
    Method.RANKED_PAIRS: ("by 19 to 9: locked in.", "left out, because it would close a circle."),
    Method.DOTS: ("Each ballot has 9 dots", "A bench by the weir has the highest total, 60."),
    Method.QUADRATIC: ("Each ballot has 16 points to spend.", "strong wishes are possible and dear"),
    Method.BUDGET_GREEDY: (
        "It costs 450.50, and 550 was left: bought.",
        "Four lime trees: 11 approvals. It costs 700, and only 99.50 was left: passed over.",
        "99.50 left over",
    ),
    Method.BUDGET_EQUAL_SHARES: (
        "Every valid ballot gets the same part of the money: 1,100 divided by 24 is 45.83.",
        "Lamps at the steps costs 250; its 13 supporters had 595.83 at the start. Bought.",
    ),
}


@pytest.mark.parametrize("method", Method)
def test_a_result_is_told_in_its_own_numbers(every: Site, method: Method) -> None:
    words = every.words(page_of(method))

    for said in SAID[method]:
        assert said in words


@pytest.mark.parametrize("method", Method)
def test_no_page_of_a_result_names_an_option_by_its_id(every: Site, method: Method) -> None:
    for page in (page_of(method), page_of(method) + "pack/"):
        assert re.search(r"none-of-these|\b(swing|lamps)\b", every.words(page)) is None


@pytest.mark.parametrize("method", Method)
def test_a_page_stays_within_its_budget(every: Site, method: Method) -> None:
    assert len(gzip.compress(every.html(page_of(method)).encode(), 9)) <= 14_000


def test_a_pack_holds_text_result_rules_and_promises(every: Site) -> None:
    words = every.words(page_of(Method.STV) + "pack/")

    told = ("We propose one bench.", "The count", "How this was counted", "The rules for this vote")
    for said in (*told, "It is the only wording there was.", "Nothing has been promised.", "the steps (250)"):
        assert said in words


def test_the_list_says_how_each_is_decided_and_among_how_many(every: Site) -> None:
    words = every.words("/proposals/")

    assert "In order of choice, pair by pair (Schulze), 4 options" in words
    assert "Yes or no" in words


def test_nobody_voting_leaves_a_page_that_says_so(tmp_path: Path) -> None:
    words = Site(tmp_path, a_result(Method.SCHULZE, [(3, "blank")])).words(page_of(Method.SCHULZE))

    assert "No quorum Nobody voted, so nothing changes." in words


def test_options_below_the_quorum_leave_a_page_that_says_so(tmp_path: Path) -> None:
    few = a_result(Method.IRV, [(3, {"ranking": [["bench"]]})])
    words = Site(tmp_path, few).words(page_of(Method.IRV))

    assert "No quorum No option reached the quorum, so nothing changes." in words
    assert "No option was left to count." in words


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (TieRule.NOTHING_CHANGES, "nothing changes, and the question may come back"),
        (TieRule.LOOK_BACK, "Looking back at the earlier rounds did not settle it"),
        (TieRule.DRAW, "a public draw settles it"),
    ],
)
def test_a_tie_is_explained_by_the_rule_of_the_policy(tmp_path: Path, rule: TieRule, said: str) -> None:
    policy = policy_of(Method.PLURALITY, tie=rule, quorum=EASY)
    tied = a_result(Method.PLURALITY, [(12, "bench"), (12, "swing")], policy=policy, state=State.PROVISIONAL)
    words = Site(tmp_path, tied).words(page_of(Method.PLURALITY))

    assert "Tied Between A bench by the weir and Two swings." in words
    assert said in words


def test_a_tie_whose_lot_could_not_be_drawn_changes_nothing(tmp_path: Path) -> None:
    tied = a_result(Method.YES_NO, [(12, "yes"), (12, "no")], policy=policy_of(Method.YES_NO, tie=TieRule.DRAW))
    words = Site(tmp_path, tied).words(page_of(Method.YES_NO))

    assert "Tied 12 yes and 12 no. The rule book asks for a lot, which could not be drawn" in words


def test_ballots_on_paper_are_told_beside_those_by_web(tmp_path: Path) -> None:
    proposal = a_result(Method.STV)
    ways = {"web": 12, "paper": 17}
    site = Site(tmp_path, proposal, beside=partial(beside_a_result, proposal=proposal, channels=ways))

    assert "On paper 17 By web 12" in site.words(page_of(Method.STV))


def test_none_of_these_may_win(tmp_path: Path) -> None:
    policy = policy_of(Method.PLURALITY, quorum=EASY, threshold=EASY)
    none = a_result(Method.PLURALITY, [(4, "bench"), (9, "none-of-these")], policy=policy)

    assert "Rejected “None of these” won, so nothing changes." in Site(tmp_path, none).words(
        page_of(Method.PLURALITY)
    )


def test_a_bound_of_the_margin_is_called_one(tmp_path: Path) -> None:
    proposal = a_result(Method.SCHULZE)
    assert proposal.result is not None
    near = replace(proposal, result=replace(proposal.result, margin=2, margin_exact=False))
    words = Site(tmp_path, near).words(page_of(Method.SCHULZE))

    assert "ballots at least would have had to be filled in another way to change the outcome 2" in words
    assert "This much is proven; it may be more." in words


def beside_a_result(record: Path, proposal: PublicProposal, **more: Any) -> None:
    folder = record / "proposals" / proposal.id
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "result.json").write_bytes(canonical({"v": 1, "number": 1, **more}))


def test_a_split_is_shown_beside_everybody_and_its_verdict_holds(tmp_path: Path) -> None:
    proposal = a_result(Method.YES_NO, state=State.REJECTED)
    group = a_result(Method.YES_NO, [(3, "yes"), (9, "no")])
    rest = a_result(Method.YES_NO, [(11, "yes"), (2, "no")])
    split = {
        "rule": "concurrent",
        "outcome": "rejected",
        "group": {"roll": 15, "outcome": "rejected", "result": to_plain(group.result)},
        "rest": {"roll": 25, "result": to_plain(rest.result)},
        "recomputable": True,
    }
    site = Site(tmp_path, proposal, beside=partial(beside_a_result, proposal=proposal, split=split))
    words = site.words(page_of(Method.YES_NO))

    assert "Rejected Everybody and the group it concerns most had to agree, and did not." in words
    assert "Everybody 40 23 Adopted The group 15 12 Rejected All others 25 13 –" in words
    assert "Yes 14 3 11" in words


def test_a_split_that_may_not_be_shown_says_why(tmp_path: Path) -> None:
    proposal = a_result(Method.SCHULZE)
    part = {"roll": 12, "outcome": "no_quorum", "result": None}
    split = {"rule": "concurrent", "outcome": "no_quorum", "group": part, "rest": part, "recomputable": False}
    site = Site(tmp_path, proposal, beside=partial(beside_a_result, proposal=proposal, split=split))

    assert "signed but not recomputable" in site.words(page_of(Method.SCHULZE))


def test_a_lot_is_told_with_its_secrets(tmp_path: Path) -> None:
    votes = [(12, "bench"), (12, "swing")]
    policy = policy_of(Method.PLURALITY, tie=TieRule.DRAW)
    proposal = a_result(Method.PLURALITY, votes, policy=policy, state=State.ADOPTED)
    lot = {
        "marks": [{"mark": "ab" * 32, "secret": "three swans"}, {"mark": "cd" * 32, "secret": None}],
        "source": {"name": "The lottery of the town", "on": "2026-10-20", "words": "7 11 30"},
        "seed": "ef" * 32,
        "tied": ["bench", "swing"],
        "drawn": ["swing"],
    }
    site = Site(tmp_path, proposal, beside=partial(beside_a_result, proposal=proposal, draw=lot))
    words = site.words(page_of(Method.PLURALITY))

    assert "Adopted A bench by the weir and Two swings tied, and the lot fell on Two swings." in words
    assert "abab abab … three swans cdcd cdcd … withheld" in words
    assert "The lottery of the town gave 7 11 30." in words


def open_vote(record: Path) -> None:
    ballots = write_rows(record, OPEN.id, VOTES[Method.CONSENT])
    names = {
        ballot.pseudonym: {
            "name": f"Member {number}",
            "commitment": ballot.commitment.hex(),
            "reason": "It is too dark there." if ballot.choice == "object" else "",
        }
        for number, ballot in enumerate(ballots)
    }
    file = record / "proposals" / OPEN.id / "names.json"
    file.write_bytes(canonical({"v": 1, "salt": "00", "names": names}))


OPEN = a_result(Method.CONSENT, policy=policy_of(Method.CONSENT, secrecy=Secrecy.OPEN))


def test_an_open_vote_shows_reasons_and_names(tmp_path: Path) -> None:
    site = Site(tmp_path, OPEN, beside=open_vote)

    assert re.search(r"It is too dark there\. Member \d+, Object", site.words(page_of(Method.CONSENT)))
    assert "This vote was open" in site.words(page_of(Method.CONSENT) + "ballots/")
    assert "Member 21" in site.words(page_of(Method.CONSENT) + "ballots/")


@pytest.mark.parametrize(
    ("method", "said"),
    [
        (Method.APPROVAL, "A bench by the weir and Four lime trees"),
        (Method.APPROVAL, "None approved"),
        (Method.SCHULZE, "1. Four lime trees, 2. A bench by the weir and Lamps at the steps, 3. None of these"),
        (Method.SCORE, "A bench by the weir 5, Four lime trees 2"),
        (Method.QUADRATIC, "A bench by the weir 3, Two swings 2"),
        (Method.PLURALITY, "Not valid"),
    ],
)
def test_a_published_ballot_is_told_in_words(tmp_path: Path, method: Method, said: str) -> None:
    proposal = a_result(method)
    site = Site(tmp_path, proposal, beside=lambda record: write_rows(record, proposal.id, VOTES[method]))

    assert said in site.words(page_of(method) + "ballots/")


def test_a_logged_vote_names_its_head_and_the_three_ways(tmp_path: Path) -> None:
    proposal = a_result(Method.APPROVAL)

    def beside(record: Path) -> None:
        ballots = write_rows(record, proposal.id, VOTES[Method.APPROVAL])
        write_log(record, close_entries(proposal.id, ballots))
        (record / "proposals" / proposal.id / "recount.py").write_text("print()\n")

    site = Site(tmp_path, proposal, beside=beside)
    words = site.words(page_of(Method.APPROVAL))

    assert "This count stands in the log since its head of 24 entries" in words
    assert f"python record/proposals/{proposal.id}/recount.py" in words
    assert f"rsn verify https://weirside.example/record/ --proposal {proposal.id}" in words
    assert "Signed by the key" in site.html("/")
    assert "weirside.example/record 24" in site.words("/record/")
    assert "checkpoint" not in site.html("/")


def test_a_wrong_code_meets_a_page_that_says_what_to_do(tmp_path: Path) -> None:
    provisional = replace(a_result(Method.APPROVAL, state=State.PROVISIONAL), certifies=NOW)
    votes = [(300, {"approve": ["bench"]})]
    site = Site(tmp_path, provisional, beside=lambda record: write_rows(record, provisional.id, votes))
    first = site.words(page_of(Method.APPROVAL) + "ballots/")
    shelf = next((site.out / "proposals" / provisional.id / "ballots").glob("*/index.html"))

    assert "Choose the first signs of your code." in first
    assert "is that how yours begins?" in visible(shelf)
    assert "challenge the count with the code of your receipt, until Monday 23 November 2026" in visible(shelf)


def test_a_proposal_among_options_lists_them_with_their_costs(tmp_path: Path) -> None:
    policy = policy_of(Method.BUDGET_GREEDY)
    words = Site(tmp_path, a_proposal(State.DELIBERATION, policy=policy, options=OPTIONS)).words(
        "/proposals/2026-4/"
    )

    assert "4 options" in words
    assert "There is 1,100 to spend." in words
    assert "costs 450.50" in words


def test_a_method_with_seats_says_how_many(tmp_path: Path) -> None:
    policy = policy_of(Method.STV, version=2)
    assert policy.rules == MethodRules(seats=2, quota="droop", arithmetic="exact")
    words = Site(tmp_path, a_proposal(State.DELIBERATION, policy=policy, options=OPTIONS)).words(
        "/proposals/2026-4/"
    )

    assert "2 of them will be chosen." in words


def test_rows_that_are_no_ballots_stop_the_build_with_their_file(tmp_path: Path) -> None:
    from site_builder.record import RecordUnreadable

    proposal = a_result(Method.APPROVAL)

    def beside(record: Path) -> None:
        write_rows(record, proposal.id, VOTES[Method.APPROVAL])
        file = record / "proposals" / proposal.id / "ballots.jsonl"
        row = json.loads(file.read_bytes().splitlines()[0]) | {"choice": '{"approve": []}'}
        file.write_bytes(canonical(row) + b"\n")

    with pytest.raises(RecordUnreadable, match="ballots"):
        Site(tmp_path, proposal, beside=beside)


def test_in_its_second_reading_a_proposal_is_talked_about_again(tmp_path: Path) -> None:
    first = a_proposal(State.PROVISIONAL)
    again = PublicEvent("second_reading", NOW - timedelta(days=1), State.DELIBERATION)
    talking = replace(
        a_proposal(State.DELIBERATION), events=(*first.events, again), freezes=NOW + timedelta(days=6)
    )
    html = Site(tmp_path, talking).html("/proposals/2026-4/")

    assert 'aria-current="step"><b>Talk' in html
    assert html.count('class="ahead"') == 4
