"""What members propose to one another, and what they say about it."""

from __future__ import annotations

from rsn.demo.generating.town_words import TOWN_WORDS

TITLES = (
    "Open the {room} on {weekday} evenings",
    "Buy {a_thing} that everybody may borrow",
    "Put a bench at the corner of {zone}",
    "Keep the {room} warm on {weekday}s",
    "Print the week on paper in {count} languages",
    "Give the key of the {room} to two more people",
    "Plant {count} trees in {zone}",
    "Begin the {group} an hour later",
    "Paint the door of the {room}",
    "Share {a_thing} with the network across the hills",
    "Hold the {season} market in {zone}",
    "A quiet hour at the {room} on {weekday}s",
    "Let the {group} use the {room} for one {season}",
    "Mend the steps between {zone} and the {room}",
)
SUMMARIES = (
    "It costs little, two people have offered to look after it, and it can be taken back after a year.",
    "So that those who work late can come too.",
    "We have talked about it for a year. This is what it would take, and who would do it.",
    "A trial for one season, with a look back at its end.",
    "Small, soon done, and useful to more people than it seems.",
)
REASONS = (
    "At the last {count} meetings somebody has asked for this, each time somebody else.",
    "Last {season} we did without, and it was noticed most by those who do not complain.",
    "The {room} stands empty on {weekday}s. Its key hangs {count} doors further on.",
    "We have asked around in {zone}. Nobody was against it, and {count} people offered a hand.",
    "Other networks have done this for years and say what they would do differently; we have taken that in.",
    "The {group} cannot do it on its own, and nobody should have to.",
)
STEPS = (
    "two people hold the key, and both names hang at the {room}",
    "the {group} looks after it and says so when it becomes too much",
    "it begins in {season} and is looked at again after a year",
    "what it costs is read out at the next meeting",
    "whoever cannot come gets it told by whoever can",
    "there is {a_thing} for those who have none",
    "it is written on paper as well, in large print",
    "nobody has to sign up beforehand",
)
ENDS = (
    "If it does not work we stop, and nobody has failed.",
    "All of this can be changed by a later proposal.",
    "Whoever has a better idea for the hour is welcome to say so while this is talked over.",
    "Cost: a can of paint, a day, and whatever the {group} eats.",
)
ARGUMENTS = {
    "for": (
        "I would use this every week, and I know {count} others who would.",
        "It was the same with the {room}, and nobody would give that up now.",
        "A year is a fair trial.",
    ),
    "against": (
        "The {group} has enough to do already. Let us finish one thing first.",
        "In {season} nobody will come, and then it stands about.",
        "I would rather see this in {zone}, where there is nothing yet.",
    ),
    "neutral": (
        "I can live with it either way, as long as the steps are gritted.",
        "Whatever we decide, let us write down who does it.",
    ),
    "question": (
        "Who looks after it when the two of you are away?",
        "Is the {room} step-free on that side?",
        "Could it be on another day than {weekday}?",
    ),
}
CHANGED = "The steps say now who does what."

OPTIONS = (
    "On Monday evenings", "On Thursday afternoons", "On Sunday mornings", "In the tenants' hall",
    "In the warm room",
    "In the school kitchen", "Outdoors, with a tent", "In a different zone each time", "As it is now, but longer",
)  # fmt: skip

PROMISES = (
    ("Find two people for the key", "Both names hang at the desk."),
    ("Buy what is needed and bring the bill to a meeting", "The bill was read out."),
    ("Write it on paper in large print", "It hangs at the library desk."),
    ("Ask the caretaker for the other side of the building", "Asked; the ramp is to be lent."),
    ("Look back after one season and say what came of it", "Told at the spring meeting."),
    ("Tell the neighbours on both sides beforehand", "Told, with cake."),
)
OWNERS = ("Garden group", "Saturday table", "Two stewards", "Repair bench", "The author", "Kitchen crew")
BROKEN = "Nobody had time, and nobody said so early enough."

WITHDRAWN = ("A better proposal came up, and I support that one.", "It has been settled without a vote.")

REVIEWS = (
    (
        "It is used by more people than we thought, and the key has never been missing.",
        "Two people for one key is right.",
    ),
    ("The first season went well; in the second one we were too few.", "Ask for a third person at the beginning."),
    ("It was done as written, only later.", "What has no day is done on none."),
)

AGENDA_WORDS: dict[str, tuple[str, ...]] = {
    **TOWN_WORDS,
    "count": ("two", "three", "four", "five", "six"),
    "a_thing": (
        "a cargo bicycle",
        "a long ladder",
        "a projector",
        "a large tent",
        "a sewing machine",
        "an apple press",
    ),
}
