"""
Where a record is read from: a folder, or an address on the web.

Rules of this file: only files of the record are asked for, each once; nothing larger than a record's file can be
is read; a redirect is refused, because it would answer for somebody else.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from domain.record.verification import Read, Wrong

LARGEST_FILE = 256 * 1024 * 1024
SECONDS = 30
_PATH = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*")


class _NoRedirects(HTTPRedirectHandler):
    def redirect_request(self, *given: Any, **more: Any) -> None:
        return None


def is_address(place: str) -> bool:
    """Tell whether *place* is on the web rather than a folder."""
    return place.startswith(("https://", "http://"))


def read_once(fetch: Read) -> Read:
    """Return a reader that keeps what it read: each file is asked for once, and is the same to every check."""
    kept: dict[str, bytes] = {}

    def read(path: str) -> bytes:
        if path not in kept:
            if not _PATH.fullmatch(path):
                raise Wrong(path, "is no path of a record's file.")
            kept[path] = fetch(path)
        return kept[path]

    return read


def from_folder(folder: Path) -> Read:
    """Return a reader of the record in *folder*."""

    def fetch(path: str) -> bytes:
        try:
            return (folder / path).read_bytes()
        except FileNotFoundError:
            raise Wrong(path, "is missing.") from None
        except OSError as failed:
            raise Wrong(path, f"cannot be read: {failed.strerror}.") from None

    return read_once(fetch)


def files_in(folder: Path) -> list[str]:
    """Return every file of the folder but those whose name begins with a dot, as the record names them."""
    inside = (path for path in folder.rglob("*") if path.is_file())
    names = (path.relative_to(folder) for path in inside)
    return sorted(name.as_posix() for name in names if not any(part.startswith(".") for part in name.parts))


def from_address(address: str, opened: Callable[[str], None] = lambda path: None) -> Read:
    """Return a reader of the record at *address*, for which *opened* is told each file that is asked for."""
    base, opener = address.rstrip("/") + "/", build_opener(_NoRedirects())

    def fetch(path: str) -> bytes:
        opened(path)
        request = Request(base + path, headers={"User-Agent": "rsn-verify"})  # nosec B310
        try:
            with opener.open(request, timeout=SECONDS) as answer:
                content: bytes = answer.read(LARGEST_FILE + 1)
        except HTTPError as refused:
            refused.close()
            raise Wrong(path, f"The server answers {refused.code} {refused.reason}.") from None
        except (URLError, OSError, ValueError) as failed:
            raise Wrong(path, f"cannot be fetched: {getattr(failed, 'reason', failed)}.") from None
        if len(content) > LARGEST_FILE:
            raise Wrong(path, "is larger than any file of a record.")
        return content

    return read_once(fetch)
