"""How far a language is: which words wait for a translation, which translations lost a placeholder."""

from __future__ import annotations

import re
from dataclasses import dataclass
from gettext import c2py

from babel.messages.catalog import Catalog, Message

from rsn.gettext_catalogues import opened

# What a translation carries over as it stands: %(names)s, %% and elements of HTML.
_KEPT = re.compile(r"%\(\w+\)[a-z]|%%|%|</?[a-z][^>]*>")

HIGHEST_TRIED = 1000


@dataclass(frozen=True)
class Standing:
    """*missing* and *faulty* hold English words of the interface, *obsolete* those that nobody says any more."""

    language: str
    translated: int
    missing: tuple[str, ...]
    faulty: tuple[str, ...]
    obsolete: tuple[str, ...]

    @property
    def whole(self) -> bool:
        return not (self.missing or self.faulty or self.obsolete)


def standing(language: str, words: Catalog) -> Standing:
    """Return how far the catalogue of *language* is with *words*."""
    catalogue = opened(language)
    asked = {forms(message.id): message for message in words if message.id}
    held = {forms(message.id): message for message in catalogue if message.id}
    done = {english for english in asked.keys() & held.keys() if _translated(held[english])}
    return Standing(
        language=language,
        translated=len(done),
        missing=tuple(english[0] for english in asked if english not in done),
        faulty=tuple(english[0] for english in asked if english in done and faults(held[english], catalogue)),
        obsolete=tuple(english[0] for english in held if english not in asked),
    )


def forms(text: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    """Return the forms of a message's words, one where it has no plural."""
    return (text or "",) if isinstance(text, str | None) else tuple(text)


def _translated(message: Message) -> bool:
    return all(forms(message.string)) and not message.fuzzy


def faults(message: Message, catalogue: Catalog) -> tuple[str, ...]:
    """
    Return the forms of a translation that lose or add a placeholder or an element.

    A form for one number only ("dos personas") may say that number itself: it may hold less, not more.
    """
    english, said = forms(message.id), forms(message.string)
    wanted = _kept(english[-1])
    if len(english) == 1:
        return tuple(form for form in said if _kept(form) != wanted)
    known = {kept for form in english for kept in _kept(form)}
    numbers = numbers_by_form(catalogue)
    return tuple(
        form
        for form, taken_by in zip(said, numbers, strict=True)
        if _kept(form) != wanted and not (len(taken_by) == 1 and set(_kept(form)) <= known)
    )


def _kept(text: str) -> list[str]:
    return sorted(_KEPT.findall(text))


def numbers_by_form(catalogue: Catalog) -> tuple[frozenset[int], ...]:
    """Return which of the numbers up to 1000 take each plural form."""
    form_of = c2py(catalogue.plural_expr)
    return tuple(
        frozenset(number for number in range(HIGHEST_TRIED + 1) if form_of(number) == form)
        for form in range(catalogue.num_plurals)
    )
