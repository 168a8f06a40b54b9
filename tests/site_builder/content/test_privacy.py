"""Which words look like a way to reach or find a person, and which only have digits."""

from __future__ import annotations

import pytest

from site_builder.content.privacy import check_privacy
from site_builder.problems import Report


def told(text: str, *names: str) -> list[str]:
    report = Report()
    check_privacy(text, names, report.of("x.md"))
    return [f"{problem.line}: {problem.what}" for problem in report.problems]


@pytest.mark.parametrize(
    "text",
    [
        "ana@two-bridges.example",
        "ana.m+x@two-bridges.example",
        "ana [at] two-bridges.example",
        "ana(at)two-bridges.example",
        "[mail](mailto:ana@two-bridges.example)",
    ],
)
def test_an_email_address_is_found(text: str) -> None:
    assert told(f"One line.\nWrite to {text}.") == ["2: an e-mail address stands here."]


@pytest.mark.parametrize(
    "number",
    [
        "020 7946 0018",
        "+44 20 7946 0018",
        "(020) 7946-0018",
        "0151/4960018",
        "01.23.45.67.89",
        "+49 (30) 1234567",
        "٠٢٠٧٩٤٦٠٠١٨",
        "555 0199 777",
    ],
)
def test_a_telephone_number_is_found(number: str) -> None:
    assert told(f"Ring {number} after six.") == ["1: a telephone number stands here."]


@pytest.mark.parametrize(
    "place",
    [
        "14 Bridge Street",
        "14a Old Bridge Road",
        "1420 Oak Avenue",
        "Calle Mayor 12",
        "calle de la Luna, 7",
        "شارع النهر 12",
        "M1 5AB",
    ],
)
def test_a_street_address_is_found(place: str) -> None:
    assert told(f"She lives at {place}, behind the hall.") == ["1: a street address stands here."]


@pytest.mark.parametrize(
    "text",
    [
        "Ring 555 0142, or 020 555 0142 from the other bank.",
        "Ring 555\u00a00142.",
        "From 2026-11-23 to 2026-12-04, 18:30-20:30.",
        "On 23/11/2026 or 23.11.2026, 10.00-12.00.",
        "Between 1998-2004 and 2011/2013.",
        "Six evenings, 12 places, 40 people, 1,200 meals, 3 hours.",
        "The table meets at Mill Lane on Thursdays at 18:30 Mill Lane time.",
        "In 2026 Mill Lane was dry.",
        "See it @ the hall.",
        "Version 1.2.3 of the sheet, step 4 of 7.",
        "It was rehearsed: 19 called, 13 reached, 8 said yes.",
    ],
)
def test_what_only_has_digits_is_left_alone(text: str) -> None:
    assert told(text) == []


def test_a_program_may_be_called_after_a_street() -> None:
    text = "Two of the 14 Ready Street people came."

    assert told(text) == ["1: a street address stands here."]
    assert told(text, "Ready Street") == []


def test_what_was_found_is_not_repeated() -> None:
    report = Report()
    check_privacy("Ring 020 7946 0018.", (), report.of("x.md"))

    assert "7946" not in str(report.problems[0])
