"""What people share, in families of skills that are described alike."""

from __future__ import annotations

from dataclasses import dataclass

from domain.skills import Safeguarding


@dataclass(frozen=True)
class Family:
    """
    Skills that are named after one pattern; {it} is the item, {a_it} the item with its article.

    *crisis* are items that a crisis calls for.
    """

    category: str
    label: str
    also: tuple[str, ...]
    description: str
    items: tuple[str, ...]
    safeguarding: Safeguarding = Safeguarding.OPEN
    crisis: frozenset[str] = frozenset()


CATEGORIES = {
    "company": ("Company and care", "Being there for somebody, for an hour or for a winter."),
    "languages": ("Languages", "Between two tongues, and over the first words of a new one."),
    "papers": ("Letters and papers", "Between a person and an envelope with a window."),
    "kitchen": ("Kitchen", "From the string bag to the big pot."),
    "garden": ("Garden and land", "Seeds, soil, and the patience that both ask for."),
    "mending": ("Mending", "What has a screw or a seam can be opened and closed again."),
    "making": ("Making by hand", "Wool, wood, clay, paper, and the evenings they fill."),
    "screens": ("Telephones and screens", "Whatever has a button, explained without hurry."),
    "music": ("Music", "For the kitchen, the hall and the back of the bus."),
    "play": ("Play and movement", "Boards, balls and long walks."),
    "learning": ("School and learning", "Sitting beside somebody until it is clear."),
    "carrying": ("Carrying and getting there", "Heavy things, long ways, and who knows the short cut."),
}


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(","))


_TONGUES = _words(
    "Albanian, Amharic, Arabic, Bengali, Bulgarian, Cantonese, Catalan, Croatian, Czech, Dari, Dutch, Estonian, "
    "French, Georgian, German, Greek, Hausa, Hindi, Hungarian, Igbo, Italian, Japanese, Kurdish, Latvian, "
    "Lithuanian, Mandarin, Pashto, Polish, Portuguese, Romanian, Russian, Somali, Spanish, Tigrinya, Turkish, "
    "Ukrainian, Urdu, Vietnamese, Welsh, Yoruba"
)

