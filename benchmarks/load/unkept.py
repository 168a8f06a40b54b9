"""
The forms service as it is, but for one thing: a ballot that is well-formed is kept nowhere.

Run like `rsn`: `python -m benchmarks.load.unkept forms …`. Everything before the box and after it is what members
use, so the difference to the real service is what keeping a ballot costs. `python -m benchmarks.load.unkept_form`
is the same without the short way of an ordinary ballot: Flask and the ballot's Flask-WTF form look at each.
"""

from __future__ import annotations

from forms_api.services import ballots
from rsn.__main__ import main


def keep_nowhere(*_args: object, **_kwargs: object) -> None:
    """Take the place of `ballots.put`, whichever way a ballot comes."""


if __name__ == "__main__":
    ballots.put = keep_nowhere
    main(prog_name="rsn")
