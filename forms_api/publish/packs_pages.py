"""The packs in words: the files of the folder, made of one template each."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from markupsafe import Markup

from domain.catalogue import Catalogue
from domain.words import in_language
from forms_api.publish.cards import card_of, playbook_words
from presentation.environment import environment
from presentation.languages import tongue
from presentation.theme import template_file
from presentation.translations import TEMPLATES

if TYPE_CHECKING:
    from forms_api.publish.packs import Packs

SUFFIXES = frozenset({".html", ".txt"})
CARDS = "cards.html"
INDEX = "index.html"


def pages(packs: Packs, catalogue: Catalogue, on: date) -> dict[str, bytes]:
    """Return the files by name: a page and a plain text for each playbook, the cards, the index."""
    language = catalogue.network.languages[0]
    speaking = environment(language, catalogue.network.time_zone)
    around = {
        "network": in_language(catalogue.network.name, language),
        "language": language,
        "direction": tongue(language).direction,
        "on": on,
        "packs": packs,
        "catalogue": catalogue,
        "zones": {zone.slug: zone.name for zone in catalogue.network.zones},
    }
    files = {}
    for pack in packs.packs:
        for suffix in ("html", "txt"):
            made = speaking.get_template(f"packs/pack.{suffix}").render(pack=pack, **around)
            files[f"{pack.playbook.slug}.{suffix}"] = made
    files[CARDS] = speaking.get_template("packs/cards.html").render(cards=_cards(packs, catalogue), **around)
    files[INDEX] = speaking.get_template("packs/index.html").render(**around)
    return {name: _tidy(text).encode() for name, text in files.items()}


def _cards(packs: Packs, catalogue: Catalogue) -> list[Markup]:
    """Return the cards by the names of their owners, each in the language its owner speaks best."""
    owners = sorted(packs.contacts.values(), key=lambda contact: (contact.name, contact.member))
    return [_card(packs, catalogue, owner.member, owner.language) for owner in owners]


def _card(packs: Packs, catalogue: Catalogue, member: str, language: str) -> Markup:
    template = environment(language, catalogue.network.time_zone).get_template("packs/card.html")
    network = in_language(catalogue.network.name, language)
    made = template.render(
        card=card_of(packs.people, member),
        playbooks=playbook_words(catalogue, language),
        network=network,
        contact=in_language(catalogue.network.contact, language),
        language=language,
        direction=tongue(language).direction,
        zones={zone.slug: zone.name for zone in catalogue.network.zones},
    )
    # Escaped by its own template.
    return Markup(made)  # nosec B704


def _tidy(text: str) -> str:
    """Return the text without lines of blanks alone, where there is more than one."""
    lines = [line.rstrip() for line in text.strip().split("\n")]
    kept = [line for place, line in enumerate(lines) if line or lines[place - 1]]
    return "\n".join(kept) + "\n"


def template_bytes() -> bytes:
    """Return the templates' own bytes: with other templates the pages would say something else."""
    names = (f"packs/{file.name}" for file in sorted((TEMPLATES / "packs").iterdir()) if file.is_file())
    return b"".join(template_file(name).read_bytes() for name in names)
