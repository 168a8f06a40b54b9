"""What happened, in the words of whoever wrote it down."""

from __future__ import annotations

from rsn.demo.generating.town_words import TOWN_WORDS

TITLES = (
    "A new {thing} for the {room}", "What {count} evenings have taught us", "The {room} opens on {weekday}s",
    "{Count} new keys", "How the {season} sale went", "The {thing} is back", "A day of open doors at the {room}",
    "Thank you from the {group}", "{Count} jars and one lid", "The bench stands", "What the {group} has counted",
    "A quiet week at the {room}", "Notes from the {season} meeting", "The {thing} that nobody knew we had",
    "{Count} languages at one table", "When the lights went out",
)  # fmt: skip
SUMMARIES = (
    "The {group} tells what was done, what it cost and who may use it from now on.",
    "A short report from the {room}, with a list of what is needed next.",
    "{Count} people came, {count} stayed to put the chairs away, and something was decided.",
    "What went well, what did not, and what we shall do another time.",
    "It took one {season} and a lot of tea.",
)
SENTENCES = (
    "On {weekday} the {group} met at the {room}, and for once everybody was on time.",
    "The {thing} had stood in a cellar for years. Two people carried it up, a third knew what was wrong with "
    "it, and a "
    "fourth had the missing part in a drawer.",
    "We counted what came in and what went out. The list hangs at the {room}, in large print.",
    "Somebody asked whether it could be done on {weekday}s as well. It could, and it will be.",
    "The children were in charge of the labels, which is why some jars are called after dogs.",
    "Not everything worked. The tent let the rain in, and the second kettle was never found.",
    "Next time there will be a sign at the corner, so that nobody walks past the door.",
    "It was said more than once that the best part was the washing-up.",
    "Those who could not come were rung by those who had, and so the list got longer by {count}.",
    "The {group} will need {count} pairs of hands in {season}. No knowledge is asked for.",
    "What was left over went to the {room}, where it was gone by {weekday}.",
    "An argument about the order of things ended when somebody drew it on the table cloth.",
    "We learnt how to say good evening in {count} more languages, and how to be quiet in all of them.",
    "All of this was proposed, talked over and voted on; the decision stands under [decisions](/decisions/).",
    "How help is given and asked for is told [on this page](/how-it-works/).",
)
POINTS = (
    "a shelf of forty centimetres", "somebody who is at home in the mornings", "jam jars with lids",
    "a second key",
    "two people for the door", "string", "a ladder for an afternoon", "chairs that do not fold by themselves",
    "a driver for one trip", "old curtains", "a larger pot", "patience until the next meeting",
)  # fmt: skip

NEWS_WORDS: dict[str, tuple[str, ...]] = {
    "thing": (
        "cargo bicycle",
        "kiln",
        "oven",
        "sewing machine",
        "piano",
        "projector",
        "printing press",
        "loom",
        "boat",
    ),
    **TOWN_WORDS,
    "count": ("three", "four", "five", "six", "seven", "eight", "nine", "eleven"),
    "Count": ("Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Eleven", "Fourteen", "Twenty"),
}
