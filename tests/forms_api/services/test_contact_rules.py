"""Ways around the network are found in free text; honest sentences pass."""

from __future__ import annotations

import time

import pytest

from forms_api.services.contact_rules import (
    ContactInText,
    MailInText,
    StreetInText,
    TelephoneInText,
    contact_in,
    demand_no_contact,
)

HONEST = (
    "",
    "The back wheel rubs, and the third gear has gone.",
    "Any morning before 10, or 14:30 on 2026-11-28.",
    "10 minutes walk from the weir, up the hill.",
    "Two flights of stairs, 3 boxes each, 40 books.",
    "A small street with no number in it.",
    "2 hours by the road along the river",
    "For 12 people in the Square Hall",
    "شارع هادئ قرب النهر",
    "Una calle tranquila",
    "Room 4 of the library, at 18:30",
)


@pytest.mark.parametrize("text", HONEST)
def test_an_honest_sentence_passes(text: str) -> None:
    assert contact_in(text) is None


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("write to me@mail.example", MailInText),
        ("me+list@sub.mail.example, please", MailInText),
        ("Ring 555 0142 33", TelephoneInText),
        ("+44 (0) 555-0142", TelephoneInText),
        ("٥٥٥٠١٤٢٣", TelephoneInText),
        ("I live at 14 Mill Lane", StreetInText),
        ("14, Mill Lane", StreetInText),
        ("3b St Mary's Close, ring twice", StreetInText),
        ("at 12 high street", StreetInText),
        ("calle Mayor 5", StreetInText),
        ("Avda. de la Paz, n.º 12", StreetInText),
        ("شارع النهر ٥", StreetInText),
        ("ZZ1 4AB", StreetInText),
    ],
)
def test_a_way_to_reach_somebody_is_refused_with_words(text: str, refusal: type[ContactInText]) -> None:
    with pytest.raises(refusal, match="Leave out the"):
        demand_no_contact("An honest line.", text)


@pytest.mark.parametrize("text", ["a@" * 5000, "1 " * 5000, "calle " * 2000, "12 A" + "a " * 4000, "شارع " * 2000])
def test_a_long_text_is_looked_through_at_once(text: str) -> None:
    began = time.perf_counter()
    contact_in(text)

    assert time.perf_counter() - began < 1
