"""Requirements 46 to 54 of docs/security.md: what people write; test_content_out.py has those up to 60."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath

import html5lib
import pytest
from flask import Flask
from hypothesis import example, given
from hypothesis import strategies as st
from werkzeug.exceptions import HTTPException

from domain.names import mixed_scripts, skeleton
from domain.people import Entry, Member, Standing
from domain.signs import faults
from domain.slugs import slug_from
from forms_api.services import admission, entries
from forms_api.services.entries import EntryDraft, NameTaken
from forms_api.services.text_rules import normal, refused_at
from forms_api.store.memory import MemoryStore
from presentation.environment import environment
from presentation.markdown_text import MEMBER_TAGS, _cleaned, render_members
from site_builder.content.signs import sign_problems
from site_builder.content.yaml_tree import read_yaml
from site_builder.manifest import Manifest
from site_builder.out_places import UnsafeOutput, safe_target
from site_builder.staging import Staging
from tests.builders import NOW, a_catalogue, a_member, put
from tests.forms_api.client import Browser
from tests.security.corpus import texts

SignIn = Callable[[Member], Browser]

pytestmark = pytest.mark.longer

MARKUP = ("xss", "html-sanitiser", "markdown", "mixed", "ssti")


def elements(html: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield every element a browser would make of *html*, with its attributes."""
    tree = html5lib.parseFragment(html, namespaceHTMLElements=False)
    yield from ((one.tag, dict(one.attrib)) for one in tree.iter() if isinstance(one.tag, str) and one is not tree)


def test_s46_members_markdown_makes_the_elements_named_and_no_others() -> None:
    raw = (
        '<img src=x onerror=alert(1)><b id=a class=b style=c>x</b><form><input></form><a href="//e.example">y</a>'
    )
    shown = render_members(f"{raw}\n\n<div>\n\n![p](https://evil.example/p.gif) [x](https://example.org)")

    found = list(elements(shown))
    assert {tag for tag, _ in found} <= MEMBER_TAGS - {"b"}
    assert [a for tag, a in found if tag == "a"] == [
        {"href": "https://example.org", "rel": "nofollow ugc noopener noreferrer"}
    ]
    assert "&lt;b id=a" in shown and "&lt;div&gt;" in shown


def test_s46_what_passed_the_reader_is_cleaned_all_the_same() -> None:
    raw = '<img src=x><p id=a class=b style=c onclick=d>x</p><svg><g/></svg><a href="javascript:x">y</a><b>z</b>'
    cleaned = _cleaned(raw, MEMBER_TAGS, "nofollow")

    assert {tag for tag, _ in elements(cleaned)} == {"p", "a"}
    assert all(set(attributes) <= {"href", "rel"} for _, attributes in elements(cleaned))


@pytest.mark.parametrize("href", ["//evil.example", "/\\evil.example", "../x", "data:text/html,x", "ftp://x", "x"])
def test_s46_a_link_that_leaves_the_schemes_or_the_site_loses_its_address(href: str) -> None:
    assert "href" not in _cleaned(f'<a href="{href}">x</a>', MEMBER_TAGS, "nofollow")


def harmless(html: str) -> bool:
    """Tell whether a browser would make nothing of *html* but the elements, attributes and addresses named."""
    return all(
        tag in MEMBER_TAGS
        and set(attributes) <= {"href", "title", "start", "rel"}
        and re.match(r"https?://|mailto:|#|/(?![/\\])", attributes.get("href", "#"), re.IGNORECASE)
        for tag, attributes in elements(html)
    )


@pytest.mark.parametrize(
    "text",
    [
        "[x](javascript:alert(1))",
        "[x](JaVa\tScRiPt:alert(1))",
        "[x](//evil.example)",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x]: javascript:alert(1)\n\n[x]",
        "<javascript:alert(1)>",
        '[x](https://e.example "a" onclick="b")',
        "```x onclick=y\nz\n```",
        "| a |\n|:-:|\n| <img src=x onerror=y> |",
    ],
)
def test_s47_what_is_hostile_makes_nothing_that_is_not_named(text: str) -> None:
    assert harmless(render_members(text))


def test_s47_no_string_of_the_corpus_makes_anything_that_is_not_named(fixtures_dir: Path) -> None:
    assert [text for text in texts(fixtures_dir, *MARKUP, every=40) if not harmless(render_members(text))] == []


