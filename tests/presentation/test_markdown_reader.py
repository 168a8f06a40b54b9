"""A reader that is used again, and leaves patterns out, makes what a new one with all of them makes."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown.treeprocessors import InlineProcessor

from presentation import markdown_reader
from presentation.markdown_reader import Reader, reader
from presentation.markdown_text import MAX_DEPTH, render, render_members

CONTENT = Path(__file__).resolve().parents[2] / "content"
HOSTILE = (
    "<script>alert(1)</script>", "[x](javascript:alert(1))", "a  \nb", "`` ` ``", "\\*a\\*", "&copy; &#x3c;",
    "**a", "a*", "_a_b_ __c__", "<https://a.example/>", "<a@b.example>", "[a][b]\n\n[b]: /c/ 'd'", "[b]",
    "![a](b)", "![a][b]", "\x02 \x03", "\x02klzzwxh:0000\x03", "```\n*a* <b>\n```", "    *code*", "a\n: b",
    "| a | b |\n|---|---|\n| *c* | `d` |", "> " * MAX_DEPTH, "# a\n\n#### b", "a\n===",
    "1. a\n3. b\n\n- c\n    - *d*", "*a **b* c**", "***a** b*", "[*a*](/b/ \"c & d\")", "[a](<b c>)",
    "\ud800 half", "a\r\nb  \r\nc", "a \t\nb", "***", "* * *", "\\", "`", "&amp", "[[a]]", "[a]: b", "x" * 300,
)  # fmt: skip
PIECES = (
    "*", "**", "_", "__", "`", "``", "\\", "[", "]", "](/a/)", "[a]", "[a]: /b/\n", "<", ">", "<b>", "&",
    "&amp;", "  \n", "\n", "\n\n", "\n- ", "\n1. ", "\n> ", "\n    ", "\n## ", "\n| a | b |\n|---|---|\n| c | ",
    "\n: ", "\n```\n", "![", "!", " ", "a", "word ", "يد", "1", "<https://a.example>", "<a@b.example>",
    "\n---\n", "\n===\n", "\t", "(", ")", "'", '"', ":",
)  # fmt: skip


def bodies() -> list[str]:
    """Return the text of every Markdown file of the demo community."""
    return [file.read_text(encoding="utf-8").split("\n---\n", 1)[-1] for file in sorted(CONTENT.rglob("*.md"))]


def plainly(text: str, *, maintainers: bool) -> str:
    """Return the HTML of a reader made for this text alone, with the library's own inline stage."""
    one = Reader(maintainers=maintainers)
    one.treeprocessors.register(InlineProcessor(one), "inline", 20)
    one.top = 3
    return one.convert(text)


def again(text: str, *, maintainers: bool) -> str:
    with reader(maintainers=maintainers) as one:
        one.top = 3
        return one.convert(text)


@pytest.mark.parametrize("maintainers", [True, False])
def test_what_the_demo_community_wrote_comes_out_as_from_a_new_reader(maintainers: bool) -> None:
    texts = bodies()

    assert len(texts) > 100
    differing = [
        text for text in texts if again(text, maintainers=maintainers) != plainly(text, maintainers=maintainers)
    ]
    assert differing == []


@pytest.mark.parametrize("maintainers", [True, False])
def test_what_is_hostile_comes_out_as_from_a_new_reader_whatever_came_before_it(maintainers: bool) -> None:
    texts = [text.encode("utf-8", "replace").decode() for text in HOSTILE]
    differing = [
        text
        for text in [*texts, *reversed(texts)]
        if again(text, maintainers=maintainers) != plainly(text, maintainers=maintainers)
    ]

    assert differing == []


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join), st.booleans())
@example("[a]\n\n[a]: /b/\n", False)
@example("a *b `c*` d*", True)
def test_any_markdown_comes_out_as_from_a_new_reader(text: str, maintainers: bool) -> None:
    assert again(text, maintainers=maintainers) == plainly(text, maintainers=maintainers)


def test_one_reader_serves_many_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Reader] = []
    monkeypatch.setattr(markdown_reader, "_IDLE", {True: [], False: []})
    monkeypatch.setattr(markdown_reader, "Reader", lambda **profile: made.append(Reader(**profile)) or made[-1])
    for number in range(20):
        render(f"`{number}`")
        render_members(f"`{number}`")

    assert len(made) == 2


def test_a_reader_that_failed_on_a_text_is_not_used_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markdown_reader, "_IDLE", {True: [], False: []})

    with pytest.raises(RecursionError), reader(maintainers=False):
        raise RecursionError
    assert markdown_reader._IDLE[False] == []
