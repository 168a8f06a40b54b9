"""
What must not be when the service starts: it refuses, and says how to mend it; the rest it warns of.

A service that starts on an open folder, without a host of its own or in a debugger's hands would work, and nobody
would notice for years. Source: OWASP ASVS 5.0, 13.4.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from forms_api.config import LOOPBACK, Config

PRIVATE_FOLDERS = ("store", "keys", "mail", "packs", "backups")
"""Folders of the data folder that hold what only the service reads; the public record is none of them."""
KEY_FILE = "secret.key"
PRIVATE_FILES = (KEY_FILE, f"{KEY_FILE}.old", "limits.sqlite", "control.sock")
SIGNS_BY_CHANCE = 8
"""So many different bytes at least has a key of 32 that was drawn; one typed by hand, or all zeros, has fewer."""
MENDED_IN = {(3, 11): (3, 11, 10), (3, 12): (3, 12, 5)}
"""The first release of each Python that turns no encoded word into a second mail header (CVE-2024-6923)."""

Version = tuple[int, int, int]


@dataclass(frozen=True)
class Problem:
    """Something wrong at the start; the service does not start where it is *fatal*."""

    fatal: bool
    text: str
    mend: str

    def __str__(self) -> str:
        return f"{'Refused' if self.fatal else 'Warning'}: {self.text} {self.mend}"


@dataclass(frozen=True)
class Around:
    """What the process stands in: the interpreter, who runs it, and the names in its environment."""

    python: Version
    user: int
    environ: Mapping[str, str]

    @classmethod
    def here(cls) -> Around:
        """Return what this process stands in."""
        found = sys.version_info
        return cls((found.major, found.minor, found.micro), os.geteuid(), os.environ)


def problems(config: Config, around: Around, *, debug: bool = False) -> tuple[Problem, ...]:
    """Return all that is wrong with starting the service on these settings, what is fatal first."""
    found = [
        *_debug(around, debug),
        *_host(config),
        *_secret(config),
        *_modes(config.data_dir),
        *_warnings(around),
    ]
    return tuple(sorted(found, key=lambda problem: not problem.fatal))


def _debug(around: Around, debug: bool) -> Iterator[Problem]:
    named = [
        name for name in ("FLASK_DEBUG", "WERKZEUG_DEBUG_PIN") if around.environ.get(name, "0") not in ("", "0")
    ]
    if debug or named:
        where = f"{named[0]} is set" if named else "Debugging is on"
        yield Problem(True, f"{where}: a debugger hands the machine to whoever finds it.", "Turn it off.")


def _host(config: Config) -> Iterator[Problem]:
    address = urlsplit(config.base_url)
    loopback = address.hostname in LOOPBACK
    if not config.trusted_hosts or any(not host or host in ("*", ".") for host in config.trusted_hosts):
        yield Problem(True, "The service would answer to any host name.", "Name its own with --base-url.")
    if not address.hostname:
        yield Problem(
            True, f"The address {config.base_url!r} names no host.", "Write it like https://example.org."
        )
    elif address.scheme != "https" and not loopback:
        yield Problem(
            True, f"The address {config.base_url} is not https: cookies and links would be read on the way.",
            "Write https:// and let a web server in front end TLS.",
        )  # fmt: skip
    elif not loopback and not config.secure_cookies:
        yield Problem(True, "The session's cookie would be sent without TLS.", "Turn secure_cookies on.")
    if config.demo and not loopback:
        yield Problem(True, "A demo lets anybody sign in as anybody.", "Serve it on 127.0.0.1 only.")


def _secret(config: Config) -> Iterator[Problem]:
    # Config itself refuses a key that is too short.
    file, mend = config.data_dir / KEY_FILE, "Make one: rsn keys rotate secret --at-once"
    if not file.exists():
        yield Problem(True, f"There is no secret key in {file}.", mend)
    if len(set(config.secret)) < SIGNS_BY_CHANCE:
        yield Problem(True, "The secret key was not drawn by chance.", mend)


def _modes(data: Path) -> Iterator[Problem]:
    folders = [data, *(data / name for name in PRIVATE_FOLDERS)]
    inside = [file for folder in folders[1:] if folder.is_dir() for file in folder.iterdir() if file.is_file()]
    for path in (*folders, *(data / name for name in PRIVATE_FILES), *inside):
        if not path.exists():
            continue
        if path.stat().st_mode & 0o077:
            mode = 700 if path.is_dir() else 600
            yield Problem(True, f"{path} may be read by others.", f"Run: chmod {mode} {path}")
        elif path.stat().st_uid not in (os.geteuid(), 0) and os.geteuid() != 0:
            yield Problem(True, f"{path} belongs to another user.", f"Run: chown {os.geteuid()} {path}")


def _warnings(around: Around) -> Iterator[Problem]:
    mended = MENDED_IN.get(around.python[:2])
    if mended and around.python < mended:
        running, wanted = (".".join(map(str, version)) for version in (around.python, mended))
        yield Problem(
            False, f"Python {running} can be made to add headers to a mail (CVE-2024-6923); ours are checked.",
            f"Update to {wanted} or later.",
        )  # fmt: skip
    if around.user == 0:
        yield Problem(
            False, "The service runs as root: a flaw in it would own the machine.", "Run it as a user of its own."
        )
