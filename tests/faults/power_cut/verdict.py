"""What is found after a power cut, judged: all that was acknowledged, a prefix of what was begun."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.faults.power_cut.states import CrashState


class Ruins:
    """Where what a cut left is laid down, each in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.laid = folder, 0

    def lay(self, files: dict[str, bytes]) -> Path:
        self.laid += 1
        place = self.folder / str(self.laid)
        place.mkdir(parents=True)
        for name, content in files.items():
            (place / name).write_bytes(content)
        return place


History = Sequence[Any]
"""What a home holds after none, one, two … of its units of work."""


@dataclass(frozen=True)
class Failing:
    """A state that a store did not stand, and what was wrong with it."""

    state: CrashState
    what: str

    def __str__(self) -> str:
        return f"cut before operation {self.state.point}, {self.state.way}: {self.what}"


@dataclass
class Judged:
    """How many states were tried, what of the unacknowledged was found in them, and what went wrong."""

    states: int = 0
    in_flight_kept: int = 0
    failing: list[Failing] = field(default_factory=list)

    @property
    def wrong(self) -> str:
        """Return what went wrong, a line each."""
        return "\n".join(str(failing) for failing in self.failing)


def steps_kept(found: Any, history: History, acknowledged: int, begun: int) -> int:
    """
    Return after how many steps the history looks as what was found.

    Raises:
        AssertionError: after no number of steps between the acknowledged and the begun ones.
    """
    for step in range(begun, acknowledged - 1, -1):
        if history[step] == found:
            return step
    older = [step for step in range(len(history)) if history[step] == found]
    if older:
        raise AssertionError(f"it is as after step {older[0]}; {acknowledged} are acknowledged, {begun} begun")
    raise AssertionError(f"it is as after no step: {str(found)[:200]}")


def judge(states: Iterable[CrashState], verdict: Callable[[CrashState], int], most: int = 5) -> Judged:
    """
    Let *verdict* open what each state left and return how many unacknowledged steps it kept.

    Once *most* of them have gone wrong, no more are tried.
    """
    judged = Judged()
    for state in states:
        judged.states += 1
        try:
            judged.in_flight_kept += verdict(state)
        except Exception as wrong:
            judged.failing.append(Failing(state, f"{type(wrong).__name__}: {wrong}"))
            if len(judged.failing) == most:
                break
    return judged
