"""What maintainers write beyond common Markdown: references, pictures, callouts, tables, contents, footnotes."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterator

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from presentation.environment import environment
from presentation.markdown_limits import excesses
from presentation.markdown_text import MAX_MAINTAINER_BYTES, render, render_members
from presentation.markdown_values import Labels, Picture, Refs, Resolved, labels_in

HALL = Picture("/images/hall-0123456789ab", 1440, 900, (360, 720, 1440), "jpg")
REFS = Refs(
    "en",
    (
        ("member:zoe", Resolved("", "")),
        ("program:gone", Resolved("", "")),
        ("cohort:table-4", Resolved("/programs/table/cohort-4/", "The table", number="4")),
        ("program:table", Resolved("/programs/table/", "The table")),
        ("skill:repair", Resolved("/skills/repair/", "Reparar", "es")),
    ),
    (("images/hall.jpg", HALL),),
)


def elements(html: str, tag: str = "") -> list[dict[str, str]]:
    """Return the attributes of every element of *html*, or of those that are a *tag*."""
    tree = html5lib.parseFragment(html, namespaceHTMLElements=False)
    return [dict(each.attrib) for each in tree.iter() if isinstance(each.tag, str) and tag in ("", each.tag)]


def words(html: str) -> str:
    text = "".join(html5lib.parseFragment(html, namespaceHTMLElements=False).itertext())
    return " ".join(text.split())


def all_of(html: str, attribute: str) -> Iterator[str]:
    yield from (each[attribute] for each in elements(html) if attribute in each)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("[it](program:table)", '<p><a href="/programs/table/">it</a></p>'),
        ("[](program:table)", '<p><a href="/programs/table/">The table</a></p>'),
        ("[*it*](program:table)", '<p><a href="/programs/table/"><em>it</em></a></p>'),
        ("[it][t]\n\n[t]: program:table", '<p><a href="/programs/table/">it</a></p>'),
        ("[](skill:repair)", '<p><a href="/skills/repair/" lang="es">Reparar</a></p>'),
        ("[mend](skill:repair)", '<p><a href="/skills/repair/">mend</a></p>'),
        ("[Zoe](member:zoe)", "<p>Zoe</p>"),
        ("[](member:zoe)", "<p>a member</p>"),
        ("[](program:gone), [it](program:gone)", "<p>a program, it</p>"),
        ("[](cohort:table-4)", '<p><a href="/programs/table/cohort-4/">The table: Cohort 4</a></p>'),
        ("`[](program:table)`", "<p><code>[](program:table)</code></p>"),
    ],
)
def test_a_reference_leads_to_the_page_or_is_words_alone(text: str, html: str) -> None:
    assert render(text, refs=REFS) == html


def test_where_nobody_looked_references_up_the_words_stand_alone() -> None:
    html = render("[it](program:table), [](skill:first-aid), [](member:zoe), ![The hall](images/hall.jpg)")

    assert html == "<p>it, first aid, a member, <em>The hall</em></p>"


def test_a_members_own_words_know_no_references_and_no_pictures() -> None:
    html = render_members("[it](program:table) ![x](images/hall.jpg)\n\n!!! note\n    x")

    assert elements(html, "a") == [{"rel": "nofollow ugc noopener noreferrer"}]
    assert elements(html, "img") == []
    assert "![x](images/hall.jpg)" in html


def test_a_picture_comes_in_every_format_and_size_with_its_measures() -> None:
    html = render("![The hall](images/hall.jpg)", refs=REFS)
    (image,) = elements(html, "img")

    assert [source["type"] for source in elements(html, "source")] == ["image/avif", "image/webp"]
    assert elements(html, "source")[0]["srcset"] == (
        "/images/hall-0123456789ab-360.avif 360w, /images/hall-0123456789ab-720.avif 720w,"
        " /images/hall-0123456789ab-1440.avif 1440w"
    )
    assert (image["alt"], image["width"], image["height"]) == ("The hall", "1440", "900")
    assert image["src"] == "/images/hall-0123456789ab-360.jpg"


def test_only_the_first_picture_is_fetched_at_once() -> None:
    html = render("![a](images/hall.jpg)\n\n![b](images/hall.jpg)\n\n![c](images/hall.jpg)", refs=REFS)

    assert [image.get("loading") for image in elements(html, "img")] == [None, "lazy", "lazy"]
    assert {image["decoding"] for image in elements(html, "img")} == {"async"}


def test_a_picture_alone_in_its_paragraph_is_a_figure_with_its_caption() -> None:
    html = render('![The hall](images/hall.jpg "By *day* & night")', refs=REFS)

    assert re.sub("<picture>.*</picture>", "…", html, flags=re.DOTALL) == (
        "<figure>…<figcaption>By *day* &amp; night</figcaption>\n</figure>"
    )


def test_a_picture_that_only_decorates_says_nothing() -> None:
    assert elements(render("![-](images/hall.jpg)", refs=REFS), "img")[0]["alt"] == ""


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ('!!! warning "Not in the rain"', "Warning: Not in the rain"),
        ('!!! crisis "Gas"', "In a crisis: Gas"),
        ("!!! note", "Note"),
        ('!!! note ""', "Note"),
        ("!!! crisis", "In a crisis"),
        ('!!! note "A *soft* one"', "Note: A soft one"),
    ],
)
def test_a_callout_says_what_it_is_in_words(line: str, title: str) -> None:
    html = render(f"{line}\n    Stay inside.")
    box = elements(html, "div")[0]

    assert (box["role"], box["class"].split()[0]) == ("note", "callout")
    assert words(html) == f"{title} Stay inside."


def test_a_table_names_its_columns_and_scrolls_by_itself() -> None:
    html = render("| A | B |\n|---|--:|\n| 1 | 2 |")

    assert elements(html, "div") == [
        {"class": "scroll", "role": "region", "tabindex": "0", "aria-label": "Table"},
    ]
    assert [head["scope"] for head in elements(html, "th")] == ["col", "col"]
    assert [cell.get("class") for cell in elements(html, "td")] == [None, "end"]


def test_a_table_whose_corner_is_empty_names_its_rows() -> None:
    html = render("|   | A |\n|---|---|\n| r | 2 |")

    assert [(head["scope"]) for head in elements(html, "th")] == ["col", "row"]
    assert len(elements(html, "td")) == 2


@pytest.mark.parametrize(
    "text", ["Table: What it *costs*\n\n{}", "{}\n\nTable: What it *costs*"], ids=["above", "below"]
)
def test_a_paragraph_beside_a_table_is_its_caption(text: str) -> None:
    html = render(text.format("| A |\n|---|\n| 1 |"))

    assert "<caption>What it <em>costs</em></caption>" in html
    assert elements(html, "div")[0]["aria-label"] == "What it costs"
    assert elements(html, "p") == []


def test_from_four_headings_on_a_list_of_contents_stands_first() -> None:
    three, four = (render("Intro.\n\n" + "\n\n".join(f"## Part {n}" for n in range(many))) for many in (3, 4))

    assert elements(three, "nav") == []
    assert four.startswith('<nav aria-label="On this page" class="contents">')
    assert [link["href"] for link in elements(four, "a")] == [f"#h-part-{n}" for n in range(4)]


def test_a_mark_puts_the_contents_where_it_stands() -> None:
    html = render("Intro.\n\n[TOC]\n\n## Only one")

    assert html.index("Intro.") < html.index("<nav") < html.index("<h2")
    assert "[TOC]" not in html


def test_a_mark_without_headings_leaves_nothing() -> None:
    assert render("Intro.\n\n[TOC]") == "<p>Intro.</p>"


def test_headings_of_every_script_have_an_address_and_equal_ones_differ() -> None:
    html = render("## Costs & *more*\n\n## Costs & more!\n\n## الهاتف\n\n## ???\n\n[up](#h-costs-more)")

    assert [heading["id"] for heading in elements(html, "h2")] == [
        "h-costs-more",
        "h-costs-more-2",
        "h-الهاتف",
        "h-part",
    ]
    assert [link["href"] for link in elements(html, "a")][2] == "#h-%D8%A7%D9%84%D9%87%D8%A7%D8%AA%D9%81"


@pytest.mark.parametrize(
    ("headings", "addresses"),
    [
        ("a a a", "a a-2 a-3"),
        ("a-2 a a a", "a-2 a a-3 a-4"),
        ("a a-2 a a-2", "a a-2 a-3 a-2-2"),
        ("a a a-2 a-2 a-2-2", "a a-2 a-2-2 a-2-3 a-2-2-2"),
    ],
)
def test_every_heading_has_an_address_of_its_own(headings: str, addresses: str) -> None:
    html = render("\n\n".join(f"## {words}" for words in headings.split()))

    assert [heading["id"] for heading in elements(html, "h2")] == [f"h-{each}" for each in addresses.split()]


def test_many_equal_headings_take_no_longer_each() -> None:
    begun = time.process_time()
    render("## a\n\n" * 10_000)

    assert time.process_time() - begun < 20


def test_a_sign_that_was_escaped_is_itself_in_the_contents() -> None:
    html = render("\n\n".join(f"## \\*{n}\\* & `<b>`" for n in range(4)))

    assert words(html).startswith("On this page*0* & <b>*1* & <b>")
    assert elements(html, "h2")[0]["id"] == "h-0-b"


def test_a_footnote_leads_there_and_back() -> None:
    html = render("A claim.[^1]\n\n[^1]: From *there*.")
    links = elements(html, "a")

    assert [link["href"] for link in links] == ["#fn:1", "#fnref:1"]
    assert links[1]["aria-label"] == "Back to the text"
    assert elements(html, "section") == [{"class": "footnotes", "role": "doc-endnotes", "aria-label": "Footnotes"}]


def test_one_texts_footnotes_do_not_reach_the_next() -> None:
    render("A.[^1]\n\n[^1]: x")

    assert render("B.") == "<p>B.</p>"


def test_the_parts_of_a_text_are_named_in_its_language() -> None:
    labels = labels_in(lambda text: text.upper())
    html = render("!!! warning\n    x\n\n| a |\n|---|\n| b |", labels=labels)

    assert words(html).startswith("WARNING x")
    assert next(all_of(html, "aria-label")) == "TABLE"


def test_the_filter_of_the_templates_takes_what_a_text_refers_to() -> None:
    template = environment().from_string("{{ text|markdown(refs) }}")

    assert template.render(text="[](program:table)", refs=REFS) == (
        '<p><a href="/programs/table/">The table</a></p>'
    )


PIECES = (
    "[](program:table)", "![a](images/hall.jpg)", "[^1]", "\n\n[^1]: ", "\n\n!!! warning ", '"x"', "\n    ",
    "| a | b |\n|---|--:|\n| c | d |", "\n\n## ", "[TOC]", "Table: ", "word ", "*", "`", "<b>", "&", "[", "]",
    "(", ")", "\n\n", "\n> ", "\n- ", "\\", "a", "\"onload=x", "\x02", "\x03", "\n: ", "javascript:",
)  # fmt: skip
texts = st.lists(st.sampled_from(PIECES), max_size=25).map("".join)


@given(texts)
def test_whatever_is_put_together_no_two_parts_share_an_address_and_nothing_runs(text: str) -> None:
    html = render(text, refs=REFS)
    every = elements(html)
    ids = Counter(all_of(html, "id"))

    assert max(ids.values(), default=1) == 1
    assert not [name for each in every for name in each if name.startswith("on") or name == "style"]
    assert not [link for link in elements(html, "a") if link.get("href", "").startswith("javascript")]
    assert {source.split("-")[0] for source in all_of(html, "src")} <= {"/images/hall"}


@given(texts)
def test_what_was_left_is_left_again(text: str) -> None:
    assert render(text, refs=REFS, labels=Labels()) == render(text, refs=REFS)


walls = st.lists(
    st.sampled_from((">", "> " * 19, "- ", "1. ", "    ", "\t", "[", "]", "a", "\n", " " * 40, "[x]" * 200)),
    max_size=12,
).map("".join)


@given(st.one_of(texts, walls))
def test_what_is_too_much_to_be_rendered_is_just_what_is_told(text: str) -> None:
    from presentation.markdown_text import _too_much

    assert bool(list(excesses(text))) is _too_much(text, MAX_MAINTAINER_BYTES)


def test_a_text_over_the_limit_is_told_with_its_size() -> None:
    (excess,) = excesses("é" * 150_000)

    assert excess.what == "the text has 300,000 bytes."


def test_the_first_line_that_is_too_deep_is_told() -> None:
    assert [excess.line for excess in excesses("a\n\n" + "> " * 21 + "b\n" + "> " * 30 + "c")] == [3]
