"""What is counted of requests, and how it is told."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterator
from urllib.error import HTTPError

import pytest

from forms_api import ops
from forms_api.metrics import Tally
from forms_api.views import AREAS
from forms_api.watching import VOTES, tally_of
from tests.forms_api.client import Browser

TOLD = {"rsn_a_total": "A count.", "rsn_b_seconds": "A time.", "rsn_c": "A measure."}


def test_counts_times_and_measures_are_told_as_prometheus_reads_them() -> None:
    tally = Tally()
    tally.count("rsn_a_total", route='a"b\\c\nd')
    tally.count("rsn_a_total", 2, route="plain")
    for seconds in (0.001, 0.3, 20.0):
        tally.observe("rsn_b_seconds", seconds)
    text = "".join(tally.lines(TOLD, {"rsn_c": {(): 1.5}}))

    assert text.splitlines()[:4] == [
        "# HELP rsn_a_total A count.",
        "# TYPE rsn_a_total counter",
        'rsn_a_total{route="a\\"b\\\\c\\nd"} 1',
        'rsn_a_total{route="plain"} 2',
    ]
    assert 'rsn_b_seconds_bucket{le="0.25"} 1\n' in text
    assert 'rsn_b_seconds_bucket{le="0.5"} 2\n' in text
    assert 'rsn_b_seconds_bucket{le="+Inf"} 3\nrsn_b_seconds_sum 20.301\nrsn_b_seconds_count 3\n' in text
    assert text.endswith("# HELP rsn_c A measure.\n# TYPE rsn_c gauge\nrsn_c 1.5\n")


def test_a_request_is_counted_by_its_route_and_never_by_its_address(browser: Browser) -> None:
    browser.get(f"/forms/sign-in/link/{'A' * 43}")
    browser.get("/forms/no-such-page")
    browser.raw.open("/forms/sign-in", method="BREW")

    counted = tally_of(browser.app).counts("rsn_requests_total")
    assert set(counted) == {
        (("method", "GET"), ("route", "sign_in.link"), ("status", "4xx")),
        (("method", "GET"), ("route", "none"), ("status", "4xx")),
        (("method", "other"), ("route", "none"), ("status", "4xx")),
    }


def test_a_visit_to_a_ballot_is_in_no_count(browser: Browser) -> None:
    before = dict(tally_of(browser.app).counts("rsn_requests_total"))
    answer = browser.get("/forms/proposals/2026-1/ballot")

    assert answer.status == 303
    assert tally_of(browser.app).counts("rsn_requests_total") == before
    assert "rsn_request_seconds" not in "".join(tally_of(browser.app).lines({"rsn_request_seconds": ""}, {}))


def test_the_areas_that_are_left_out_exist() -> None:
    assert set(AREAS) >= VOTES


@pytest.fixture
def port() -> Iterator[int]:
    well = iter([True, False])
    with ops.served(0, lambda: {"well": next(well)}, lambda: iter(["rsn_well 1\n"])) as bound:
        yield bound


def asked(port: int, path: str, host: str = "127.0.0.1") -> tuple[int, str]:
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={"Host": f"{host}:{port}"})
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as refused:
        with refused:
            return refused.code, refused.read().decode()


def test_health_is_200_while_all_is_well_and_503_when_not(port: int) -> None:
    assert [asked(port, "/health") for _ in range(2)] == [
        (200, json.dumps({"well": True}) + "\n"),
        (503, json.dumps({"well": False}) + "\n"),
    ]


def test_metrics_are_for_this_machine_and_by_its_own_name_alone(port: int) -> None:
    assert asked(port, "/metrics") == (200, "rsn_well 1\n")
    assert asked(port, "/metrics", host="evil.example")[0] == 400
    assert asked(port, "/")[0] == 404


def test_a_port_that_is_taken_is_said(port: int) -> None:
    with pytest.raises(ops.PortTaken, match=str(port)), ops.served(port, dict, lambda: iter([])):
        pass
