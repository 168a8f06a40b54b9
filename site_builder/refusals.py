"""What a build says when it will not go on for a reason its maintainer can mend; nothing was written."""

from __future__ import annotations


class BuildRefused(Exception):
    """The family of these mistakes; a fault of our own code is none of them and keeps its trace."""
