import re

import pytest
from click.testing import CliRunner

from rsn.__main__ import main
from rsn.commands.new import KINDS
from site_builder.content import ContentErrors, load_catalogue
from tests.site_builder.content.small_content import write_content


@pytest.fixture
def content(tmp_path):
    return write_content(tmp_path / "content")


def new(content, *words):
    arguments = ["new", *words, "--content", str(content), "--now", "2026-11-23T12:00Z"]
    return CliRunner().invoke(main, arguments, prog_name="rsn")


def problems_of(content):
    try:
        load_catalogue(content)
    except ContentErrors as errors:
        return errors.problems
    return ()


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_file_lacks_only_what_its_author_knows(content, kind):
    slug = "kitchen-table" if kind == "cohort" else "bread-tuesdays"
    answer = new(content, kind, slug)
    left = problems_of(content)

    assert answer.exit_code == 0, answer.output
    assert left
    assert all(problem.what.endswith((" is empty.", "the text is missing.")) for problem in left)
    assert [line for line in answer.output.splitlines() if line.startswith("  line ")] == [
        f"  line {problem.line}: {problem.what} {problem.mend}" for problem in left
    ]


def test_a_new_skill_filled_in_is_read(content):
    new(content, "skill", "bread-baking", "--title", "Bread: from flour up")
    file = content / "skills" / "bread-baking.md"
    text = file.read_text()
    for key, value in (("category", "repair"), ("safeguarding", "open"), ("  en", "An oven and a day.")):
        text = re.sub(f"(?m)^{key}:$", f"{key}: {value}", text)
    file.write_text(text)

    skill = load_catalogue(content).skills["bread-baking"]

    assert skill.label == {"en": "Bread: from flour up"}


def test_a_new_cohort_takes_the_next_number(content):
    answer = new(content, "cohort", "kitchen-table")

    assert answer.exit_code == 0
    assert "number: 3" in (content / "cohorts" / "kitchen-table-3.md").read_text()


def test_a_cohort_of_no_program_is_met_with_a_suggestion(content):
    answer = new(content, "cohort", "kitchen-tabel")

    assert answer.exit_code == 2
    assert "Did you mean 'kitchen-table'?" in answer.output


def test_news_are_put_under_today_unless_a_day_is_given(content):
    new(content, "news", "hall-is-warm")
    new(content, "news", "2026-11-20-hall-is-cold")

    assert (content / "news" / "2026-11-23-hall-is-warm.md").read_text().startswith("---\ntitle: Hall is warm\n")
    assert (content / "news" / "2026-11-20-hall-is-cold.md").is_file()


def test_a_new_translation_shows_what_the_original_says(content):
    (content / "programs" / "kitchen-table.es.md").unlink()
    answer = new(content, "program", "kitchen-table", "--language", "es")
    sheet = (content / "programs" / "kitchen-table.es.md").read_text()

    assert answer.exit_code == 0
    assert "# Kitchen Table\ntitle:\n" in sheet
    assert "access:\n  # step-free\n  -\n  # hearing loop\n  -\n" in sheet
    assert "status" not in sheet


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("program", "kitchen-table", "--language", "fr"), "--language is one of network.yaml's: es."),
        (("skill", "budgeting", "--language", "es"), "A skill is not translated by a file beside it."),
        (("page", "Opening Hours"), "Write it as 'opening-hours'."),
        (("page", "../../etc"), "Write it as 'etc'."),
        (("song", "anthem"), "'song' is not one of"),
    ],
)
def test_wrong_words_are_told_and_nothing_is_written(content, words, told):
    before = sorted(content.rglob("*"))
    answer = new(content, *words)

    assert answer.exit_code == 2
    assert told in answer.output
    assert sorted(content.rglob("*")) == before


def test_a_file_that_is_there_is_left_alone(content):
    before = (content / "pages" / "about.md").read_bytes()
    answer = new(content, "page", "about")

    assert answer.exit_code == 1
    assert "is there already. Nothing was written." in answer.output
    assert (content / "pages" / "about.md").read_bytes() == before


def test_a_translation_of_nothing_is_not_written(content):
    answer = new(content, "page", "missing", "--language", "es")

    assert answer.exit_code == 1
    assert not (content / "pages" / "missing.es.md").exists()


def test_a_folder_that_is_not_there_is_told(tmp_path):
    answer = new(tmp_path / "nowhere", "page", "about")

    assert answer.exit_code == 1
    assert "Name yours with --content." in answer.output
