"""
Ask the sites that ours links to whether their pages are there, politely and only when asked to.

Rules of this file: one request at a time for a host, with a pause between; a short one first (HEAD); what answered
well is not asked again for a week; an answer that only says "not you" or "not so often" is not a broken link.
"""

from __future__ import annotations

import json
import socket
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from http.client import HTTPException
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

KEPT_FOR = timedelta(days=7)
PATIENCE_SECONDS = 10
PAUSE_SECONDS = 0.5
AT_ONCE = 8
AGENT = "rsn-check (one request a page and week, to see whether a link still leads somewhere)"
GONE = frozenset((404, 410))
NOT_SO = frozenset((400, 403, 405, 406, 501, 503))
"""What servers say to HEAD, or to a program, about pages that people can read; worth asking once properly."""


@dataclass(frozen=True)
class Answer:
    """*wrong* is "" for a page that is there; *offline* tells that nobody could even be asked."""

    wrong: str = ""
    offline: bool = False


Ask = Callable[[str], Answer]
Pause = Callable[[float], None]


def check_outside(
    urls: Iterable[str], cache: Path, now: datetime, *, ask: Ask | None = None, pause: Pause = time.sleep
) -> dict[str, Answer]:
    """Return what is known of each of *urls*; good answers of the last week are taken from the file *cache*."""
    known = _kept(cache, now)
    wanted = sorted(set(urls))
    by_host: dict[str, list[str]] = defaultdict(list)
    for url in wanted:
        if url not in known:
            by_host[urlsplit(url).netloc].append(url)
    answers = {url: Answer() for url in wanted if url in known}
    with ThreadPoolExecutor(AT_ONCE) as workers:
        for part in workers.map(lambda host: _ask_host(host, ask or asked, pause), by_host.values()):
            answers.update(part)
    _keep(cache, known, answers, now)
    return answers


def _ask_host(urls: list[str], ask: Ask, pause: Pause) -> dict[str, Answer]:
    answers: dict[str, Answer] = {}
    for number, url in enumerate(urls):
        if number:
            pause(PAUSE_SECONDS)
        answers[url] = ask(url)
        if answers[url].offline:
            # Whoever cannot reach a host at all need not try each of its pages.
            return answers | dict.fromkeys(urls[number:], answers[url])
    return answers


def asked(url: str) -> Answer:
    """Return what the server of *url* says of it."""
    if urlsplit(url).scheme not in ("http", "https"):
        return Answer()
    try:
        status = _status(url, "HEAD")
        if status in NOT_SO or status in GONE:
            status = _status(url, "GET")
    except URLError as failed:
        return Answer(f"it cannot be reached ({failed.reason}).", offline=_nobody(failed.reason))
    except (OSError, HTTPException, ValueError) as failed:
        return Answer(f"it cannot be reached ({type(failed).__name__}).")
    return Answer(f"it answers {status}.") if status in GONE or status >= 500 else Answer()


def _status(url: str, method: str) -> int:
    request = Request(url, method=method, headers={"User-Agent": AGENT, "Accept": "*/*"})
    try:
        # Only http and https come here.
        with urlopen(request, timeout=PATIENCE_SECONDS) as answer:  # nosec B310
            return int(answer.status)
    except HTTPError as refused:
        return refused.code


def _nobody(reason: object) -> bool:
    """Tell whether the name of the host could not even be looked up."""
    return isinstance(reason, socket.gaierror)


def _kept(cache: Path, now: datetime) -> Mapping[str, str]:
    """Return when each page last answered well, as far as that is young enough."""
    try:
        plain: dict[str, str] = json.loads(cache.read_text("utf-8"))
        return {url: at for url, at in plain.items() if now - datetime.fromisoformat(at) < KEPT_FOR}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def _keep(cache: Path, known: Mapping[str, str], answers: Mapping[str, Answer], now: datetime) -> None:
    good = {url: known.get(url, now.isoformat()) for url, answer in answers.items() if not answer.wrong}
    try:
        cache.parent.mkdir(parents=True, exist_ok=True)
        cache.write_text(json.dumps(good, indent=1, sort_keys=True), "utf-8")
    except OSError:
        # Only the next check is slower for it.
        return
