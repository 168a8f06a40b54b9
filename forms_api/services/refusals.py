"""Refusals: what a service answers when something may not be done, in words for the person who asked."""

from __future__ import annotations

from typing import ClassVar

from presentation.translations import N_

__all__ = ["N_", "NotThere", "Refused"]


class Refused(Exception):
    """
    An act that is not done; nothing was changed.

    A subclass per reason says in *message* what is the matter and what to do, with %(names)s filled from the
    values given. *message* is marked with N_ and translated where it is shown.
    """

    message: ClassVar[str] = N_("This cannot be done.")
    status: ClassVar[int] = 409

    def __init__(self, **values: object) -> None:
        super().__init__(self.message % values if values else self.message)
        self.values = values


class NotThere(Refused):
    """What was asked for is not there, or not for this member; the two are not told apart."""

    message = N_("There is nothing here for you. It may have been withdrawn, or the address is not complete.")
    status = 404
