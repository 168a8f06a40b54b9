"""What html5lib's strict parser refuses in a page that was damaged, our reading of it refuses too."""

from __future__ import annotations

import re

import html5lib
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from site_builder.checking.page import read_page
from tests.site_builder.checking.small_site import a_page

PAGE = a_page(
    """\
<header class="head"><p class="kicker"><a href="/programs/">Programs</a> · <b>One</b></p></header>
<section aria-labelledby="a"><h2 id="a">All of it</h2><div class="flow">
<ul class="list"><li><div><h3><a href="/x/">X &amp; Y</a></h3><p>Words, <em>said</em> well.</p></div></li></ul>
<div class="scroll"><table><caption>Counts</caption><thead><tr><th scope="col">Of</th><td>1</td></tr></thead>
<tbody><tr><th scope="row">To</th><td>2</td></tr></tbody></table></div>
<dl class="facts"><div><dt>When</dt><dd><time datetime="2026-11-23">Monday</time></dd></div></dl>
<form action="/forms/search"><p><label for="q">What?</label><input id="q" name="q"><button>Go</button></p></form>
<svg viewBox="0 0 40 40" aria-hidden="true"><g><path d="M0 19V8"/></g></svg>
<ol><li aria-current="step"><b>Talk</b> <span>two<br>days</span></li></ol><blockquote><p>So.</p></blockquote>
</div></section>
"""
)
PIECES = re.findall(r"<[^>]+>|[^<]+", PAGE)
FIRST = next(at for at, piece in enumerate(PIECES) if piece.startswith("<body"))
places = st.integers(FIRST, len(PIECES) - 1)


def refused(page: str) -> str:
    """Return why html5lib refuses the page; "" where it does not."""
    try:
        html5lib.HTMLParser(strict=True).parse(page)
    except html5lib.html5parser.ParseError as error:
        return str(error)
    return ""


def damaged(at: int, how: str, other: int) -> str:
    pieces = list(PIECES)
    piece = pieces[at]
    if how == "gone":
        pieces[at] = ""
    elif how == "twice":
        pieces[at] = piece * 2
    elif how == "swapped":
        pieces[at], pieces[other] = pieces[other], piece
    else:
        old, new = how.split("=", 1)
        pieces[at] = piece.replace(old, new, 1)
    return "".join(pieces)


HOW = ("gone", "twice", "swapped", " = < ", " = &nosuch; ", '"=', "</=<", "=x", ">=/>", " = a b a ", "<=", "/=")


def test_the_page_is_good_before_it_is_damaged() -> None:
    assert refused(PAGE) == ""
    assert read_page(PAGE).faults == []


@given(places, st.sampled_from(HOW), places)
@example(FIRST + 3, "gone", FIRST)
def test_a_damaged_page_is_never_called_good(at: int, how: str, other: int) -> None:
    # The standard lets a caption's end tag be left out; html5lib does not know.
    assume(PIECES[at] != "</caption>")
    page = damaged(at, how, other)
    why = refused(page)

    assert not why or read_page(page).faults, why


@pytest.mark.parametrize("how", HOW)
def test_each_kind_of_damage_is_seen_somewhere(how: str) -> None:
    pages = (damaged(at, how, len(PIECES) - 3) for at in range(FIRST, len(PIECES) - 6))

    assert any(read_page(page).faults for page in pages)
