"""A member's own card: who calls them, whom they call, where people meet and what to do when nobody answers."""

from __future__ import annotations

from dataclasses import dataclass

from domain.catalogue import Catalogue
from domain.resilience import PlaybookWords
from forms_api.publish.call_people import CallPeople, Contact


@dataclass(frozen=True)
class Card:
    """*begins* tells that the calls start with this member; *callers* come in the order in which they try."""

    owner: Contact
    begins: bool
    callers: tuple[Contact, ...]
    calls: tuple[Contact, ...]


def card_of(people: CallPeople, member: str) -> Card | None:
    """Return the card of *member*; None where they did not say that they may be rung."""
    owner = people.contacts.get(member)
    if owner is None:
        return None
    tree, contacts = people.tree, people.contacts
    return Card(
        owner=owner,
        begins=member in tree.roots,
        callers=tuple(contacts[caller] for caller in tree.callers.get(member, ())),
        calls=tuple(contacts[callee] for callee in tree.calls.get(member, ())),
    )


def playbook_words(catalogue: Catalogue, language: str) -> tuple[PlaybookWords, ...]:
    """Return the playbooks' words in *language*, each in the first of the network's where it has no such words."""
    default = catalogue.network.languages[0]
    return tuple(book.words.get(language) or book.words[default] for book in catalogue.playbooks.values())
