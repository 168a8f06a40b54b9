"""`rsn tally`: count case files and print one result each."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click


@click.command()
@click.argument("cases", metavar="CASE.json…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line, in the order of the files.")
def command(cases: tuple[Path, ...], as_json: bool) -> None:
    """
    Count case files and print one result each.

    A case holds a method, its rules (params), the options and the ballots. Fourteen methods: yes_no, consent,
    plurality, approval, score, star, irv, schulze, ranked_pairs, stv, dots, quadratic, budget_greedy,
    budget_equal_shares. Every count is exact, and a tie is an answer.

    \b
    {"method": "irv", "options": ["bench", "swing"],
     "ballots": [{"ranking": [["bench"], ["swing"]], "count": 7},
                 {"ranking": [["swing"]], "count": 5}]}

    \b
    Example:  rsn tally bench-or-swing.json
    Exit:     0 every case counted, 1 some could not be, 2 wrong usage
    """
    from domain.governance.methods.result import BallotUnreadable

    failed = False
    for path in cases:
        try:
            result = _counted(path)
        except (BallotUnreadable, OSError, ValueError) as problem:
            failed = True
            click.echo(f"{path}: {problem}", err=True)
            if as_json:
                # A line for every file: who reads them pairs them up by their order.
                click.echo(json.dumps({"error": str(problem), "case": str(path)}, ensure_ascii=False))
            continue
        click.echo(json.dumps(result, ensure_ascii=False) if as_json else "\n".join(_told(path, result)))
    sys.exit(failed)


def _counted(path: Path) -> dict[str, Any]:
    from domain.governance.case import read_case
    from domain.governance.tally import tally

    return tally(read_case(json.loads(path.read_text(encoding="utf-8"))))


_STATUS = {
    "no_ballots": "No valid ballot.",
    "no_quorum": "The quorum was not met.",
    "tied": "A tie.",
    "not_resolved": "A tie with too many branches to follow: not resolved.",
    "decided": "Decided.",
}


def _told(path: Path, result: Mapping[str, Any]) -> list[str]:
    """Return the result in lines for a person."""
    lines = [f"{path} ({result['method']})", f"  {_STATUS[result['status']]}"]
    if "passed" in result:
        lines.append(f"  {'Passed.' if result['passed'] else 'Not passed.'}")
    for name in ("winners", "tied"):
        if result.get(name):
            lines.append(f"  {name}: {', '.join(result[name])}")
    spoilt = ", ".join(f"{result[name]} {name}" for name in ("blank", "invalid") if result[name])
    lines.append(f"  {result['cast']} cast, {result['valid']} valid{', ' + spoilt if spoilt else ''}")
    lines += [f"  {name}: {result[name]}" for name in ("quota", "spent") if name in result]
    if result.get("margin"):
        lines.append(f"  margin: {result['margin']} (so many ballots would have to change to alter the outcome)")
    if result.get("condorcet_winner"):
        lines.append(f"  preferred to every other option: {result['condorcet_winner']}")
    for name in ("scores", "runoff"):
        if result.get(name):
            lines.append(f"  {name}: " + ", ".join(f"{option} {n}" for option, n in result[name].items()))
    lines += [f"  round {number}: {_round(told)}" for number, told in enumerate(result.get("rounds", ()), 1)]
    return lines


def _round(told: Mapping[str, Any]) -> str:
    votes = ", ".join(f"{option} {count}" for option, count in told["votes"].items())
    acts = [f"{name} {', '.join(told[name])}" for name in ("elected", "eliminated") if told[name]]
    if told["transferred"]:
        acts.append(f"surplus of {told['transferred']} passed on")
    if told["open"]:
        acts.append(f"a tie among {', '.join(told['open'])}: every branch is followed")
    if told.get("looked_back"):
        acts.append(f"a tie, told apart by round {told['looked_back']}")
    return f"{votes}. {'; '.join(acts)}"
