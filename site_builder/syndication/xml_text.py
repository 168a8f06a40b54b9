"""
Text as it stands in XML, as xml.sax.saxutils writes it: that module brings half of the network's protocols along.
"""

from __future__ import annotations


def escape(text: str) -> str:
    """Return *text* as it stands between tags."""
    return text.replace("&", "&amp;").replace(">", "&gt;").replace("<", "&lt;")


def quoteattr(text: str) -> str:
    """Return *text* as the value of an attribute, with its quotes."""
    value = escape(text).replace("\n", "&#10;").replace("\r", "&#13;").replace("\t", "&#9;")
    if '"' not in value:
        return f'"{value}"'
    return f"'{value}'" if "'" not in value else '"' + value.replace('"', "&quot;") + '"'
