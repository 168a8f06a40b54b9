"""
What may stand in the parts of an address: ids and slugs, which we made ourselves.

Rules of this file: a part that no id of ours can be leads nowhere, and no view ever sees it. Flask's own
converter takes "..", line ends and signs that turn the direction of what follows.
"""

from __future__ import annotations

from flask import Flask
from werkzeug.routing import BaseConverter, UnicodeConverter, ValidationError

from domain.slugs import LONGEST


class OwnId(BaseConverter):
    """An id, a token or a word of ours: ASCII letters and digits, single dots and dashes between."""

    regex = r"[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*"
    longest = 200

    def to_python(self, value: str) -> str:
        if len(value) > self.longest:
            raise ValidationError
        return value


class Slug(OwnId):
    """A slug as domain/slugs.py makes it."""

    regex = r"[a-z0-9]+(?:-[a-z0-9]+)*"
    longest = LONGEST


def register(app: Flask) -> None:
    """
    Let every part of an address that names no kind be an id of ours; before any area is there.

    A *signed* part is checked by its signature before anything else, and whoever mistyped it is told so.
    """
    app.url_map.converters |= {"default": OwnId, "string": OwnId, "slug": Slug, "signed": UnicodeConverter}
