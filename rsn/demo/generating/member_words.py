"""What people say about themselves: beginnings, what comes next, and last sentences, put together by chance."""

from __future__ import annotations

OPENINGS = (
    "I have lived in {zone} for {years} and still find corners of it that I do not know.",
    "Came to {zone} {ago} with two suitcases, and somebody carried one of them up the stairs.",
    "{Work} by day, and in the evening whatever the {room} asks for.",
    "I grew up {where} and learnt there that a door can stand open without anything going missing.",
    "{Work}, retired {ago}, not tired at all.",
    "My grandmother could mend everything but a broken promise, and I try to take after her.",
    "I moved here for work, the work moved on, and I stayed for the neighbours.",
    "There are {count} of us at home, one cat, and usually a guest.",
    "I joined because of a {thing} that would not work, and stayed because of the soup.",
    "Ask me about {interest}. If you do not ask, I will tell you anyway.",
    "I read slowly, I listen well, and I keep a list of everything that I lend.",
    "After {years} of night shifts I have my mornings back, and I like to share them.",
    "I use a wheelchair and know every ramp between {zone} and the {room}.",
    "I am hard of hearing: face me when you talk, and we will get along.",
    "{Work} in one country, learner in this one, and happy about both.",
    "I never thought I had anything to give until somebody asked me about {interest}.",
    "The first time I came to the {room} I sat by the door. Now I have the key on {weekday}s.",
    "I cook for {count} and always make enough for two more.",
    "Three streets away from where I was born, and never bored.",
    "I like a plan, a list and a pencil that has just been sharpened.",
    "I speak with my hands, in every sense.",
    "Mother, neighbour, {work}, in changing order.",
    "Father of {count}, known to most of them as the one with the {thing}.",
    "I came for one evening of {interest} and have not missed a month since.",
    "I live on my own and like it, but not every day of the week.",
    "What I know I learnt from people who took their time, so I take mine.",
)

MIDDLES = (
    "On {weekday}s I am at the {room}, mostly behind the kettle.",
    "My {thing} can be borrowed, and I come along with it if you like.",
    "I can be early or I can be late, but I cannot do both on one day.",
    "If it rains I am there sooner, because then the garden can wait.",
    "Ring the bell twice; once is the wind.",
    "I do not drive any more, so let us meet where the tram stops.",
    "Stairs are no trouble for me as long as nobody is in a hurry.",
    "Two winters ago {people} brought me soup for a week, and I have not forgotten it.",
    "I am learning {interest}, badly and with great pleasure.",
    "There is tea, and there is always another cup.",
    "I have no head for numbers, which is why I ask so many people about them.",
    "Children are welcome, and so are dogs that do not chew.",
    "I explain a thing as often as it takes; it took me longer.",
    "What I cannot do I know somebody for.",
    "I would rather show you once than do it for you twice.",
    "Before you throw a {thing} away, let me have a look at it.",
    "I take notes for those who could not come, and read them out to those who would rather listen.",
    "My best hours are between breakfast and noon.",
    "I keep seeds from every year in envelopes, and most of them still come up.",
    "Quiet company suits me as well as talk.",
    "I bring my own tools and take home my own rubbish.",
    "I have been to {count} of the evenings about {interest}, and each was another one.",
    "When the power was out we found each other by torchlight, and since then I keep two.",
    "In return I would gladly hear how things are done where you come from.",
    "Somebody from {zone} taught me to ask before I help, and it has saved me a lot of lifting.",
    "I can also hold a ladder, which is a skill people undervalue until it wobbles.",
    "Please tell me if I talk too much; my family does.",
    "I know the caretaker, the baker and the woman who decides about the hall.",
    "Last spring {people} and I put up the benches by the water, and not one of them rocks.",
    "For {interest} I would cross the town, and have done so on foot.",
)

CLOSINGS = (
    "Come by.",
    "Say what you would like to do rather than what you cannot.",
    "It is a good place to be a beginner.",
    "I look forward to hearing from you.",
    "Nobody has to be good at it.",
    "We will find out together.",
    "All I ask is that you tell me if the day does not suit.",
    "Best found at the {room}, next to whoever laughs loudest.",
    "There is no hurry.",
    "If I do not answer, I am in the garden.",
    "Let us begin with a cup of something.",
    "I am glad to be here.",
    "Yes, you may ask me again.",
    "That is all there is to know; the rest is better in person.",
    "I still have a lot to learn, and that is the good part.",
)

