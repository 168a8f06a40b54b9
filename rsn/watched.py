"""What the running service counts besides requests: what it was asked over its socket, and what its disk did."""

from __future__ import annotations

import logging
import resource
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter
from typing import Any

from forms_api.event_log import say
from forms_api.health import Patient, troubles
from forms_api.metrics import Labels, Tally
from forms_api.store.base import Home
from forms_api.store.disk import Disk
from rsn.house import QUESTIONS, Holder, Question, answer

TOLD = {
    "rsn_requests_total": "Requests by route; those about votes only where they failed.",
    "rsn_request_seconds": "How long requests took, without those about votes.",
    "rsn_asked_total": "What build.py and the command line asked over the control socket.",
    "rsn_publish_seconds": "How long a publish took.",
    "rsn_store_commits_total": "Units of work written to the store, without those of ballots and their keys.",
    "rsn_store_batches_total": "Writes that carried them: commits by batches is how many share one.",
    "rsn_store_bytes_total": "Bytes written for them.",
    "rsn_store_sync_seconds": "How long the disk took to say that a batch is safe.",
    "rsn_mails_total": "Mails by whether they were delivered.",
    "rsn_mails_failed_in_a_row": "Mails that failed since one was last delivered.",
    "rsn_well": "1 where nothing is to look after, else 0.",
    "rsn_trouble": "1 for each thing to look after, by its name.",
    "rsn_disk_free_bytes": "Bytes free on the disk of the data folder.",
    "rsn_cpu_seconds": "Processor time used by the service.",
    "rsn_memory_peak_bytes": "The most memory the service ever held.",
}
SECRET_HOMES = (Home.BALLOTS.value, Home.KEYS.value)


class CountedDisk(Disk):
    """The machine's disk, with a count of what is written for all homes but those of ballots and keys."""

    def __init__(self, tally: Tally) -> None:
        self._tally = tally
        self._counted: set[int] = set()

    def open(self, path: Path, flags: int) -> int:
        file = super().open(path, flags)
        if ".journal" in path.name and not path.name.startswith(SECRET_HOMES):
            self._counted.add(file)
        return file

    def write(self, file: int, content: bytes) -> int:
        written = super().write(file, content)
        if file in self._counted:
            self._tally.count("rsn_store_commits_total", content.count(b"\n"))
            self._tally.count("rsn_store_batches_total")
            self._tally.count("rsn_store_bytes_total", written)
        return written

    def fdatasync(self, file: int) -> None:
        begun = perf_counter()
        super().fdatasync(file)
        if file in self._counted:
            self._tally.observe("rsn_store_sync_seconds", perf_counter() - begun)

    def close(self, file: int) -> None:
        self._counted.discard(file)
        super().close(file)


def answer_watched(holder: Holder, tally: Tally, question: Question) -> dict[str, Any]:
    """Answer a question, count it, and write down what it changed."""
    asked = str(question.get("ask"))
    asked = asked if asked in QUESTIONS else "unknown"
    begun = perf_counter()
    try:
        reply = answer(holder, question)
    except Exception as failed:
        tally.count("rsn_asked_total", ask=asked, outcome="failed")
        say("a question failed", logging.WARNING, ask=asked, error=type(failed).__name__)
        raise
    seconds = perf_counter() - begun
    tally.count("rsn_asked_total", ask=asked, outcome="answered")
    if asked == "publish":
        tally.observe("rsn_publish_seconds", seconds)
        if reply["changed"]:
            say("published", sequence=reply["sequence"], ms=round(seconds * 1000))
    return reply


def figures(holder: Holder, *tallies: Tally) -> Iterator[str]:
    """Yield all metrics as lines."""
    found = troubles(patient := holder.patient(), holder.clock())
    gauges: dict[str, dict[Labels, float]] = {
        "rsn_well": {(): float(not found)},
        "rsn_trouble": {(("name", trouble.name),): 1.0 for trouble in found},
        **_machine(patient),
    }
    for tally in tallies:
        yield from tally.lines(TOLD, {})
    if holder.outbox is not None:
        sent = Tally()
        sent.count("rsn_mails_total", holder.outbox.sent, outcome="delivered")
        sent.count("rsn_mails_total", holder.outbox.failed, outcome="failed")
        yield from sent.lines(TOLD, {"rsn_mails_failed_in_a_row": {(): holder.outbox.failed_in_a_row}})
    yield from Tally().lines(TOLD, gauges)


def _machine(patient: Patient) -> dict[str, dict[Labels, float]]:
    used = resource.getrusage(resource.RUSAGE_SELF)
    # Linux counts in KiB, macOS in bytes.
    peak = used.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    return {
        "rsn_disk_free_bytes": {(): shutil.disk_usage(patient.data).free},
        "rsn_cpu_seconds": {(): used.ru_utime + used.ru_stime},
        "rsn_memory_peak_bytes": {(): peak},
    }
