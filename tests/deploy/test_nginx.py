"""The shipped nginx.conf, really started in front of a real service: what it hands out, hands on and refuses."""

from __future__ import annotations

import http.client
import secrets
import socket
import ssl
import time
from contextlib import ExitStack

import pytest

from tests.deploy.front import Standing
from tests.deploy.person import Person

STRICT = {
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}

POST = b"POST /forms/sign-in HTTP/1.1\r\nHost: localhost\r\n"


def signed_in(nginx: Standing, slug: str) -> Person:
    person = nginx.person()
    (code, *_) = nginx.codes(slug)
    person.get("/forms/sign-in/code")
    assert person.send("/forms/sign-in/code", code=code).status == 303
    return person


def test_a_vote_is_cast_over_tls_and_lies_in_the_box(nginx: Standing) -> None:
    person = signed_in(nginx, "voter-07")
    person.get(nginx.ballot)
    answer = person.send(nginx.ballot, choice="yes", phrase="", page=secrets.token_hex(16))
    receipt = person.get(f"{nginx.ballot}/receipt")

    assert (answer.status, answer.headers["Location"]) == (303, f"{nginx.ballot}/receipt")
    assert receipt.status == 200
    assert list(person.cookies) == ["__Host-rsn"]


@pytest.mark.parametrize(
    "path",
    ["/", "/members/", "/assets/site.css", "/record/", "/record/checkpoint", "/no-such-page", "/forms/sign-in"],
)
def test_every_answer_has_each_header_once(nginx: Standing, path: str) -> None:
    trusted = ssl.create_default_context(cafile=str(nginx.certificate))
    connection = http.client.HTTPSConnection("localhost", nginx.port, context=trusted)
    connection.request("GET", path)
    answer = connection.getresponse()
    connection.close()

    assert {name: answer.headers.get_all(name) for name in STRICT} == {
        name: [said] for name, said in STRICT.items()
    }
    assert answer.headers["Server"] == "nginx"


@pytest.mark.parametrize(
    ("path", "status", "kind", "cache"),
    [
        ("/", 200, "text/html; charset=utf-8", "no-cache"),
        ("/members/", 200, "text/html; charset=utf-8", "no-cache"),
        ("/assets/site.css", 200, "text/css; charset=utf-8", "public, max-age=600"),
        ("/feed.xml", 200, "text/xml; charset=utf-8", "no-cache"),
        ("/record/", 200, "text/html; charset=utf-8", "no-cache"),
        ("/record/checkpoint", 200, "text/plain; charset=utf-8", "no-cache"),
        ("/record/index.json", 200, "application/json; charset=utf-8", "no-cache"),
        ("/record/tile/9/999", 404, "text/html; charset=utf-8", None),
        ("/no-such-page", 404, "text/html; charset=utf-8", None),
        ("/.git/config", 404, "text/html; charset=utf-8", None),
        ("/assets/site.0123456789.css", 404, "text/html; charset=utf-8", None),
        ("/assets/", 404, "text/html; charset=utf-8", None),
        ("/assets/.site.css", 404, "text/html; charset=utf-8", None),
        ("/%2e%2e/data/secret.key", 400, "text/html; charset=utf-8", None),
        ("/forms/sign-in", 200, "text/html; charset=utf-8", "no-store"),
    ],
)
def test_a_file_has_its_type_and_is_kept_as_long_as_it_is_true(
    nginx: Standing, path: str, status: int, kind: str, cache: str | None
) -> None:
    seen = nginx.person().get(path)

    assert (seen.status, seen.headers["Content-Type"], seen.headers.get("Cache-Control")) == (status, kind, cache)


def test_a_tile_of_the_log_is_never_asked_for_again(nginx: Standing) -> None:
    tiles = [path for path in (nginx.public / "record" / "tile").rglob("*") if path.is_file()]
    seen = nginx.person().get(f"/{tiles[0].relative_to(nginx.public)}")

    assert seen.body == tiles[0].read_bytes()
    assert seen.headers["Content-Type"] == "application/octet-stream"
    assert seen.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_a_sheet_named_by_its_content_is_never_asked_for_again(nginx: Standing) -> None:
    (sheet,) = (nginx.public / "assets").glob("site.*.css")
    seen = nginx.person().get(f"/assets/{sheet.name}")

    assert (seen.status, seen.body) == (200, sheet.read_bytes())
    assert seen.headers["Content-Type"] == "text/css; charset=utf-8"
    assert seen.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_pages_are_packed_and_forms_are_not(nginx: Standing) -> None:
    person = nginx.person()

    assert person.get("/", Accept_Encoding="gzip").headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in person.get("/forms/sign-in", Accept_Encoding="gzip").headers


def test_what_did_not_change_is_not_sent_again(nginx: Standing) -> None:
    person = nginx.person()
    tag = person.get("/").headers["ETag"]

    assert person.get("/", If_None_Match=tag).status == 304


