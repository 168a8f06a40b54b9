import json

import pytest
from click.testing import CliRunner

from domain.governance.method_rules import uses
from domain.governance.policy import Base, ConstituencyRule, Method, MethodRules, Proportion, Secrecy, TieRule
from rsn.__main__ import main
from rsn.policy_words import COUNTED, never_met, sentences, sizes
from tests.builders import a_policy
from tests.site_builder.content.small_content import PROGRAM, write_content


def run(*words):
    return CliRunner().invoke(main, list(words), prog_name="rsn")


def check(*words):
    """Run `rsn check` for what it says of the content alone; test_site_check.py is about the site."""
    return run("check", "--content-only", *words)


@pytest.fixture
def broken(tmp_path):
    status = PROGRAM.replace("running", "runing")
    return write_content(tmp_path / "content", {"programs/kitchen-table.md": status, "pages/about.md": "Words.\n"})


def test_a_content_without_mistakes_is_counted(tmp_path):
    answer = check("--content", str(write_content(tmp_path)))

    assert answer.exit_code == 0
    assert "No mistake in" in answer.output
    assert "3 skills, 1 programs, 2 cohorts, 2 members" in answer.output


def test_all_mistakes_are_told_by_file_and_line(broken):
    answer = check("--content", str(broken))

    assert answer.exit_code == 1
    assert answer.stdout.splitlines() == [
        f"{broken}/pages/about.md:1: the file does not begin with front matter. Begin it with a line '---'.",
        f"{broken}/programs/kitchen-table.md:13: status is 'runing'. Did you mean 'running'?",
    ]
    assert answer.stderr == "2 to mend in 2 files.\n"


def test_a_script_reads_the_mistakes_as_json(broken):
    answer = check("--json", "--content", str(broken))

    assert answer.exit_code == 1
    assert json.loads(answer.stdout)[1] == {
        "path": f"{broken}/programs/kitchen-table.md",
        "line": 13,
        "what": "status is 'runing'.",
        "mend": "Did you mean 'running'?",
        "level": "error",
        "check": "content",
        "pages": [],
    }


def test_no_mistakes_are_an_empty_json_list(tmp_path):
    answer = check("--json", "--content", str(write_content(tmp_path)))

    assert (answer.exit_code, json.loads(answer.output)) == (0, [])


def test_a_consent_of_tomorrow_is_told_by_the_clock_given(tmp_path):
    content = write_content(tmp_path)
    (content / "network.yaml").write_text(
        (content / "network.yaml").read_text().replace("written_for: 2026-11-23\n", "")
    )

    early = check("--content", str(content), "--now", "2025-12-31T12:00Z")
    late = check("--content", str(content), "--now", "2026-01-01T12:00Z")

    assert early.exit_code == 1
    assert "consent.on is 2026-01-01, which is still to come." in early.stdout
    assert late.exit_code == 0


def test_a_mistake_leaves_the_last_site_untouched(tmp_path):
    content, data, out = (tmp_path / name for name in ("content", "data", "public"))
    words = ["build", "--content", str(content), "--data", str(data), "--out", str(out)]
    write_content(content)
    first = run(*words, "--now", "2026-11-23T12:00Z")
    before = {file: file.read_bytes() for file in out.rglob("*") if file.is_file()}

    write_content(content, {"programs/kitchen-table.md": PROGRAM.replace("running", "runing")})
    second = run(*words, "--now", "2026-11-23T13:00Z")

    assert first.exit_code == 0, first.output
    assert len(before) > 20
    assert second.exit_code == 1
    assert "programs/kitchen-table.md:13: status is 'runing'. Did you mean 'running'?" in second.output
    assert {file: file.read_bytes() for file in out.rglob("*") if file.is_file()} == before


def policy_file(content, **changes):
    path = content / "policies" / "ordinary.yaml"
    text = path.read_text()
    for key, value in changes.items():
        text = "\n".join(f"{key}: {value}" if line.startswith(f"{key}:") else line for line in text.splitlines())
    path.write_text(text + "\n")
    return path


