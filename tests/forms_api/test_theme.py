"""The forms wear the community's theme like the site does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from presentation import theme
from tests.forms_api.client import Browser

SIGN_IN = "/forms/sign-in"
OURS = '{% extends "original/forms/sign_in/ask.html" %}\n'


@pytest.fixture
def templates(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "content" / "theme" / "templates"
    (folder / "forms" / "sign_in").mkdir(parents=True)
    theme.use_theme_of(tmp_path / "content")
    yield folder
    theme.use(None)


def test_a_form_shows_what_the_theme_adds_and_keeps_what_is_ours(browser: Browser, templates: Path) -> None:
    before = browser.get(SIGN_IN).html
    text = OURS + "{% block main %}<p>Ring the bell.</p>{{ super() }}{% endblock %}"
    (templates / "forms" / "sign_in" / "ask.html").write_text(text, "utf-8")
    after = browser.get(SIGN_IN).html

    assert "Ring the bell." in after and "Ring the bell." not in before
    assert 'name="csrf_token"' in after


def test_a_theme_reaches_a_value_only_through_escaping(browser: Browser, templates: Path) -> None:
    text = OURS + "{% block title %}{{ '<b>' }}{% endblock %}"
    (templates / "forms" / "sign_in" / "ask.html").write_text(text, "utf-8")

    assert "<title>&lt;b&gt;" in browser.get(SIGN_IN).html
