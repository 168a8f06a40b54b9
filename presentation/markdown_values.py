"""What a text needs of the site around it: where references lead, how pictures lie, what its boxes are called."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from presentation.translations import N_


@dataclass(frozen=True)
class Resolved:
    """
    Where a reference leads; *path* is "" where there is no page, so that the words stand alone.

    *title* stands where the author wrote no words, with *number* where it is a cohort's; "" for what may not be
    named. *language* is its own, "" where that is the text's.
    """

    path: str
    title: str
    language: str = ""
    number: str = ""


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

    @property
    def card(self) -> str:
        """The address of a picture for those who show the page as a card; "" where the text has none."""
        for _, picture in self.pictures:
            return f"{picture.stem}-{picture.widths[-1]}.{picture.fallback}"
        return ""


@dataclass(frozen=True)
class Labels:
    """
    The words that the parts of a text bear, in its language.

    Those of an entry stand where it has no page now and the author left the words to us.
    """

    contents: str = N_("On this page")
    note: str = N_("Note")
    warning: str = N_("Warning")
    crisis: str = N_("In a crisis")
    table: str = N_("Table")
    footnotes: str = N_("Footnotes")
    back: str = N_("Back to the text")
    numbered: str = N_("Cohort %(number)s")
    member: str = N_("a member")
    skill: str = N_("a skill")
    program: str = N_("a program")
    cohort: str = N_("a cohort")
    playbook: str = N_("a playbook")
    page: str = N_("a page")
    news: str = N_("a piece of news")
    proposal: str = N_("a proposal")


ENTRIES = ("member", "skill", "program", "cohort", "playbook", "page", "news", "proposal")
"""What a text can refer to; each has its label."""


def labels_in(translate: Callable[[str], str]) -> Labels:
    """Return the labels, each put into a language by *translate*."""
    return Labels(**{name: translate(text) for name, text in vars(Labels()).items()})
