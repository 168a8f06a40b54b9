"""The one environment: strict, escaping, and in the reader's language."""

from __future__ import annotations

import pytest
from jinja2 import UndefinedError
from markupsafe import Markup

from domain.governance.policy import Secrecy
from domain.governance.proposal import PromiseState
from domain.people import Level
from presentation.environment import environment, said


def rendered(source: str, language: str = "en", **values: object) -> str:
    return environment(language).from_string(source).render(**values)


def test_what_is_not_handed_in_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        rendered("{{ nothing }}")


def test_everything_is_escaped_unless_it_is_markup_already() -> None:
    assert rendered("{{ text }}{{ _('%(name)s', name=text) }}", text="<b>") == "&lt;b&gt;&lt;b&gt;"


def test_words_fall_back_to_another_language_and_say_so() -> None:
    words = {"en": "bench", "ar": "مقعد"}

    assert rendered("{{ words|said }}", "ar", words=words) == "مقعد"
    assert said(words, "es") == '<span lang="en" dir="ltr">bench</span>'
    assert said({"ar": "مقعد"}, "en") == '<span lang="ar" dir="rtl">مقعد</span>'
    assert said({}, "en") == ""
    assert rendered("{{ words|words }}", "es", words=words) == "bench"


def test_values_of_equal_text_have_names_of_their_own() -> None:
    assert rendered("{{ v|label }}", v=Secrecy.OPEN) != rendered("{{ v|label }}", v=PromiseState.OPEN)
    assert rendered("{{ v|label }}", v=Level.CAN_DO) == "can do"


def test_long_text_is_rendered_and_cleaned() -> None:
    assert "<em>a</em>" in rendered("{{ t|markdown }}", t="*a*")
    assert "<script" not in rendered("{{ t|members_markdown }}", t="<script>x</script>")


def test_words_from_python_are_translated_without_minding_percent_signs() -> None:
    assert rendered("{{ t|translated }}", t="100% sure") == "100% sure"
    assert rendered("{{ t|translated }}", t="") == ""


def test_a_language_nobody_translated_reads_english_from_left_to_right() -> None:
    assert rendered("{{ _('Skills') }} {{ own_name('xx') }}", "xx") == "Skills xx"


def test_a_number_with_a_dash_keeps_its_direction_inside_arabic() -> None:
    assert rendered("{{ id|ltr }}", "ar", id="2026-14") == '<bdi dir="ltr">2026-14</bdi>'


def test_words_that_change_while_a_service_runs_are_read_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    from presentation import environment as module

    before = environment("es")
    monkeypatch.setattr(module, "version", lambda language: 1)

    assert environment("es") is not before
    assert environment("es") is environment("es")


def test_what_many_pages_share_is_made_once_and_sees_nothing_of_a_page() -> None:
    asked: list[tuple[object, ...]] = []

    def macro(*arguments: object) -> Markup:
        asked.append(arguments)
        return Markup("<b>{}</b>").format(arguments)

    shown = [rendered("{{ once(macro, a, b) }}", macro=macro, a=a, b=1) for a in ("x", "x", "<", True, 1)]

    assert asked == [("x", 1), ("<", 1), (True, 1), (1, 1)]
    assert shown[0] == shown[1] and "&lt;" in shown[2]
