#!/usr/bin/env python3
"""The scheduled job: publish what is due, then build the site. The same as `rsn build`."""

import sys

from rsn.standing import nothing_to_do, place_of

if __name__ == "__main__":
    place = place_of(sys.argv[1:])
    said = nothing_to_do(place) if place else None
    if said is None:
        from rsn.commands.build import command

        command(prog_name="build.py")
    else:
        sys.stdout.write(said)
