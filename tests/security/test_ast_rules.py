"""Our own rules bite, and our own code keeps them."""

from __future__ import annotations

import pytest

from tests.security.ast_rules import CHECKOUT, REVIEWED, all_findings, findings, template_findings

BAD = [
    ("render_template_string(text)", "render_template_string"),
    ("env.from_string(text)", "render_template_string"),
    ("Markup(text)", "Markup"),
    ("marked(text)", "Markup"),
    ("markupsafe.Markup(f'<b>{text}</b>')", "Markup"),
    ("import yaml", "yaml.load"),
    ("from yaml import load", "yaml.load"),
    ("YAML(typ='unsafe')", "yaml.load"),
    ("YAML()", "yaml.load"),
    ("yaml.load(text)", "yaml.load"),
    ("redirect(request.args['next'])", "redirect(request…)"),
    ("redirect(request.args.get('next') or '/', 303)", "redirect(request…)"),
    ("redirect(location=request.referrer)", "redirect(request…)"),
    ("import random", "random."),
    ("from random import choice", "random."),
    ("if hmac.hexdigest() == given: pass", "== on a digest"),
    ("ok = row.token != token_of(link)", "== on a digest"),
    ("ok = self.signature == made", "== on a digest"),
    ("datetime.now(UTC)", "datetime.now"),
    ("date.today()", "datetime.now"),
    ("import pickle", "pickle"),
    ("from marshal import loads", "pickle"),
    ("eval(text)", "eval"),
    ("exec(text)", "eval"),
    ("os.system(line)", "shell"),
    ("subprocess.run(line, shell=True)", "shell"),
    ("os.open(path, os.O_WRONLY | os.O_CREAT)", "a file made without its mode"),
    ("unit.execute(f'SELECT {name}')", "SQL made of text"),
    ("unit.execute('SELECT ' + name)", "SQL made of text"),
    ("unit.execute('SELECT {}'.format(name))", "SQL made of text"),
    ("ssl._create_unverified_context()", "TLS unverified"),
    ("get(url, verify=False)", "TLS unverified"),
]
GOOD = [
    "Markup('<bdi>{}</bdi>').format(text)",
    "YAML(typ='safe', pure=True)",
    "redirect(url_for('me.show', next=request.full_path), 303)",
    "redirect(way_back(form.next.data), 303)",
    "if compare_digest(row.token, token): pass",
    "if word.token == 'x': pass",
    "json.load(file)",
    "os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)",
    "os.open(path, os.O_RDONLY)",
    "unit.execute('SELECT 1 WHERE name = %s', (name,))",
    "unit.execute(sql.SQL('SELECT {}').format(sql.Identifier(name)))",
    "subprocess.run(['git', 'log'])",
]
BAD_TEMPLATES = [
    ("<p>{{ text|safe }}</p>", "|safe"),
    ("{{ text | safe }}", "|safe"),
    ("{% autoescape false %}", "autoescape off"),
    ("<script>go()</script>", "a script in the page"),
    ('<p style="color: red">', "a style in the page"),
    ("<style>p {}</style>", "a style in the page"),
    ('<body onload="go()">', "an event in the page"),
    ('<a href="javascript:go()">', "a script in an address"),
]


@pytest.mark.parametrize(("source", "rule"), BAD)
def test_a_bad_line_is_found(source: str, rule: str) -> None:
    assert (1, rule) in findings(source, "forms_api/views/bad.py")


@pytest.mark.parametrize("source", GOOD)
def test_a_good_line_is_left_alone(source: str) -> None:
    assert list(findings(source, "forms_api/views/good.py")) == []


@pytest.mark.parametrize(("source", "rule"), BAD_TEMPLATES)
def test_a_bad_template_is_found(source: str, rule: str) -> None:
    assert (1, rule) in template_findings(source)


def test_a_good_template_is_left_alone() -> None:
    good = '<script src="/assets/form.js" defer></script><p class="online">{{ text }} for safety</p>'

    assert list(template_findings(good)) == []


def test_a_reviewed_place_is_left_alone_and_its_neighbour_is_not() -> None:
    reviewed = "def _markdown(text): return Markup(text)\ndef other(text): return Markup(text)"

    assert list(findings(reviewed, "presentation/environment.py")) == [(2, "Markup")]


def test_every_reviewed_place_is_still_there() -> None:
    assert [file for places in REVIEWED.values() for file, _ in places if not (CHECKOUT / file).exists()] == []


# `make check` asks the same each time.
@pytest.mark.long
def test_our_own_code_keeps_the_rules() -> None:
    assert list(all_findings(CHECKOUT)) == []
