"""The stewards' desk: its counts, and bringing members onto the roll from a pasted table."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from domain.exchange import MatchState
from domain.people import Fluency, Language, Member, Standing
from forms_api.services import roll_import
from forms_api.services.refusals import Refused
from forms_api.services.text_rules import refused_at
from forms_api.store.memory import MemoryStore
from tests.builders import (
    TODAY,
    a_catalogue,
    a_check,
    a_match,
    a_member,
    a_need,
    a_participation,
    an_exchange,
    contents,
    put,
)
from tests.forms_api.client import Browser, Clock, Page

SignIn = Callable[[Member], Browser]

ROLL = "/forms/desk/roll"
TABLE = """name,email,joined_on,standing,zone,languages
Nadia Rahal,nadia@mail.example,2026-03-31,member,mill-lane,"ar first, en good"
Tom Hale,,,,,
Broken Day,broken@mail.example,31.3.2026,,,
"""


def rows(store: MemoryStore) -> dict[str, Member]:
    with store.unit() as unit:
        return {member.entry.name: member for member in unit.members}


def confirm(browser: Browser, look: Page) -> Page:
    """Press the button that brings the good rows in."""
    fields = next(form["fields"] for form in look.forms() if form["action"] == ROLL)
    return browser.send(ROLL, fields | {"act": "store"})


@pytest.mark.parametrize("path", ["/forms/desk", ROLL, f"{ROLL}/done"])
def test_the_desk_is_for_stewards(
    signed_in: SignIn, browser: Browser, ada: Member, steward: Member, path: str
) -> None:
    assert browser.get(path).status == 303
    assert signed_in(ada).get(path).status == 403
    assert signed_in(steward).get(path).status == 200


def test_a_member_brings_nobody_onto_the_roll(store: MemoryStore, signed_in: SignIn, ada: Member) -> None:
    before = contents(store)["members"]
    page = signed_in(ada).send(ROLL, table=TABLE, act="store", seen="x")

    assert page.status == 403
    assert contents(store)["members"] == before


def test_the_table_is_shown_as_it_reads_and_nothing_is_stored_yet(
    store: MemoryStore, signed_in: SignIn, steward: Member
) -> None:
    before = contents(store)["members"]
    page = signed_in(steward).send(ROLL, table=TABLE)

    assert "2 lines can come in. 1 line cannot. Nothing has been stored." in page.text
    assert "4 joined_on has to be a day like 2026-03-31." in page.text
    assert "Nadia Rahal" in page.text
    assert TABLE.strip() in page.forms()[0]["fields"]["table"][0].replace("\r", "")
    assert contents(store)["members"] == before


def test_the_good_lines_come_in_after_a_yes_closed_to_everybody(
    store: MemoryStore, signed_in: SignIn, steward: Member
) -> None:
    browser = signed_in(steward)
    page = browser.follow(confirm(browser, browser.send(ROLL, table=TABLE)))
    nadia, tom = rows(store)["Nadia Rahal"], rows(store)["Tom Hale"]

    assert "2 people came onto the roll" in page.text
    assert "Broken Day" not in rows(store)
    assert (nadia.email, nadia.joined_on) == ("nadia@mail.example", date(2026, 3, 31))
    assert nadia.entry.languages == (Language("ar", Fluency.FIRST), Language("en", Fluency.GOOD))
    assert (nadia.standing, tom.standing) == (Standing.MEMBER, Standing.NEWCOMER)
    assert (nadia.consents, tom.consents, tom.steward) == ({}, {}, False)
    assert tom.joined_on == TODAY


def test_pressing_twice_brings_nobody_in_twice(store: MemoryStore, signed_in: SignIn, steward: Member) -> None:
    browser = signed_in(steward)
    look = browser.send(ROLL, table=TABLE)
    confirm(browser, look)
    again = confirm(browser, look)

    assert "0 lines can come in. 3 lines cannot." in again.text
    assert len(rows(store)) == 3


def test_a_table_changed_after_the_look_is_looked_at_again(
    store: MemoryStore, signed_in: SignIn, steward: Member
) -> None:
    browser = signed_in(steward)
    fields = browser.send(ROLL, table=TABLE).forms()[0]["fields"]
    page = browser.send(ROLL, fields | {"table": "name\nSomebody Else", "act": "store"})

    assert "1 line can come in" in page.text
    assert "Somebody Else" not in rows(store)


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ("", "Paste the table"),
        ("   \n \n", "Paste the table"),
        ("Nadia,nadia@mail.example", "The first line has to name the columns: name, and any of email, joined_on"),
        ("email\nnadia@mail.example", "The first line has to name the columns"),
        ("name,e-mail\nNadia,n@mail.example", "There is no column “e-mail”. Did you mean “email”?"),
        ("name,joined on\nNadia,", "There is no column “joined on”. Did you mean “joined_on”?"),
        ("nmae\nNadia", "There is no column “nmae”. Did you mean “name”?"),
        ("name,shoe size\nNadia,44", "There is no column “shoe size”. Use: name, email"),
        ("name,name\nNadia,Nadia", "The column “name” stands there twice. Keep one of them."),
        ("name,<script>alert(1)</script>\nA,b", "There is no column “<script>alert(1)</script>”."),
        ("name\n" + "\n".join(f"Person {n}" for n in range(501)), "Paste at most 500 rows at once."),
        ("name\n" + "x" * 60_000, "Shorten this to 60,000 characters; it has 60,005"),
        ("name\nAda\u202eQuill", "Delete the sign after “Ada”; it cannot be shown"),
    ],
)
def test_what_is_no_table_is_told_at_the_field_and_kept(
    store: MemoryStore, signed_in: SignIn, steward: Member, table: str, says: str
) -> None:
    before = contents(store)["members"]
    page = signed_in(steward).send(ROLL, table=table, act="store")

    assert len(page.errors) == 1
    assert page.errors[0].startswith(says)
    # A sign that cannot be shown stands there as one that can.
    assert page.forms()[0]["fields"]["table"][0].strip() == table.strip().replace("\u202e", "\ufffd")
    assert "<script" not in page.html
    assert contents(store)["members"] == before


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (",x@mail.example,,,,,", "The name is missing."),
        ("\u3000,,,,,,", "The name is missing."),
        (f"{'N' * 81},,,,,,", "The name has 81 characters; 80 are the most."),
        ("\u0410da Quill,,,,,,", "A word of the name mixes the letters of two alphabets."),
        ("ADA  QUILL,,,,,,", "Somebody of this name is on the roll, or in a row above."),
        (
            "Other,ADA-QUILL@mail.example,,,,,",
            "Somebody with this e-mail address is on the roll, or in a row above.",
        ),
        ("Other,nowhere,,,,,", "The e-mail address is none."),
        ('Other,"a@x.example\tBcc: b@x.example",,,,,', "The cell email holds a sign that cannot be shown."),
        (
            "Other,=?utf-8?q?a?=@x.example,,,,,",
            "The cell email begins with a sign that spreadsheets run as a formula.",
        ),
        ('"=HYPERLINK(""http://evil.example"")",,,,,,', "The cell name begins with a sign that spreadsheets run"),
        ("@SUM(A1),,,,,,", "The cell name begins with a sign that spreadsheets run as a formula."),
        ("Other,,2026-02-30,,,,", "joined_on has to be a day like 2026-03-31."),
        ("Other,,2999-01-01,,,,", "joined_on lies ahead of today."),
        ("Other,,,king,,,", "standing has to be one of: applicant, newcomer, member, dormant."),
        ("Other,,,left,,,", "standing has to be one of: applicant, newcomer, member, dormant."),
        ("Other,,,,moon,,", "zone has to be one of: mill-lane, old-docks."),
        ("Other,,,,,Klingonese first,", "“Klingonese” is no language."),
        (f"Other,,,,,{'en/' * 9},", "languages names 9; 8 are the most."),
        ("Other,,,,,,nobody-known", "There is no entry with this slug in the content."),
        ("Other,,", "It has 3 cells, the first line names 7."),
        ('"Other,,,,,,', "The quotation marks do not pair up. A row has to stand on one line."),
    ],
)
def test_a_bad_line_is_told_with_its_number_and_the_reason(
    store: MemoryStore, signed_in: SignIn, ada: Member, steward: Member, line: str, why: str
) -> None:
    table = f"name,email,joined_on,standing,zone,languages,slug\nGood One,,,,,,\n{line}"
    read = roll_import.read(store, a_catalogue(), table, TODAY)
    page = signed_in(steward).send(ROLL, table=table)

    assert [row.line for row in read.good] == [2]
    assert f"3 {why}" in page.text


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_commas_semicolons_and_tabs_part_the_cells(store: MemoryStore, sign: str) -> None:
    table = f"Name{sign}EMAIL{sign}zone\nNadia Rahal{sign}n@mail.example{sign}mill-lane\nTom Hale{sign}{sign}"
    read = roll_import.read(store, a_catalogue(), table, TODAY)

    assert [(row.name, row.email, row.zone) for row in read.good] == [
        ("Nadia Rahal", "n@mail.example", "mill-lane"),
        ("Tom Hale", "", ""),
    ]


def test_the_empty_cells_that_a_spreadsheet_leaves_out_are_empty(store: MemoryStore) -> None:
    read = roll_import.read(store, a_catalogue(), "name\temail\tzone\nTom Hale", TODAY)

    assert [row.name for row in read.good] == ["Tom Hale"]


def test_languages_are_read_by_code_and_by_name(store: MemoryStore) -> None:
    read = roll_import.read(
        store, a_catalogue(), "name,languages\nTom,Tigrinya first/british sign language/en", TODAY
    )

    assert read.good[0].languages == (
        Language("ti", Fluency.FIRST),
        Language("bfi", Fluency.FLUENT),
        Language("en", Fluency.FLUENT),
    )


def test_two_of_one_name_and_names_alike_to_the_eye_do_not_both_come_in(store: MemoryStore) -> None:
    read = roll_import.read(store, a_catalogue(), "name\nZoë Hart\nzoë  hart\nRosa Lind", TODAY)

    assert [row.line for row in read.good] == [2, 4]
    assert [row.line for row in read.bad] == [3]


def test_names_become_addresses_that_nobody_has(store: MemoryStore, clock: Clock) -> None:
    added = roll_import.take_in(store, a_catalogue(), "name\nZoë Hart\nZoe Harte\nليلى\n../etc/passwd", clock())
    slugs = [member.entry.slug for member in added]

    assert slugs[:2] == ["zoe-hart", "zoe-harte"]
    assert slugs[2].startswith("member-")
    assert slugs[3] == "etc-passwd"
    assert len(set(slugs)) == 4


def test_five_hundred_long_lines_can_be_pasted_by_a_steward_alone(
    store: MemoryStore, signed_in: SignIn, ada: Member, steward: Member
) -> None:
    lines = [
        f"Person Number{'é' * 12} {n},person-{n}@mail.example,2026-03-31,member,mill-lane" for n in range(500)
    ]
    table = "name,email,joined_on,standing,zone\n" + "\n".join(lines)
    browser = signed_in(steward)
    page = browser.send(ROLL, table=table)
    confirm(browser, page)

    assert "500 lines can come in" in page.text
    assert len(rows(store)) == 502
    assert signed_in(ada).send(ROLL, table=table).status == 413
    assert signed_in(steward).send("/forms/sign-out", table=table).status == 413


def test_a_page_open_for_too_long_keeps_the_table(store: MemoryStore, signed_in: SignIn, steward: Member) -> None:
    browser = signed_in(steward)
    old = browser.token()
    browser.clock.tick(hours=5)
    page = browser.send(ROLL, {"csrf_token": old, "table": TABLE, "act": "store"})

    assert page.status == 200
    assert "open for a long time" in page.errors[0]
    assert page.forms()[0]["fields"]["table"][0].replace("\r", "").strip() == TABLE.strip()


def test_nothing_is_taken_without_a_token(store: MemoryStore, signed_in: SignIn, steward: Member) -> None:
    response = signed_in(steward).raw.post(ROLL, data={"table": TABLE, "act": "store"})

    assert response.status_code == 400
    assert "Nadia Rahal" not in rows(store)


def test_a_field_that_is_not_of_the_form_is_refused(
    store: MemoryStore, signed_in: SignIn, steward: Member
) -> None:
    page = signed_in(steward).send(ROLL, table=TABLE, steward="yes")

    assert page.status == 400


def test_what_looks_like_markup_is_shown_as_it_is_written(signed_in: SignIn, steward: Member) -> None:
    page = signed_in(steward).send(ROLL, table="name\n<img src=x onerror=alert(1)> {{7*7}}\n</textarea><script>")

    assert "<img src=x onerror=alert(1)> {{7*7}}" in page.text
    assert "<img" not in page.html
    assert "<script" not in page.html


def test_the_desk_counts_what_waits_and_names_nobody(
    store: MemoryStore, signed_in: SignIn, ada: Member, ben: Member, steward: Member
) -> None:
    alone = a_need(ben.id, "clothes-mending", note="Something only Ben says.")
    need = a_need(ada.id)
    put(store, need, alone, a_match(need, ben.id), an_exchange(ben.id, ada.id, confirmed=False))
    put(store, a_member("new-comer", standing=Standing.NEWCOMER), a_check(ada.id, valid_until=TODAY))
    page = signed_in(steward).get("/forms/desk")

    assert "2 open needs 1 without an offer" in page.text
    assert "1 offer unanswered 1 exchange confirmed by one side" in page.text
    assert "1 check runs out within a month" in page.text
    assert "Ada" not in page.text
    assert "Something only Ben says" not in page.text


def test_an_answered_offer_waits_no_more(
    store: MemoryStore, signed_in: SignIn, ada: Member, ben: Member, steward: Member
) -> None:
    need = a_need(ada.id)
    put(store, need, a_match(need, ben.id, MatchState.ACCEPTED))

    assert "0 offers unanswered" in signed_in(steward).get("/forms/desk").text


def test_the_desk_leads_to_cohorts_that_ended_with_nobody_marked(
    store: MemoryStore, signed_in: SignIn, clock: Clock, ada: Member, steward: Member
) -> None:
    put(store, a_participation(ada.id))
    browser = signed_in(steward)
    running = browser.get("/forms/desk")
    clock.tick(days=60)
    over = signed_in(steward).get("/forms/desk")

    assert "/forms/cohorts/kitchen-table-budgeting-4" not in running.links()
    assert "/forms/cohorts/kitchen-table-budgeting-4" in over.links()


def test_looking_changes_nothing(store: MemoryStore, signed_in: SignIn, steward: Member) -> None:
    browser = signed_in(steward)
    before = contents(store)
    for path in ("/forms/desk", ROLL, f"{ROLL}/done?added=x", f"{ROLL}/done?added=3&lang=ar", f"{ROLL}?lang=es"):
        assert browser.get(path).status == 200

    assert contents(store) == before


def test_every_hostile_string_in_a_cell_is_refused_or_comes_in_as_plain_text(
    store: MemoryStore, signed_in: SignIn, clock: Clock, steward: Member, fixtures_dir: Path
) -> None:
    lines = (fixtures_dir / "hostile" / "own.jsonl").read_text(encoding="utf-8").splitlines()
    texts = [found["text"] for found in map(json.loads, lines) if "text" in found]
    cells = [text.encode("utf-8", "replace").decode().replace('"', '""') for text in texts]
    browser = signed_in(steward)
    for cell in cells:
        table = f'name,email,zone,languages\n"{cell}",,,\nGood One,"{cell}","{cell}","{cell}"'
        try:
            added = roll_import.take_in(store, a_catalogue(), table, clock())
        except Refused:
            added = ()
        for member in added:
            assert refused_at(member.entry.name, lines=False) is None
            assert member.entry.name[0] not in "=+-@\t\r"
            assert re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", member.entry.slug)
    for cell in cells[::12]:
        page = browser.send(ROLL, table=f'name,email\n"{cell}","{cell}"')

        assert page.status in (200, 413)
        assert "<" not in cell or cell not in page.html
