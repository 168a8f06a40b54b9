"""Fingerprints: what they cover, and how a template's family is found."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath

import pytest
from jinja2 import meta

from presentation.environment import environment
from presentation.shell import Shell
from presentation.translations import TEMPLATES
from site_builder.outdated import Fingerprints, HiddenTemplate, references
from site_builder.steps import Step, Verbatim

STEP = Step(PurePosixPath("a/index.html"), "site/text.html", "en", "Europe/London", {"words": "x"})


BUILT = sorted(
    name
    for name in (str(file.relative_to(TEMPLATES)) for file in TEMPLATES.rglob("*.html"))
    # What only the service renders may choose its parts as it goes: nothing of it is kept.
    if not name.startswith("forms/")
)


@pytest.mark.parametrize("name", BUILT)
def test_the_family_of_a_template_is_what_jinja_says(name: str) -> None:
    source = (TEMPLATES / name).read_text("utf-8")
    jinja_says = meta.find_referenced_templates(environment().parse(source))

    assert set(references(name, source)) == set(jinja_says)


@pytest.mark.parametrize(
    "tag",
    [
        "{% extends parent %}",
        "{%- include 'a.html' %}",
        "{% import name as x %}",
        '{% include "a.html" if late else "b.html" %}',
        '{% include "a" ~ kind %}',
        '{% include ["a.html", "b.html"] %}',
    ],
)
def test_a_template_named_by_anything_but_a_plain_literal_is_refused(tag: str) -> None:
    with pytest.raises(HiddenTemplate, match=r"^templates/site/x\.html:3: "):
        references("site/x.html", "{# one\n#}\n" + tag)


@pytest.mark.parametrize(
    "tag",
    ['{% include "a.html" ignore missing %}', '{%- from "a.html" import b -%}', '{% import "a.html" as b %}',
     '{% include "a.html" without context %}', '{% extends "a.html"%}', '{% include "a.html" -%}'],
)  # fmt: skip
def test_a_plain_literal_is_found_in_every_tag(tag: str) -> None:
    assert references("site/x.html", tag) == ["a.html"]


@pytest.mark.parametrize(
    "other",
    [
        Step(STEP.output, STEP.template, "es", STEP.time_zone, STEP.inputs),
        Step(STEP.output, STEP.template, STEP.language, "UTC", STEP.inputs),
        Step(STEP.output, STEP.template, STEP.language, STEP.time_zone, {"words": "y"}),
        Step(STEP.output, "site/news.html", STEP.language, STEP.time_zone, STEP.inputs),
        Verbatim(STEP.output, b"x"),
    ],
)
def test_a_fingerprint_changes_with_each_thing_it_covers(other: Step | Verbatim) -> None:
    fingerprints = Fingerprints()

    assert fingerprints.of(other) != fingerprints.of(STEP)
    assert fingerprints.of(STEP) == Fingerprints().of(STEP)


FRAME = Shell("Weir", "", "", "https://a.example", "en", "en", (), (), assets={"site.css": "/assets/site.1.css"})
FRAMED = replace(STEP, frame=FRAME, hung={"path": "/a/"})


@pytest.mark.parametrize(
    "other",
    [
        STEP,
        replace(FRAMED, frame=replace(FRAME, assets={"site.css": "/assets/site.2.css"})),
        replace(FRAMED, hung={"path": "/b/"}),
        replace(FRAMED, own={"words": "y"}),
    ],
)
def test_a_fingerprint_covers_what_stands_around_the_page_too(other: Step) -> None:
    fingerprints = Fingerprints()

    assert fingerprints.of(other) != fingerprints.of(FRAMED)
    assert fingerprints.of(replace(FRAMED, frame=replace(FRAME))) == fingerprints.of(FRAMED)


def test_a_page_fills_the_frame_and_leaves_it_as_it_was() -> None:
    assert FRAMED.inputs == {"shell": replace(FRAME, path="/a/"), "words": "x"}
    assert FRAME.path == ""


def test_a_template_is_outdated_by_what_it_imports(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    before = Fingerprints().of(STEP)
    read = type(TEMPLATES).read_bytes

    def changed(path: object) -> bytes:
        content = read(path)  # type: ignore[arg-type]
        return content + b" " if str(path).endswith("shared/parts.html") else content

    monkeypatch.setattr(type(TEMPLATES), "read_bytes", changed)

    assert Fingerprints().of(STEP) != before
