"""Text in several languages, and never none where there is some."""

from __future__ import annotations

import pytest

from domain.words import in_language


@pytest.mark.parametrize(
    ("words", "language", "text"),
    [
        ({"en": "Sewing", "es": "Costura"}, "es", "Costura"),
        ({"en": "Sewing", "es": "Costura"}, "ar", "Sewing"),
        ({"es": "Costura"}, "ar", "Costura"),
        ({"es": "", "en": "Sewing"}, "es", ""),
        ({}, "en", ""),
    ],
)
def test_the_asked_language_then_the_default_then_any(words: dict[str, str], language: str, text: str) -> None:
    assert in_language(words, language) == text


def test_a_network_may_have_another_default() -> None:
    assert in_language({"en": "Sewing", "es": "Costura"}, "ar", default="es") == "Costura"
