"""Who reads what of an entry: nothing without a consent that says so."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.governance.moderation import ModerationReason
from domain.people import (
    CONSENT_FIELDS,
    Audience,
    Availability,
    Channel,
    Consent,
    Entry,
    Fluency,
    Hidden,
    Invitation,
    Language,
    Member,
    ProgramRole,
    Role,
    Share,
    Standing,
    audience_of,
    channel,
    seen_by,
)
from tests.builders import a_member, consents

FULL = Entry(
    slug="ada-quill",
    name="Ada Quill",
    pronouns="she/her",
    languages=(Language("en", Fluency.FIRST),),
    zone="mill-lane",
    shares=(Share("bicycle-repair"),),
    invites=(Invitation("form-filling"),),
    roles=(Role("kitchen-table-budgeting", ProgramRole.HOST),),
    since=date(2024, 5, 1),
    about="Mends things.",
)
READERS = [Audience.STEWARDS, Audience.MATCHED, Audience.MEMBERS, Audience.PUBLIC]
AUDIENCES = st.dictionaries(st.sampled_from(CONSENT_FIELDS), st.sampled_from(list(Audience)))
GUARDED_BY = {"since": "about"}


def member(audiences: dict[str, Audience]) -> Member:
    return a_member(entry=FULL, consents=consents(**audiences))


@pytest.mark.parametrize(
    ("audience", "readers"),
    [
        (Audience.NOBODY, []),
        (Audience.STEWARDS, READERS[:1]),
        (Audience.MATCHED, READERS[:2]),
        (Audience.MEMBERS, READERS[:3]),
        (Audience.PUBLIC, READERS),
    ],
)
def test_an_audience_reaches_those_it_names_and_the_fewer_before_them(
    audience: Audience, readers: list[Audience]
) -> None:
    assert [reader for reader in Audience if audience.reaches(reader)] == readers


@given(AUDIENCES, st.sampled_from(READERS))
def test_no_closed_field_is_ever_seen_and_every_open_one_is(
    audiences: dict[str, Audience], reader: Audience
) -> None:
    seen = seen_by(member(audiences), reader)
    opened = {name for name, audience in audiences.items() if audience.reaches(reader)}

    if "name" not in opened:
        assert seen is None
        return
    assert seen is not None
    for field in fields(Entry):
        consented = field.name == "slug" or GUARDED_BY.get(field.name, field.name) in opened
        shown, empty = getattr(seen, field.name), type(field.default)() if field.default is not None else None
        assert shown == (getattr(FULL, field.name) if consented else empty)


@given(AUDIENCES)
def test_nobody_reads_anything_as_nobody(audiences: dict[str, Audience]) -> None:
    assert seen_by(member(audiences), Audience.NOBODY) is None


def test_every_field_of_an_entry_has_a_consent_of_its_own_or_anothers() -> None:
    assert {field.name for field in fields(Entry)} == {*CONSENT_FIELDS, "slug", *GUARDED_BY}


def test_what_was_never_consented_to_is_for_nobody() -> None:
    silent = replace(a_member(entry=FULL), consents={"name": Consent(Audience.PUBLIC, date(2026, 1, 5))})

    assert audience_of(silent, "about") is Audience.NOBODY
    assert seen_by(silent, Audience.STEWARDS) == Entry(slug="ada-quill", name="Ada Quill")


@pytest.mark.parametrize("standing", Standing)
def test_only_full_members_belong_on_a_roll(standing: Standing) -> None:
    assert a_member(standing=standing).votes is (standing is Standing.MEMBER)


@pytest.mark.parametrize(
    ("wished", "email", "phone", "reached"),
    [
        (Channel.MAIL, "ada@mail.example", "", Channel.MAIL),
        (Channel.MAIL, "", "555 0199", Channel.DESK),
        (Channel.PHONE, "", "555 0199", Channel.PHONE),
        (Channel.PHONE, "ada@mail.example", "", Channel.DESK),
        (Channel.DESK, "ada@mail.example", "555 0199", Channel.DESK),
    ],
)
def test_a_match_reaches_a_member_as_they_wish_or_through_the_desk(
    wished: Channel, email: str, phone: str, reached: Channel
) -> None:
    assert channel(a_member(channel=wished, email=email, phone=phone)) is reached


@pytest.mark.parametrize("reader", READERS)
def test_what_a_steward_hid_only_stewards_still_read(reader: Audience) -> None:
    everything = dict.fromkeys(CONSENT_FIELDS, Audience.PUBLIC)
    one = seen_by(
        replace(member(everything), hidden={"about": Hidden(ModerationReason.INSULT, date(2026, 1, 1))}), reader
    )
    whole = seen_by(
        replace(member(everything), hidden={"name": Hidden(ModerationReason.THREAT, date(2026, 1, 1))}), reader
    )

    assert one is not None
    assert one.shares == FULL.shares
    assert (one.about == FULL.about) is (reader is Audience.STEWARDS)
    assert (whole is not None) is (reader is Audience.STEWARDS)


def test_an_availability_holds_to_the_end_of_its_last_day() -> None:
    said = Availability(date(2026, 9, 1), until=date(2026, 11, 30))

    assert said.holds(date(2026, 11, 30))
    assert not said.holds(date(2026, 12, 1))
