"""The forms on paper: every question of the pages, in their order and words, and nobody given away."""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.etree.ElementTree import Element

import pytest

from domain.exchange import Intent
from domain.people import Member
from forms_api.store.memory import MemoryStore
from presentation.paper import SHEETS, Question, Sheet
from tests.builders import an_exchange, put
from tests.forms_api.audit import text_of
from tests.forms_api.client import Browser, Page

SignIn = Callable[[Member], Browser]
HIDDEN = {"csrf_token", "nonce", "step", "seen", "act"}


def questions(sheet: Sheet) -> list[Question]:
    return [question for part in sheet.parts for question in part.questions]


def on_paper(sheet: Sheet) -> list[str]:
    return [field for question in questions(sheet) for field in question.fields]


def asked(page: Page, action: str) -> list[str]:
    """Return the names of the fields of the page's form in their order; of rows the first one alone."""
    assert page.tree is not None
    (form,) = [e for e in page.tree.iter("form") if (e.get("action") or action).endswith(action)]
    names = [e.get("name") or "" for e in form.iter() if e.tag in ("input", "select", "textarea")]
    first = [name for name in names if name and name not in HIDDEN and not re.search(r"-[1-9]\d*(-|$)", name)]
    return list(dict.fromkeys(first))


def labels(page: Page) -> str:
    assert page.tree is not None
    parts: list[Element] = [e for e in page.tree.iter() if e.tag in ("label", "legend")]
    return " | ".join(text_of(part) for part in parts)


@pytest.fixture
def pages(signed_in: SignIn, store: MemoryStore, ada: Member, ben: Member, need: Intent) -> dict[str, Page]:
    """The web page of each sheet."""
    from dataclasses import replace

    put(store, replace(an_exchange(ben.id, ada.id, confirmed=False), id="given"))
    browser = signed_in(ada)
    share = browser.get("/forms/share")
    return {
        "entry": browser.get("/forms/entry"),
        "offer": share,
        "need": share,
        "confirmation": browser.get("/forms/exchanges/given/correct"),
    }


@pytest.mark.parametrize(("which", "action"), [
    ("entry", "/forms/entry"), ("offer", "/forms/share"), ("need", "/forms/share"), ("confirmation", "/correct"),
])  # fmt: skip
def test_every_field_of_the_page_is_on_the_paper_in_the_same_order(
    pages: dict[str, Page], which: str, action: str
) -> None:
    fields = asked(pages[which], action)
    if which in ("offer", "need"):
        fields = [name for name in fields if name.startswith(f"{which}-")]

    assert on_paper(SHEETS[which]) == fields


@pytest.mark.parametrize("which", ["entry", "offer", "need", "confirmation"])
def test_the_words_and_choices_of_the_paper_are_those_of_the_page(pages: dict[str, Page], which: str) -> None:
    said = labels(pages[which])
    html = pages[which].html
    for question in questions(SHEETS[which]):
        if question.fields:
            assert question.label in said, question.label
            for choice in question.choices:
                assert choice.replace("'", "&#39;") in html or choice in html, choice


def test_the_mandate_on_paper_asks_what_the_desk_asks(signed_in: SignIn, steward: Member) -> None:
    page = signed_in(steward).get("/forms/desk/by-hand")

    assert on_paper(SHEETS["mandate"]) == asked(page, "/forms/desk/by-hand")
    assert all(question.label in labels(page) for question in questions(SHEETS["mandate"]))
    assert SHEETS["mandate"].signed


@pytest.mark.parametrize("which", SHEETS)
@pytest.mark.parametrize("language", ["en", "es", "ar"])
def test_anybody_may_open_a_sheet_in_every_language(browser: Browser, which: str, language: str) -> None:
    page = browser.get(f"/forms/print/{which}?lang={language}")

    assert page.status == 200
    assert page.tree is not None and page.tree.get("dir") == ("rtl" if language == "ar" else "ltr")


def test_there_is_no_other_sheet(browser: Browser) -> None:
    assert browser.get("/forms/print/ballot").status == 404


@pytest.mark.parametrize("which", SHEETS)
def test_no_sheet_asks_for_a_code_or_shows_a_name(browser: Browser, which: str) -> None:
    sheet = SHEETS[which]
    words = " ".join((sheet.lead, *(q.label + q.hint for q in questions(sheet)))).casefold()

    assert "code" not in words and "password" not in words
    assert "Ada" not in browser.get(f"/forms/print/{which}").html