@pytest.mark.parametrize(
    "text", ["[" * 3000, "[a](" * 1500, "![" * 3000, "[x" * 12 + "y" * 9800, "> " * 4000, "a " * 30_000]
)
def test_s48_a_text_made_to_be_slow_costs_no_more_than_an_honest_one(text: str) -> None:
    begun = time.thread_time()
    shown = render_members(text)

    # An honest text of ten thousand bytes takes a tenth of this.
    assert time.thread_time() - begun < 1.5
    assert "<" not in shown.removeprefix("<p>").removesuffix("</p>") or len(text) < 10_000


def test_s48_a_text_longer_than_the_cap_is_shown_as_it_was_typed() -> None:
    assert render_members("*a* " * 3000).startswith("<p>*a*")
    assert "<em>" in render_members("*a* " * 300)


@pytest.mark.parametrize("text", ["{{7*7}}", "{% raw %}", "<i>x</i>", "${7*7}", "#{7*7}", "'\"&"])
def test_s49_what_is_put_into_a_template_comes_out_as_it_was(text: str) -> None:
    shown = environment("en").from_string("<p>{{ text }}</p>").render(text=text)

    tree = html5lib.parseFragment(shown, namespaceHTMLElements=False)
    assert [element.tag for element in tree] == ["p"]
    assert tree[0].text == text


def test_s49_a_template_in_a_field_is_shown_and_not_run(signed_in: SignIn, ada: Member) -> None:
    page = signed_in(ada).send("/forms/entry", {"name": "{{7*7}}<i>{%x%}", "about": "{{config}}"})

    assert "{{7*7}}&lt;i&gt;{%x%}" in page.html and "{{config}}" in page.html


@pytest.mark.parametrize(
    "part", ["..", "a\x00", "a\r\nb", "\u202ea", "A", "a--b", "-a", "a" * 81, "con.html", "~"]
)
def test_s50_no_part_of_an_address_takes_what_no_slug_of_ours_can_be(app: Flask, part: str) -> None:
    asked = app.url_map.bind("weirside.example", url_scheme="https")

    with pytest.raises(HTTPException):
        asked.match(f"/forms/cohorts/{part}/join")
    assert asked.match("/forms/cohorts/kitchen-table-1/join")[1] == {"slug": "kitchen-table-1"}


@pytest.mark.parametrize("part", ["..", "a..b", "a\x00b", "a\nb", "\u202e", "é", "a b", "%2e", "x" * 201])
def test_s50_no_id_takes_what_no_id_of_ours_can_be(app: Flask, part: str) -> None:
    asked = app.url_map.bind("weirside.example", url_scheme="https")

    with pytest.raises(HTTPException):
        asked.match(f"/forms/matches/{part}")


@given(st.text(max_size=100))
@example("../x")
@example("Ada_Quill!")
def test_s50_a_slug_is_made_by_us_whatever_the_name(name: str) -> None:
    slug = slug_from(name)

    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug) and len(slug) <= 80


@pytest.mark.parametrize("path", ["../x", "/etc/passwd", "a/../../x", ".."])
def test_s51_no_path_leaves_the_output_folder(tmp_path: Path, path: str) -> None:
    with pytest.raises(UnsafeOutput, match="leads out"):
        safe_target(tmp_path, PurePosixPath(path))


def test_s51_no_symlink_is_written_through(tmp_path: Path) -> None:
    (tmp_path / "members").symlink_to("/tmp")

    with pytest.raises(UnsafeOutput, match="symlink"):
        safe_target(tmp_path, PurePosixPath("members/ada/index.html"))


def test_s51_who_reads_a_page_reads_the_old_one_or_the_new_one(tmp_path: Path) -> None:
    page = tmp_path / "index.html"
    page.write_bytes(b"old")
    with page.open("rb") as reader:
        staging = Staging(tmp_path, Manifest())
        staging.add(PurePosixPath("index.html"), b"new and longer")
        staging.place(["index.html"])

        assert reader.read() == b"old"
    assert page.read_bytes() == b"new and longer"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a: &x 1\nb: *x", "points to another place"),
        ("a: 1\na: 2", "stands here again"),
        ("a: !!python/object:os.system x", "is not read here"),
        ("%YAML 1.1\n---\na: 1", "begins with '%'"),
        ("a: 1\n---\nb: 2", "second document"),
        ("a: " + "[" * 2000, "too deep"),
        ('a: "\\u202e"', "cannot be seen"),
    ],
)
def test_s52_what_yaml_could_do_to_a_reader_is_refused(text: str, told: str) -> None:
    assert any(told in trouble.what for trouble in read_yaml(text).troubles)


