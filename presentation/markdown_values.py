"""What a text needs of the site around it: where references lead, how pictures lie, what its boxes are called."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from presentation.translations import N_

MEMBER = N_("a member")
UNNAMED = {
    "member": MEMBER,
    "skill": N_("a skill"),
    "program": N_("a program"),
    "cohort": N_("a cohort"),
    "playbook": N_("a playbook"),
    "page": N_("a page"),
    "news": N_("a piece of news"),
    "proposal": N_("a proposal"),
}
"""What stands for an entry that has no page now, where the author left the words to us."""


@dataclass(frozen=True)
class Resolved:
    """
    Where a reference leads; *path* is "" where there is no page, so that the words stand alone.

    *title* stands where the author wrote no words; *language* is its own, "" where that is the text's.
    """

    path: str
    title: str
    language: str = ""


@dataclass(frozen=True)
class Picture:
    """The files of a picture: *stem* and each of *widths* make their addresses; *fallback* is jpg or png."""

    stem: str
    width: int
    height: int
    widths: tuple[int, ...]
    fallback: str


@dataclass(frozen=True)
class Refs:
    """All that one text refers to; *language* is the text's own. Two with one repr read alike."""

    language: str = ""
    entries: tuple[tuple[str, Resolved], ...] = ()
    pictures: tuple[tuple[str, Picture], ...] = ()

    def entry(self, target: str) -> Resolved | None:
        return dict(self.entries).get(target)

    def picture(self, target: str) -> Picture | None:
        return dict(self.pictures).get(target)


@dataclass(frozen=True)
class Labels:
    """The words that the parts of a text bear, in its language."""

    contents: str = N_("On this page")
    note: str = N_("Note")
    warning: str = N_("Warning")
    crisis: str = N_("In a crisis")
    table: str = N_("Table")
    footnotes: str = N_("Footnotes")
    back: str = N_("Back to the text")
    member: str = MEMBER


def labels_in(translate: Callable[[str], str]) -> Labels:
    """Return the labels, each put into a language by *translate*."""
    return Labels(**{name: translate(text) for name, text in vars(Labels()).items()})
