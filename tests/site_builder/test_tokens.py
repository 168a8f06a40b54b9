"""The tokens of a theme: read, computed, and told with their line where nobody could read them."""

from __future__ import annotations

import pytest

from site_builder.tokens import (
    DARK,
    LIGHT,
    PAIRS,
    check_tokens,
    contrast,
    our_tokens,
    read_tokens,
    tokens_css,
)


def said(text: str) -> list[tuple[int, str]]:
    return [(mistake.line, mistake.what) for mistake in check_tokens(read_tokens(text))]


@pytest.mark.parametrize(
    ("one", "other", "ratio"), [("#000", "#fff", 21.0), ("#777777", "#fff", 4.478), ("#abc", "#abc", 1)]
)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == contrast(other, one) == pytest.approx(ratio, abs=0.001)


@pytest.mark.parametrize("scheme", [LIGHT, DARK])
def test_our_own_colours_can_be_read(scheme: str) -> None:
    ours = our_tokens()[scheme]

    assert [(front, back) for front, back, wanted in PAIRS if contrast(ours[front], ours[back]) < wanted] == []


def test_tokens_are_read_by_screen_with_their_lines() -> None:
    light = ":root {\n  --plum: #123; /* two\n lines */\n  --small:  1rem;\n}\n"
    tokens = read_tokens(light + "@media (prefers-color-scheme:dark) {\n:root{--plum:#9cf}}")

    assert tokens.values == {LIGHT: {"plum": "#123", "small": "1rem"}, DARK: {"plum": "#9cf"}}
    assert tokens.lines == {(LIGHT, "plum"): 2, (LIGHT, "small"): 4, (DARK, "plum"): 7}


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        (":root {\n --plumb: #123;\n}", 2, "there is no token '--plumb'."),
        (":root { --plum: red; }", 1, "--plum is 'red'."),
        (":root { --text: url(//other.example/x); }", 1, "--text is 'url(//other.example/x)'."),
        (":root {\n\n --ink: #eee; }", 3, "--ink #eee on --ground #fffdfa has a contrast of 1.14 to 1."),
        (":root {\n --ground: #222; }", 2, "--ink #2b1a30 on --ground #222 has a contrast of 1.02 to 1."),
        ("\nbody { color: red }", 2, "'body' is no block of tokens.css."),
        (":root { color: red; }", 1, "'color: red' sets no token."),
        ("@media print { :root { --ink: #000 } }", 1, "'@media print' is no block of tokens.css."),
    ],
)
def test_a_mistake_is_told_with_its_line(text: str, line: int, what: str) -> None:
    assert (line, what) in said(text)


def test_a_colour_for_dark_screens_is_computed_on_dark_ground() -> None:
    found = said("@media (prefers-color-scheme: dark) { :root {\n--ink: #333; } }")

    assert any(line == 2 and what.endswith("on dark screens.") for line, what in found)
    assert said(":root { --ink: #123; }") == []


def test_fonts_leave_other_scripts_theirs_and_dark_screens_keep_their_colours() -> None:
    css = tokens_css(read_tokens(":root { --plum: #14506e; --text: Georgia, serif; --small: 1rem; }"))

    assert ":root { --plum: #14506e; --small: 1rem; }" in css
    assert ":lang(ar)" in css.split("--text")[0].rsplit("\n", 1)[1]
    assert f"dark) {{ :root {{ --plum: {our_tokens()[DARK]['plum']}; }} }}" in css
    assert css.startswith("@layer tokens {")
