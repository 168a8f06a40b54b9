"""What a build says when it will not go on for a reason its maintainer can mend; nothing was written."""

from __future__ import annotations


class BuildRefused(Exception):
    """The family of these mistakes; a failing template is a developer's, keeps its trace, and is none of them."""
