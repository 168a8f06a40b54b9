"""What there is once in a community: its name, its zones, its pages, its playbooks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from domain.catalogue import Network, Page, PageWords, Zone
from domain.resilience import Playbook, PlaybookWords, Situation, Slot
from domain.skills import Skill
from domain.slugs import slug_from
from rsn.demo.generating.drawing import Draw
from rsn.demo.generating.member_words import ZONES
from rsn.demo.generating.sizes import Sizes
from rsn.demo.generating.skills import LANGUAGE

BASE_URL = "https://network.example"

PAGES = {
    "how-it-works": (
        "How it works",
        "What you can share, what you can invite help with, and how two people find each other.",
        "Everybody here gives and everybody receives. On one form you write what you can share and what you "
        "would like "
        "help with; both stand side by side on [the members' pages](/members/).\n\n"
        "## Finding each other\n\n"
        "1. Look through [the skills](/skills/) or from [A to Z](/skills/a-z/).\n"
        "2. Ask by the form. Needs with a day or a reason are never public.\n"
        "3. Agree on a time. Either of you may say no, and nobody asks why.\n"
        "4. Afterwards both confirm what was given. It is counted, and never weighed.\n\n"
        "## Taking part in a program\n\n"
        "[Programs](/programs/) run in rounds. Whoever has completed one may help to lead the next.",
    ),
    "how-we-decide": (
        "How we decide",
        "One member, one ballot: from a first draft to what was done about it.",
        "Any member may write a proposal. When enough others stand behind it, it is talked over, frozen, and "
        "voted on; "
        "the rule book it goes by is printed on it.\n\n"
        "- [Proposals](/proposals/) that are on their way\n- [Decisions](/decisions/) and what became of them\n"
        "- [The record](/record/), with which anybody can count again\n\n"
        "> Hours, money and skills buy no vote.\n\n"
        "Where a proposal concerns one program, those who take part in it speak first.",
    ),
    "about": (
        "About us",
        "Who we are, since when, and where to find the kettle.",
        "We are neighbours who share what we know and what we have. Nobody is paid, nobody is ranked, and "
        "everybody has "
        "something to bring.\n\nThis community was made up for trials: its people do not exist, and its words "
        "were put "
        "together by a program.",
    ),
    "privacy": (
        "Privacy",
        "What stands on these pages, what does not, and how to take something off.",
        "What you read here is public because somebody agreed to it. Needs, addresses and telephone numbers are "
        "not on "
        "these pages.\n\nWho wishes to be taken off says so at the desk or by the form, without a reason.",
    ),
}  # fmt: skip

_BOOKS = (
    (
        "long-power-cut",
        "Three days without power",
        Situation.ENVIRONMENTAL,
        "the lights go out in more than one zone",
    ),
    ("fever-winter", "A winter of fever", Situation.HEALTH, "two schools close because of illness"),
    ("works-closes", "The works close", Situation.ECONOMIC, "a large employer announces that it will close"),
)


def zones(sizes: Sizes) -> tuple[Zone, ...]:
    """Return the zones of the place."""
    made: dict[str, Zone] = {}
    for name in ZONES[: sizes.zones]:
        zone = Zone(slug_from(name, made, fallback="zone"), {LANGUAGE: name})
        made[zone.slug] = zone
    return tuple(made.values())


def network(sizes: Sizes) -> Network:
    """Return the community itself."""
    return Network(
        name={LANGUAGE: "Riverbank Network"},
        tagline={LANGUAGE: "Everybody gives. Everybody receives."},
        lead={
            LANGUAGE: "Neighbours on both banks who share what they know and what they have, decide together what "
            "comes next, and find out before a bad night who will knock on which door."
        },
        base_url=BASE_URL,
        languages=sizes.languages,
        time_zone="Europe/London",
        zones=zones(sizes),
        contact={LANGUAGE: "Come to the library desk on Tuesday or Friday afternoon, or write by the form."},
        privacy={
            LANGUAGE: "What you read here is public because somebody agreed to it; needs and telephone numbers "
            "are "
            "never on these pages."
        },
    )


def pages() -> dict[str, Page]:
    """Return the pages about the community, in the order of their addresses."""
    made = {
        slug: Page(slug, {LANGUAGE: PageWords(title, summary, text)}, order)
        for order, (slug, (title, summary, text)) in enumerate(PAGES.items(), start=1)
    }
    return {slug: made[slug] for slug in sorted(made)}


def playbooks(
    seed: int, skills: Mapping[str, Skill], zone_slugs: Sequence[str], today: date
) -> dict[str, Playbook]:
    """Return three playbooks that call for skills of this community."""
    relevant = [slug for slug, skill in skills.items() if skill.crisis_relevant] or list(skills)
    made = {}
    for slug, title, situation, trigger in _BOOKS:
        draw = Draw(seed, "playbook", slug)
        wanted = draw.some(relevant, 6)
        # One slot of each playbook is for somebody who is there already.
        slots = tuple(
            Slot(s, draw.number(1, 5), draw.pick((4, 12, 24, 48)), draw.pick(zone_slugs) if n == 0 else "")
            for n, s in enumerate(wanted)
        )
        made[slug] = Playbook(
            slug, {LANGUAGE: _book(title, trigger)}, situation, slots, today + timedelta(days=200)
        )
    return {slug: made[slug] for slug in sorted(made)}


def _book(title: str, trigger: str) -> PlaybookWords:
    return PlaybookWords(
        title=title,
        summary="Who does what in the first hour, on the first day and after it, with two people for every door.",
        trigger=f"It begins when {trigger}.",
        activated_by="Any two stewards together.",
        resources=(
            "two keys to the tenants' hall",
            "a list on paper at the library desk",
            "blankets in four cellars",
        ),
        nobody_answers={
            "hour_1": "Knock next door. Then go to the meeting point and write your name on the sheet there.",
            "hour_4": "Send two people along the stairs, never one alone. Leave a note on every door.",
            "hour_24": "Call the stewards of the next network and ask for people, not for things.",
        },
        text="People first, doors second, things last.\n\n- Speak slowly.\n- Say who you are and who sent you.\n"
        "- Ask before you go in.",
        meeting_point="The covered steps of the library.",
    )
