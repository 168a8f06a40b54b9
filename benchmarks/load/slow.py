"""
Measure what 200 slow clients do to an honest one behind the shipped nginx.conf: `python -m benchmarks.load.slow`.

The slow ones send their headers, or a body, a sign a second; whoever is shown out comes again. The honest one
opens the sign-in page over TLS, each time on a new connection. With and without take turns, so that what else the
machine does meets both.
"""

from __future__ import annotations

import ssl
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from socket import create_connection

from tests.deploy.front import Standing, behind_nginx
from tests.faults.voting import finished, hold_vote

SLOW = 200
VISITS = 150
ROUNDS = 3
MOST = 2.0
BEGIN = {
    "headers": b"GET /forms/sign-in HTTP/1.1\r\nHost: localhost\r\nX-Slow: ",
    "body": b"POST /forms/sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000\r\n\r\n",
}


def main() -> None:
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        vote = hold_vote(folder / "vote")
        finished(vote.build())
        (folder / "nginx").mkdir()
        with behind_nginx(vote, folder / "nginx") as nginx:
            for kind in BEGIN:
                print(row(kind, nginx))


def row(kind: str, nginx: Standing) -> str:
    """Return the line of one kind of slow clients."""
    without, beside = list[float](), list[float]()
    for _ in range(ROUNDS):
        without.append(p95(nginx))
        with slow_clients(nginx, kind):
            beside.append(p95(nginx))
    ratio = statistics.median(there / alone for alone, there in zip(without, beside, strict=True))
    return (
        f"{SLOW} clients slow in their {kind}: honest p95 {statistics.median(beside) * 1000:.1f} ms, without them "
        f"{statistics.median(without) * 1000:.1f} ms, {ratio:.2f} times "
        f"({'reached' if ratio <= MOST else 'missed'}: at most {MOST:g})"
    )


def p95(nginx: Standing) -> float:
    """Return the time below which 95 of 100 visits stay, in seconds."""
    person, took = nginx.person(), list[float]()
    for _ in range(VISITS):
        begun = time.perf_counter()
        assert person.get("/forms/sign-in").status == 200
        took.append(time.perf_counter() - begun)
    return sorted(took)[int(0.95 * len(took))]


@contextmanager
def slow_clients(nginx: Standing, kind: str) -> Iterator[None]:
    """Keep SLOW connections open while the block runs, from a process of their own."""
    command = [sys.executable, "-m", __spec__.name, kind, str(nginx.port), str(nginx.certificate)]
    crawling = subprocess.Popen(command)
    time.sleep(4)
    try:
        yield
    finally:
        crawling.kill()
        crawling.wait()


def crawl(begin: bytes, port: int, certificate: str) -> None:
    """Send a sign a second on SLOW connections, and come again where one is closed; never return."""
    trusted = ssl.create_default_context(cafile=certificate)
    open_ones: list[ssl.SSLSocket] = []
    while True:
        for one in open_ones[:]:
            try:
                one.sendall(b"a")
            except OSError:
                open_ones.remove(one)
                one.close()
        while len(open_ones) < SLOW:
            with suppress(OSError):
                plain = create_connection(("localhost", port), timeout=10)
                one = trusted.wrap_socket(plain, server_hostname="localhost")
                open_ones.append(one)
                one.sendall(begin)
        time.sleep(1)


if __name__ == "__main__":
    if sys.argv[1:]:
        crawl(BEGIN[sys.argv[1]], int(sys.argv[2]), sys.argv[3])
    else:
        main()
