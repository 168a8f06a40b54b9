"""Maintainers' and members' Markdown: what is shown, what is not, and that nothing is lost or takes long."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from presentation.markdown_allowed import ATTRIBUTES, kept
from presentation.markdown_text import MAINTAINER_TAGS, MAX_MEMBER_BYTES, MEMBER_TAGS, render, render_members

Renderer = Callable[[str], str]
BOTH = pytest.mark.parametrize("renderer", [render, render_members])


def elements(html: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield every element a browser would make of *html*, with its attributes."""
    tree = html5lib.parseFragment(html, namespaceHTMLElements=False)
    for element in tree.iter():
        if isinstance(element.tag, str) and element is not tree:
            yield element.tag, dict(element.attrib)


def words(html: str) -> str:
    return "".join(html5lib.parseFragment(html, namespaceHTMLElements=False).itertext())


def test_a_maintainers_text_has_lists_tables_code_and_definitions() -> None:
    html = render(
        "One *two* **three**.\n\n- a\n- b\n\n| k | v |\n|---|---|\n| 1 | 2 |\n\n```\nx < 1\n```\n\nterm\n: meaning"
    )

    found = [tag for tag, _ in elements(html)]
    assert {"em", "strong", "ul", "li", "table", "th", "td", "pre", "code", "dl", "dt", "dd"} <= set(found)
    assert "x < 1" in words(html)


def test_a_list_keeps_the_number_it_begins_with() -> None:
    assert '<ol start="3">' in render("3. c\n4. d")


@pytest.mark.parametrize(
    ("text", "top", "headings"),
    [
        ("## A\n\n### B", 2, ["h2", "h3"]),
        ("# A\n\n## B", 2, ["h2", "h3"]),
        ("### A", 2, ["h2"]),
        ("# A\n\n## B", 3, ["h3", "h4"]),
        ("# A\n\n###### B", 3, ["h3", "h6"]),
        ("A\n=\n\nB\n-", 2, ["h2", "h3"]),
    ],
)
def test_the_highest_heading_of_a_text_stands_under_the_pages_own(
    text: str, top: int, headings: list[str]
) -> None:
    found = [tag for tag, _ in elements(render(text, top=top)) if tag.startswith("h")]

    assert found == headings


@BOTH
@pytest.mark.parametrize(
    "text",
    ["<b>bold</b>", "<script>alert(1)</script>", "<div>\n\nx\n\n</div>", "a <!-- b --> c", '<a href="/x">y</a>'],
)
def test_raw_html_is_shown_as_it_was_typed(renderer: Renderer, text: str) -> None:
    html = renderer(text)

    assert {tag for tag, _ in elements(html)} <= {"p"}
    assert "".join(words(html).split()) == "".join(text.split())


@BOTH
@pytest.mark.parametrize(
    ("target", "kept"),
    [
        ("/programs/work-door/", True),
        ("#rules", True),
        ("https://example.org/a?b=c", True),
        ("http://example.org/ñ", True),
        ("//evil.example", False),
        ("/\\evil.example", False),
        ("/\\/evil.example", False),
        ("javascript:alert(1)", False),
        ("JaVaScRiPt:alert(1)", False),
        ("data:text/html,x", False),
        ("ftp://example.org", False),
        ("../secret", False),
        ("relative", False),
    ],
)
def test_links_lead_to_the_site_or_to_the_web_and_nowhere_else(
    renderer: Renderer, target: str, kept: bool
) -> None:
    links = [attributes for tag, attributes in elements(renderer(f"[x](<{target}>)")) if tag == "a"]

    assert [attributes.get("href") for attributes in links] == [target if kept else None]


def test_only_links_of_members_are_marked_for_search_engines() -> None:
    text = "[x](https://example.org/)"

    assert "rel=" not in render(text)
    assert 'rel="nofollow ugc noopener noreferrer"' in render_members(text)


@BOTH
def test_pictures_and_autolinked_scripts_are_only_words(renderer: Renderer) -> None:
    html = renderer("![a](https://evil.example/pixel.gif) ![b][c] <javascript:alert(1)>\n\n[c]: /x.png")

    assert "img" not in [tag for tag, _ in elements(html)]
    assert "pixel.gif" in words(html)


