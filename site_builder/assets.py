"""
What lies under /assets/, each file twice: by its plain name, and by one that is its content.

Rules of this file: a page links the second name, so that a browser keeps the file for good and asks again only
when it is another one; the plain name stays for the forms, for packs and for whoever linked it. A theme's tokens
and rules become part of the one sheet: a page on a slow line asks once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path, PurePosixPath

from presentation import theme
from site_builder.steps import Verbatim
from site_builder.tokens import read_tokens, tokens_css

SHEET = "site.css"
TOKENS, RULES = "tokens.css", "theme.css"
SIGNS = 10
"""Hexadecimal digits of the hash in a name: 40 bits, between some dozen versions of one file."""


def asset_bytes() -> Mapping[str, bytes]:
    """Return the content of every asset by its plain name, in the order of the names."""
    return {name: _content(name, file) for name, file in theme.asset_files().items()}


def addresses(assets: Mapping[str, bytes]) -> Mapping[str, str]:
    """Return the address by content of each of *assets*."""
    return {name: f"/assets/{fingerprinted(name, content)}" for name, content in assets.items()}


def fingerprinted(name: str, content: bytes) -> str:
    """Return the name with its content's hash before the ending: site.css is site.1f2e3d4c5b.css."""
    path = PurePosixPath(name)
    return str(path.with_name(f"{path.stem}.{sha256(content).hexdigest()[:SIGNS]}{path.suffix}"))


def asset_files(assets: Mapping[str, bytes]) -> Iterator[Verbatim]:
    """Yield every asset under both its names."""
    for name, content in assets.items():
        for each in (name, fingerprinted(name, content)):
            yield Verbatim(PurePosixPath("assets", each), content)


def _content(name: str, file: Path) -> bytes:
    content = file.read_bytes()
    return content + _theme_rules() if name == SHEET else content


def _theme_rules() -> bytes:
    """Return what the theme adds to the sheet: its tokens in our layer of tokens, its rules behind all of ours."""
    tokens, rules = theme.current().file(TOKENS), theme.current().file(RULES)
    added = "\n" + tokens_css(read_tokens(tokens.read_text("utf-8"))) if tokens else ""
    return (added + ("\n" + rules.read_text("utf-8") if rules else "")).encode()
