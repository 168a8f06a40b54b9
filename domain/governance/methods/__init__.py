"""Voting methods, each a pure function on counted ballots, named as in the literature."""