NOTES = (
    "Best on {weekday}s.",
    "At the {room}, or wherever you live if there are not too many stairs.",
    "Bring what you have; I bring the rest.",
    "I did this for {years} and still like it.",
    "Beginners welcome, and slow ones most of all.",
    "One evening to look, one to do it, one to laugh about it.",
    "I can lend you my {thing} for it.",
    "With {people}, so there are always two of us.",
    "Not in the school holidays.",
    "I show it as often as you like.",
    "Small groups are better; three is a good number.",
    "My own way of doing it, which is not the only one.",
)

WISHES = (
    "Any time of the week.",
    "Slowly, please; I am new to it.",
    "A second pair of hands would be enough.",
    "I would like to learn it rather than have it done.",
    "Somebody patient.",
    "I can give you tea and a good story for it.",
    "With somebody who laughs easily.",
    "Once, to get me going.",
    "I have the tools and not the courage.",
    "Together with others, if there are some.",
)

FORMATS = ("face to face", "in a small group", "at your place or mine", "by telephone too", "at the {room}", "")
TIMES = ("{weekday} evenings", "mornings", "at weekends", "{weekday} afternoons", "by arrangement", "")

PRONOUNS = ("she/her", "he/him", "they/them", "she/they", "", "")

ABOUT_WORDS: dict[str, tuple[str, ...]] = {
    "years": ("two years", "five years", "nine years", "twelve years", "twenty years", "thirty years"),
    "ago": ("last spring", "two winters ago", "three years ago", "five years ago", "before the new bridge"),
    "count": ("three", "four", "five", "six"),
    "weekday": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"),
    "room": ("library desk", "tenants' hall", "warm room", "workshop", "school kitchen", "allotment hut"),
    "where": (
        "by the sea", "in a village with one street", "above a bakery", "in a port", "on a farm",
        "in a tower block",
        "in three countries", "a day's walk from here",
    ),
    "thing": (
        "sewing machine", "long ladder", "cargo bicycle", "bread oven", "pressure cooker", "folding table",
        "typewriter", "drill", "projector", "tent", "wheelbarrow", "radio",
    ),
    "interest": (
        "old maps", "sourdough", "bus timetables", "moths", "folk songs", "bees", "crosswords", "river walks",
        "knots", "football in the seventies", "wild garlic", "the weather", "chess endings", "home-made paper",
    ),
    "people": (
        "the family next door", "two people from the choir", "the Saturday table", "my upstairs neighbours",
        "a woman from the library", "the boys from the workshop", "somebody I had met once",
    ),
    "Work": (
        "Bus driver", "Nurse", "Welder", "Teacher", "Cook", "Bookkeeper", "Postman", "Carpenter", "Seamstress",
        "Programmer", "Gardener", "Interpreter", "Caretaker", "Electrician", "Midwife", "Plumber", "Librarian",
        "Baker", "Roofer", "Fisherwoman", "Student", "Cleaner", "Physicist", "Hairdresser",
    ),
    "work": ("nurse", "driver", "cook", "student", "gardener", "teacher", "roofer", "baker", "singer", "welder"),
}  # fmt: skip

LANGUAGES = ("ar", "bn", "cy", "de", "es", "fa", "fr", "hi", "it", "pl", "pt", "ro", "so", "ti", "tr", "uk", "ur")

ZONES = (
    "Alder Quay", "Kiln Rise", "Ferry Row", "Tanners Bank", "Chapel Green", "Ropewalk", "Upper Weir", "Lower Weir",
    "Orchard End", "Signal Hill", "Coopers Yard", "Saltgate", "Weavers Field", "Lockside", "Heron Marsh",
    "Mill Reach",
    "Quarry Top", "Glebe Corner", "Lantern Steps", "Eastmeadow", "Beacon Rise", "Tidewater", "Foundry Side",
    "Clover Bank",
)  # fmt: skip
