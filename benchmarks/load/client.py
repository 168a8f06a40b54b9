"""
Thirty-two browsers in one thread: each sends its next ballot when the last was answered, or when it is due.

Rules of this file: requests are bytes made beforehand, so that the client costs as little as it can; every answer
is kept with the number of its ballot, for somebody to look for it in the store.
"""

from __future__ import annotations

import selectors
import socket
import time
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import cycle, islice

CONNECTIONS = 32
LONGEST_SECONDS = 60.0


@dataclass
class Answers:
    """*status* by number of ballot, *seconds* each took from sending (or from its due moment) to its last byte."""

    status: dict[int, int] = field(default_factory=dict)
    seconds: list[float] = field(default_factory=list)
    wall: float = 0.0
    memory: int = 0

    @property
    def accepted(self) -> list[int]:
        """The ballots that were told to be in the box."""
        return [number for number, status in self.status.items() if 200 <= status < 400]

    @property
    def per_second(self) -> float:
        return len(self.accepted) / self.wall

    def percentile(self, share: float) -> float:
        """Return the time below which *share* of all answers came, in seconds."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


class _Browser:
    """One kept-alive connection with at most one ballot under way."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=LONGEST_SECONDS)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.number = -1
        self.since = 0.0
        self._got = b""

    def send(self, number: int, request: bytes, since: float) -> None:
        self.number, self.since, self._got = number, since, b""
        self.socket.sendall(request)

    def answer(self) -> int | None:
        """Take what has come; return the status once the answer is whole."""
        came = self.socket.recv(65536)
        if not came:
            raise ConnectionError(f"The server hung up at ballot {self.number}: {self._got[:200]!r}")
        self._got += came
        head, blank, body = self._got.partition(b"\r\n\r\n")
        if not blank:
            return None
        lower = head.lower()
        if b"chunked" in lower:
            whole = body.endswith(b"0\r\n\r\n")
        else:
            whole = len(body) >= int(lower.partition(b"content-length:")[2].split(b"\r\n")[0])
        return int(head.split(b" ", 2)[1]) if whole else None


def post(ports: Sequence[int], requests: Sequence[bytes], *, per_second: float = 0.0) -> Answers:
    """
    Send all *requests* to the servers on *ports*, in turns, and return their answers.

    Without *per_second* each browser sends at once; with it the ballots come at that pace, whatever the server
    does, and waiting for a free browser counts as part of the answer's time.
    """
    answers, waiting = Answers(), iter(enumerate(requests))
    begin = time.perf_counter()
    with selectors.DefaultSelector() as selector:
        # In turns, so that no connection is idle until the server hangs up.
        free = deque(_Browser(port) for port in islice(cycle(ports), CONNECTIONS))
        every = list(free)
        for browser in every:
            selector.register(browser.socket, selectors.EVENT_READ, browser)
        due = _due(waiting, begin, per_second)
        upcoming = next(due, None)
        while upcoming or len(free) < len(every):
            now = time.perf_counter()
            while upcoming and free and upcoming[2] <= now:
                number, request, at = upcoming
                free.popleft().send(number, request, at if per_second else now)
                upcoming = next(due, None)
            pause = max(0.0, upcoming[2] - now) if upcoming and free else None
            _take(selector.select(pause if pause is not None else LONGEST_SECONDS), answers, free)
        for browser in every:
            browser.socket.close()
    answers.wall = time.perf_counter() - begin
    return answers


def _due(
    waiting: Iterator[tuple[int, bytes]], begin: float, per_second: float
) -> Iterator[tuple[int, bytes, float]]:
    for number, request in waiting:
        yield number, request, begin + (number / per_second if per_second else 0.0)


def _take(ready: list[tuple[selectors.SelectorKey, int]], answers: Answers, free: deque[_Browser]) -> None:
    for key, _ in ready:
        browser: _Browser = key.data
        status = browser.answer()
        if status is not None:
            answers.status[browser.number] = status
            answers.seconds.append(time.perf_counter() - browser.since)
            free.append(browser)


def request(path: str, body: bytes, cookie: str, port: int) -> bytes:
    """Return a form as a browser posts it."""
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: http://127.0.0.1:{port}\r\n"
        f"Referer: http://127.0.0.1:{port}{path}\r\nCookie: {cookie}\r\nAccept: text/html,*/*;q=0.8\r\n"
        "User-Agent: Mozilla/5.0 (Android 9; Mobile; rv:115.0)\r\nAccept-Language: en-GB,en;q=0.7\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body
