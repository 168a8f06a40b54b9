"""The worked examples of the sources that the methods cite, and votes that made their rules known."""

from __future__ import annotations

from tests.domain.governance.methods.elections import count, ranked, verdict

TENNESSEE = ("Chattanooga", "Knoxville", "Memphis", "Nashville")
RANKED_IN_TENNESSEE = ranked(
    ("Memphis Nashville Chattanooga Knoxville", 42),
    ("Nashville Chattanooga Knoxville Memphis", 26),
    ("Chattanooga Knoxville Nashville Memphis", 15),
    ("Knoxville Chattanooga Nashville Memphis", 17),
)


def answers(yes: int, no: int, abstain: int = 0) -> list[dict[str, object]]:
    return [{"choice": c, "count": n} for c, n in (("yes", yes), ("no", no), ("abstain", abstain))]


def test_scotland_1979_a_majority_that_was_not_two_fifths_of_the_roll() -> None:
    half = {"num": 1, "den": 2, "strict": True, "base": "yes_no"}
    roll = {"num": 2, "den": 5, "strict": False, "base": "eligible"}
    cast = answers(1_230_937, 1_153_502)
    plain = count("yes_no", cast, (), eligible=3_747_112, threshold=half)
    act = count("yes_no", cast, (), eligible=3_747_112, threshold=half, approval_quorum=roll)

    assert plain["passed"] is True
    assert (act["status"], act["passed"], act["quorum_met"]) == ("no_quorum", False, False)
    assert act["margin"] == 267_908


def test_the_general_assembly_asks_two_thirds_of_those_who_say_yes_or_no() -> None:
    # Charter, article 18: "members present and voting"; who abstains is not voting (rules of procedure, rule 86).
    two_thirds = {"num": 2, "den": 3, "strict": False, "base": "yes_no"}

    assert count("yes_no", answers(51, 49, 25), (), threshold=two_thirds)["passed"] is False
    assert count("yes_no", answers(76, 35, 17), (), threshold=two_thirds)["passed"] is True


def test_tennessee_has_three_capitals_by_three_methods() -> None:
    first = [{"choice": row["ranking"][0][0], "count": row["count"]} for row in RANKED_IN_TENNESSEE]

    assert verdict(count("plurality", first, TENNESSEE)) == ("decided", ("Memphis",), ())
    assert verdict(count("irv", RANKED_IN_TENNESSEE, TENNESSEE)) == ("decided", ("Knoxville",), ())
    assert verdict(count("schulze", RANKED_IN_TENNESSEE, TENNESSEE)) == ("decided", ("Nashville",), ())


def test_tennessee_by_rounds_and_by_pairs() -> None:
    rounds = count("irv", RANKED_IN_TENNESSEE, TENNESSEE)["rounds"]
    pairs = count("ranked_pairs", RANKED_IN_TENNESSEE, TENNESSEE)

    assert [told["eliminated"] for told in rounds] == [["Chattanooga"], ["Nashville"], []]
    assert rounds[2]["votes"] == {"Knoxville": "58", "Memphis": "42"}
    assert pairs["majorities"][0] == ["Chattanooga", "Knoxville", 83, 17]
    assert pairs["condorcet_winner"] == "Nashville"


def test_tennessee_by_star() -> None:
    marks = {
        42: {"Memphis": 5, "Nashville": 2, "Chattanooga": 1},
        26: {"Nashville": 5, "Chattanooga": 2, "Knoxville": 1},
        15: {"Chattanooga": 5, "Knoxville": 4, "Nashville": 3},
        17: {"Knoxville": 5, "Chattanooga": 4, "Nashville": 2},
    }
    result = count("star", [{"scores": given, "count": n} for n, given in marks.items()], TENNESSEE)

    assert (result["scores"]["Nashville"], result["scores"]["Chattanooga"]) == (293, 237)
    assert result["runoff"] == {"Chattanooga": 32, "Nashville": 68}
    assert verdict(result) == ("decided", ("Nashville",), ())


def test_schulze_45_voters_has_the_paths_of_the_paper() -> None:
    cast = ranked(
        ("A C B E D", 5),
        ("A D E C B", 5),
        ("B E D A C", 8),
        ("C A B E D", 3),
        ("C A E B D", 7),
        ("C B A D E", 2),
        ("D C E B A", 7),
        ("E B A D C", 8),
    )
    paths = count("schulze", cast, tuple("ABCDE"))["strongest_paths"]

    assert paths["A"] == {"B": 28, "C": 28, "D": 30, "E": 24}
    assert paths["B"] == {"A": 25, "C": 28, "D": 33, "E": 24}
    assert paths["C"] == {"A": 25, "B": 29, "D": 29, "E": 24}
    assert paths["D"] == {"A": 25, "B": 28, "C": 28, "E": 24}
    assert paths["E"] == {"A": 25, "B": 28, "C": 28, "D": 31}


def test_cumulative_votes_let_a_third_seat_its_own_candidate() -> None:
    # Illinois: three votes each, on one candidate or spread over several.
    parties = [
        {"credits": {"first": 2, "second": 1}, "count": 30},
        {"credits": {"first": 1, "second": 2}, "count": 30},
        {"credits": {"third": 3}, "count": 31},
    ]
    result = count("dots", parties, ("first", "second", "third"), credits=3)

    assert result["scores"] == {"first": 90, "second": 90, "third": 93}
    assert result["winners"] == ["third"]


def test_votes_cost_their_square_and_many_who_care_little_can_be_outvoted() -> None:
    cast = [{"credits": {"a": 1}, "count": 10}, {"credits": {"b": 4}, "count": 3}]
    result = count("quadratic", cast, ("a", "b"), credits=16)

    assert result["scores"] == {"a": 10, "b": 12}
    assert (result["winners"], result["margin"]) == (["b"], 1)


def test_two_fifths_of_the_voters_decide_over_two_fifths_of_the_money() -> None:
    projects = ("l1", "l2", "l3", "r1")
    cast = [{"approve": ["l1", "l2", "l3"], "count": 60}, {"approve": ["r1"], "count": 40}]
    rules = {"budget": "300", "costs": dict.fromkeys(projects, "100")}

    assert verdict(count("budget_greedy", cast, projects, **rules)) == ("decided", ("l1", "l2", "l3"), ())
    # Each has 3: the forty pay 100 for r1, the sixty have 180, enough for one of theirs.
    assert verdict(count("budget_equal_shares", cast, projects, **rules)) == ("tied", ("r1",), ("l1", "l2", "l3"))
