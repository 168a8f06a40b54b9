"""
Counts of the service's own work, in the text format that Prometheus reads.

Rules of this file: nothing here is about a person, an address or a vote. What belongs to votes is in no count, not
even in a sum over all: one count taken from another would tell how many voted before anybody may know.

Source: Prometheus, "Exposition formats", text format 0.0.4.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from threading import Lock

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
Labels = tuple[tuple[str, str], ...]


class Histogram:
    """How many observations were at most so long, how many there were, and their sum."""

    def __init__(self, bounds: tuple[float, ...] = SECONDS) -> None:
        self.bounds = bounds
        self.counts = [0] * (len(bounds) + 1)
        self.sum = 0.0

    def observe(self, value: float) -> None:
        self.counts[bisect_left(self.bounds, value)] += 1
        self.sum += value


class Tally:
    """Counts by name and labels, and histograms by name; any thread may add to them."""

    def __init__(self) -> None:
        self._counts: dict[str, dict[Labels, float]] = {}
        self._histograms: dict[str, Histogram] = {}
        self._lock = Lock()

    def count(self, name: str, by: float = 1, **labels: str) -> None:
        """Add to a count."""
        key = tuple(sorted(labels.items()))
        with self._lock:
            series = self._counts.setdefault(name, {})
            series[key] = series.get(key, 0) + by

    def observe(self, name: str, value: float) -> None:
        """Add an observation to a histogram."""
        with self._lock:
            self._histograms.setdefault(name, Histogram()).observe(value)

    def counts(self, name: str) -> dict[Labels, float]:
        """Return a count by its labels."""
        with self._lock:
            return dict(self._counts.get(name, {}))

    def lines(self, told: Mapping[str, str], gauges: Mapping[str, Mapping[Labels, float]]) -> Iterator[str]:
        """Yield all counts and *gauges* as lines; *told* says what each name means."""
        with self._lock:
            counts = {name: dict(series) for name, series in self._counts.items()}
            histograms = {name: (h.bounds, list(h.counts), h.sum) for name, h in self._histograms.items()}
        for name, series in sorted(counts.items()):
            yield from _series(name, "counter", told, series)
        for name, (bounds, found, total) in sorted(histograms.items()):
            yield from _head(name, "histogram", told)
            so_far = 0
            for bound, number in zip((*map(str, bounds), "+Inf"), found, strict=True):
                so_far += number
                yield _line(f"{name}_bucket", (("le", bound),), so_far)
            yield _line(f"{name}_sum", (), total)
            yield _line(f"{name}_count", (), so_far)
        for name, gauge in sorted(gauges.items()):
            yield from _series(name, "gauge", told, gauge)


def _series(name: str, kind: str, told: Mapping[str, str], series: Mapping[Labels, float]) -> Iterable[str]:
    yield from _head(name, kind, told)
    for labels, value in sorted(series.items()):
        yield _line(name, labels, value)


def _head(name: str, kind: str, told: Mapping[str, str]) -> Iterator[str]:
    yield f"# HELP {name} {told[name]}\n"
    yield f"# TYPE {name} {kind}\n"


def _line(name: str, labels: Labels, value: float) -> str:
    inside = ",".join(f'{label}="{_escaped(text)}"' for label, text in labels)
    return f"{name}{{{inside}}} {value:g}\n" if inside else f"{name} {value:g}\n"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
