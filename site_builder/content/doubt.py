"""What a quick reading raises where it cannot be certain."""

from __future__ import annotations


class Doubt(Exception):
    """Something may be wrong with what content/ says: only reading all of it plainly tells what."""
