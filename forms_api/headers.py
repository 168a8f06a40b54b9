"""Headers of every answer: what a page may load, who may frame it, what is kept of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from flask import Flask

from presentation.policy import SAFE_HEADERS

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

HEADERS = {**SAFE_HEADERS, "X-Robots-Tag": "noindex"}
HSTS = "max-age=31536000; includeSubDomains"


def register(app: Flask, *, secure: bool) -> None:
    """Put the headers on every answer, those of errors and redirects included; *secure* where it comes by TLS."""
    headers = [*HEADERS.items(), *([("Strict-Transport-Security", HSTS)] if secure else [])]
    app.wsgi_app = _Complete(app.wsgi_app, headers)  # type: ignore[method-assign]


class _Complete:
    """An application whose answers have *headers*; in front of Flask, where a vote pays least for it."""

    def __init__(self, inner: WSGIApplication, headers: list[tuple[str, str]]) -> None:
        self._inner = inner
        self._headers = headers

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            kept = any(name == "Cache-Control" for name, _ in headers)
            complete = [*headers, *self._headers] if kept else [*headers, *self._headers, NO_STORE]
            return start_response(status, complete, *more)

        return self._inner(environ, start)


NO_STORE = ("Cache-Control", "no-store")
