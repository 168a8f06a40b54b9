"""
The elements of HTML as far as a reader of built pages has to know them.

Source: HTML Living Standard, sections 4 (elements and their content), 13.1.2.4 (optional tags), 13.2.6 (tree).
"""

from __future__ import annotations


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


VOID = _words("area base br col embed hr img input link meta source track wbr")

HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))

PHRASING = _words(
    "a abbr b bdi bdo br button cite code data datalist del dfn em i img input ins kbd label mark meter noscript "
    "output picture progress q rp rt ruby s samp select slot small span strong sub sup svg math textarea time u "
    "var wbr map area audio video canvas iframe object embed script template link meta"
)

BLOCKS = HEADINGS | _words(
    "address article aside blockquote details dialog div dl fieldset figcaption figure footer form header "
    "hgroup hr main menu nav ol p pre search section table ul"
)
"""What closes an open paragraph."""

KNOWN = (
    VOID
    | PHRASING
    | BLOCKS
    | _words(
        "html head body title style base summary legend option optgroup li dt dd caption colgroup thead "
        "tbody tfoot tr td th source track param"
    )
)

OPTIONAL_END = _words(
    "html head body li dt dd p rt rp optgroup option colgroup caption thead tbody tfoot tr td th"
)

_ROWS = frozenset(("tr", "td", "th"))
_GROUPS = _ROWS | {"thead", "tbody", "tfoot", "caption", "colgroup"}
CLOSED_BY = {
    "li": frozenset(("li",)),
    "dt": frozenset(("dt", "dd")),
    "dd": frozenset(("dt", "dd")),
    "option": frozenset(("option",)),
    "optgroup": frozenset(("option", "optgroup")),
    "tr": _ROWS,
    "td": frozenset(("td", "th")),
    "th": frozenset(("td", "th")),
    "thead": _GROUPS,
    "tbody": _GROUPS,
    "tfoot": _GROUPS,
    "body": frozenset(("head",)),
}
"""Which open elements end, end tag or not, where this one begins."""

INSIDE = {
    "li": frozenset(("ul", "ol", "menu")),
    "dt": frozenset(("dl", "div")),
    "dd": frozenset(("dl", "div")),
    "tr": frozenset(("table", "thead", "tbody", "tfoot")),
    "td": frozenset(("tr",)),
    "th": frozenset(("tr",)),
    "thead": frozenset(("table",)),
    "tbody": frozenset(("table",)),
    "tfoot": frozenset(("table",)),
    "caption": frozenset(("table",)),
    "figcaption": frozenset(("figure",)),
    "legend": frozenset(("fieldset",)),
    "summary": frozenset(("details",)),
    "option": frozenset(("select", "datalist", "optgroup")),
}
"""What may hold an element that stands only there."""

HOLDS_ONLY = {
    "ul": frozenset(("li", "script", "template")),
    "ol": frozenset(("li", "script", "template")),
    "dl": frozenset(("dt", "dd", "div", "script", "template")),
    "tr": frozenset(("td", "th", "script", "template")),
    "table": frozenset(("caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr", "script", "template")),
}

NO_WORDS = frozenset(
    ("html", "head", "ul", "ol", "dl", "table", "thead", "tbody", "tfoot", "tr", "colgroup", "select")
)
"""What holds no words of its own."""

ONLY_PHRASING = HEADINGS | _words(
    "p pre span b strong em i u s small bdi bdo cite code abbr q sub sup time mark label button kbd samp var"
)
"""What may hold words and what stands among words, and no block."""

NEVER_NESTED = {"a": "a", "button": "button", "form": "form", "label": "label"}

RAW_TEXT = frozenset(("script", "style", "textarea", "title"))
