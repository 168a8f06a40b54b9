"""A fault put into a good page is found, alone, in its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.site_builder.checking.small_site import a_page, found_in


def test_a_good_page_has_no_fault(tmp_path: Path) -> None:
    body = """\
<p class=small id=x>One &amp; two&nbsp;<b>three</b><br>four</p>
<ul><li>a<li>b</ul><dl><div><dt>t</dt><dd>d</dd></div></dl>
<table><caption>c</caption><tr><th scope="col">h<td>1</table>
<h2>Two</h2><h3>Three</h3><h2>Again</h2>
<svg viewBox="0 0 1 1" aria-hidden="true"><path d="M0 0"/><g><circle r="1"/></g></svg>
<form action="/forms/me"><label for="f">Name</label><input id="f">
<label>Other <select><option>1</select></label></form>
<template><h2></h2><a></a></template>
<img src="/a.png" alt="" width="1" height="1" loading="lazy">
<a href="#x">x</a> <a href="/">home</a> <a href="mailto:desk@two-bridges.example">desk</a>
"""

    assert found_in(tmp_path, {"index.html": a_page(body), "a.png": b"\x89"}) == []


@pytest.mark.parametrize(
    ("body", "what"),
    [
        ("<h3>Deep</h3>", "headings: a heading of level 3 follows one of level 1."),
        ("<h1>Again</h1>", "headings: the page has a second h1."),
        ("<h2> </h2>", "headings: a heading of level 2 says nothing."),
        ('<p id="a">1<p id="a">2', "ids: the id a is used twice."),
        ('<p aria-labelledby="gone">1', "ids: aria-labelledby names gone, and nothing on the page has that id."),
        ('<img src="/i.png" width="1" height="1">', "images: the image /i.png has no alt text."),
        ('<img src="/i.png" alt="Bank">', "images: the image /i.png has no width and height."),
        ('<input name="q">', "fields: a field does not say what it is for."),
        ("<p><b>bold</p>", "html: <b> is not closed before </p>."),
        ("</div>", "html: </div> closes nothing that is open."),
        ("<p>1 < 2</p>", "html: a < stands alone; write it as &lt;."),
        ("<p>fish &nosuch; chips</p>", "html: &nosuch; is no sign of HTML; write & as &amp;."),
        ("<p>&copy 2026</p>", "html: &copy wants a semicolon behind it."),
        ('<p class="a" class="b">1</p>', "html: <p> has the attribute class twice."),
        ('<p class="a"id="b">1</p>', "html: the attributes of <p> cannot be read."),
        ("<center>1</center>", "html: <center> is no element of HTML."),
        ("<div/>1</div>", 'html: "/>" does not close <div>.'),
        ("<span><div>1</div></span>", "html: <div> stands in <span>, which holds words only."),
        ("<p><b><div>1</div></b></p>", "html: <div> stands inside a <p>, which ends before it."),
        ("<ul>1</ul>", "html: words stand in <ul>, between what it holds."),
        ("<ul><p>1</p></ul>", "html: <p> stands in <ul>, where it may not."),
        ("<div><li>1</li></div>", "html: <li> stands in <div>, where it may not."),
        ('<a href="/"><button>1</button></a>', "html: <button> stands inside what can be pressed itself."),
        ('<p style="color:red">1</p>', 'html: the attribute style="…" is stopped by the page\'s own policy.'),
        ("<script>alert(1)</script>", "html: a script inside the page is stopped by the page's own policy."),
        ("<style>p{}</style>", "html: a <style> inside the page is stopped by the page's own policy."),
    ],
)
def test_a_fault_is_found_in_its_line(tmp_path: Path, body: str, what: str) -> None:
    found = found_in(tmp_path, {"index.html": a_page(body), "i.png": b"\x89"})

    assert f"index.html:6: {what}" in found
    assert {one.split(": ")[0] for one in found} == {"index.html:6"}


@pytest.mark.parametrize(
    ("page", "what"),
    [
        (a_page().replace(' lang="en"', ""), "1: language: the page does not say its language."),
        (a_page().replace("<title>Two Bridges</title>", ""), "1: title: the page has no title."),
        (a_page().replace("h1>", "p>"), "1: headings: the page has no h1."),
        (a_page().replace("<!doctype html>\n", ""), "1: html: the page does not begin with <!doctype html>."),
        (a_page().replace("</body>", "</body>Words"), "9: html: words stand behind the end of the page."),
        (a_page().replace("</main>", ""), "6: html: <main> is not closed before </body>."),
    ],
)
def test_a_page_without_what_each_must_have_is_found(tmp_path: Path, page: str, what: str) -> None:
    found = found_in(tmp_path, {"index.html": page})

    assert len(found) == 1
    assert found[0].split(": ", 1)[1] == what.split(": ", 1)[1]


def test_a_redirect_needs_no_heading(tmp_path: Path) -> None:
    moved = a_page('<p><a href="/">Here</a></p>', '<meta http-equiv="refresh" content="0; url=/gone/">')
    found = found_in(tmp_path, {"old/index.html": moved.replace("h1>", "p>")})

    assert found == ["old/index.html:3: links: the link to /gone/ leads to no file of the site."]


def test_bytes_that_are_no_text_are_found(tmp_path: Path) -> None:
    found = found_in(tmp_path, {"index.html": a_page("<p>Caf\u00e9").encode("latin-1")})

    assert found == ["index.html:6: encoding: a sign is not UTF-8."]
