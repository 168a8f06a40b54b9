"""The clock of the house: the machine's, or one that a demonstration may move forward."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path


def machine_clock() -> datetime:
    """Return the present moment in UTC."""
    return datetime.now(UTC)


class DemoClock:
    """The machine's clock plus an offset that only grows; kept in a file so that a restart keeps the day."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def __call__(self) -> datetime:
        return machine_clock() + self.ahead

    @property
    def ahead(self) -> timedelta:
        try:
            return timedelta(seconds=int(self._file.read_text()))
        except (FileNotFoundError, ValueError):
            return timedelta(0)

    def advance(self, step: timedelta) -> datetime:
        """
        Move the clock forward by *step* and return the new moment.

        Raises:
            ValueError: a step back; a closed vote would seem open again.
        """
        if step < timedelta(0):
            raise ValueError("The clock of a demonstration only goes forward.")
        self._write(self.ahead + step)
        return self()

    def start_at(self, moment: datetime) -> None:
        """Set the clock to *moment*, unless it is already later."""
        if moment > self():
            self._write(moment - machine_clock())

    def _write(self, ahead: timedelta) -> None:
        aside = self._file.with_suffix(".new")
        aside.write_text(str(round(ahead.total_seconds())))
        aside.replace(self._file)
