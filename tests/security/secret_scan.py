"""Secrets that somebody committed: shapes of keys, and random words where a secret is named."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

SHAPES = (
    re.compile(r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----\s*[A-Za-z0-9+/]{20}"),
    re.compile(r"\bAKIA[0-9A-Z]{16}\b"),
    re.compile(r"\bgh[pousr]_[A-Za-z0-9]{36}\b"),
    re.compile(r"\bxox[abprs]-[A-Za-z0-9-]{20,}"),
    re.compile(r"\bAGE-SECRET-KEY-1[A-Z0-9]{50,}"),
    re.compile(r"\bPRIVATE\+KEY\+[^\s+]+\+[0-9a-f]{8}\+[A-Za-z0-9+/=]{40,}"),
    re.compile(r"://[^/\s:@{}<>$%]+:[^/\s:@{}<>$%]{6,}@(?!localhost)[a-z0-9.-]+"),
)
NAMED = re.compile(
    r"(?i)\b(?:secret|password|passwd|passphrase|token|api_?key|private_?key)\b[\"']?\s*[:=]\s*[\"']([^\"'\s]{16,})[\"']"
)
RANDOM_BITS = 3.7
"""Bits a sign: English words have fewer, keys in hexadecimal about four."""
READ = {
    ".py",
    ".md",
    ".yaml",
    ".yml",
    ".toml",
    ".json",
    ".txt",
    ".in",
    ".html",
    ".js",
    ".css",
    ".conf",
    ".service",
}


def secrets_in(text: str) -> Iterator[str]:
    """Yield what in *text* looks like a secret."""
    for shape in SHAPES:
        yield from (found[0] for found in shape.finditer(text) if ".example" not in found[0])
    for found in NAMED.finditer(text):
        if bits_a_sign(found[1]) >= RANDOM_BITS:
            yield found[0]


def bits_a_sign(word: str) -> float:
    counts = Counter(word)
    return -sum(n / len(word) * math.log2(n / len(word)) for n in counts.values())


def text_files(tree: Path, *folders: str) -> Iterator[Path]:
    """Go through the text files of these folders of *tree*, and those that lie in it itself."""
    yield from (file for file in tree.iterdir() if file.is_file() and file.suffix in READ)
    for folder in folders:
        yield from (file for file in (tree / folder).rglob("*") if file.is_file() and file.suffix in READ)
