"""A person at a browser, as far as a web server sees one: cookies, origin, forms with their tokens."""

from __future__ import annotations

import re
import ssl
from dataclasses import dataclass, field
from http.client import HTTPResponse, HTTPSConnection
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


@dataclass
class Seen:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass
class Person:
    """Talks to https://localhost:*port*, trusting one certificate; every request is a connection of its own."""

    port: int
    certificate: Path
    cookies: dict[str, str] = field(default_factory=dict)
    at: str = "/"

    @property
    def origin(self) -> str:
        return f"https://localhost:{self.port}"

    def get(self, path: str, method: str = "GET", **headers: str) -> Seen:
        """Open a page."""
        seen = self._ask(method, path, None, {name.replace("_", "-"): value for name, value in headers.items()})
        self.at = path
        return seen

    def send(self, path: str, **fields: str) -> Seen:
        """Send the form on the page last opened, with its token and all a browser sends along."""
        token = TOKEN.findall(self.get(self.at).text)[0]
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Origin": self.origin,
            "Referer": self.origin + self.at,
            "Sec-Fetch-Site": "same-origin",
        }
        return self._ask("POST", path, urlencode({"csrf_token": token, **fields}), headers)

    def _ask(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> Seen:
        trusted = ssl.create_default_context(cafile=str(self.certificate))
        connection = HTTPSConnection("localhost", self.port, timeout=30, context=trusted)
        if self.cookies:
            headers = headers | {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            self._keep(answer)
            return Seen(answer.status, dict(answer.getheaders()), answer.read())
        finally:
            connection.close()

    def _keep(self, answer: HTTPResponse) -> None:
        for line in answer.headers.get_all("Set-Cookie", []):
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
