"""What the quick way says of a text, the library and the cleaning behind it say too, byte by byte."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from presentation import markdown_text
from presentation.markdown_quick import quick_html
from presentation.markdown_text import MAX_MAINTAINER_BYTES, MAX_MEMBER_BYTES, render, render_members
from tests.presentation.test_markdown_reader import HOSTILE, PIECES, bodies

MORE = max(300, 3 * settings().max_examples)
WORDS = st.sampled_from(
    (
        *(
            "word",
            "Two words",
            "a",
            "1",
            "19 people",
            "2. one",
            "3) two",
            "End.",
            "(so)",
            '"quoted"',
            "it’s",
            "«oui»",
        ),
        *(
            "*once*",
            "**twice**",
            "*again and again*",
            "*a b*c",
            "* a*",
            "**a*",
            "*a.*",
            "(*in*)",
            "“*in*”",
            "x*y*",
        ),
        *("[here](/a/)", "[here](/a/#b)", "[out](https://a.example/b)", "[a b!](/a-b/)", "[*a*](/b/)", "[a](b)"),
        *("[a]", "[](/a/)", "![a](/b/)", "!", "Come![a](/b/)", "a_b", "_a_", "`code`", "<b>", "&", "a & b", "|"),
        *("x: y", ": y", "#tag", "# tag", "=", "---", "~", "\\", "é", "يد", "٣. يد", "\u00a0", "\u2003", "\u200b"),
        *(
            "😀",
            "\u00ad",
            "²",
            "a  b",
            " ",
            "\t",
            "{a}",
            "^",
            "@ten",
            "http://a.example",
            "50 %",
            "[a](//b.example/)",
        ),
    )
)
LEADS = st.sampled_from(
    ("", "", "", "", "- ", "- ", "1. ", "2. ", "10. ", "* ", "## ", "# ", "### ", "  ", "> ", "    ")
)
ENDS = st.sampled_from(("\n", "\n", "\n\n", "\n\n", "\n\n\n", " \n", "  \n", "\n \n", ""))
LINES = st.builds(
    lambda lead, words, end: lead + " ".join(words) + end, LEADS, st.lists(WORDS, min_size=1, max_size=4), ENDS
)
TEXTS = st.lists(LINES, max_size=7).map("".join)
ANY = st.lists(st.one_of(st.sampled_from(PIECES), WORDS, st.characters()), max_size=12).map("".join)


def slowly(text: str, top: int, *, members: bool) -> str:
    """Return the HTML without the quick way."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(markdown_text, "quick_html", lambda *_, **__: None)
        return render_members(text, top=top) if members else render(text, top=top)


def quickly(text: str, top: int, *, members: bool) -> str | None:
    if members:
        return quick_html(text, top, MAX_MEMBER_BYTES, addresses=False, rel="nofollow ugc noopener noreferrer")
    return quick_html(text, top, MAX_MAINTAINER_BYTES, addresses=True, rel=None)


def agree(text: str, top: int, *, members: bool) -> bool:
    quick = quickly(text, top, members=members)
    return quick is None or quick == slowly(text, top, members=members)


@settings(max_examples=MORE)
@given(TEXTS, st.integers(2, 4), st.booleans())
@example("# Costs\n\n## Costs 2\n\n# Costs\n\n", 2, False)
@example("#### a\n\n###### b\n\n", 4, True)
@example("- a\n- b\n\n1. c\n\nd\n", 3, True)
@example("1. a\n2. b\n\nc\n\n1. d\n", 3, True)
@example("Come![a](/b/)\n", 3, False)
@example("x\n\n\n\ny\n", 3, False)
@example("", 2, False)
def test_on_texts_of_lines_like_ours_it_agrees_or_says_nothing(text: str, top: int, members: bool) -> None:
    assert agree(text, top, members=members)


@settings(max_examples=MORE // 2)
@given(ANY, st.booleans())
def test_on_any_signs_it_agrees_or_says_nothing(text: str, members: bool) -> None:
    assert agree(text, 3, members=members)


@pytest.mark.parametrize("members", [True, False])
def test_it_agrees_on_what_the_demo_community_wrote_and_on_what_is_hostile(members: bool) -> None:
    written = bodies()

    assert [text for text in [*written, *HOSTILE] if not agree(text, 3, members=members)] == []
    assert sum(quickly(text, 3, members=members) is not None for text in written) > len(written) // 2


@pytest.mark.parametrize("first", range(0, 0x300, 0x40))
def test_each_sign_by_itself_reads_as_the_library_reads_it(first: int) -> None:
    for sign in map(chr, range(first, first + 0x40)):
        for text in (
            f"a {sign} b",
            f"a{sign}b",
            f"{sign}a",
            f"a{sign}",
            f"- a{sign}",
            f"*a{sign}b* [c{sign}d](/e/)",
        ):
            assert agree(text, 3, members=True), text
            assert agree(f"## {text}", 2, members=False), text


def test_a_long_text_and_one_of_many_links_are_left_to_the_limits() -> None:
    assert quickly("word " * 3000 + "end", 3, members=True) is None
    assert quickly("é" * 5001, 3, members=True) is None
    assert quickly("[a](/b/) " * 200 + "end", 3, members=False) is None


@pytest.mark.parametrize(
    "text", ["# a\n\n# b\n\n# c\n\n# d", "- a\n\n- b", "- a\n    - b", "[a][b]", "a  \nb", "| a |"]
)
def test_what_needs_the_library_is_left_to_it(text: str) -> None:
    assert quickly(text, 2, members=False) is None
