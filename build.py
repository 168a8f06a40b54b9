#!/usr/bin/env python3
"""The scheduled job: publish what is due, then build the site. The same as `rsn build`."""

from rsn.commands.build import command

if __name__ == "__main__":
    command(prog_name="build.py")