def test_a_policy_is_told_in_plain_sentences_for_a_roll(tmp_path):
    answer = check("--content", str(write_content(tmp_path)), "--members", "120")

    assert answer.exit_code == 0
    assert "with 120 members: 5 sponsors, 17 yes votes." in answer.output
    assert "Passes when more than half of yes and no say yes." in answer.output
    assert "certified 26 days later at the earliest" in answer.output
    assert "sponsors/quorum by members: 3: 1/3, 20: 3/7, 40: 4/10, 100: 5/15, 1000: 5/48" in answer.output


def test_the_roll_of_the_last_publish_is_taken_where_none_is_given(tmp_path):
    content, data = write_content(tmp_path / "content"), tmp_path / "data"
    state = data / "record" / "state"
    state.mkdir(parents=True)
    (state / "strength.json").write_text('{"members":40}')

    assert (
        "with 40 members: 4 sponsors, 10 yes votes."
        in check("--content", str(content), "--data", str(data)).output
    )
    (state / "strength.json").write_text("null")
    assert "with 100 members" in check("--content", str(content), "--data", str(data)).output


@pytest.mark.parametrize(
    ("changes", "members", "told"),
    [
        ({"sponsors": "9"}, "9", "4: it asks for 9 sponsors, and with 9 members there are 8 besides the author."),
        (
            {"quorum": "{num: 1, den: 1, base: yes}", "sponsors": "1"},
            "1",
            "for 1 sponsor, and with 1 member",
        ),
        (
            {"constituency": "concurrent"},
            "21",
            "13: concurrent needs a roll of at least 22, and it has 21 members.",
        ),
        ({}, "2", "4: sponsors is 'default', and with 2 members on the roll there is no default."),
        ({"sponsors": "1"}, "2", "12: quorum is 'default', and with 2 members on the roll there is no default."),
    ],
)
def test_a_policy_that_can_never_be_met_is_a_mistake_at_its_line(tmp_path, changes, members, told):
    content = write_content(tmp_path)
    policy_file(content, **changes)
    answer = check("--content", str(content), "--members", members)

    assert answer.exit_code == 1
    assert told in answer.stdout


def test_a_small_network_with_numbers_of_its_own_is_sound(tmp_path):
    content = write_content(tmp_path)
    policy_file(content, sponsors="1", quorum="{num: 1, den: 2, base: cast}")

    assert "with 2 members: 1 sponsor, 1 ballot." in check("--content", str(content), "--members", "2").output


@pytest.mark.parametrize("method", Method)
def test_every_method_has_its_sentence(method):
    rules = {"max_score": 5, "credits": 9, "seats": 3, "budget": "100"}
    words = {"quota": "droop", "arithmetic": "exact", "utility": "cost", "completion": "add1"}
    used = MethodRules(**{rule: value for rule, value in (rules | words).items() if rule in uses(method)})
    quarter = Proportion(1, 4, Base.ELIGIBLE)
    policy = a_policy(method=method, rules=used, approval_quorum=quarter, paper=True, tie=TieRule.DRAW)
    told = " ".join(sentences(policy, 120))

    assert COUNTED[method] in told
    assert all(f"{rule} " in told for rule in uses(method))
    assert "30 votes in favour" in told and "on paper" in told and "drawn by lot" in told


def test_open_votes_and_groups_are_told():
    concurrent = a_policy(constituency=ConstituencyRule.CONCURRENT, secrecy=Secrecy.OPEN, tie=TieRule.LOOK_BACK)
    voice = a_policy(constituency=ConstituencyRule.OPEN_VOICE, quorum=Proportion(1, 4, Base.VALID))

    assert "needs a group of at least 11" in " ".join(sentences(concurrent, 40))
    assert "Names and choices are published" in " ".join(sentences(concurrent, 40))
    assert "advises in the open" in " ".join(sentences(voice, 40))
    assert "10 valid ballots" in " ".join(sentences(voice, 40))


def test_a_size_that_cannot_meet_it_is_marked():
    assert "3: 4/3 (can never be met)" in sizes(a_policy(sponsors=4))
    beyond = a_policy(approval_quorum=Proportion(1, 1, Base.ELIGIBLE, strict=True))
    assert ("approval_quorum", "it asks for 41 votes of 40 members.") in [
        (field, what) for field, what, _ in never_met(beyond, 40)
    ]
