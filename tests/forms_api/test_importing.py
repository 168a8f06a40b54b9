"""Bringing in members and exchanges from other systems: worked examples, repeats, mistakes, and who reads what."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from domain.exchange import Kind
from domain.people import Audience, Member, Standing, seen_by
from forms_api.publish import publish
from forms_api.services import importing
from forms_api.services.import_table import guessed, read_table
from forms_api.services.import_values import day_in, quarters_in, without_number
from forms_api.services.importing import Basis, Plan, Settings
from forms_api.services.refusals import Refused
from forms_api.services.roll_table import Wrong
from forms_api.store.base import Store
from forms_api.store.memory import MemoryStore
from tests.builders import NOW, TODAY, a_catalogue, a_member, a_skill, by_slug, contents, put
from tests.forms_api.client import Browser, Page
from tests.log_reading import logged

EXAMPLES = Path(__file__).parent / "examples"
SECRET = b"k" * 32
CATALOGUE = a_catalogue(
    skills=by_slug(a_skill(also={"en": ("bicycle repair",)}), a_skill("clothes-mending"), a_skill("form-filling"))
)
SignIn = Callable[[Member], Browser]


def brought(store: Store, kind: str, text: str, **settings: Any) -> Plan:
    """Bring in a table by the columns guessed from their names."""
    table = read_table(text)
    mapping = guessed(kind, table.columns)
    how = (store, CATALOGUE, kind, table, mapping, Settings(**settings), SECRET)
    return importing.bring_in(*how, "id-stella-steward", NOW, lambda size: b"\5" * size)


def looked(store: Store, kind: str, text: str, **settings: Any) -> Plan:
    table = read_table(text)
    mapping = guessed(kind, table.columns)
    return importing.look(store, CATALOGUE, kind, table, mapping, Settings(**settings), SECRET, NOW)


def example(name: str) -> str:
    return (EXAMPLES / f"{name}.csv").read_text("utf-8")


def by_name(store: Store) -> dict[str, Member]:
    return {m.entry.name: m for m in contents(store)["members"]}


@pytest.fixture
def timeoverflow(store: MemoryStore) -> MemoryStore:
    """A store with the members of the TimeOverflow example."""
    brought(store, "members", example("timeoverflow-members"))
    return store


def test_the_members_of_a_timeoverflow_table_come_in_by_the_guessed_columns(timeoverflow: MemoryStore) -> None:
    people = by_name(timeoverflow)

    assert set(people) == {"Rosa Vila", "Okafor, Emeka", "Mireia Serra i Puig"}
    rosa = people["Rosa Vila"]
    assert (rosa.email, rosa.phone, rosa.joined_on) == ("rosa.vila@mail.example", "555 0112", date(2019, 3, 8))
    assert rosa.standing is Standing.NEWCOMER


def test_its_transfers_come_in_with_the_giver_being_who_the_hours_went_to(timeoverflow: MemoryStore) -> None:
    plan = brought(
        timeoverflow, "exchanges", example("timeoverflow-transfers"), skill="form-filling", leave_out=True
    )

    people = {m.id: m.entry.name for m in contents(timeoverflow)["members"]}
    rows = {(people[e.giver], people[e.receiver], e.skill, e.amount) for e in contents(timeoverflow)["exchanges"]}
    assert rows == {
        ("Okafor, Emeka", "Rosa Vila", "bicycle-repair", 6),
        ("Mireia Serra i Puig", "Okafor, Emeka", "form-filling", 1),
    }
    assert all(e.kind is Kind.HOURS and not e.confirmed for e in contents(timeoverflow)["exchanges"])
    (gift,) = plan.problems
    assert gift.line == 4 and "Banc de Temps" in str(gift.values)


def test_the_hourworld_example_comes_in_with_the_columns_of_its_map(store: MemoryStore) -> None:
    for kind in ("members", "exchanges"):
        table = read_table(example(f"hourworld-{kind}"))
        said = [line.split(" = ") for line in (EXAMPLES / f"hourworld-{kind}.map").read_text().splitlines()]
        targets = {pair[1]: pair[0] for pair in said if len(pair) == 2}
        mapping = [targets.get(column, "") for column in table.columns]
        settings = Settings(dates="mdy", skill="form-filling")
        importing.bring_in(
            store, CATALOGUE, kind, table, mapping, settings, SECRET, "s", NOW, lambda size: b"\6" * size
        )

    assert by_name(store)["Tom Okoro"].joined_on == date(2021, 11, 2)
    assert sorted((e.skill, e.amount, e.on) for e in contents(store)["exchanges"]) == [
        ("clothes-mending", 8, date(2026, 10, 14)),
        ("form-filling", 3, date(2026, 10, 21)),
    ]


def test_a_second_time_nothing_is_new(timeoverflow: MemoryStore) -> None:
    brought(timeoverflow, "exchanges", example("timeoverflow-transfers"), skill="form-filling", leave_out=True)
    before = contents(timeoverflow)

    people = brought(timeoverflow, "members", example("timeoverflow-members"))
    exchanges = brought(
        timeoverflow, "exchanges", example("timeoverflow-transfers"), skill="form-filling", leave_out=True
    )

    assert (people.new, people.known) == (0, 3)
    assert (exchanges.new, exchanges.known) == (0, 2)
    assert contents(timeoverflow) == before


def test_two_equal_lines_of_one_table_are_two_exchanges(timeoverflow: MemoryStore) -> None:
    line = "2026-10-02,12,15,1\n"
    plan = brought(timeoverflow, "exchanges", "date,from id,to id,hours\n" + line * 2, skill="form-filling")
    again = brought(timeoverflow, "exchanges", "date,from id,to id,hours\n" + line * 3, skill="form-filling")

    assert (plan.new, again.new, again.known) == (2, 1, 2)


def test_whoever_comes_in_is_seen_by_nobody(timeoverflow: MemoryStore) -> None:
    for member in contents(timeoverflow)["members"]:
        assert not member.consents
        assert all(seen_by(member, reader) is None for reader in Audience)


def test_nothing_of_who_came_in_reaches_the_public_record(timeoverflow: MemoryStore, tmp_path: Path) -> None:
    brought(
        timeoverflow, "exchanges", example("timeoverflow-transfers"), skill="form-filling", leave_out=True,
        basis=Basis.BOTH_ASKED,
    )  # fmt: skip
    publish(timeoverflow, CATALOGUE, tmp_path / "record", NOW)

    record = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    for canary in (b"Rosa", b"Okafor", b"Mireia", b"mail.example", b"555 01", b"brakes"):
        assert canary not in record


def test_exchanges_count_as_confirmed_only_on_a_ground_that_stands_in_public(
    timeoverflow: MemoryStore, tmp_path: Path
) -> None:
    text = example("timeoverflow-transfers")
    brought(timeoverflow, "exchanges", text, skill="form-filling", leave_out=True, basis=Basis.BOTH_ASKED)
    publish(timeoverflow, CATALOGUE, tmp_path / "record", NOW)

    assert all(e.confirmed for e in contents(timeoverflow)["exchanges"])
    (trace,) = contents(timeoverflow)["traces"]
    assert (trace.act, trace.reason, trace.by) == (
        "import_exchanges", "old_system_asked_both", "id-stella-steward",
    )  # fmt: skip
    assert [said["reason"] for said in logged(tmp_path / "record")] == ["old_system_asked_both"]


def test_one_line_that_cannot_come_in_keeps_all_out(timeoverflow: MemoryStore) -> None:
    with pytest.raises(importing.HasProblems):
        brought(timeoverflow, "exchanges", example("timeoverflow-transfers"), skill="form-filling")

    assert contents(timeoverflow)["exchanges"] == []


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("2026-10-02,12,15,0,Bicycle repair", "The hours have to be more than zero."),
        ("2026-10-02,12,15,-1,Bicycle repair", "The hours have to be more than zero."),
        ("2026-10-02,12,15,25,Bicycle repair", "More than 24 hours. Write several days as several lines."),
        ("2026-10-02,12,15,soon,Bicycle repair", "“soon” is no number of hours."),
        ("2027-10-02,12,15,1,Bicycle repair", "“2027-10-02” lies ahead of today."),
        ("02/10/2026,12,15,1,Bicycle repair", "“02/10/2026” is no day in the order that was chosen."),
        ("2026-10-02,12,12,1,Bicycle repair", "The same person stands on both sides."),
        ("2026-10-02,12,99,1,Bicycle repair", "Nobody on the roll is “99”. Bring in the members first."),
        ("2026-10-02,12,15,1,Juggling", "“Juggling” is no skill here. Choose one for what is not known."),
    ],
)
def test_a_line_that_cannot_be_is_told_with_its_reason(timeoverflow: MemoryStore, line: str, says: str) -> None:
    plan = looked(timeoverflow, "exchanges", f"date,from id,to id,hours,service\n{line}\n")

    (problem,) = plan.problems
    assert (problem.words % problem.values if problem.values else problem.words) == says


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        ("Rosa Vila,", "Somebody of this name is on the roll, or in a row above."),
        ("New One,not an address", "The e-mail address is none."),
        (",new@mail.example", "The name is missing."),
        ("Рosa Vila,", "A word of the name mixes the letters of two alphabets."),
        ("Bell\x07,", "The cell name holds a sign that cannot be shown."),
    ],
)
def test_a_member_that_cannot_be_is_told_with_its_reason(timeoverflow: MemoryStore, cells: str, says: str) -> None:
    plan = looked(timeoverflow, "members", f"name,email\n{cells}\n")

    (problem,) = plan.problems
    assert (problem.words % problem.values if problem.values else problem.words) == says


def test_who_is_on_the_roll_by_their_address_is_not_made_twice(store: MemoryStore) -> None:
    put(store, a_member("rosa-vila"))

    plan = brought(store, "members", "name,email\nRosa from the old bank,ROSA-VILA@mail.example\n")

    assert (plan.new, plan.known) == (0, 1)


def test_two_of_one_name_need_their_numbers(store: MemoryStore) -> None:
    twins = [a_member(f"twin-{n}") for n in (1, 2)]
    put(
        store,
        *(Member(**{**vars(t), "entry": type(t.entry)(**{**vars(t.entry), "name": "Pat Lee"})}) for t in twins),
    )

    plan = looked(store, "exchanges", "date,from,to,hours\n2026-10-02,Pat Lee,Pat Lee,1\n", skill="form-filling")

    assert "Several people on the roll" in plan.problems[0].words


def test_ids_cannot_be_guessed_from_the_numbers_of_the_old_system() -> None:
    assert importing.naming(b"a" * 32)("member", "12") != importing.naming(b"b" * 32)("member", "12")


@pytest.mark.parametrize(
    "text", ["", "name\n", 'name,email\n"open,quote\n', ",".join("abcdefghij" * 5) + "\n" + "1," * 49 + "1\n"]
)
def test_what_is_no_table_is_refused_in_words(text: str) -> None:
    with pytest.raises(Refused):
        read_table(text)


def test_cells_may_hold_line_breaks_and_the_lines_are_counted_all_the_same() -> None:
    table = read_table('name;note\r\nAda;"one\r\ntwo"\r\nBen;x\r\n')

    assert [(row.line, row.cells[0]) for row in table.rows] == [(2, "Ada"), (4, "Ben")]


def test_without_the_columns_that_are_needed_nothing_is_read(store: MemoryStore) -> None:
    with pytest.raises(Refused, match="hours, receiver"):
        looked(store, "exchanges", "date,provider\n2026-10-02,Ada\n")


@pytest.mark.parametrize(
    ("text", "quarters"), [("1.5", 6), ("1,5", 6), ("1:30", 6), ("0.33", 1), ("0.1", 1), ("2", 8), ("0.38", 2)]
)
def test_hours_are_rounded_to_quarters_and_never_to_nothing(text: str, quarters: int) -> None:
    assert quarters_in(text) == quarters


def test_days_are_read_in_the_order_that_was_chosen() -> None:
    assert day_in("2026-03-04 10:00:00 UTC", "iso", TODAY) == date(2026, 3, 4)
    assert day_in("03/04/2026", "mdy", TODAY) == date(2026, 3, 4)
    assert day_in("3.4.2026", "dmy", TODAY) == date(2026, 4, 3)
    with pytest.raises(Wrong):
        day_in("31/31/2026", "dmy", TODAY)


def test_a_number_behind_a_name_is_told_apart_from_it() -> None:
    assert without_number("Rosa Vila (12)") == ("Rosa Vila", "12")
    assert without_number("Rosa (Rosie) Vila") == ("Rosa (Rosie) Vila", "")


def the_form(page: Page) -> dict[str, Any]:
    found = next(f for f in page.forms() if f["action"].endswith("/import"))
    return {name: value for name, value in found["fields"].items() if name != "csrf_token"}


def test_the_desk_takes_a_table_step_by_step(signed_in: SignIn, store: MemoryStore, steward: Member) -> None:
    browser = signed_in(steward)
    columns = browser.send("/forms/desk/import", kind="members", table=example("timeoverflow-members"))
    assert "What the columns are" in columns.text
    fields = the_form(columns)
    assert [fields[f"columns-{n}"] for n in range(5)] == [["number"], ["name"], ["email"], ["phone"], [""]]

    look = browser.send("/forms/desk/import", fields | {"act": "look"})
    assert "3 lines are new. 0 are here already. 0 cannot come in. Nothing has been stored." in look.text
    assert len(contents(store)["members"]) == 1

    done = browser.send("/forms/desk/import", the_form(look) | {"act": "store"})
    assert done.status == 303
    assert "3 lines came in." in browser.get(done.location).text
    assert len(contents(store)["members"]) == 4


def test_what_was_changed_since_it_was_seen_is_shown_again_first(
    signed_in: SignIn, store: MemoryStore, steward: Member
) -> None:
    browser = signed_in(steward)
    fields = the_form(browser.send("/forms/desk/import", kind="members", table=example("timeoverflow-members")))
    seen = the_form(browser.send("/forms/desk/import", fields | {"act": "look"}))

    other = browser.send("/forms/desk/import", seen | {"act": "store", "standing": "applicant"})

    assert other.status == 200 and "Nothing has been stored" in other.text
    assert len(contents(store)["members"]) == 1


def test_the_desk_says_what_is_wrong_and_keeps_the_table(
    signed_in: SignIn, store: MemoryStore, steward: Member
) -> None:
    browser = signed_in(steward)
    assert browser.send("/forms/desk/import", kind="members", table="name\n").errors
    assert browser.send("/forms/desk/import", table="name\nAda\n").errors == ["Choose what the table holds"]
    fields = the_form(browser.send("/forms/desk/import", kind="exchanges", table="x,y\n1,2\n"))

    page = browser.send("/forms/desk/import", fields | {"act": "look"})

    assert page.errors == ["No column was chosen for: on, hours, giver, receiver."]


def test_the_desk_shows_the_exchanges_of_an_old_system_by_name(
    signed_in: SignIn, store: MemoryStore, steward: Member
) -> None:
    brought(store, "members", example("timeoverflow-members"))
    browser = signed_in(steward)
    page = browser.send("/forms/desk/import", kind="exchanges", table=example("timeoverflow-transfers"))
    fields = the_form(page) | {"act": "look", "skill": "form-filling"}

    blocked = browser.send("/forms/desk/import", fields)
    assert "1 cannot come in" in blocked.text and "Bring in 2 lines" not in blocked.text
    look = browser.send("/forms/desk/import", fields | {"leave_out": "y"})
    assert "Rosa Vila" in look.text and "Rounded to the nearest quarter hour" in look.text

    assert browser.send("/forms/desk/import", the_form(look) | {"act": "store"}).status == 303
    assert len(contents(store)["exchanges"]) == 2
