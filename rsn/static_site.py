"""The built site over HTTP, for `rsn serve`: its pages, its 404, and what a maintainer wants to see at once."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable, Iterable
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from werkzeug.security import safe_join
from werkzeug.wrappers import Request, Response

from presentation.policy import SAFE_HEADERS

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

HEADERS = {**SAFE_HEADERS, "Cache-Control": "no-cache"}
TYPES = {".jsonl": "application/jsonl", ".xml": "application/xml", ".md": "text/plain"}
TEXTS = frozenset({"checkpoint", "files", "vkey", "receipt-vkey", "old-vkeys", "old-receipt-vkeys"})
"""Files of the record that are text and have no ending to tell it."""
WELL_KNOWN = ".well-known"
"""The one folder with a dot that is meant to be read (RFC 8615)."""
AGAIN = "/__rsn/again.js"
VERSION = "/__rsn/version"
# Asks every two seconds whether this very page was written anew; never runs on forms, where text is being typed.
SCRIPT = """\
const at = () => fetch("/__rsn/version?path=" + encodeURIComponent(location.pathname)).then(r => r.text());
at().then(first => setInterval(() => at().then(now => { if (now !== first) location.reload(); }), 2000));
"""


class StaticSite:
    """A WSGI application over the output folder; *problems* are shown on top of every page."""

    def __init__(self, out: Path, problems: Callable[[], Iterable[str]]) -> None:
        self._out = out.resolve()
        self._problems = problems

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        return self._answer(Request(environ))(environ, start_response)

    def _answer(self, request: Request) -> Response:
        if request.method not in {"GET", "HEAD"}:
            return Response("Only reading here.", 405, HEADERS | {"Allow": "GET, HEAD"})
        if request.path == AGAIN:
            return Response(SCRIPT, 200, HEADERS, content_type="text/javascript; charset=utf-8")
        if request.path == VERSION:
            return self._version(request.args.get("path", "/"))
        found = self._file(request.path)
        if found is None and self._file(request.path + "/") is not None:
            return Response("", 308, HEADERS | {"Location": request.path + "/"})
        if found is None:
            return self._page(self._out / "404.html", 404)
        if found.suffix == ".html":
            return self._page(found, 200)
        return self._download(found, request)

    def _file(self, path: str) -> Path | None:
        """Return the file a path names, or None; never one outside the output folder, nor a hidden one."""
        if path.endswith("/"):
            path += "index.html"
        joined = safe_join(str(self._out), path.lstrip("/"))
        if joined is None or any(part.startswith(".") and part != WELL_KNOWN for part in Path(path).parts):
            return None
        file = Path(joined)
        return file if file.is_file() and file.resolve().is_relative_to(self._out) else None

    def _version(self, path: str) -> Response:
        file = self._file(path)
        stamp = str(file.stat().st_mtime_ns) if file else "0"
        return Response(
            "|".join([stamp, *self._problems()]), 200, HEADERS, content_type="text/plain; charset=utf-8"
        )

    def _page(self, file: Path, status: int) -> Response:
        if not file.is_file():
            text = "<!doctype html><title>Nothing built yet</title><h1>Nothing built yet</h1></body>"
        else:
            text = file.read_text("utf-8")
        text = text.replace("</body>", f'<script src="{AGAIN}" defer></script></body>', 1)
        problems = tuple(self._problems())
        if problems:
            start = text.find(">", text.find("<body")) + 1
            text = text[:start] + _problem_box(problems) + text[start:]
        return Response(text, status, HEADERS, content_type="text/html; charset=utf-8")

    def _download(self, file: Path, request: Request) -> Response:
        kind = "text/plain" if file.name in TEXTS else TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0]
        kind = kind or "application/octet-stream"
        if kind.startswith("text/") or kind.endswith(("json", "jsonl", "xml")):
            kind += "; charset=utf-8"
        response = Response(file.read_bytes(), 200, HEADERS, content_type=kind)
        response.add_etag()
        return response.make_conditional(request)


def _problem_box(problems: tuple[str, ...]) -> str:
    items = "".join(f"<li><code>{escape(problem)}</code></li>" for problem in problems)
    return (
        '<section class="errors" role="alert" aria-label="Problems in the content">'
        "<h2>The site could not be built again; this is the last good one</h2>"
        f"<ul>{items}</ul></section>"
    )
