"""What programs are called and what is said about them."""

from __future__ import annotations

THINGS = (
    "Bread", "Bicycle", "Letter", "Seed", "Song", "Soup", "Paper", "Wool", "Ladder", "Story", "Kettle", "Garden",
    "Number", "Map", "Clay", "Lantern", "Stitch", "River", "Button", "Radio", "Orchard", "Chess", "Window",
    "Pencil",
    "Market", "Harbour", "Winter", "Spring", "Morning", "Evening",
)  # fmt: skip
MEETINGS = (
    "Table", "Circle", "Workshop", "Evenings", "Mornings", "Club", "Desk", "Walks", "Kitchen", "School",
    "Exchange",
    "Bench", "Afternoons", "Choir", "Yard", "Corner", "Sundays", "Library",
)  # fmt: skip

SUMMARIES = (
    "{Count} evenings around one table about {subject}. Whoever has done it once may help to lead the next round.",
    "{Subject} for people who have never dared. We begin at the beginning and stop when everybody can do it.",
    "A group that meets every week over {subject}, with tea, patience and somebody who has been through it.",
    "{Subject} in company: what you know you show, what you do not know you ask.",
    "Learn {subject} from neighbours, and pass it on when you feel ready, not a day sooner.",
    "{Count} weeks of {subject}, in small groups, at a pace that leaves nobody behind.",
)
FIRST = (
    "It began with {people} and a table that was too small. Somebody brought a second one, and since then there "
    "has "
    "been a round every season.",
    "Nobody here is a professional. Whoever leads sat on the other side of the table a year or two ago and "
    "remembers "
    "what was hard about it.",
    "On the first evening we only look: at what everybody has brought, at what they would like to be able to "
    "do, and at "
    "who sits next to whom.",
    "The idea came up at a meeting about something else. {People} said that they would come if there were such "
    "a thing, "
    "and so there was.",
    "We meet in a room with a kettle, a long table and a window that opens. That is nearly all it takes.",
)
MIDDLE = (
    "There is no test and no certificate. There is a list of what we have done together, and everybody may add "
    "to it.",
    "You may miss an evening. Somebody will ask whether you need the notes, and nobody will ask why you were "
    "away.",
    "Half of each evening is doing and half is talking. It is never quite clear which half is which.",
    "We work in pairs that change every week, so that in the end everybody has taught everybody something.",
    "What is said at the table stays there. What has been made goes home with whoever made it.",
    "Those who would rather watch may watch. So far nobody has watched for longer than two evenings.",
    "It costs nothing. There is a box for coins, and every season we read out what was in it and what it bought.",
    "When a round is over we eat together, and those who would like to help with the next one say so, or do not.",
)
STEPS = (
    "say what you would like to learn, out loud, once", "look at how somebody else does it", "try it with help",
    "try it without help", "make a mistake and keep it for the others", "teach it to the person on your left",
    "write down what you would have liked to know earlier", "plan how it goes on at home", "ask for what you lack",
    "find the next step on your own", "finish what you began", "do it once more, for the pleasure of it",
)  # fmt: skip
BRING = (
    "a notebook with a hard cover", "something that does not work", "something that does",
    "an apron or an old shirt",
    "a question that you have never asked anybody", "a cup of your own", "spectacles, if you use them",
    "a neighbour",
    "whatever you have tried already", "a pencil",
)  # fmt: skip
LISTS = {
    "What we do, week by week:": STEPS,
    "After a round you can, if you like:": STEPS,
    "Bring, if you have it:": BRING,
    "What others have brought so far:": BRING,
}
LAST = (
    "Whoever has completed a round is invited to help with the next. Some do and some do not, and both are right.",
    "The rounds are short so that people with full weeks can take part. If the hour does not suit you, say so: "
    "the next "
    "one may be at another hour.",
    "If a step, a light or a sound is in your way, tell us before the first evening and it will be different.",
    "There is a place for you even if you have been told that this is not for you.",
)

PLACES = (
    "{zone}, two minutes from the tram. The exact place comes with your seat.",
    "In {zone}, ground floor. You read where exactly when you have a seat.",
    "{zone}, behind the school. We meet you at the stop on the first evening.",
)
ACCESS = (
    "step-free", "hearing loop", "wide toilet", "light that can be dimmed", "quiet corner", "large print", "lift",
    "seats with arms", "parking by the door",
)  # fmt: skip
SAFE = (
    "Nobody shows or tells what they would rather keep to themselves. Whoever leads has been vouched for by "
    "other members.",
    "There are always two people who lead, and you may turn to either. What is said in the room stays in the "
    "room.",
    "We use first names, ask before we touch, and stop when somebody says stop.",
)
COSTS = ("Nothing.", "Nothing. There is a box for coins.", "Nothing; soup at six for whoever wants it.")

COHORT_TEXTS = (
    "{Count} people, {count} languages and one kettle that whistled the right note.",
    "This round met through the coldest weeks, and nobody missed more than one evening.",
    "We moved to the larger room half way through, because everybody brought somebody.",
    "A small round; those who came say that this was the good thing about it.",
    "From this round on there has been a rota for the washing-up, and it holds.",
    "",
)

PROGRAM_WORDS: dict[str, tuple[str, ...]] = {
    "people": (
        "three neighbours",
        "two sisters",
        "a retired teacher",
        "four people from one staircase",
        "a bus driver",
    ),
    "People": (
        "Three neighbours",
        "Two sisters",
        "A retired teacher",
        "Four people from one staircase",
        "A bus driver",
    ),
    "Count": ("Five", "Six", "Seven", "Eight", "Nine", "Ten"),
    "count": ("two", "three", "four", "five"),
}
