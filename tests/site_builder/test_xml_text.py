"""Text in XML: as the standard library writes it."""

from __future__ import annotations

from xml.sax import saxutils

from hypothesis import given
from hypothesis import strategies as st

from site_builder.syndication.xml_text import escape, quoteattr

TEXTS = st.text(alphabet=st.one_of(st.sampled_from("<>&\"'\n\r\t"), st.characters()))


@given(TEXTS)
def test_text_and_attributes_are_what_the_standard_library_makes_of_them(text: str) -> None:
    assert escape(text) == saxutils.escape(text)
    assert quoteattr(text) == saxutils.quoteattr(text)
