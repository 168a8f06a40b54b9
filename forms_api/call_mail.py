"""
The mails that call people: one for each person, whatever they are called for, in the language they speak best.

Rules of this file: subjects are ours; a mail names jobs and the playbook, never a need, never another person.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from domain.catalogue import Catalogue
from domain.crisis import Activation, Called
from domain.people import Member
from domain.resilience import Slot
from domain.words import in_language
from forms_api.mail import Mail
from forms_api.publish.call_people import language_for
from forms_api.store.base import Store
from presentation.environment import text_of
from presentation.translations import N_, translations

CALLED = N_("You are called: please answer")
DRILL = N_("A drill: you are called, please answer")


def call_mails(
    store: Store, catalogue: Catalogue, activation: Activation, calls: Iterable[Called], link: str
) -> list[Mail]:
    """Return the mails for *calls*, one for each member with an address; *link* leads to where they answer."""
    playbook = catalogue.playbooks[activation.playbook]
    slots: dict[str, list[Slot]] = {}
    for call in calls:
        if call.mailed:
            slots.setdefault(call.member, []).append(playbook.slots[call.slot])
    with store.reading() as unit:
        members = {member: unit.members.get(member) for member in slots}
    written = ((found, slots[key]) for key, found in members.items() if found is not None and found.email)
    return [_mail(catalogue, activation, member, jobs, link) for member, jobs in written]


def _mail(catalogue: Catalogue, activation: Activation, member: Member, jobs: list[Slot], link: str) -> Mail:
    languages = catalogue.network.languages
    language = language_for(member, languages)
    words = catalogue.playbooks[activation.playbook].words
    said = {
        "drill": activation.drill,
        "network": in_language(catalogue.network.name, language),
        "contact": in_language(catalogue.network.contact, language),
        "words": words.get(language) or words[languages[0]],
        "jobs": [(_label(catalogue, slot), slot.within_hours) for slot in jobs],
        "link": link,
    }
    text = text_of(language, catalogue.network.time_zone, "mail/call.txt", said)
    return Mail(member.email, translations(language).gettext(DRILL if activation.drill else CALLED), text)


def _label(catalogue: Catalogue, slot: Slot) -> Mapping[str, str]:
    if slot.label:
        return slot.label
    skill = catalogue.skills.get(slot.skill)
    return skill.label if skill else {catalogue.network.languages[0]: slot.skill}
