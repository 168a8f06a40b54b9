#!/usr/bin/env python3
"""The scheduled job: publish what is due, then build the site. The same as `rsn build`."""

import sys

from rsn.standing import Standing, place_of

if __name__ == "__main__":
    place = place_of(sys.argv[1:])
    standing = Standing(place) if place else None
    said = standing.said() if standing else None
    if said is None:
        from rsn.usual_job import run_plainly

        done = run_plainly(sys.argv[1:], standing)
        if done is not None:
            sys.exit(done)
        from rsn.commands.build import command

        command(prog_name="build.py", obj=standing)
    else:
        sys.stdout.write(said)
