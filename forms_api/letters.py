"""Mails with words of our own, each in the language its reader speaks."""

from __future__ import annotations

from typing import Any

from domain.people import Member
from forms_api import current
from forms_api.mail import Mail
from presentation.environment import text_of
from presentation.translations import translations


def language_of(member: Member) -> str:
    """Return the first of the member's languages that the service speaks, else the network's own."""
    spoken = current.config().languages
    return next((one.code for one in member.entry.languages if one.code in spoken), spoken[0])


def send(member: Member, subject: str, template: str, **values: Any) -> None:
    """
    Mail *template* to the member under *subject* (marked with N_), where they have an address; else do nothing.

    What a mail says stands on their own page too: nobody needs one.
    """
    if not member.email:
        return
    language = language_of(member)
    network = current.catalogue().network
    name = network.name.get(language) or next(iter(network.name.values()))
    text = text_of(language, network.time_zone, template, {"name": name, **values})
    current.parts().outbox.send(Mail(member.email, translations(language).gettext(subject), text))
