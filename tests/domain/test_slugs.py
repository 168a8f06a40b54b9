import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.slugs import LONGEST, slug_from

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Inés Marroquín", "ines-marroquin"),
        ("Oluwaseun Adébáyọ̀-Featherstonehaugh", "oluwaseun-adebayo-featherstonehaugh"),
        ("  J.  ", "j"),
        ("ليلى حدّاد", "member"),
        ("", "member"),
        ("../../etc/passwd", "etc-passwd"),
    ],
)
def test_a_name_becomes_an_address(name, slug):
    assert slug_from(name) == slug


@given(st.text(max_size=200))
def test_whatever_the_name_the_slug_is_one(name):
    slug = slug_from(name)

    assert SLUG.fullmatch(slug)
    assert len(slug) <= LONGEST


@given(st.lists(st.text(max_size=10), max_size=20))
def test_no_two_names_share_a_slug(names):
    taken = []
    for name in names:
        taken.append(slug_from(name, taken))

    assert len(set(taken)) == len(names)
