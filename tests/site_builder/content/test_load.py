"""What a content without mistakes becomes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from domain.people import Fluency, Level, ProgramRole
from domain.skills import Safeguarding
from site_builder.content import ContentErrors, load_catalogue
from tests.site_builder.content.small_content import FIRST_COHORT, FORM_FILLING, NETWORK, POLICY, write_content


def test_every_kind_of_file_becomes_a_value_under_its_slug(tmp_path: Path) -> None:
    catalogue = load_catalogue(write_content(tmp_path))

    assert list(catalogue.categories) == ["papers", "repair"]
    assert list(catalogue.skills) == ["bicycle-repair", "budgeting", "form-filling"]
    assert list(catalogue.programs) == ["kitchen-table"]
    assert list(catalogue.cohorts) == ["kitchen-table-1", "kitchen-table-2"]
    assert list(catalogue.members) == ["ana", "ben"]
    assert list(catalogue.playbooks) == ["power-cut"]
    assert list(catalogue.policies) == ["ordinary"]
    assert list(catalogue.pages) == ["about"]
    assert list(catalogue.news) == ["2026-08-30-table-is-back"]


def test_a_plain_text_is_in_the_first_language(tmp_path: Path) -> None:
    network = load_catalogue(write_content(tmp_path)).network

    assert network.name == {"en": "Two Bridges", "es": "Dos Puentes"}
    assert network.tagline == {"en": "Everyone here gives."}
    assert network.languages == ("en", "es")
    assert [zone.slug for zone in network.zones] == ["east-bank", "west-bank"]


def test_a_translation_beside_the_original_adds_its_language(tmp_path: Path) -> None:
    catalogue = load_catalogue(write_content(tmp_path))
    program = catalogue.programs["kitchen-table"]

    assert program.words["es"].title == "Mesa de cocina"
    assert program.words["en"].access == ("step-free", "hearing loop")
    assert catalogue.pages["about"].words["es"].text == "Basta con venir."
    assert catalogue.playbooks["power-cut"].words["es"].nobody_answers["hour_4"] == "Ir a la sala."


def test_a_member_is_read_with_shares_roles_and_consent(tmp_path: Path) -> None:
    ana = load_catalogue(write_content(tmp_path)).members["ana"]

    assert ana.entry.languages[0].level is Fluency.FIRST
    assert (ana.entry.shares[0].skill, ana.entry.shares[0].level) == ("budgeting", Level.CAN_TEACH)
    assert [role.role for role in ana.entry.roles] == [ProgramRole.STEWARD, ProgramRole.FACILITATOR]
    assert ana.consent.on == date(2026, 1, 1)
    assert ana.entry.about == "I began with my own unopened letters."


def test_related_is_mutual_although_one_file_says_it(tmp_path: Path) -> None:
    skills = load_catalogue(write_content(tmp_path)).skills

    assert skills["form-filling"].related == ("budgeting",)
    assert skills["budgeting"].related == ("form-filling",)
    assert skills["form-filling"].safeguarding is Safeguarding.VOUCHED
    assert skills["form-filling"].also == {"en": ("forms", "paperwork"), "es": ("papeles",)}


def test_default_in_a_policy_leaves_the_number_to_the_size_of_the_network(tmp_path: Path) -> None:
    strict = POLICY.replace("sponsors: default", "sponsors: 6").replace(
        "quorum: default", "quorum: {num: 1, den: 3, strict: false, base: yes}"
    )
    catalogue = load_catalogue(write_content(tmp_path, {"policies/strict.yaml": strict}))
    quorum = catalogue.policies["strict"].quorum

    assert (catalogue.policies["ordinary"].sponsors, catalogue.policies["ordinary"].quorum) == (None, None)
    assert catalogue.policies["strict"].sponsors == 6
    assert quorum is not None
    assert (quorum.num, quorum.den, quorum.base) == (1, 3, "yes")


def test_a_yaml_word_that_means_something_elsewhere_is_only_a_word(tmp_path: Path) -> None:
    text = FORM_FILLING.replace("[forms, paperwork]", "[no, 010, 1e3, '2026']")

    skill = load_catalogue(write_content(tmp_path, {"skills/form-filling.md": text})).skills["form-filling"]

    assert skill.also["en"] == ("no", "010", "1e3", "2026")


def test_windows_line_ends_and_editors_backups_do_no_harm(tmp_path: Path) -> None:
    changes: dict[str, str | bytes | None] = {
        "cohorts/kitchen-table-1.md": FIRST_COHORT.replace("\n", "\r\n"),
        "members/ana.md~": "anything",
        "pages/.hidden": "anything",
    }

    assert load_catalogue(write_content(tmp_path, changes)).cohorts["kitchen-table-1"].capacity == 12


@pytest.mark.parametrize(
    "schedule",
    [
        "FREQ=WEEKLY;INTERVAL=1;BYDAY=TH;COUNT=6",
        "FREQ=WEEKLY;BYDAY=TH;UNTIL=20260312",
        "FREQ=DAILY;INTERVAL=7;COUNT=6",
    ],
)
def test_schedules_that_say_the_same_in_other_words_are_read(tmp_path: Path, schedule: str) -> None:
    text = FIRST_COHORT.replace("FREQ=WEEKLY;BYDAY=TH;COUNT=6", schedule)

    catalogue = load_catalogue(write_content(tmp_path, {"cohorts/kitchen-table-1.md": text}))

    assert catalogue.cohorts["kitchen-table-1"].schedule == schedule


def test_the_community_itself_may_say_how_it_is_reached(tmp_path: Path) -> None:
    contact = "contact:\n  en: >-\n    Ring 020 7946 0018,\n    desk@two-bridges.example, 2 Bridge Street.\n"
    text = NETWORK.replace("contact: Ring 555 0142.\n", contact)

    network = load_catalogue(write_content(tmp_path, {"network.yaml": text})).network

    assert network.contact == {"en": "Ring 020 7946 0018, desk@two-bridges.example, 2 Bridge Street."}


def test_the_networks_other_fields_may_not(tmp_path: Path) -> None:
    text = NETWORK.replace("Neighbours on two banks.", "Neighbours, 020 7946 0018.")

    with pytest.raises(ContentErrors) as refused:
        load_catalogue(write_content(tmp_path, {"network.yaml": text}))

    assert [problem.line for problem in refused.value.problems] == [3]


def test_a_consent_of_tomorrow_is_refused_once_today_is_known(tmp_path: Path) -> None:
    timeless = {"network.yaml": NETWORK.replace("written_for: 2026-11-23\n", "")}
    content = write_content(tmp_path, {**timeless})

    load_catalogue(content)
    with pytest.raises(ContentErrors) as refused:
        load_catalogue(content, today=date(2025, 12, 31))

    assert [problem.what for problem in refused.value.problems] == [
        "consent.on is 2026-01-01, which is still to come.",
        "consent.on is 2026-01-01, which is still to come.",
    ]


def test_a_demo_written_for_a_later_day_is_read_on_an_earlier_one(tmp_path: Path) -> None:
    catalogue = load_catalogue(write_content(tmp_path), today=date(2025, 6, 1))

    assert catalogue.network.written_for == date(2026, 11, 23)


def test_the_community_of_the_repository_has_no_mistake(checkout: Path) -> None:
    catalogue = load_catalogue(checkout / "content", today=date(2026, 11, 23))

    assert len(catalogue.skills) == 40
    assert len(catalogue.programs) == 8
