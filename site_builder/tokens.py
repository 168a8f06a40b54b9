"""
The colours, fonts and sizes of a theme: content/theme/tokens.css, names of ours with values of the community's.

Rules of this file: a token is one of those in templates/assets/site.css; colours are written as #rgb or #rrggbb,
for then it can be computed, before anybody has to look, whether people can read what stands on them.
Source: WCAG 2.2, success criteria 1.4.3 (text, 4.5 to 1) and 1.4.11 (edges, 3 to 1), with its relative luminance.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from presentation.theme import ASSETS

LIGHT, DARK = "light", "dark"
FONTS = ("text", "display", "code")
OWN_SCRIPTS = ("ar", "fa", "ur", "he", "hi", "bn", "ta", "pa", "th", "am", "zh", "ja", "ko")
"""Languages whose letters have a font stack of their own in site.css, which a theme's Latin fonts leave alone."""

TEXT, EDGE = 4.5, 3.0
PAIRS: tuple[tuple[str, str, float], ...] = (
    ("ink", "ground", TEXT),
    ("ink", "surface", TEXT),
    ("ink", "wash", TEXT),
    ("ink", "honey-soft", TEXT),
    ("ink", "river-soft", TEXT),
    ("ink-soft", "ground", TEXT),
    ("ink-soft", "surface", TEXT),
    ("ink-soft", "wash", TEXT),
    ("plum", "ground", TEXT),
    ("plum", "surface", TEXT),
    ("plum", "wash", TEXT),
    ("plum-deep", "ground", TEXT),
    ("on-plum", "plum", TEXT),
    ("on-honey", "honey", TEXT),
    ("on-sky", "sky", TEXT),
    ("on-sky", "sun", TEXT),
    ("river", "ground", TEXT),
    ("good", "ground", TEXT),
    ("bad", "ground", TEXT),
    ("bad", "bad-soft", TEXT),
    ("line-firm", "ground", EDGE),
)
"""Which colour stands on which in our pages, and how far apart they have to be."""

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_PIECE = re.compile(r"[^{};]*[{};]?")
_COLOUR = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})\Z")
_HARMFUL = re.compile(r"url\(|@|<|\\|expression", re.IGNORECASE)
_DARK = re.compile(r"@media\s*\(\s*prefers-color-scheme\s*:\s*dark\s*\)\Z")
_DECLARED = re.compile(r"--(?P<name>[\w-]+)\s*:\s*(?P<value>.+)\Z", re.DOTALL)


@dataclass(frozen=True)
class Mistake:
    """What is wrong in tokens.css: on which line, and how to mend it; *name* is the token it speaks of, or ""."""

    line: int
    what: str
    mend: str
    name: str = ""


@dataclass
class Tokens:
    """The values by scheme and name, and the lines they stand on."""

    values: dict[str, dict[str, str]] = field(default_factory=lambda: {LIGHT: {}, DARK: {}})
    lines: dict[tuple[str, str], int] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)


def read_tokens(text: str) -> Tokens:
    """Return what tokens.css says: a :root block, and one inside a block for dark screens."""
    made = Tokens()
    scheme, inside = LIGHT, False
    for line, piece, end in _pieces(text):
        if end == "{" and piece == ":root":
            inside = True
        elif end == "{" and _DARK.match(piece) and not inside:
            scheme = DARK
        elif end == "{":
            made.mistakes.append(Mistake(line, f"'{_short(piece)}' is no block of tokens.css.", _BLOCKS))
            return made
        else:
            if piece:
                _declare(made, scheme, line, piece)
            if end == "}":
                scheme, inside = (scheme, False) if inside else (LIGHT, False)
    return made


_BLOCKS = (
    "There are ':root { … }' and '@media (prefers-color-scheme: dark) { :root { … } }'. "
    "Other rules belong into theme.css."
)