def test_a_page_without_its_last_stroke_leads_to_the_page(nginx: Standing) -> None:
    seen = nginx.person().get("/members")

    assert (seen.status, seen.headers["Location"]) == (301, "/members/")


def test_the_site_is_for_reading(nginx: Standing) -> None:
    assert nginx.person().get("/members/", method="DELETE").status == 404


def test_plain_http_leads_to_tls(nginx: Standing) -> None:
    connection = http.client.HTTPConnection("localhost", nginx.plain_port)
    connection.request("GET", "/members/?page=2")
    answer = connection.getresponse()
    connection.close()

    assert (answer.status, answer.headers["Location"]) == (301, "https://localhost/members/?page=2")


def test_what_a_client_says_of_its_own_address_is_thrown_away(nginx: Standing) -> None:
    seen = nginx.person().get(
        "/forms/sign-in", X_Forwarded_For="192.0.2.66, 192.0.2.67", X_Forwarded_Host="evil.example"
    )

    assert seen.status == 200
    assert "evil.example" not in seen.text


def test_another_host_name_is_refused(nginx: Standing) -> None:
    assert nginx.person().get("/forms/sign-in", Host="evil.example").status == 400


def raw(nginx: Standing, sent: bytes) -> bytes:
    """Return the first line of what comes back for *sent*."""
    with secure(nginx) as connection:
        connection.sendall(sent)
        return connection.recv(4096).split(b"\r\n")[0]


def secure(nginx: Standing) -> ssl.SSLSocket:
    trusted = ssl.create_default_context(cafile=str(nginx.certificate))
    plain = socket.create_connection(("localhost", nginx.port), timeout=20)
    return trusted.wrap_socket(plain, server_hostname="localhost")


def test_two_lengths_for_one_body_are_refused(nginx: Standing) -> None:
    both = POST + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"

    assert b" 400 " in raw(nginx, both)


@pytest.mark.parametrize("size", [100_000, 1_000_000])
def test_a_body_beyond_all_measure_is_refused(nginx: Standing, size: int) -> None:
    kind = b"Content-Type: application/x-www-form-urlencoded"
    head = POST + b"%b\r\nContent-Length: %d\r\n\r\n" % (kind, size)

    # nginx reads what it hands on whole, and refuses what is longer than anything it would hand on.
    assert b" 413 " in raw(nginx, head + (b"a" * size if size < 512_000 else b""))


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param(b"GET /forms/sign-in HTTP/1.1\r\nHost: local", id="headers"),
        pytest.param(
            b"POST /forms/sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 500\r\n\r\na", id="body"
        ),
    ],
)
def test_s31_two_hundred_slow_clients_keep_nobody_waiting(nginx: Standing, sent: bytes) -> None:
    person = nginx.person()
    with ExitStack() as open_ones:
        for _ in range(200):
            open_ones.enter_context(secure(nginx)).sendall(sent)
        took = []
        for _ in range(20):
            begun = time.monotonic()
            assert person.get("/forms/sign-in").status == 200
            took.append(time.monotonic() - begun)

    assert sorted(took)[-2] < 1


def test_a_slow_client_is_shown_out(nginx: Standing) -> None:
    with secure(nginx) as connection:
        connection.sendall(b"GET /forms/sign-in HTTP/1.1\r\nHost: local")
        begun = time.monotonic()
        connection.settimeout(15)
        try:
            told = connection.recv(100)
        except OSError:
            told = b""

    assert told == b"" or b" 408 " in told
    assert time.monotonic() - begun < 12


def test_while_the_service_is_down_a_page_says_so_and_when_to_come_back(nginx: Standing) -> None:
    assert nginx.stop_service() == 0
    try:
        person = nginx.person()
        seen = person.get("/forms/sign-in")
        spanish = person.get("/forms/sign-in", Cookie="rsn_lang=es")
        site = person.get("/")
    finally:
        nginx.start_service()

    assert (seen.status, seen.headers["Retry-After"], seen.headers["Cache-Control"]) == (503, "60", "no-store")
    assert "The forms are closed for a moment" in seen.text
    assert {name: seen.headers[name] for name in STRICT} == STRICT
    assert 'lang="es"' in spanish.text
    assert site.status == 200
    assert person.get("/maintenance.html").status == 404


def test_neither_who_came_nor_the_address_of_a_link_is_written_down(nginx: Standing) -> None:
    canary = "CanaryToken7"
    nginx.stop_service()
    nginx.person().get(f"/forms/sign-in/link/{canary}?next={canary}", User_Agent=canary, Cookie=f"x={canary}")
    nginx.start_service()
    nginx.person().get(f"/forms/sign-in/link/{canary}?next={canary}", User_Agent=canary, Cookie=f"x={canary}")

    for log in nginx.folder.glob("*.log"):
        assert canary not in log.read_text(errors="replace"), log
