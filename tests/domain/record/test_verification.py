"""A liar who holds the log's key and signs everything anew is found out by what the record says of itself."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

import pytest

from domain.governance.lifecycle import Event
from domain.governance.policy import ConstituencyRule, Method, Secrecy
from domain.record.canonical import canonical
from domain.record.entries import commitment_entries, event_entry, key_entry, version_entry, void_entry
from domain.record.verification import Answer
from domain.record.verifying import check_record
from rsn.ed25519 import verify
from tests.builders import a_policy
from tests.recount.checkers import reader, recounted, told, verified
from tests.recount.liars import ID, PLACE, Change, add, changed, edit, find, replace_file, rewrite, without
from tests.recount.made_record import NOON, Made, MadeVote, Signer, made_record, yes_no


def lie(**says: Any) -> MadeVote:
    return yes_no(lie=lambda result: result.update(says))


def lie_in_count(**says: Any) -> MadeVote:
    return yes_no(lie=lambda result: result["result"].update(says))


LIES: dict[str, tuple[MadeVote, str]] = {
    "another count": (lie_in_count(scores={"abstain": 3, "no": 10, "yes": 26}), "result.json: says scores"),
    "another verdict": (lie_in_count(passed=False), "result.json: says passed: true".replace("true", "false")),
    "another margin": (lie_in_count(margin=1), "result.json: says margin: 1"),
    "more than a count says": (lie_in_count(swing=7), "result.json: says swing: 7; the ballots give null"),
    "fewer ballots": (lie_in_count(cast=39), "counts other ballots"),
    "another roll": (lie(roll=61), "says roll: 61"),
    "another proposal": (lie(proposal="2026-2"), 'says proposal: "2026-2"'),
    "no voids": (lie(voids=0), "says voids: 0"),
    "another number": (lie(number=4), "is result 4"),
    "rows that are not there": (lie(rows_published=False), "is there, but result.json says that it is not"),
    "no count": (lie(result=None), "does not say 'result'"),
    "a split nobody asked for": (lie(split={"rule": "concurrent"}), "is there although the policy asks no group"),
    "a lot nobody asked for": (lie(draw={"marks": []}), "A lot is drawn where there is no tie"),
}


@pytest.mark.parametrize("kind", LIES)
def test_a_lie_that_was_logged_is_found_by_counting_again(kind: str) -> None:
    vote, words = LIES[kind]
    made = made_record(vote)

    assert words in told(verified(made.files))
    assert recounted(made.files, Method.YES_NO)[0] == "broken"


def _commitments(made: Made) -> list[int]:
    return [at for at, raw in enumerate(made.entries) if raw.startswith(b'{"commitment"')]


def swap_commitments(made: Made) -> None:
    first, second = _commitments(made)[:2]
    made.entries[first], made.entries[second] = made.entries[second], made.entries[first]


def drop_commitment(made: Made) -> None:
    rows = made.files[PLACE + "ballots.jsonl"].splitlines()
    made.entries.remove(commitment_entries(ID, [json.loads(rows[0])["commitment"]])[0])


def double_commitment(made: Made) -> None:
    first = _commitments(made)[0]
    made.entries.insert(first, made.entries[first])


def double_void(made: Made) -> None:
    first = find(made, "void")
    made.entries.insert(first, made.entries[first])


def void_a_counted_one(made: Made) -> None:
    rows = made.files[PLACE + "ballots.jsonl"].splitlines()
    made.entries.append(void_entry(ID, json.loads(rows[0])["commitment"], "not_on_roll"))


def result_of_another_hash(made: Made) -> None:
    rewrite(made, "certify", result={"number": 1, "hash": "0" * 64})


LOGS: dict[str, tuple[Change, str]] = {
    "commitments out of order": (swap_commitments, "The commitments are not sorted"),
    "a commitment dropped": (drop_commitment, "does not fit the commitments"),
    "a commitment doubled": (double_commitment, "A commitment stands there twice"),
    "a void doubled": (double_void, "A void stands there twice"),
    "a void of nothing": (
        add(void_entry(ID, "0" * 64, "superseded"), "certify"),
        "made void that was never logged",
    ),
    "a void before the close": (add(void_entry(ID, "0" * 64, "superseded"), "open"), "made void where the vote"),
    "a void of no commitment": (add(void_entry(ID, "zz", "superseded"), "certify"), "made void where the vote"),
    "a void of an unknown vote": (add(void_entry("2026-9", "0" * 64, "x")), "made void where the vote"),
    "a void after the certification": (void_a_counted_one, "made void where the vote"),
    "a commitment before the close": (
        add(commitment_entries(ID, ["0" * 64])[0], "close"),
        "A commitment stands where the vote is not closed",
    ),
    "a late one without a recount": (
        add(commitment_entries(ID, ["0" * 64], "late")[0], "certify"),
        "or a late one behind no recount",
    ),
    "a commitment of another form": (
        add(canonical({"commitment": "zz", "proposal": ID, "type": "commitment", "v": 1}), "certify"),
        "is 32 bytes in hexadecimal",
    ),
    "two hashes of one result": (result_of_another_hash, "says another hash of result 1"),
    "no opening": (without("open"), "cannot take the event 'close'"),
    "no policy": (without("policy"), "pins a policy whose hash is not in the log"),
    "another outcome": (
        lambda made: rewrite(made, "certify", outcome="rejected"),
        "says rejected; the count says",
    ),
    "no outcome there is": (lambda made: rewrite(made, "certify", outcome="sold"), "outcome that there is not"),
    "a moment that is none": (lambda made: rewrite(made, "open", at="noon"), "a moment that is none"),
    "numbers that go back": (lambda made: rewrite(made, "open", number=1), "stands before it"),
    "no kind": (add(canonical({"v": 1})), "does not say 'type'"),
    "another version": (add(canonical({"v": 2, "type": "key"})), "is of version 2"),
    "no object": (add(b"[]"), "is no JSON object"),
    "another spelling": (add(b'{"type":"key", "v":1}'), "not in its one canonical spelling"),
    "no JSON": (add(b"hello"), "is not JSON"),
    "another roll at the freeze": (
        lambda made: rewrite(made, "freeze", roll={"count": 60, "hash": "0"}),
        "roll.json",
    ),
    "another size at the freeze": (
        lambda made: rewrite(
            made, "freeze", roll={"count": 5, "hash": sha256(made.files[PLACE + "roll.json"]).hexdigest()}
        ),
        "says 5 on the roll; roll.json has 60",
    ),
    "another text at the freeze": (lambda made: rewrite(made, "freeze", text="0" * 64), "proposal.json"),
    "other ballots at the close": (
        lambda made: rewrite(made, "close", ballots={"count": 40, "hash": "0" * 64}),
        "does not fit the commitments",
    ),
    "another result at the close": (
        lambda made: (rewrite(made, "close", result={"number": 1, "hash": "0" * 64}), without("certify")(made))[1],
        "result.json: is not the one whose hash is in the log",
    ),
    "another id in the text": (edit("proposal.json", "freeze", "text", id="2026-2"), "is of another proposal"),
    "a policy that is none": (
        lambda made: (
            rewrite(made, "policy", hash=sha256(b"{}").hexdigest()),
            replace_file("policy.json", b"{}", "freeze", "policy")(made),
            edit("proposal.json", "freeze", "text", policy_hash=sha256(b"{}").hexdigest())(made),
        )[0],
        "cannot be counted",
    ),
    "a roll that is no list": (
        replace_file("roll.json", b"{}", "freeze", "roll", "hash"),
        "no list of pseudonyms",
    ),
    "a roll out of order": (
        replace_file("roll.json", canonical(["b" * 32, "a" * 32]), "freeze", "roll", "hash"),
        "is not sorted, each pseudonym once",
    ),
    "a stranger counted": (replace_file("counted.json", canonical(["f" * 32]), "close"), "who is not on the roll"),
    "fewer counted": (replace_file("counted.json", b"[]", "close"), "holds 0, but 40 commitments count"),
}


NOT_OF_THE_VOTE = {
    "a void of an unknown vote",
    "no policy",
    "a moment that is none",
    "no kind",
    "another version",
}
"""What concerns the log as a whole, and is left to the check of the whole record."""


@pytest.mark.parametrize("kind", LOGS)
def test_a_log_that_contradicts_itself_or_the_files_is_broken_with_words(kind: str) -> None:
    change, words = LOGS[kind]

    assert words in changed(yes_no(), change)


@pytest.mark.parametrize("kind", sorted(LOGS.keys() - NOT_OF_THE_VOTE))
def test_the_recount_program_finds_what_is_wrong_with_its_vote_too(kind: str) -> None:
    made = made_record(yes_no())
    LOGS[kind][0](made)
    made.forge()

    assert recounted(made.files, Method.YES_NO)[0] == "broken"


def test_entries_of_other_kinds_change_nothing_and_unknown_ones_are_told() -> None:
    made = made_record(yes_no())
    made.entries += [
        version_entry(ID, 1, "0" * 64, NOON),
        key_entry(str(Signer(seed=b"next").key)),
        canonical({"type": "weather", "v": 1}),
    ]
    made.publish()

    report = verified(made.files)
    assert report.answer is Answer.VERIFIED
    assert report.notes == ("1 entries of the kind 'weather', which this check does not know",)


def test_a_proposal_is_followed_through_all_its_stages() -> None:
    made = Made()
    made.entries.append(event_entry(Event.SUBMIT, ID, 1, NOON))
    made.publish()
    only_submitted = verified(made.files)
    frozen = made_record(yes_no())
    frozen.entries = frozen.entries[: find(frozen, "open") + 1]
    for name in ("counted.json", "ballots.jsonl", "result.json", "recount.py"):
        del frozen.files[PLACE + name]
    frozen.sizes = [size for size in frozen.sizes if size <= len(frozen.entries)]
    frozen.forge()

    assert only_submitted.votes[0].notes == ("not frozen yet: there is nothing to count",)
    assert only_submitted.answer is Answer.VERIFIED
    assert told(verified(frozen.files)) == ""
    assert verified(frozen.files).votes[0].notes == ("frozen, not closed: there is nothing to count yet",)


def second_reading(made: Made) -> None:
    """Let a first reading end in a second one, which is frozen and not closed yet."""
    certify = json.loads(made.entries.pop())
    freeze = json.loads(made.entries[find(made, "freeze")])
    commits = {name: freeze[name] for name in ("roll", "policy", "text")}
    made.entries += [
        event_entry(Event.SECOND_READING, ID, 6, NOON, {"result": certify["result"]}),
        event_entry(Event.FREEZE, ID, 7, NOON, commits),
    ]
    for name in ("counted.json", "ballots.jsonl", "recount.py"):
        made.files[f"{PLACE}reading-1-{name}"] = made.files.pop(PLACE + name)
    made.files[PLACE + "result-1.json"] = made.files.pop(PLACE + "result.json")


def test_a_second_reading_begins_anew_and_keeps_the_first_results() -> None:
    vote = yes_no(policy=a_policy(constituency=ConstituencyRule.SECOND_READING), group=20)

    def tampered(made: Made) -> None:
        second_reading(made)
        made.files[PLACE + "result-1.json"] = b"{}"

    assert changed(vote, second_reading) == ""
    assert "result-1.json: is not the one whose hash is in the log" in changed(vote, tampered)


def test_a_proposal_that_the_log_does_not_know_is_broken() -> None:
    made = made_record(yes_no())
    made.files["proposals/2026-7/result.json"] = b"{}"
    made.sign()

    assert "the log knows nothing of it" in told(verified(made.files))


def test_under_ten_ballots_the_count_is_signed_only_and_an_open_vote_is_counted() -> None:
    few = {"yes": 5, "no": 2, "abstain": 0, "blank": 0, "eligible": 9}
    hidden = verified(made_record(yes_no(**few)).files)
    in_the_open = verified(made_record(yes_no(policy=a_policy(secrecy=Secrecy.OPEN), **few)).files)

    assert hidden.answer is Answer.SIGNED
    assert "too few ballots" in hidden.votes[0].notes[0]
    assert in_the_open.answer is Answer.VERIFIED


def test_one_vote_alone_is_looked_at_where_one_is_asked_for() -> None:
    made = made_record(yes_no(), yes_no(id="2026-2"))

    report = check_record(reader(made.files), verify, made.files, only="2026-2").report

    assert [vote.proposal for vote in report.votes] == ["2026-2"]


def test_nobody_cast_a_ballot_and_that_is_checked_too() -> None:
    vote = MadeVote(a_policy(secrecy=Secrecy.OPEN), (), superseded=0)

    assert verified(made_record(vote).files).answer is Answer.VERIFIED


def test_a_vote_that_no_rule_can_count_is_told_as_broken() -> None:
    def two_on_the_roll(made: Made) -> None:
        roll = made.json(PLACE + "roll.json")[:2]
        replace_file("roll.json", canonical(roll), "freeze", "roll", "hash")(made)

    vote = MadeVote(a_policy(secrecy=Secrecy.OPEN), (), superseded=0, eligible=3, lie=lambda r: r.update(roll=2))

    def change(made: Made) -> None:
        two_on_the_roll(made)
        freeze = json.loads(made.entries[find(made, "freeze")])
        rewrite(made, "freeze", roll=freeze["roll"] | {"count": 2})

    assert "cannot be counted: With 2 members" in changed(vote, change)


def test_a_vote_that_was_counted_again_is_followed_to_its_second_result() -> None:
    made = made_record(yes_no(recount=1))

    assert told(verified(made.files)) == ""
    assert any(json.loads(entry)["type"] == "recounted" for entry in made.entries)