FAMILIES = (
    Family(
        "mending",
        "Repairing {it}",
        ("mending {it}", "{it} that no longer work"),
        "Taking {it} apart on a blanket, finding what is worn, and putting them together again with their owner.",
        _words(
            "bicycles, lamps, radios, zips, umbrellas, kettles, toasters, sewing machines, chairs, tables, "
            "clocks, "
            "prams, rucksacks, tents, suitcases, toys, gates, fences, shoes, kites, wheelbarrows, drawers, "
            "window sashes, taps, gutters, headphones, scooters, wheelchair tyres, dolls, spectacles, coats, "
            "quilts, "
            "record players, picture frames, door hinges, garden tools"
        ),
        crisis=frozenset({"radios", "taps", "lamps", "gutters"}),
    ),
    Family(
        "languages",
        "{it} conversation",
        ("speaking {it}", "practising {it}"),
        "An hour of {it} over tea, slow where it has to be, and nobody keeps count of the mistakes.",
        _TONGUES,
        crisis=frozenset({"Arabic", "Polish", "Spanish", "Somali"}),
    ),
    Family(
        "kitchen",
        "Cooking {it}",
        ("making {it}", "{it} for a crowd"),
        "How {it} are made at home: what to buy, what to leave out, and how to do it for forty instead of four.",
        _words(
            "dumplings, flatbreads, bean stews, lentil soups, pickles, jams, noodles, pancakes, stuffed "
            "peppers, pies, "
            "fish cakes, oat biscuits, festival sweets, rice dishes, curries, porridges, savoury tarts, chutneys, "
            "corn cakes, vegetable broths, roast vegetables, egg dishes, cheese pastries, root salads, fritters, "
            "fermented cabbages, sourdough loaves, packed lunches, soft meals, birthday cakes"
        ),
        crisis=frozenset({"bean stews", "lentil soups", "vegetable broths", "porridges"}),
    ),
    Family(
        "garden",
        "Growing {it}",
        ("raising {it}", "{it} from seed to plate"),
        "When to sow, when to wait, and what to do about the snails: {it} in a bed, a bucket or a window box.",
        _words(
            "potatoes, tomatoes, runner beans, peas, onions, garlic bulbs, leeks, pumpkins, courgettes, salad "
            "leaves, "
            "kitchen herbs, strawberries, raspberries, gooseberries, apples, pears, plums, sunflowers, sweet "
            "peas, "
            "roses, dahlias, wild flowers, hedges, young trees, mushrooms, chillies, carrots, beetroots"
        ),
    ),
    Family(
        "music",
        "{it} for beginners",
        ("learning the {it}", "first tunes on the {it}"),
        "The first ten tunes on the {it}, by ear or by dots, with an instrument lent for the winter.",
        _words(
            "Accordion, Banjo, Bassoon, Bodhrán, Cello, Clarinet, Cornet, Djembe, Double bass, Dulcimer, "
            "Fiddle, Flute, "
            "Guitar, Harmonica, Harp, Keyboard, Kora, Lute, Mandolin, Marimba, Melodica, Oboe, Oud, Piano, "
            "Recorder, "
            "Saxophone, Steel pan, Tin whistle, Trombone, Ukulele"
        ),
    ),
    Family(
        "making",
        "{it} by hand",
        ("learning {it}", "an evening of {it}"),
        "{it} from the first knot or cut on, with tools to borrow and a table where nobody minds the crumbs.",
        _words(
            "Knitting, Crochet, Quilting, Embroidery, Weaving, Spinning, Felting, Dyeing, Basketry, Bookbinding, "
            "Papermaking, Printmaking, Lettering, Whittling, Spoon carving, Upholstery, Pottery, Candle making, "
            "Soap making, Leatherwork, Beadwork, Lacemaking, Darning, Macramé, Patchwork, Puppet making, "
            "Stained glass, Rope making"
        ),
    ),
    Family(
        "screens",
        "Help with {it}",
        ("{it} explained", "questions about {it}"),
        "Sitting side by side until {it} do what they should. The owner holds the mouse; the helper has time.",
        _words(
            "mobile phones, online forms, passwords, video calls, photo albums, bank websites, bus apps, "
            "printers, "
            "electronic mail accounts, e-readers, large-print settings, screen readers, tablets, parental "
            "settings, "
            "second-hand laptops, spreadsheets, job portals, library catalogues, hearing-aid apps, map apps, "
            "message groups, data plans, smart meters, backups"
        ),
    ),
    Family(
        "play",
        "{it} together",
        ("playing {it}", "company for {it}"),
        "{it} for whoever turns up, whatever they know already. The rules are told once more, gladly.",
        _words(
            "Chess, Draughts, Backgammon, Dominoes, Card games, Word games, Board games, Table tennis, Badminton, "
            "Bowls, Walking football, Netball, Long walks, Slow running, Swimming, Tai chi, Chair exercises, "
            "Yoga, "
            "Folk dancing, Salsa, Orienteering, Bird watching, Kite flying, Skipping, Frisbee, Darts"
        ),
    ),
    Family(
        "learning",
        "Homework in {it}",
        ("tutoring in {it}", "revising {it}"),
        "An hour a week beside a young person over {it}: first what they know, then the next small step.",
        _words(
            "fractions, algebra, geometry, reading, spelling, essay writing, chemistry, physics, biology, "
            "history, "
            "geography, art, music theory, computing, first-year French, first-year German, first-year Spanish, "
            "exam planning, statistics, economics"
        ),
        Safeguarding.CHECKED,
    ),
    Family(
        "papers",
        "Letters in {it}",
        ("forms in {it}", "{it} paperwork"),
        "Reading an official letter in {it}, saying what it asks for, and writing the answer with its owner.",
        _TONGUES,
        Safeguarding.VOUCHED,
    ),
    Family(
        "company",
        "{it}",
        ("company for: {it}", "somebody for: {it}"),
        "{it}, agreed between two people who have met at the desk first; either may stop without a reason.",
        _words(
            "Sitting with somebody who is ill, A visit on Sundays, A telephone call in the morning, "
            "Walking to an appointment, Waiting at the hospital, Listening after a loss, Sharing a Sunday lunch, "
            "Reading aloud, Looking after a cat, Walking a dog, Watering plants, An hour of quiet company, "
            "Getting out of the house again, Company at a first meeting, Going along to the office, "
            "A hand on the stairs, Remembering together, Company in the evening, A break for whoever cares, "
            "Collecting a prescription"
        ),
        Safeguarding.VOUCHED,
        frozenset({"A telephone call in the morning", "Collecting a prescription", "A hand on the stairs"}),
    ),
    Family(
        "carrying",
        "{it}",
        ("a hand with: {it}", "two people for: {it}"),
        "{it}: say how many stairs there are, and when the lift is out of order.",
        _words(
            "Moving a wardrobe, Moving house by handcart, Driving to the tip, Driving to the clinic, "
            "Lending a van, Lending a trailer, Cargo bicycle errands, Clearing snow, Clearing a cellar, "
            "Carrying shopping upstairs, Fetching furniture, Stacking firewood, Putting up a marquee, "
            "Laying out sandbags, Delivering leaflets, Setting up chairs"
        ),
        Safeguarding.OPEN,
        frozenset({"Driving to the clinic", "Lending a van", "Clearing snow", "Laying out sandbags"}),
    ),
)
