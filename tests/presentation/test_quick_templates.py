"""Templates compiled for one language say, sign by sign, what Jinja alone would have made of them."""

from __future__ import annotations

from collections.abc import Callable
from gettext import NullTranslations
from typing import Any

import pytest
from jinja2 import DictLoader, Environment, StrictUndefined, TemplateRuntimeError, UndefinedError
from markupsafe import Markup

from presentation.quick_calls import shown
from presentation.quick_templates import QuickEnvironment

PARTS = {
    "base.html": "<{% block title %}none{% endblock %}>{% block body %}{{ x }}{% endblock %}{{ self.title() }}",
    "macros.html": """
{% macro plain(a, b="&") %}[{{ a }}{{ b }}]{% endmacro %}
{% macro around(a) %}({{ caller() }}{{ a }}){% endmacro %}
{% macro any() %}{{ varargs }}{{ kwargs }}{% endmacro %}
{% macro seen() %}{{ x is defined }}{% endmacro %}
{% macro maybe(a, b=a) %}{{ a }}{{ b }}{% if caller is defined %}{{ caller() }}{% endif %}{% endmacro %}""",
    "part.html": "{{ x }}{{ y is defined and y }}",
}
SOURCES = {
    "words": '{{ _("Skills") }}{{ _("50 %% of it") }}{{ gettext("<b>Skills</b>") }}',
    "words with values": '{{ _("%(who)s said %(what)s", who=x, what=html) }}',
    "a sentence": "{% trans who=x, n=3 %}<i>{{ who }}</i> has {{ n }} of 100 %{% endtrans %}",
    "a sentence with words inside": '{% trans who=_("Skills") %}{{ who }}!{% endtrans %}',
    "a value said twice": '{{ _("%(who)s and %(who)s", who=x) }}',
    "words as an argument": '{% from "macros.html" import plain %}{{ plain(_("a & b")) }}{{ plain(_("c"), x) }}',
    "words in a list": '{% for w in [_("Skills"), x, ("a", _("b"))] %}{{ w }},{% endfor %}',
    "words in a mapping": '{{ {"a": _("<Skills>")}["a"] }}{{ _("Skills")|upper ~ x }}',
    "one and many": '{% for n in [0, 1, 2] %}{{ ngettext("%(n)s <one>", "%(n)s <many>", n, n=x) }}{% endfor %}',
    "one and many by their number": '{{ ngettext("%(num)s thing", "%(num)d things", 4) }}',
    "numbers of all kinds": '{{ _("%(a)s %(b)d %(c)s %(e)s", a=1.5, b=7, c=none, e=true) }}',
    "a name of one's own": '{% set _ = x %}{{ _ }}{% for _ in "ab" %}{{ _ }}{% endfor %}',
    "calls": '{% from "macros.html" import plain, around, any %}{{ plain(x) }}{{ plain(a=x, b=html) }}'
    "{{ plain(b=1, a=2) }}"
    '{% call around(x) %}<u>{{ html }}</u>{% endcall %}{{ any(1, *[2], class="c", **{"d": x}) }}',
    "arguments by name, with a body or without": '{% from "macros.html" import plain, maybe %}'
    "{{ plain(1, b=x) }}{{ maybe(b=1, a=x) }}{{ maybe(2) }}"
    "{% call maybe(a=x) %}{{ html }}{% endcall %}{% call maybe(1, b=html) %}{{ x }}{% endcall %}",
    "something or nothing": "{{ x if n }}{{ x if not n }}{{ 'a&' ~ (x if n) ~ (html if not n) }}"
    "{{ (x if not n) if n }}{{ (html if n) if n else x }}{% if x and not (n if not n) %}!{% endif %}",
    "what is imported sees no names": '{% from "macros.html" import seen %}{{ seen() }}',
    "what is imported with its names": '{% from "macros.html" import seen with context %}{{ seen() }}',
    "a part": '{% set y = html %}{% for x in [1, 2] %}{% include "part.html" %}{% endfor %}',
    "a child": '{% extends "base.html" %}{% block title %}{{ super() }}{{ _("Skills") }}{% endblock %}',
    "a child with scoped blocks": "{% for n in [1, 2] %}{% block each scoped %}{{ n }}<{% endblock %}{% endfor %}",
    "a part in a part": '{% set s %}{% include "part.html" %}{% endset %}{{ s }}'
    '{% include ["no.html", "macros.html"] %}{% include "no.html" ignore missing %}'
    '{% include "macros.html" without context %}',
    "a body with arguments": "{% macro m() %}{{ caller(1, 2) }}{% endmacro %}"
    "{% call(a, b) m() %}{{ b }}{{ a }}{% endcall %}",
    "a loop in itself": "{% for a in [[1], [2]] recursive %}{{ a if a is number else loop(a) }}{% endfor %}",
    "methods": '{{ x.replace("&", "+").upper() }}{{ {"a": 1}.get("b", "<") }}{{ html.striptags() }}',
    "a part that is escaped otherwise": "{% autoescape false %}{{ x }}{% set z %}{{ x }}{% endset %}{{ z }}"
    "{{ x ~ html }}{% endautoescape %}{{ x }}",
    "what is no text": "{{ 1 }}{{ none }}{{ 1.5 }}{{ true }}{{ [x] }}{{ n }}{% set z %}{{ x }}{% endset %}{{ z }}",
}
VALUES: dict[str, Any] = {"x": "a & <b>", "html": Markup("<em>&amp;</em>"), "n": 1000}


