"""
The forms on paper: the questions of the pages, in the same order, with room to write.

Rules of this file: a question names the field of the web form it stands for, so that a test can hold the two
together; the words are those of the web form, so that they are translated once. No sheet asks for a code.
"""

from __future__ import annotations

from dataclasses import dataclass

from presentation.translations import N_


@dataclass(frozen=True)
class Question:
    """
    A question with its room: *room* is "line", "lines", "day" or "week"; with *choices* there are boxes to tick.

    *fields* are the names of the web form's fields that it stands for.
    """

    fields: tuple[str, ...]
    label: str
    room: str = "line"
    choices: tuple[str, ...] = ()
    hint: str = ""


@dataclass(frozen=True)
class Part:
    """Questions under one heading, asked *times* over."""

    title: str
    questions: tuple[Question, ...]
    lead: str = ""
    times: int = 1


@dataclass(frozen=True)
class Sheet:
    """One form; *signed* where the member's own signature makes it good."""

    slug: str
    title: str
    lead: str
    parts: tuple[Part, ...]
    signed: bool = False


FROM = Part(
    N_("Who this is from"),
    (Question((), N_("The name you go by")),),
)
LEVELS = (N_("I can do this"), N_("I can teach this"), N_("I am learning this"))
FLUENCIES = (N_("first language"), N_("fluent"), N_("good"), N_("a little"))
READERS = (
    N_("Nobody but me"),
    N_("Stewards"),
    N_("People matched with me, and stewards"),
    N_("All members"),
    N_("Everybody, on the public site"),
)
READ = (
    ("name", N_("Name")),
    ("pronouns", N_("Pronouns")),
    ("languages", N_("Languages")),
    ("zone", N_("Where, roughly")),
    ("shares", N_("What I share")),
    ("invites", N_("What I invite help with")),
    ("roles", N_("What I do in programs")),
    ("about", N_("About me, and since when")),
)

ENTRY = Sheet(
    "entry",
    N_("My entry"),
    N_(
        "What you say of yourself, and who may read it. Leave empty what you like; what is not ticked is for "
        "nobody."
    ),
    (
        Part(
            N_("Who I am"),
            (
                Question(
                    ("name",), N_("Name"), hint=N_("The name you go by; it need not be the one in your papers.")
                ),
                Question(("pronouns",), N_("Pronouns")),
                Question(("zone",), N_("Where, roughly"), hint=N_("A part of town, never an address.")),
                Question(("about",), N_("About me"), "lines"),
            ),
        ),
        Part(
            N_("Languages"),
            (
                Question(("languages-0-code",), N_("Language")),
                Question(("languages-0-level",), N_("How well"), choices=FLUENCIES),
            ),
            times=2,
        ),
        Part(
            N_("I can share"),
            (
                Question(("shares-0-skill",), N_("Skill")),
                Question(("shares-0-level",), N_("How well"), choices=LEVELS),
                Question(("shares-0-when",), N_("When")),
                Question(
                    ("shares-0-format",), N_("How"), hint=N_("Like: at your place, by telephone, in a group")
                ),
                Question(("shares-0-note",), N_("In your own words")),
            ),
            times=2,
        ),
        Part(
            N_("I invite help with"),
            (
                Question(("invites-0-skill",), N_("Skill")),
                Question(("invites-0-note",), N_("In your own words")),
            ),
            N_("Standing wishes: no day, no place, no reason, nobody else."),
            times=2,
        ),
        Part(
            N_("How I am reached"),
            (
                Question(("phone",), N_("Telephone")),
                Question(
                    ("channel",),
                    N_("How a match reaches me"),
                    choices=(N_("By mail"), N_("By telephone"), N_("Through the desk: stewards pass it on")),
                ),
                Question(("call_consent",), "", choices=(N_("In a crisis I may be rung: put me on a call list"),)),
            ),
        ),
        Part(
            N_("Who may read it"),
            tuple(Question((f"audiences-{name}",), label, choices=READERS) for name, label in READ),
            N_("Tick one box in each row. You may change this at any time."),
        ),
    ),
)


def _intent(side: str) -> tuple[Question, ...]:
    return (
        Question((f"{side}-skill",), N_("Skill")),
        Question((f"{side}-described",), N_("Not sure what it is called? Describe it")),
        Question((f"{side}-when",), N_("When")),
        Question((f"{side}-note",), N_("In your own words"), "lines"),
        Question((f"{side}-hours",), N_("Hours, about")),
        Question((f"{side}-zone",), N_("Where, roughly"), hint=N_("A part of town, never an address.")),
        Question(
            (f"{side}-bands",),
            N_("Days and times that suit"),
            "week",
            hint=N_("Tick what suits; nothing ticked means any time."),
        ),
        Question((f"{side}-language",), N_("Language"), hint=N_("If it matters in which language.")),
        Question(
            (f"{side}-lasts",),
            N_("How long it stands"),
            choices=(N_("Until a day"), N_("Until I take it back")),
        ),
        Question((f"{side}-until",), N_("Until which day"), "day", hint=N_("Empty means sixty days from today.")),
        Question(
            (f"{side}-seen_by",),
            N_("Who may see it"),
            choices=(
                N_("All members"),
                N_("Only members it may suit"),
                N_("Stewards only, who look for somebody"),
            ),
        ),
    )


OFFER = Sheet(
    "offer",
    N_("Something I can share"),
    N_("One sheet for each thing. Nothing on it is ever public."),
    (FROM, Part(N_("I can share"), _intent("offer"))),
)
NEED = Sheet(
    "need",
    N_("Something I invite help with"),
    N_("One sheet for each thing. No reasons, no illness, no names of others; members do not see who asks."),
    (FROM, Part(N_("I invite help with"), _intent("need"))),
)
CONFIRMATION = Sheet(
    "confirmation",
    N_("What was given"),
    N_("It counts once both have said so: each hands in a sheet, or says it on a page of their own."),
    (
        FROM,
        Part(
            N_("What was given"),
            (
                Question((), N_("The other person")),
                Question((), N_("For what")),
                Question((), N_("Which side were you?"), choices=(N_("I gave"), N_("I received"))),
                Question(("kind",), N_("What was given"), choices=(N_("Hours"), N_("Meals"), N_("Things lent"))),
                Question(
                    ("amount",),
                    N_("How many"),
                    hint=N_("Hours in quarters, like 1.5; meals and things in whole numbers."),
                ),
                Question(("on",), N_("On which day"), "day"),
            ),
        ),
        Part(N_("Was it so?"), (Question((), "", choices=(N_("Yes, it was so"), N_("It could not happen"))),)),
    ),
)
MANDATE = Sheet(
    "mandate",
    N_("Somebody may act for me"),
    N_(
        "They enter what you tell them, with the same effect as by your own hand. You can read what they entered, "
        "and take your word back on any day, without a reason. They can never see or cast a ballot of yours."
    ),
    (
        Part(
            N_("My word"),
            (
                Question(("member",), N_("Who gives their word")),
                Question(("helper",), N_("Who may act for them")),
                Question(("until",), N_("Until when"), "day", hint=N_("Two years at most.")),
            ),
        ),
    ),
    signed=True,
)

SHEETS = {sheet.slug: sheet for sheet in (ENTRY, OFFER, NEED, CONFIRMATION, MANDATE)}
"""The forms that can be printed, by the last part of their address."""
