"""`rsn tally`: what it prints for a person, for a script, and for a case that means nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from rsn.__main__ import main


def case(folder: Path, name: str, **plain: Any) -> str:
    path = folder / name
    path.write_text(json.dumps(plain), encoding="utf-8")
    return str(path)


def bench_or_swing(folder: Path) -> str:
    ballots = [
        {"ranking": [["bench"], ["swing"]], "count": 4},
        {"ranking": [["swing"]], "count": 3},
        {"ranking": [["court"], ["swing"]], "count": 2},
        {"choice": "blank"},
    ]
    return case(folder, "irv.json", method="irv", options=["bench", "swing", "court"], ballots=ballots)


def test_a_person_reads_the_result_round_by_round(tmp_path: Path) -> None:
    told = CliRunner().invoke(main, ["tally", bench_or_swing(tmp_path)])

    assert told.exit_code == 0
    assert "winners: swing" in told.output
    assert "10 cast, 9 valid, 1 blank" in told.output
    assert "round 1: bench 4, court 2, swing 3. eliminated court" in told.output


def test_a_script_reads_one_object_a_line_in_order(tmp_path: Path) -> None:
    yes = {"num": 1, "den": 2, "strict": True, "base": "yes_no"}
    vote = case(tmp_path, "vote.json", method="yes_no", params={"threshold": yes}, ballots=[{"choice": "no"}])
    told = CliRunner().invoke(main, ["tally", "--json", bench_or_swing(tmp_path), vote])
    first, second = map(json.loads, told.output.splitlines())

    assert (first["method"], first["winners"]) == ("irv", ["swing"])
    assert (second["method"], second["passed"]) == ("yes_no", False)


def test_a_case_that_means_nothing_is_told_and_the_others_are_counted(tmp_path: Path) -> None:
    broken = case(tmp_path, "broken.json", method="irv", options=["a"], ballots=[{"ranking": [["b"]]}])
    told = CliRunner().invoke(main, ["tally", broken, bench_or_swing(tmp_path), str(tmp_path / "none.json")])

    assert told.exit_code == 1
    assert "broken.json: ballots[0].ranking: 'b' is no option. Use: a." in told.output
    assert "winners: swing" in told.output
    assert "none.json" in told.output


def test_a_tie_and_a_surplus_are_told_in_words(tmp_path: Path) -> None:
    ballots = [{"ranking": [["a"], ["b"]], "count": 8}, {"ranking": [["c"]], "count": 3}]
    path = case(tmp_path, "stv.json", method="stv", params={"seats": 2}, options=["a", "b", "c"], ballots=ballots)
    scores = [{"scores": {"a": 5, "b": 1}}]
    star = case(tmp_path, "star.json", method="star", params={"max_score": 5}, options=["a", "b"], ballots=scores)
    told = CliRunner().invoke(main, ["tally", path, star])

    assert "surplus of a passed on" in told.output
    assert "runoff: a 1, b 0" in told.output


def test_a_margin_and_a_tie_told_apart_by_an_earlier_round_are_told(tmp_path: Path) -> None:
    ballots = [{"ranking": [["a"]], "count": 5}, {"ranking": [["b"]], "count": 4}, {"ranking": [["c"], ["b"]]}]
    rules = {"options": ["a", "b", "c"], "ballots": ballots}
    back = case(tmp_path, "back.json", method="irv", params={"tie": "look_back"}, **rules)
    pairs = case(tmp_path, "pairs.json", method="schulze", options=["a", "b"], ballots=ballots[:2])
    marks = case(tmp_path, "marks.json", method="approval", options=["a", "b"], ballots=[{"approve": ["a"]}] * 3)
    told = CliRunner().invoke(main, ["tally", back, pairs, marks])

    assert "a tie, told apart by round 1" in told.output
    assert "preferred to every other option: a" in told.output
    assert "margin: 2 (so many ballots would have to change to alter the outcome)" in told.output


def test_without_a_file_it_says_how_to_use_it() -> None:
    assert CliRunner().invoke(main, ["tally"]).exit_code == 2
