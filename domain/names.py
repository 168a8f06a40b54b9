"""
Names that look alike: one word in two alphabets, and two names nobody can tell apart.

Source: Unicode Technical Standard 39, section 4 (skeleton) and 5 (mixed scripts). The table holds the letters of
the three alphabets that look alike, and what digits and pairs of letters are taken for; all else comes from the
compatibility forms that Unicode itself names.
"""

from __future__ import annotations

import unicodedata
from itertools import groupby

from domain.signs import script_of

CONFUSED_SCRIPTS = frozenset({"LATIN", "CYRILLIC", "GREEK"})

_CAPITALS = str.maketrans(
    "\u0410\u0412\u0415\u0417\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0423\u0425\u0405\u0406\u0408\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u04c0",
    "ABE3KMHOPCTYXSIJABEZHIKMNOPTYXI",
)
_SMALL = str.maketrans(
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0455\u0456\u0458\u04bb\u04cf\u0501\u051b\u051d\u03b1\u03b9\u03ba\u03bd\u03bf\u03c1\u03c5\u03c7\u03b3"
    "\u0251\u0261\u0131\u0237\u0578\u057d\u0570\u0581\u0585"
    "i1|0",
    "aeopcyxsijhldqwaikvopuxyagijnuhgolllo",
)
_PAIRS = (("rn", "m"), ("vv", "w"))


def mixed_scripts(name: str) -> bool:
    """Tell whether one word of *name* mixes scripts whose letters look alike: Latin, Cyrillic, Greek."""
    for letters, word in groupby(name, key=str.isalpha):
        if letters and len({script_of(sign) for sign in word} & CONFUSED_SCRIPTS) > 1:
            return True
    return False


def skeleton(name: str) -> str:
    """Return what two names have in common that look the same: accents, case, spaces and signs set aside."""
    letters = unicodedata.normalize("NFKD", name).translate(_CAPITALS).casefold()
    looks = unicodedata.normalize("NFKD", letters).translate(_SMALL).translate(_SMALL)
    kept = "".join(sign for sign in looks if unicodedata.category(sign)[0] in "LN")
    for pair, one in _PAIRS:
        kept = kept.replace(pair, one)
    return kept or unicodedata.normalize("NFKC", name).casefold()