def test_a_member_has_no_definition_lists() -> None:
    assert "dl" not in [tag for tag, _ in elements(render_members("term\n: meaning"))]


@BOTH
def test_a_template_in_a_text_stays_a_text(renderer: Renderer) -> None:
    assert renderer("{{ 7*7 }} {% include 'x' %}") == "<p>{{ 7*7 }} {% include 'x' %}</p>"


def test_a_members_text_over_the_limit_is_shown_whole_and_plain() -> None:
    text = "*a* & <b>\n\n" + "x" * MAX_MEMBER_BYTES

    html = render_members(text)

    assert html.startswith("<p>*a* &amp; &lt;b&gt;</p>\n<p>xxx")
    assert "".join(words(html).split()) == "".join(text.split())


@BOTH
@pytest.mark.parametrize(
    "text",
    [
        ">" * 5000,
        "> " * 4000,
        "- " * 4000,
        "1. " * 3000,
        "[" * 9000,
        "[a](" * 2000,
        "![" * 4500,
        "[a](<" * 1800,
        "[x" * 12 + "y" * 9800,
        "*" * 5000 + "a" + "*" * 4000,
        "_*" * 4500,
        "`" * 9000,
        "<" * 9000,
        "&" * 9000,
        "\\" * 9000,
        "<http://a" * 1000,
        "\n".join(" " * 4 * depth + "- a" for depth in range(60)),
        "a|b\n-|-\n" + "a|b\n" * 2000,
    ],
    ids=lambda text: repr(text[:8]),
)
def test_a_text_made_to_be_slow_is_shown_in_time_and_whole(renderer: Renderer, text: str) -> None:
    begun = time.thread_time()
    html = renderer(text)
    seconds = time.thread_time() - begun

    # Half a second is the bound; what measures the tests gets the rest.
    assert seconds < 5
    assert set(words(text)) - set("\n") <= set(words(html)) | set("[]()<>*_-`|\\>1. #!")


@BOTH
def test_half_a_sign_and_deep_nesting_do_no_harm(renderer: Renderer) -> None:
    assert "?" in renderer("a \ud800 b")
    assert renderer("") == ""
    assert renderer("> " * 30 + "deep").startswith("<p>&gt; ")


def test_texts_rendered_at_the_same_time_do_not_meet() -> None:
    texts = [f"[l{number}][r]\n\n[r]: https://example.org/{number}" for number in range(200)]
    alone = [render(text) for text in texts]

    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(render, texts))

    assert together == alone
    assert all(f'href="https://example.org/{number}"' in html for number, html in enumerate(alone))


@cache
def hostile(folder: Path) -> tuple[str, ...]:
    """Return the hostile strings that are text, from every list."""
    files = sorted((folder / "hostile").glob("*.jsonl"))
    rows = [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    return tuple(row["text"] for row in rows if "text" in row)


@pytest.mark.parametrize("nth", [5, pytest.param(1, marks=pytest.mark.long)])
def test_no_hostile_string_makes_an_element_or_attribute_that_is_not_named(fixtures_dir: Path, nth: int) -> None:
    texts = hostile(fixtures_dir)

    assert len(texts) > 500
    for text in texts[::nth]:
        for renderer, tags, more in ((render, MAINTAINER_TAGS, ATTRIBUTES), (render_members, MEMBER_TAGS, {})):
            for tag, attributes in elements(renderer(text)):
                assert tag in tags, text
                assert set(attributes) <= {"href", "title", "start", "rel"} | more.get(tag, set()), text
                assert all(kept(*attribute) is not None for attribute in attributes.items()), text
                assert _safe(attributes.get("href", "#")), text


def _safe(href: str) -> bool:
    return re.match(r"(https?://|mailto:|#|/(?![/\\]))", href, re.IGNORECASE) is not None


markdown = st.lists(
    st.one_of(
        st.text(max_size=8), st.sampled_from([*"*_`[]()<>#!|~>-+=:\\&\n", "\n\n", "    ", "1. ", "```\n", "](/"])
    ),
    max_size=40,
).map("".join)


@given(markdown)
def test_any_text_is_shown_with_the_elements_named(text: str) -> None:
    assert {tag for tag, _ in elements(render(text))} <= MAINTAINER_TAGS
    assert {tag for tag, _ in elements(render_members(text))} <= MEMBER_TAGS
