"""The quick reader of front matter says what the strict one says, or nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from site_builder.content.front_matter import quick_tree
from site_builder.content.source import FENCE
from site_builder.content.yaml_tree import strict_tree

DEMO = Path(__file__).resolve().parents[3] / "content"
SIGNS = " \n:-#'\"[]{},|>&*!?%@`~.0aZé\u00a0\u2028\t\\"


def written() -> list[tuple[str, str]]:
    """Return the YAML of every file of the demo community, with the file's name."""
    found = []
    for file in sorted(DEMO.rglob("*")):
        if file.suffix in {".md", ".yaml"}:
            text = file.read_text(encoding="utf-8")
            lines = text.split("\n")
            end = lines.index(FENCE, 1) if file.suffix == ".md" else None
            found.append((file.relative_to(DEMO).as_posix(), "\n".join(lines[1:end]) if end else text))
    return found


WRITTEN = written()
SHORT = [text for _, text in WRITTEN if len(text) < 900]

keys = st.sampled_from(["name", "en", "pt-BR", "since", "a_b", "no", "null", "x" * 101, "1a", "<<"])
VALUES = """
plain words|2026-01-01|010|no|null|~|it's said|a: b|a:b|a #b|a # b|ends:|- dash|-5|? what|http://x.example/#y|…|«words»
%|@x|a, b|[a|b]|{c|d}|'quoted'|'it''s'|'open|"words"|"a \\n b"|"a" b|'a' # b|'a'# b|'a': b|[]|[a, b]|[a,b]
[a, 'b, c', "d"]|[a, b] # c|[a, b]# c|[{x: 1}, {y: 2}]|[a, [b]]|{x: 1, y: two words}|{x: 1, x: 2}|{x: {y: [1, 2]}}
{x: }|{x: a:b}|{}|{a, b}|[a, b|[a b: c]|[-a]|[a?]|[a #b]|&a b|*a|!t b|# only|a  |ü \u200f x|
"""
texts = st.one_of(
    st.sampled_from(["", "| x", *(value for line in VALUES.strip().split("\n") for value in line.split("|"))]),
    st.text(alphabet=SIGNS, max_size=12),
)
blocks = st.sampled_from([">-", "|", ">", "|-", "|+", ">2", "|- # why"])
indents = st.sampled_from(["", "", "", "  ", "  ", "    ", " "])


@st.composite
def lines(draw: st.DrawFn) -> str:
    indent = draw(indents)
    kind = draw(st.integers(0, 9))
    if kind == 0:
        return draw(st.sampled_from(["", "  ", "# comment", "  # comment", "---", "..."]))
    if kind == 1:
        return indent + draw(texts)
    if kind in (2, 3):
        return f"{indent}- {draw(texts)}"
    if kind == 4:
        return f"{indent}- {draw(keys)}: {draw(texts)}"
    if kind == 5:
        return f"{indent}{draw(keys)}: {draw(blocks)}\n{indent}  {draw(texts)}"
    if kind == 6:
        return f"{indent}{draw(keys)}:"
    return f"{indent}{draw(keys)}: {draw(texts)}"


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """Draw a file of the demo community with a few signs or lines put in, taken out or indented otherwise."""
    text = draw(st.sampled_from(SHORT))
    for _ in range(draw(st.integers(1, 3))):
        place = draw(st.integers(0, len(text)))
        change = draw(st.integers(0, 3))
        if change == 0:
            text = text[:place] + draw(st.text(alphabet=SIGNS, min_size=1, max_size=3)) + text[place:]
        elif change == 1:
            text = text[:place] + text[place + draw(st.integers(1, 4)) :]
        else:
            parts = text.split("\n")
            number = draw(st.integers(0, len(parts) - 1))
            parts[number : number + 1] = [draw(indents) + parts[number].lstrip()] * draw(st.integers(0, 2))
            text = "\n".join(parts)
    return text


def agree(text: str) -> bool:
    quick, strict = quick_tree(text, 2), strict_tree(text, 2)
    return quick is None or (quick == strict.root and not strict.troubles)


def test_every_file_of_the_demo_community_is_read_by_the_quick_reader() -> None:
    assert len(WRITTEN) > 150
    assert [name for name, text in WRITTEN if quick_tree(text, 2) is None] == []


@pytest.mark.parametrize("folder", sorted({name.split("/")[0] for name, _ in WRITTEN}))
def test_what_the_quick_reader_says_of_the_demo_community_the_strict_one_says_too(folder: str) -> None:
    texts = [text for name, text in WRITTEN if name.split("/")[0] == folder]

    assert [text for text in texts[:: max(1, len(texts) // 2)] if not agree(text)] == []


@given(st.lists(lines(), min_size=1, max_size=7).map("\n".join))
@example("a: >-\n  b\n\n  # c")
@example("a: b\n  # c\n  d")
@example("a:\n\nb: c")
@example("a: |\n  b")
@example("a: |\n  b\n")
@example("a:\n- b\n- c: >-\n    d\ne: f")
@example("a:\n  - b\n  c: d")
@example("- a\nb: c")
@example("a: b\n---\nc: d")
def test_on_any_lines_the_quick_reader_agrees_or_leaves_them_to_the_strict_one(text: str) -> None:
    assert agree(text)


@settings(max_examples=max(30, settings().max_examples // 2))
@given(mutated())
def test_on_a_file_with_slips_in_it_the_quick_reader_agrees_or_leaves_it(text: str) -> None:
    assert agree(text)


@pytest.mark.parametrize(
    "text",
    [
        "a: &b c", "a: *b", "a: !t c", "a: 1\na: 2", "a: {b: 1, b: 2}", "a: 'b", 'a: "\\u202e"', "a: b\n   c",
        "\ta: b", "a: b: c", "[a]: b", "a: b\u2028c", "%YAML 1.1\n---\na: b", "a", "", "# a", "a: 'b' c",
    ],
)  # fmt: skip
def test_whatever_may_be_wrong_is_left_to_the_strict_reader(text: str) -> None:
    assert quick_tree(text, 1) is None
