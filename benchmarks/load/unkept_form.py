"""The forms service where each ballot goes through Flask and its Flask-WTF form, and is kept nowhere."""

from __future__ import annotations

from benchmarks.load.unkept import keep_nowhere
from forms_api.services import ballots
from forms_api.straight import Straight
from forms_api.views import ballots as views
from rsn.__main__ import main


def _never(*_args: object) -> None:
    """Take the place of all that reads an ordinary ballot at a glance."""


if __name__ == "__main__":
    ballots.put = keep_nowhere
    Straight._taken = _never  # type: ignore[assignment, method-assign]
    views.plain_ballot = _never
    main(prog_name="rsn")
