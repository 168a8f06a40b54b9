"""
Read content/ into a Catalogue, or say all that is wrong with it.

Mistakes are told all at once, each with its file and line, and nothing is guessed past one.
"""

from __future__ import annotations

from site_builder.content.load import load_catalogue
from site_builder.problems import ContentErrors, Problem

__all__ = ["ContentErrors", "Problem", "load_catalogue"]