def test_s52_a_value_is_what_was_written_and_no_guess() -> None:
    root = read_yaml("a: no\nb: 010\nc: 1:30\nd: 2026-01-01\ne: 1e3").root

    assert [root.values[key].text for key in "abcde"] == ["no", "010", "1:30", "2026-01-01", "1e3"]


NEVER = [
    "\x00",
    "\x1b",
    "\x7f",
    "\ud800",
    "\ue000",
    "\uffff",
    "\u202e",
    "\u2066",
    "\u061c",
    "\u3164",
    "\u2800",
    "\u115f",
]


@pytest.mark.parametrize("sign", NEVER)
def test_s53_a_sign_that_cannot_be_shown_is_refused_by_both_programs(sign: str) -> None:
    assert refused_at(normal(f"a{sign}b"), lines=True) == 1
    assert list(sign_problems(f"a{sign}b"))


def test_s53_text_has_one_form_and_nothing_invisible_but_what_a_script_needs(fixtures_dir: Path) -> None:
    assert normal("e\u0301 \u200b\ufeff\u00adx") == "é x"
    assert normal("می\u200cخواهم") == "می\u200cخواهم"
    for text in texts(fixtures_dir, "zero-width", "bidi", "text-control"):
        cleaned = normal(text)
        assert normal(cleaned) == cleaned
        assert refused_at(cleaned, lines=True) is not None or not list(faults(cleaned))


def test_s53_a_tower_of_marks_is_refused() -> None:
    assert refused_at("a" + "\u0300" * 5, lines=True) == 5
    assert refused_at("a" + "\u0300" * 4, lines=True) is None


def test_s53_every_text_field_of_every_form_refuses_them(
    signed_in: SignIn, ada: Member, store: MemoryStore
) -> None:
    page = signed_in(ada).send("/forms/entry", {"name": "Ada\u202eQuill"})

    assert any("cannot be shown" in error for error in page.errors)
    with store.unit() as unit:
        assert unit.members.get(ada.id) == ada


def draft(name: str) -> EntryDraft:
    return EntryDraft(name, "", (), "", (), (), "", {})


@pytest.mark.parametrize("name", ["Ada Quill", "АDА QUILL", "ada  quіll", "Ada Qui11", "Ádа Quill"])
def test_s54_a_name_that_looks_like_another_is_refused(store: MemoryStore, name: str) -> None:
    put(store, a_member("ada-quill"), a_member("ben", id="ben"))

    with pytest.raises(NameTaken):
        entries.save(store, a_catalogue(), "ben", draft(name), NOW)


def test_s54_who_only_asks_to_join_keeps_no_name_and_learns_none(store: MemoryStore) -> None:
    put(
        store,
        a_member("ada-quill"),
        a_member("new", id="new", standing=Standing.APPLICANT),
        a_member("ben", id="ben"),
    )

    entries.save(store, a_catalogue(), "new", draft("Ada Quill"), NOW)
    assert entries.save(store, a_catalogue(), "ben", draft("New"), NOW).entry.name == "New"


def test_s54_a_steward_cannot_let_in_somebody_whose_name_looks_like_anothers(store: MemoryStore) -> None:
    put(
        store,
        a_member("ada-quill"),
        a_member("odo", id="odo", steward=True),
        replace(a_member("new", id="new", standing=Standing.APPLICANT), entry=Entry("new", "Аdа Quill")),
    )

    with pytest.raises(NameTaken):
        admission.admit(store, "odo", "new", Standing.NEWCOMER, NOW)


@pytest.mark.parametrize(("name", "mixed"), [("Адa", True), ("Ωmega", True), ("Иван", False), ("Νίκος", False)])
def test_s54_a_word_in_two_alphabets_is_refused_and_a_name_in_one_is_not(
    signed_in: SignIn, ada: Member, name: str, mixed: bool
) -> None:
    page = signed_in(ada).send("/forms/entry", {"name": name})

    assert any("one alphabet" in error for error in page.errors) is mixed
    assert mixed_scripts(name) is mixed
    assert skeleton(name)
