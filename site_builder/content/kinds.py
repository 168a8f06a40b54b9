"""The kinds of entry, the folder each lies in, and what else may lie in content/."""

from __future__ import annotations

from dataclasses import dataclass, field

NETWORK = "network.yaml"
CATEGORIES = "categories.yaml"
IMAGES = "images"
THEME = "theme"
OTHER_FOLDERS = (IMAGES, THEME)
"""Folders of files that are no entries."""

IMAGE_SUFFIXES = (".jpg", ".jpeg", ".png", ".webp")

_SECTIONS = ("programs", "skills", "members", "proposals", "decisions", "playbooks", "news", "strength", "record")
RESERVED_PAGES = frozenset(
    {
        *(*_SECTIONS, "404", "assets", "data", "feed", "feeds", "forms", "images", "index", "print", "robots"),
        *("search", "sitemap", "sitemaps"),
    }
)
"""Addresses the site needs itself."""


@dataclass(frozen=True)
class Kind:
    """*reserved* slugs would stand where another page of the site stands."""

    name: str
    folder: str
    suffix: str = ".md"
    translatable: bool = False
    needs_text: bool = False
    reserved: frozenset[str] = field(default=frozenset())


KINDS = (
    Kind("skill", "skills", reserved=frozenset({"a-z", "categories"})),
    Kind("program", "programs", translatable=True, needs_text=True, reserved=frozenset({"lineage"})),
    Kind("cohort", "cohorts"),
    Kind("member", "members", needs_text=True),
    Kind("playbook", "playbooks", translatable=True),
    Kind("policy", "policies", suffix=".yaml"),
    Kind("page", "pages", translatable=True, needs_text=True, reserved=RESERVED_PAGES),
    Kind("news", "news", needs_text=True),
)