class Turned(NullTranslations):
    """A language that says things the other way round."""

    def gettext(self, message: str) -> str:
        known = {"Skills": "Künste & mehr", "%(who)s said %(what)s": "%(what)s: %(who)s (100 %%)"}
        return known.get(message, message)


def made(kind: Callable[..., Environment], spoken: NullTranslations) -> Environment:
    speaking = kind(
        loader=DictLoader(PARTS | SOURCES),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
    )
    if isinstance(speaking, QuickEnvironment):
        speaking.speak(spoken)
    else:
        speaking.install_gettext_translations(spoken, newstyle=True)  # type: ignore[attr-defined]
    return speaking


@pytest.mark.parametrize("spoken", [NullTranslations(), Turned()], ids=["as written", "translated"])
@pytest.mark.parametrize("name", SOURCES)
def test_a_template_says_what_jinja_would_say(name: str, spoken: NullTranslations) -> None:
    said = made(Environment, spoken).get_template(name).render(VALUES)

    quick = made(QuickEnvironment, spoken)
    assert isinstance(quick, QuickEnvironment)
    assert quick.get_template(name).render(VALUES) == said
    assert quick.standing().get_template(name).render(VALUES) == said


@pytest.mark.parametrize("source", ['{{ _("100 %") }}', '{{ _("%(who)s", other=1) }}'])
def test_words_that_cannot_be_put_together_are_told_where_the_page_is_made(source: str) -> None:
    template = made(QuickEnvironment, NullTranslations()).from_string(source)

    with pytest.raises((ValueError, KeyError)):
        template.render()


def test_a_value_of_a_sentence_that_nobody_handed_in_is_an_error() -> None:
    template = made(QuickEnvironment, NullTranslations()).from_string("{% trans who %}{{ who }}!{% endtrans %}")

    with pytest.raises(UndefinedError):
        template.render()


def test_what_is_no_markup_is_escaped_whatever_it_is() -> None:
    class Its:
        def __str__(self) -> str:
            return "<i>"

    assert [shown(one) for one in ("<", Markup("<"), 3, None, Its())] == ["&lt;", "<", "3", "None", "&lt;i&gt;"]


def test_a_body_takes_nothing_and_a_block_that_is_asked_for_has_to_be_there() -> None:
    speaking = made(QuickEnvironment, NullTranslations())
    asks = speaking.from_string("{% macro m() %}{{ caller(1) }}{% endmacro %}{% call m() %}x{% endcall %}")
    wanted = speaking.from_string("{% block a required %}{% endblock %}")

    with pytest.raises(TypeError):
        asks.render()
    with pytest.raises(TemplateRuntimeError):
        wanted.render()
