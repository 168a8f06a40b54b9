"""The files for other directories: valid by their schemas, stable, and without a word of anybody."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

import pytest

from domain.people import Invitation, Share
from domain.programs import ProgramStatus
from domain.record.public import PublicMember, PublicRecord
from site_builder.content import load_catalogue
from site_builder.model import Site
from site_builder.standards import data_files
from site_builder.standards.hsds import organization, service, taxonomy, taxonomy_terms
from site_builder.standards.murmurations import offer, offered
from site_builder.standards.murmurations import organization as profile
from tests.builders import NOW, TODAY, a_catalogue, a_cohort, a_program, by_slug
from tests.site_builder.community import a_record, an_entry, community
from tests.site_builder.standards.schemas import hsds_problems, murmurations_problems

DEMO = Path(__file__).parents[3] / "content"
PEOPLE_WORDS = ("Bring the wheel", "I live by the weir", "Ada")


@pytest.fixture(params=["small", "demo", "before the first publish"])
def site(request: pytest.FixtureRequest) -> Site:
    if request.param == "demo":
        return Site(load_catalogue(DEMO), None, NOW)
    return Site(community(), a_record() if request.param == "small" else None, NOW)


def files(site: Site) -> dict[str, Any]:
    return {str(file.output): json.loads(file.content) for file in data_files(site)}


def test_every_program_is_a_valid_service(site: Site, fixtures_dir: Path) -> None:
    assert site.catalogue.programs
    for program in site.catalogue.programs.values():
        assert hsds_problems(fixtures_dir, "service", service(site, program)) == []


def test_the_network_is_a_valid_organization(site: Site, fixtures_dir: Path) -> None:
    assert hsds_problems(fixtures_dir, "organization", organization(site)) == []


def test_the_official_examples_pass_the_same_check_and_a_misspelt_field_does_not(fixtures_dir: Path) -> None:
    example = json.loads((fixtures_dir / "schemas" / "hsds" / "example_service_full.json").read_bytes())
    wrong = service(Site(community(), None, NOW), a_program("mend-and-lend"))

    assert hsds_problems(fixtures_dir, "service", example) == []
    assert hsds_problems(fixtures_dir, "service", wrong | {"descripton": "x"}) == ["$.descripton: unknown"]
    assert hsds_problems(fixtures_dir, "service", wrong | {"id": "not a uuid", "status": "open"})


def test_offers_and_the_networks_profile_are_valid_for_murmurations(site: Site, fixtures_dir: Path) -> None:
    assert murmurations_problems(fixtures_dir, profile(site)) == []
    for skill in offered(site):
        assert murmurations_problems(fixtures_dir, offer(site, site.catalogue.skills[skill])) == []


def test_skills_stand_below_their_categories_in_one_taxonomy(site: Site) -> None:
    terms = taxonomy_terms(site)
    ids = {term["id"] for term in terms}

    assert len(ids) == len(site.catalogue.skills) + len(site.catalogue.categories)
    assert {term["taxonomy_id"] for term in terms} == {taxonomy(site)["id"]}
    assert all(term.get("parent_id", term["id"]) in ids for term in terms)


def test_a_cohort_is_a_schedule_until_it_is_over() -> None:
    cohorts = (
        a_cohort(number=1, starts=TODAY - timedelta(days=90), ends=TODAY - timedelta(days=1)),
        a_cohort(number=2, schedule="FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;UNTIL=20270301"),
        a_cohort(number=3, schedule="FREQ=DAILY;COUNT=3"),
    )
    site = Site(a_catalogue(cohorts=by_slug(*cohorts)), None, NOW)

    second, third = service(site, site.catalogue.programs["kitchen-table-budgeting"])["schedules"]
    assert (second["freq"], second["interval"], second["byday"], second["until"]) == (
        "WEEKLY", 2, "TU,TH", "2027-03-01",
    )  # fmt: skip
    assert (second["opens_at"], second["closes_at"]) == ("18:30", "20:30")
    assert "freq" not in third and third["valid_from"] == cohorts[2].starts.isoformat()


@pytest.mark.parametrize(
    ("status", "says"),
    [("planned", "inactive"), ("running", "active"), ("paused", "temporarily closed"), ("ended", "defunct")],
)
def test_the_status_of_a_program_is_said_in_their_words(status: str, says: str) -> None:
    program = a_program(status=ProgramStatus(status))
    site = Site(a_catalogue(programs=by_slug(program)), None, NOW)

    assert service(site, program)["status"] == says


def test_ids_are_stable_uuids_and_differ_between_networks(site: Site) -> None:
    program = next(iter(site.catalogue.programs.values()))
    network = replace(site.catalogue.network, base_url="https://elsewhere.example")
    other = Site(replace(site.catalogue, network=network), site.record, NOW + timedelta(days=1))

    mine, again, theirs = service(site, program), service(site, program), service(other, program)
    assert mine == again
    namespace = uuid5(NAMESPACE_URL, f"{site.catalogue.network.base_url}/")
    assert UUID(mine["id"]) == uuid5(namespace, f"service/{program.slug}") and mine["id"] != theirs["id"]


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for item in value.values():
            yield from strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)
    elif isinstance(value, str):
        yield value


def test_nobody_is_named_and_nobodys_words_are_repeated() -> None:
    texts = [text for value in files(Site(community(), a_record(), NOW)).values() for text in strings(value)]

    for words in PEOPLE_WORDS:
        assert not any(words in text for text in texts), words


def test_only_what_is_shared_in_public_is_offered_and_wants_never_are() -> None:
    entry = an_entry(shares=(Share("clothes-mending"),), invites=(Invitation("form-filling"),))
    record = PublicRecord(members={entry.slug: PublicMember(entry, from_content=False)})
    site = Site(community(), record, NOW)

    assert offered(site) == ["clothes-mending"]
    exchange = {value.get("exchange_type") for value in files(site).values() if isinstance(value, dict)}
    assert exchange == {None, "offer"}


def test_without_a_public_share_nothing_is_offered() -> None:
    site = Site(a_catalogue(), PublicRecord(), NOW)

    assert list(files(site)["data/murmurations/index.json"]["profiles"]) == [
        "https://weirside.example/data/murmurations/organization.json"
    ]
