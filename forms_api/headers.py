"""Headers of every answer: what a page may load, who may frame it, what is kept of it."""

from __future__ import annotations

from flask import Flask, Response

from forms_api import current
from presentation.policy import POLICY

HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    # Not no-referrer: strict checks of forms over https want to see where they came from.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Robots-Tag": "noindex",
}
HSTS = "max-age=31536000; includeSubDomains"


def register(app: Flask) -> None:
    """Put the headers on every answer, those of errors and redirects included."""
    app.after_request(_complete)


def _complete(response: Response) -> Response:
    response.headers.update(HEADERS)
    response.headers.setdefault("Cache-Control", "no-store")
    if current.config().secure_cookies:
        response.headers["Strict-Transport-Security"] = HSTS
    return response
