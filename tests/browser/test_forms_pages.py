"""Look at one page of every kind the forms have, mistakes included."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.community import Community
from tests.browser.forms_pages import FORMS, Form, open_form
from tests.browser.looking import axe_violations, photograph, sideways, small_targets


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.kind)
def test_a_form_is_plain_to_everybody_at_any_width_by_day_and_by_night(
    form: Form, open_page: Callable[..., Page], community: Community
) -> None:
    page = open_page()
    open_form(form, page, community)

    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    by_day = axe_violations(page)
    page.emulate_media(color_scheme="dark")
    assert by_day + axe_violations(page, colours_only=True) == []
    assert sideways(page, 320) == 0
    assert small_targets(page) == []
    photograph(page, f"forms-{form.kind}")
