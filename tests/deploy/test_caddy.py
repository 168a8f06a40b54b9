"""The shipped Caddyfile, really started in front of a real service."""

from __future__ import annotations

import secrets

import pytest

from tests.deploy.front import Standing
from tests.deploy.test_nginx import STRICT


def test_a_vote_is_cast_over_tls_and_lies_in_the_box(caddy: Standing) -> None:
    person = caddy.person()
    (code, *_) = caddy.codes("voter-08")
    person.get("/forms/sign-in/code")
    assert person.send("/forms/sign-in/code", code=code).status == 303
    person.get(caddy.ballot)
    answer = person.send(caddy.ballot, choice="no", phrase="", page=secrets.token_hex(16))

    assert (answer.status, answer.headers["Location"]) == (303, f"{caddy.ballot}/receipt")
    assert person.get(f"{caddy.ballot}/receipt").status == 200


@pytest.mark.long
@pytest.mark.parametrize(
    ("path", "status", "kind", "cache"),
    [
        ("/", 200, "text/html; charset=utf-8", "no-cache"),
        ("/members/", 200, "text/html; charset=utf-8", "no-cache"),
        ("/assets/site.css", 200, "text/css; charset=utf-8", "public, max-age=600"),
        ("/record/", 200, "text/html; charset=utf-8", "no-cache"),
        ("/record/checkpoint", 200, "text/plain; charset=utf-8", "no-cache"),
        ("/record/tile/9/999", 404, "text/html; charset=utf-8", None),
        ("/no-such-page", 404, "text/html; charset=utf-8", None),
        ("/.git/config", 404, "text/html; charset=utf-8", None),
        ("/assets/site.0123456789.css", 404, "text/html; charset=utf-8", None),
        ("/assets/", 404, "text/html; charset=utf-8", None),
        ("/assets/.site.css", 404, "text/html; charset=utf-8", None),
        ("/forms/sign-in", 200, "text/html; charset=utf-8", "no-store"),
    ],
)
def test_a_file_has_its_type_its_headers_and_is_kept_as_long_as_it_is_true(
    caddy: Standing, path: str, status: int, kind: str, cache: str | None
) -> None:
    seen = caddy.person().get(path)

    assert (seen.status, seen.headers["Content-Type"], seen.headers.get("Cache-Control")) == (status, kind, cache)
    assert {name: seen.headers.get(name) for name in STRICT} == STRICT


def test_a_tile_of_the_log_is_never_asked_for_again(caddy: Standing) -> None:
    tile = next(path for path in (caddy.public / "record" / "tile").rglob("*") if path.is_file())
    seen = caddy.person().get(f"/{tile.relative_to(caddy.public)}")

    assert (seen.status, seen.body) == (200, tile.read_bytes())
    assert seen.headers["Content-Type"] == "application/octet-stream"
    assert seen.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_a_sheet_named_by_its_content_is_never_asked_for_again(caddy: Standing) -> None:
    (sheet,) = (caddy.public / "assets").glob("site.*.css")
    seen = caddy.person().get(f"/assets/{sheet.name}")

    assert (seen.status, seen.body) == (200, sheet.read_bytes())
    assert seen.headers["Content-Type"] == "text/css; charset=utf-8"
    assert seen.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_pages_are_packed_and_forms_are_not(caddy: Standing) -> None:
    person = caddy.person()

    assert person.get("/", Accept_Encoding="gzip").headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in person.get("/forms/sign-in", Accept_Encoding="gzip").headers


def test_while_the_service_is_down_a_page_says_so_and_nothing_is_written_down(caddy: Standing) -> None:
    canary = "CanaryToken7"
    person = caddy.person()
    person.get("/forms/sign-in")
    assert caddy.stop_service() == 0
    try:
        seen = person.get(f"/forms/sign-in/link/{canary}", User_Agent=canary)
        spanish = person.get("/forms/sign-in", Cookie="rsn_lang=es")
        site = person.get("/")
    finally:
        caddy.start_service()

    assert (seen.status, seen.headers["Retry-After"], seen.headers["Cache-Control"]) == (503, "60", "no-store")
    assert {name: seen.headers.get(name) for name in STRICT} == STRICT
    assert "The forms are closed for a moment" in seen.text
    assert 'lang="es"' in spanish.text
    assert site.status == 200
    for log in caddy.folder.glob("*.log"):
        assert canary not in log.read_text(errors="replace"), log