def _pieces(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield what stands between the signs { } ; with its line and the sign behind it."""
    plain = _COMMENT.sub(lambda found: "\n" * found[0].count("\n"), text)
    for found in _PIECE.finditer(plain):
        end = found[0][-1:] if found[0][-1:] in "{};" else ""
        piece = found[0].removesuffix(end).strip() if end else found[0].strip()
        start = found.start() + len(found[0]) - len(found[0].lstrip())
        if piece or end:
            yield plain.count("\n", 0, start) + 1, piece, end


def _declare(made: Tokens, scheme: str, line: int, piece: str) -> None:
    declared = _DECLARED.match(piece)
    if declared is None:
        mend = "Write '--name: value;'. Other rules belong into theme.css."
        made.mistakes.append(Mistake(line, f"'{_short(piece)}' sets no token.", mend))
        return
    name, value = declared["name"], " ".join(declared["value"].split())
    made.values[scheme][name] = value
    made.lines[scheme, name] = line


def _short(piece: str) -> str:
    return piece if len(piece) <= 40 else piece[:39] + "…"


@cache
def our_tokens() -> Mapping[str, Mapping[str, str]]:
    """Return the tokens of our own sheet by scheme; dark screens have the light ones where no other is given."""
    sheet = (ASSETS / "site.css").read_text("utf-8")
    blocks = re.findall(r":root \{\n(.*?)\n +\}\n", _COMMENT.sub("", sheet), re.DOTALL)
    light, dark = (dict(re.findall(r"--([\w-]+): ([^;]+);", block)) for block in blocks[:2])
    return {LIGHT: light, DARK: light | dark}


def check_tokens(tokens: Tokens) -> Iterator[Mistake]:
    """Yield what is wrong with the tokens of a theme: shapes, names and values, then what could not be read."""
    yield from tokens.mistakes
    known = our_tokens()[LIGHT]
    for (scheme, name), line in tokens.lines.items():
        value = tokens.values[scheme][name]
        if name not in known:
            yield Mistake(line, f"there is no token '--{name}'.", "The tokens stand in docs/themes.md.", name)
        elif known[name].startswith("#") and not _COLOUR.match(value):
            yield Mistake(line, f"--{name} is '{value}'.", "Write a colour as #rgb or #rrggbb.")
        elif _HARMFUL.search(value):
            yield Mistake(line, f"--{name} is '{value}'.", "A token holds plain values: no url(), no @, no \\.")
    yield from _unreadable(tokens)


def _unreadable(tokens: Tokens) -> Iterator[Mistake]:
    """Yield every pair of colours that the theme has a part in and that lie too near each other."""
    for scheme in (LIGHT, DARK):
        # What a theme says for all screens holds on dark ones, unless ours or its own says otherwise there.
        own = tokens.values[scheme]
        all_values = {**our_tokens()[scheme], **own}
        for front, back, wanted in PAIRS:
            ours = front not in own and back not in own
            if ours or not (_COLOUR.match(all_values[front]) and _COLOUR.match(all_values[back])):
                continue
            ratio = contrast(all_values[front], all_values[back])
            if ratio < wanted:
                line = tokens.lines.get((scheme, front)) or tokens.lines[scheme, back]
                where = "" if scheme == LIGHT else " on dark screens"
                what = (
                    f"--{front} {all_values[front]} on --{back} {all_values[back]} "
                    f"has a contrast of {ratio:.2f} to 1{where}."
                )
                yield Mistake(line, what, f"It takes {wanted} to 1: make one of them darker or lighter.")


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, from 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(sign * 2 for sign in colour[1:])
    red, green, blue = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return 0.2126 * _linear(red) + 0.7152 * _linear(green) + 0.0722 * _linear(blue)


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def tokens_css(tokens: Tokens) -> str:
    """Return the tokens as rules that come behind ours in their layer; fonts leave other scripts theirs."""
    light, ours = tokens.values[LIGHT], our_tokens()
    # Where ours has a value of its own for dark screens, what a theme says of all screens does not reach them.
    kept = {n: ours[DARK][n] for n in light if n in ours[DARK] and ours[DARK][n] != ours[LIGHT][n]}
    others = ",".join(f":lang({code})" for code in OWN_SCRIPTS)
    rules = [
        _rule(":root", {name: value for name, value in light.items() if name not in FONTS}),
        _rule(f":root:not({others})", {name: value for name, value in light.items() if name in FONTS}),
    ]
    if dark := kept | tokens.values[DARK]:
        rules.append(f"@media (prefers-color-scheme: dark) {{ {_rule(':root', dark)} }}")
    return "@layer tokens {\n" + "".join(f"{rule}\n" for rule in rules if rule) + "}\n"


def _rule(selector: str, values: Mapping[str, str]) -> str:
    return f"{selector} {{ {' '.join(f'--{n}: {v};' for n, v in values.items())} }}" if values else ""
