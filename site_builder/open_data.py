"""
The open data: which tables there are, and what each of their columns says, in words.

Rules of this file: only what the pages show, as they show it: counts that are too small to tell are empty here.
No table is about members, and no row is about one person.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from presentation.translations import N_


class Type(StrEnum):
    """Types of columns, as Frictionless Table Schema calls them; a list is text with "; " between its items."""

    TEXT = "string"
    WHOLE = "integer"
    NUMBER = "number"
    TRUTH = "boolean"
    DAY = "date"
    ADDRESS = "uri"


@dataclass(frozen=True)
class Column:
    """*about* is a sentence for people; *optional* where a row may have nothing here."""

    name: str
    type: Type
    about: str
    optional: bool = False


@dataclass(frozen=True)
class Table:
    """*key* names the columns that together stand once in it."""

    name: str
    title: str
    about: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]


T, W, B, D = Type.TEXT, Type.WHOLE, Type.TRUTH, Type.DAY
_PAGE = Column("page", Type.ADDRESS, N_("The page about it."))
_TITLE = Column("title", T, N_("Its title, in the first language of the network."))
_PROGRAM = Column("program", T, N_("The program’s short name, as in its address."))
_PROPOSAL = Column("proposal", T, N_("The proposal’s number."))
_CATEGORY = Column("category", T, N_("The category it belongs to."))
_METHOD = Column("method", T, N_("How votes are counted."))

PROGRAMS = Table(
    "programs",
    N_("Programs"),
    N_("What the network runs."),
    ("program",),
    (
        _PROGRAM,
        _TITLE,
        Column("summary", T, N_("What it is, in a sentence.")),
        _CATEGORY,
        Column("status", T, N_("planned, running, paused or ended.")),
        Column("languages", T, N_("Codes of the languages spoken in it."), optional=True),
        Column("skills_taught", T, N_("Short names of the skills that are taught."), optional=True),
        Column("skills_needed", T, N_("Short names of the skills that it still needs."), optional=True),
        Column("place", T, N_("Roughly where it is."), optional=True),
        Column("costs", T, N_("What it costs."), optional=True),
        _PAGE,
    ),
)
COHORTS = Table(
    "cohorts",
    N_("Cohorts"),
    N_("Every run of a program, with how many took part where that may be told."),
    ("cohort",),
    (
        Column("cohort", T, N_("The cohort’s short name.")),
        _PROGRAM,
        Column("number", W, N_("Which run of the program it is.")),
        Column("starts", D, N_("The first day.")),
        Column("ends", D, N_("The last day.")),
        Column("schedule", T, N_("When it meets, as an iCalendar rule (RFC 5545).")),
        Column("time", T, N_("From when to when, in the time zone of the network.")),
        Column("language", T, N_("Code of the language it is held in.")),
        Column("capacity", W, N_("How many places there are.")),
        Column("places_left", W, N_("How many of them are free."), optional=True),
        Column("enrolled", W, N_("How many have a place; empty where too few to tell."), optional=True),
        Column("completed", W, N_("How many completed it; empty where too few to tell."), optional=True),
        _PAGE,
    ),
)
SKILLS = Table(
    "skills",
    N_("Skills"),
    N_("The skills that people share, with how many do."),
    ("skill",),
    (
        Column("skill", T, N_("The skill’s short name, as in its address.")),
        _TITLE,
        Column("also", T, N_("Other words for it."), optional=True),
        _CATEGORY,
        Column("safeguarding", T, N_("What it asks of who shares it: open, vouched, checked or licensed.")),
        Column("crisis_relevant", B, N_("Whether a crisis calls for it.")),
        Column("named", W, N_("How many share it under their public name.")),
        Column("others", W, N_("How many others share it; empty where too few to tell."), optional=True),
        Column("can_teach", W, N_("How many can teach it; empty where too few to tell."), optional=True),
        _PAGE,
    ),
)
PROPOSALS = Table(
    "proposals",
    N_("Proposals"),
    N_("Everything that was put to the network, and where it stands."),
    ("proposal",),
    (
        _PROPOSAL,
        _TITLE,
        Column("summary", T, N_("What it asks for, in a sentence.")),
        Column("program", T, N_("The program it is about."), optional=True),
        Column("policy", T, N_("The rule book it is decided by.")),
        _METHOD,
        Column("state", T, N_("Where it stands.")),
        Column("submitted", D, N_("The day it was put forward."), optional=True),
        Column("sponsors", W, N_("How many sponsor it.")),
        Column("sponsors_needed", W, N_("How many it takes.")),
        Column("eligible", W, N_("How many may vote on it."), optional=True),
        Column("turnout", W, N_("How many have voted at least, in steps, while a vote is open."), optional=True),
        _PAGE,
    ),
)
DECISIONS = Table(
    "decisions",
    N_("Decisions"),
    N_("Every vote that was certified, with its totals. The ballots of a vote lie in the public record."),
    ("proposal",),
    (
        _PROPOSAL,
        _TITLE,
        Column("decided", D, N_("The day the result was certified.")),
        Column("outcome", T, N_("What came of it.")),
        _METHOD,
        Column("eligible", W, N_("How many were on the electoral roll.")),
        Column("cast", W, N_("How many ballots were cast.")),
        Column("valid", W, N_("How many of them were valid.")),
        Column("blank", W, N_("How many were left blank.")),
        Column("invalid", W, N_("How many were invalid.")),
        Column("yes", W, N_("How many said yes, where the question was yes or no."), optional=True),
        Column("no", W, N_("How many said no, where the question was yes or no."), optional=True),
        Column("abstain", W, N_("How many abstained, where the question was yes or no."), optional=True),
        Column("winners", T, N_("The options that won."), optional=True),
        Column("quorum_met", B, N_("Whether the quorum was met.")),
        Column("margin", W, N_("The fewest ballots whose change would alter the outcome."), optional=True),
        Column("margin_exact", B, N_("Whether the margin is exact; otherwise it is at least that many.")),
        _PAGE,
    ),
)
PROMISES = Table(
    "promises",
    N_("Promises"),
    N_("What was promised after a decision, and what became of it. Who promised stands on the page."),
    ("proposal", "number"),
    (
        _PROPOSAL,
        Column("number", W, N_("Which promise of this proposal it is.")),
        Column("what", T, N_("What was promised.")),
        Column("due", D, N_("By when.")),
        Column("state", T, N_("open, begun, kept or broken.")),
        Column("settled", D, N_("The day it was kept or broken."), optional=True),
        Column("evidence", T, N_("Where one can see it."), optional=True),
        _PAGE,
    ),
)
STRENGTH = Table(
    "strength",
    N_("Strength"),
    N_("The figures of the Strength page, each with its passport. None is about one person."),
    ("figure", "about"),
    (
        Column("figure", T, N_("Which figure it is.")),
        Column("about", T, N_("The playbook it is about."), optional=True),
        Column(
            "value",
            T,
            N_("The figure: a fraction, a number or decimals; empty where too few to tell."),
            optional=True,
        ),
        Column("part", T, N_("The count above the line."), optional=True),
        Column("whole", T, N_("The count below the line."), optional=True),
        Column("low", T, N_("The lower end of its interval."), optional=True),
        Column("high", T, N_("The upper end of its interval."), optional=True),
        Column("window", T, N_("The time it covers (ISO 8601).")),
        Column("formula", T, N_("How it is computed.")),
        Column("source", T, N_("Where the formula comes from.")),
        Column("recomputable", B, N_("Whether anybody can recompute it from what is published.")),
        Column("too_few", B, N_("Whether it is kept back because it would be about few people.")),
        Column("or_more", B, N_("Whether it was counted only so far.")),
        Column("null_mean", T, N_("What chance alone gave on average."), optional=True),
        Column("null_networks", W, N_("How many networks drawn by chance that is from."), optional=True),
    ),
)
TABLES = {table.name: table for table in (PROGRAMS, COHORTS, SKILLS, PROPOSALS, DECISIONS, PROMISES, STRENGTH)}
