"""What goes wrong about trust and entries, over every store: each has one stated answer."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from domain.catalogue import Catalogue
from domain.exchange import Direction
from domain.governance.moderation import ModerationReason
from domain.people import Admission, Audience, Availability, Entry, Level, Member, Standing
from domain.skills import CheckKind, Safeguarding
from domain.trust import Criterion, Grounds, givers
from forms_api.publish import publish
from forms_api.services import admission, applications, checks, entries, hiding, reminders, roll, vouches
from forms_api.services.applications import Application
from forms_api.services.clearances import SkillUnknown, cleared
from forms_api.services.intents import IntentDraft, offers_for, place
from forms_api.services.promises import NotASteward
from forms_api.services.refusals import NotThere
from forms_api.services.vouches import Word
from forms_api.store.base import Store
from tests.builders import NOW, TODAY, a_catalogue, a_check, a_member, a_share, a_vouch, an_exchange, contents, put
from tests.contract.acts import at_once
from tests.log_reading import logged

MONTH = timedelta(days=30)
CHILDCARE = "shared-childcare"


def members(number: int, **changes: Any) -> list[Member]:
    return [a_member(f"m{n}", steward=n < 2, **changes) for n in range(number)]


def is_cleared(store: Store, member: Member, skill: str, on: date = TODAY) -> bool:
    with store.unit() as unit:
        return cleared(unit, a_catalogue(), skill, member.id, on)


def test_a_vouch_for_oneself_is_refused_and_one_that_lies_there_counts_nothing(store: Store) -> None:
    (ada,) = members(1)
    put(store, ada)
    with pytest.raises(vouches.ForOneself):
        vouches.vouch(store, a_catalogue(), ada.id, ada.id, Word("myself"), NOW)
    put(store, a_vouch(ada.id, ada.id))

    with store.unit() as unit:
        assert givers(unit.vouches, unit.members, ada.id, TODAY) == frozenset()


def test_a_ring_of_fresh_accounts_clears_nobody(store: Store) -> None:
    old = members(6)
    fresh = [a_member(f"new-{n}", joined_on=TODAY - MONTH + timedelta(days=1)) for n in range(5)]
    put(store, *old, *fresh, *(a_check(one.id) for one in fresh))
    for one in fresh:
        for other in fresh:
            if one is not other:
                vouches.vouch(store, a_catalogue(), one.id, other.id, Word("known"), NOW)

    assert len(contents(store)["vouches"]) == 20
    assert not any(is_cleared(store, one, CHILDCARE) for one in fresh)


def test_a_check_holds_on_its_last_day_and_not_on_the_next(store: Store, tmp_path: Path) -> None:
    everybody = members(8, audience=Audience.PUBLIC)
    ada = replace(everybody[7], entry=replace(everybody[7].entry, shares=(a_share(CHILDCARE),)))
    put(store, *everybody[:7], ada, a_check(ada.id, valid_until=TODAY))
    put(store, *(a_vouch(ada.id, other.id) for other in everybody[:4]))
    offer = IntentDraft(Direction.OFFER, CHILDCARE)
    place(store, a_catalogue(), ada.id, [offer], NOW)
    reader, tomorrow = everybody[0].id, NOW + timedelta(days=1)

    assert is_cleared(store, ada, CHILDCARE)
    assert shares_shown(store, tmp_path, NOW, ada) == [CHILDCARE]
    assert [one.member for one in offers_for(store, a_catalogue(), reader, NOW)] == [ada.id]
    assert not is_cleared(store, ada, CHILDCARE, tomorrow.date())
    assert shares_shown(store, tmp_path, tomorrow, ada) == []
    assert offers_for(store, a_catalogue(), reader, tomorrow) == []


def shares_shown(store: Store, folder: Path, now: object, member: Member) -> list[str]:
    from forms_api.publish.members import Community, public_members
    from forms_api.publish.snapshot import snapshot

    assert isinstance(now, type(NOW))
    shown = public_members(Community(snapshot(store), a_catalogue(), now.date())).get(member.entry.slug)
    return [share.skill for share in shown.entry.shares] if shown else []


def test_a_word_taken_back_no_longer_counts_from_that_day(store: Store) -> None:
    everybody = members(6)
    put(store, *everybody, a_check(everybody[5].id))
    given = [
        vouches.vouch(store, a_catalogue(), other.id, everybody[5].id, Word("known"), NOW)
        for other in everybody[:4]
    ]
    before = is_cleared(store, everybody[5], CHILDCARE)
    vouches.withdraw(store, everybody[0].id, given[0].id, NOW)
    vouches.withdraw(store, everybody[0].id, given[0].id, NOW + MONTH)

    assert before
    assert not is_cleared(store, everybody[5], CHILDCARE)
    assert [v.withdrawn_on for v in contents(store)["vouches"] if v.id == given[0].id] == [TODAY]


def test_a_consent_withdrawn_while_publish_runs_is_whole_in_it_or_whole_in_the_next(
    store: Store, tmp_path: Path
) -> None:
    ada = a_member("ada-quill", audience=Audience.PUBLIC)
    put(store, *members(12, audience=Audience.PUBLIC), ada)
    record = tmp_path / "record"
    start = threading.Barrier(2)

    def take_back() -> None:
        start.wait()
        entries.withdraw(store, ada.id, NOW)

    other = threading.Thread(target=take_back)
    other.start()
    start.wait()
    publish(store, a_catalogue(), record, NOW)
    other.join()
    during = (record / "state" / "members.json").read_text()
    publish(store, a_catalogue(), record, NOW)
    after = "".join(path.read_text() for path in sorted(record.rglob("*.json")))

    assert ("ada-quill" in during) == ("Ada Quill" in during)
    assert "ada-quill" not in after
    assert "Ada Quill" not in after


def test_of_two_stewards_who_admit_at_once_one_does_and_the_other_reads_so(store: Store) -> None:
    stewards = members(6)
    nia = a_member("nia", standing=Standing.NEWCOMER, joined_on=TODAY)
    put(store, *stewards, nia)

    def admit(number: int) -> None:
        admission.admit(store, stewards[number % 2].id, nia.id, Standing.MEMBER, NOW, Grounds.KNOWN_BEFORE)

    wrong = at_once(6, admit)
    held = contents(store)

    assert [type(one) for one in wrong] == [admission.StepTaken] * 5
    assert [m.standing for m in held["members"] if m.id == nia.id] == [Standing.MEMBER]
    assert [(t.act, t.subject, t.reason) for t in held["traces"]] == [("admit_by_exception", "", "known_before")]


def test_the_public_reads_an_exception_and_its_reason_and_never_whose(store: Store, tmp_path: Path) -> None:
    stewards = members(6)
    put(store, *stewards, a_member("nia-weir", standing=Standing.NEWCOMER))
    admission.admit(store, stewards[0].id, "id-nia-weir", Standing.MEMBER, NOW, Grounds.CANNOT_TAKE_PART)
    hiding.hide(store, stewards[0].id, "id-nia-weir", "about", ModerationReason.PERSONAL, NOW)
    for _twice in range(2):
        publish(store, a_catalogue(), tmp_path / "record", NOW)
    lines = logged(tmp_path / "record")

    assert sorted((line["act"], line["reason"]) for line in lines) == [
        ("admit_by_exception", "cannot_take_part"),
        ("hide_field", "personal"),
    ]
    assert {line["proposal"] + line["mark"] for line in lines} == {""}
    assert not {"nia-weir", stewards[0].id, "about"} & {str(value) for line in lines for value in line.values()}


def test_a_step_whose_criteria_are_not_met_is_refused_and_changes_nothing(store: Store) -> None:
    stewards = members(6)
    put(
        store, *stewards, a_member("ask", standing=Standing.APPLICANT), a_member("nia", standing=Standing.NEWCOMER)
    )
    before = contents(store)
    for member, step, missing in (
        ("id-ask", Standing.NEWCOMER, {Criterion.MET}),
        ("id-nia", Standing.MEMBER, {Criterion.TOOK_PART, Criterion.VOUCHES}),
    ):
        with pytest.raises(admission.NotMet) as refused:
            admission.admit(store, stewards[0].id, member, step, NOW)
        assert set(refused.value.missing) == missing
    with pytest.raises(admission.StepTaken):
        admission.admit(store, stewards[0].id, "id-ask", Standing.MEMBER, NOW)
    with pytest.raises(admission.OwnAdmission):
        admission.admit(store, stewards[0].id, stewards[0].id, Standing.MEMBER, NOW)
    with pytest.raises(NotASteward):
        admission.admit(store, stewards[5].id, "id-ask", Standing.NEWCOMER, NOW)

    assert contents(store) == before


def test_the_way_in_ends_with_a_vote_and_remembers_on_whose_word(store: Store) -> None:
    everybody = members(6)
    put(store, *everybody)
    made = applications.apply(store, a_catalogue(), Application("Nia", why="To mend.", findable=True), NOW)
    admission.meet(store, everybody[0].id, made.id, NOW)
    admission.meet(store, everybody[1].id, made.id, NOW + MONTH)
    new = admission.admit(store, everybody[0].id, made.id, Standing.NEWCOMER, NOW)
    for other in everybody[2:5]:
        vouches.vouch(store, a_catalogue(), other.id, made.id, Word("known"), NOW)
    put(store, an_exchange(made.id, everybody[3].id))
    member = admission.admit(store, everybody[1].id, made.id, Standing.MEMBER, NOW + MONTH)

    assert (new.admission.met_by, new.admission.met_on, new.admission.why) == (everybody[0].id, TODAY, "")
    assert member.votes
    assert member.admission.member_on == TODAY + MONTH
    assert set(member.admission.on_word_of) == {m.id for m in everybody[2:5]}
    assert contents(store)["traces"] == []


HOSTILE = (
    "<script>alert(1)</script>",
    "{{7*7}} ${jndi:ldap://x}",
    "'; DROP TABLE members;--",
    "=?utf-8?q?a=0ABcc:_x@y.example?=",
    '=HYPERLINK("//x")',
    "../../etc/passwd",
    "\N{HANGUL FILLER}",
    "ـ" * 80,
)


@pytest.mark.parametrize("text", HOSTILE)
def test_an_application_with_hostile_text_is_a_private_row_like_any_other(store: Store, text: str) -> None:
    put(store, *members(3))
    asked = Application(text, email="a@mail.example", why=text * 5, program=text, languages=("en", "en"))
    made = applications.apply(store, a_catalogue(), asked, NOW)
    again = applications.apply(store, a_catalogue(), asked, NOW)
    (kept,) = (m for m in contents(store)["members"] if m.standing is Standing.APPLICANT)

    assert again == made == kept
    assert (kept.entry.name, kept.admission.why, kept.admission.program) == (text, text * 5, "")
    assert kept.entry.slug.replace("-", "").isalnum()
    assert kept.entry.slug.isascii()
    assert kept.consents == {}
    assert shares_shown(store, Path(), NOW, kept) == []


def test_an_address_that_somebody_has_is_not_kept_twice_and_still_signs_them_in(store: Store) -> None:
    from forms_api.services.sign_in import member_with

    ada = a_member("ada-quill")
    put(store, ada)
    made = applications.apply(store, a_catalogue(), Application("Eve", email=ada.email.upper()), NOW)

    assert made.email == ""
    assert made.admission.address_known
    with store.unit() as unit:
        assert member_with(unit, ada.email) == ada


def test_a_desk_that_is_full_takes_no_more(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(applications, "MOST_WAITING", 2)
    for name in ("One", "Two"):
        applications.apply(store, a_catalogue(), Application(name), NOW)

    with pytest.raises(applications.DeskFull):
        applications.apply(store, a_catalogue(), Application("Three"), NOW)


def test_three_founders_of_an_empty_network_clear_a_safeguarded_skill(store: Store) -> None:
    catalogue: Catalogue = a_catalogue()
    founders = [roll.add_member(store, name, NOW, steward=True) for name in ("Ada", "Ben", "Cem")]
    fourth = roll.add_member(store, "Dot", NOW)
    ada, ben, cem = founders
    for giver in (ben, cem):
        vouches.vouch(store, catalogue, giver.id, ada.id, Word("founded this together"), NOW)
    checks.note(
        store, catalogue, ben.id, ada.id, checks.Paper(CheckKind.CRIMINAL_RECORD, "Disclosure service", TODAY), NOW
    )

    assert [f.admission.founder for f in founders] == [True, True, True]
    assert not fourth.admission.founder
    assert catalogue.skills[CHILDCARE].safeguarding is Safeguarding.CHECKED
    # With four members two vouches are wanted, one more for a checked skill; with three it is two in all.
    with store.unit() as unit:
        unit.members.remove(fourth.id)
    assert is_cleared(store, ada, CHILDCARE)
    assert not is_cleared(store, ben, CHILDCARE)


def test_papers_are_noted_without_numbers_and_never_ones_own(store: Store) -> None:
    everybody = members(4)
    put(store, *everybody)
    steward, ada = everybody[0].id, everybody[3].id

    def note(member: str = ada, by: str = steward, **changes: Any) -> object:
        paper = replace(checks.Paper(CheckKind.CRIMINAL_RECORD, "Disclosure service", TODAY), **changes)
        return checks.note(store, a_catalogue(), by, member, paper, NOW)

    for wrong, what in (
        (checks.PaperOver, {"valid_until": TODAY - timedelta(days=1)}),
        (checks.PaperOver, {"valid_until": date(2099, 1, 1)}),
        (checks.SkillMissing, {"kind": CheckKind.LICENCE}),
        (SkillUnknown, {"kind": CheckKind.LICENCE, "skill": "flying"}),
        (checks.NumberNoted, {"issuer": "Register 12-345 678"}),
        (checks.OwnPaper, {"member": steward}),
        (NotASteward, {"by": ada, "member": steward}),
        (NotThere, {"member": "nobody"}),
    ):
        with pytest.raises(wrong):
            note(**what)
    note()
    note(valid_until=TODAY + MONTH)
    (kept,) = contents(store)["checks"]
    assert kept.valid_until == TODAY + MONTH
    assert [seen.check for seen in checks.ending(store, TODAY)] == [kept]
    with pytest.raises(checks.OwnPaper):
        put(store, a_check(steward))
        checks.strike(store, steward, a_check(steward).id)
    checks.strike(store, steward, kept.id)
    checks.strike(store, steward, kept.id)

    assert [c.member for c in contents(store)["checks"]] == [steward]


def test_what_is_hidden_is_out_of_the_site_and_mended_only_marks_it(store: Store) -> None:
    stewards = members(3)
    ada = a_member("ada-quill", audience=Audience.PUBLIC)
    ada = replace(ada, entry=replace(ada.entry, about="Rude words.", shares=(a_share(level=Level.CAN_DO),)))
    put(store, *stewards, ada)
    hiding.hide(store, stewards[0].id, ada.id, "about", ModerationReason.INSULT, NOW)
    hiding.hide(store, stewards[1].id, ada.id, "about", ModerationReason.THREAT, NOW)
    draft = entries.EntryDraft(
        ada.entry.name, "", ada.entry.languages, "", ada.entry.shares, (), "Kind words.",
        entries.audiences_of(ada),
    )  # fmt: skip
    entries.save(store, a_catalogue(), ada.id, draft, NOW + MONTH)
    seen = entries.as_seen(store, a_catalogue(), ada.id, Audience.PUBLIC, NOW)
    (hidden,) = (m.hidden["about"] for m in contents(store)["members"] if m.id == ada.id)
    shown = hiding.show_again(store, stewards[1].id, ada.id, "about", NOW)

    assert seen is not None
    assert (seen.about, len(seen.shares)) == ("", 1)
    assert (hidden.reason, hidden.on, hidden.mended_on) == (ModerationReason.INSULT, TODAY, TODAY + MONTH)
    assert shown.hidden == {}
    assert [(t.act, t.subject, t.mark) for t in contents(store)["traces"]].count(("hide_field", "", "")) == 1
    with pytest.raises(hiding.OwnEntry):
        hiding.hide(store, stewards[0].id, stewards[0].id, "about", ModerationReason.INSULT, NOW)
    with pytest.raises(NotThere):
        hiding.hide(store, stewards[0].id, ada.id, "zone", ModerationReason.INSULT, NOW)


def test_a_reminder_goes_out_once_however_many_ask_at_once(store: Store) -> None:
    soon = Availability(TODAY - MONTH, TODAY + timedelta(days=10), ("mon morning",))
    ada = a_member("ada-quill", availability=soon)
    far = a_member("far", availability=replace(soon, until=TODAY + timedelta(days=15)))
    silent = a_member("silent", email="", availability=soon)
    put(store, ada, far, silent, a_check(ada.id, valid_until=TODAY + MONTH), a_vouch(far.id, ada.id))
    got: list[str] = []

    def claim(_number: int) -> None:
        got.extend(reminder.member.id for reminder in reminders.claim(store, NOW))

    assert at_once(8, claim) == []
    assert got == [ada.id]
    assert reminders.claim(store, NOW + timedelta(days=4)) != ()
    assert reminders.claim(store, NOW + timedelta(days=4)) == ()
    assert reminders.to_ring(store, TODAY) == 1


def test_renewing_twice_is_renewing_once_and_only_ones_own(store: Store) -> None:
    ada, ben = a_member("ada-quill"), a_member("ben-marsh")
    ada = replace(ada, availability=Availability(TODAY - MONTH, TODAY, ("mon morning",), TODAY))
    word = a_vouch(ben.id, ada.id, expires_on=TODAY, reminded_on=TODAY)
    put(store, ada, ben, word, a_check(ada.id, valid_until=TODAY))
    renew = reminders.renew
    for _twice in range(2):
        renew(store, a_catalogue(), ada.id, reminders.Ends.AVAILABILITY, ada.id, NOW)
        renew(store, a_catalogue(), ada.id, reminders.Ends.VOUCH, word.id, NOW)
    for whose, what, subject, wrong in (
        (ben.id, reminders.Ends.VOUCH, word.id, NotThere),
        (ben.id, reminders.Ends.AVAILABILITY, ben.id, NotThere),
        (ada.id, reminders.Ends.NEED, "none", NotThere),
        (ada.id, reminders.Ends.CHECK, "any", reminders.NotByOneself),
    ):
        with pytest.raises(wrong):
            renew(store, a_catalogue(), whose, what, subject, NOW)
    held = contents(store)

    said = next(m.availability for m in held["members"] if m.id == ada.id)
    assert said == Availability(TODAY, TODAY + timedelta(days=90), ("mon morning",))
    assert [(v.expires_on, v.reminded_on) for v in held["vouches"]] == [(TODAY + timedelta(days=730), None)]


def test_who_leaves_is_gone_with_their_address_and_their_word(store: Store) -> None:
    ada, ben = a_member("ada-quill", phone="555 0142"), a_member("ben-marsh", steward=True)
    put(store, ada, ben, a_vouch(ben.id, ada.id))
    gone = entries.leave(store, ada.id, NOW)
    with pytest.raises(entries.LastSteward):
        entries.leave(store, ben.id, NOW)
    with pytest.raises(NotThere):
        entries.leave(store, ada.id, NOW)

    assert (gone.standing, gone.email, gone.phone) == (Standing.LEFT, "", "")
    assert gone.entry == Entry(ada.entry.slug, "")
    assert gone.admission == Admission()
    assert contents(store)["vouches"][0].withdrawn_on == TODAY
