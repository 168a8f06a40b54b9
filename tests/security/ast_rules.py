"""
What our own code may not say, whatever it means by it. `make check` runs this; each rule has a test that it bites.

    python -m tests.security.ast_rules

Reads every Python file of the packages as a tree, and every template as Jinja reads it. A place that was looked at
and is in order stands in REVIEWED, by file and function: whoever adds one says so there.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
PACKAGES = ("domain", "presentation", "site_builder", "forms_api", "rsn")

REVIEWED = {
    "Markup": {
        # What nh3 cleaned; what Babel joins from escaped parts; drawings and letters made of our own templates.
        ("presentation/environment.py", "_markdown"),
        ("presentation/environment.py", "_members_markdown"),
        ("presentation/formats.py", "joined"),
        # A moment as machines write it, before what is escaped.
        ("presentation/formats.py", "time"),
        ("presentation/formats.py", "commas"),
        # Words of our own catalogues, as Jinja's own gettext marks them; what is put into them is escaped.
        ("presentation/quick_calls.py", "_put"),
        # What a macro made, and words that were escaped right here.
        ("presentation/quick_templates.py", "__call__"),
        ("presentation/environment.py", "said"),
        # Names that a macro made, with numbers and commas that were escaped right here.
        ("presentation/ballot_words.py", "ranks"),
        ("presentation/ballot_words.py", "marks"),
        ("presentation/environment.py", "ltr"),
        ("presentation/paper_ballot.py", "in_languages"),
        ("presentation/paper_ballot.py", "qr_code"),
        ("forms_api/publish/packs_pages.py", "_card"),
    },
    "datetime.now": {
        ("rsn/clock.py", "*"),
        # A page about a fault, made where nobody could be asked for the time.
        ("forms_api/errors.py", "*"),
    },
    # Drawn from a fixed seed, so that everybody draws the same: simulations, never a secret.
    "random.": {
        ("forms_api/publish/packs.py", "*"),
        ("forms_api/publish/strength.py", "*"),
        # A made community for trials: the same from the same seed.
        ("rsn/demo/generating/drawing.py", "*"),
    },
    # What the job left in its own folder the last time, and nobody else can write.
    "pickle": {
        ("rsn/standing.py", "*"),
        ("rsn/record_standing.py", "*"),
        ("rsn/class_code.py", "*"),
        # Values of content/, sealed, in the folder that only their owner may enter; and what a worker sends back.
        ("site_builder/content/index.py", "*"),
        ("site_builder/content/quick.py", "*"),
        ("site_builder/content/shares.py", "*"),
        ("site_builder/content/texts.py", "*"),
        # What a build keeps for the next one in the same folder, and what its workers send back.
        ("site_builder/digests.py", "*"),
        ("site_builder/forked.py", "*"),
        ("site_builder/kept/kept_pages.py", "*"),
        ("site_builder/kept/known_files.py", "*"),
        ("site_builder/kept/looking_ahead.py", "*"),
        ("site_builder/kept/recall.py", "*"),
        ("site_builder/search/standing.py", "*"),
        ("site_builder/kept/drawers.py", "*"),
        ("site_builder/kept/parts.py", "*"),
        ("site_builder/kept/shelves.py", "*"),
    },
    # What `dataclasses` wrote down itself, run as it runs it: compiled by us the last time.
    "eval": {("rsn/class_code.py", "run")},
    # Published hashes of published files: there is nothing to guess.
    "== on a digest": {
        ("domain/record/verification_log.py", "check_files"),
        ("domain/record/verification_rows.py", "*"),
        ("domain/record/verification_votes.py", "*"),
        # Which values are others than the last time.
        ("site_builder/content/kept.py", "*"),
        ("site_builder/kept/entry_table.py", "*"),
        ("site_builder/manifest.py", "read_manifest"),
        ("site_builder/kept/parts.py", "content"),
        ("site_builder/images.py", "*"),
        ("site_builder/kept/recall.py", "*"),
        ("site_builder/search/standing.py", "*"),
    },
    # A constant of the same function.
    "SQL made of text": {("forms_api/store/postgres/store.py", "elected")},
    # Printed from a file, where no style sheet and no policy of ours reaches.
    "a style in the page": {("templates/packs/page.html", "*")},
}

DIGESTS = re.compile(r"(?:^|_)(?:digest|hexdigest|hmac|mac|signature|token|secret|csrf)s?$")
Finding = tuple[int, str]
Rule = Callable[[ast.AST], str]


def called(node: ast.AST) -> str:
    """Return the dotted name that a call calls, or nothing."""
    return dotted(node.func) if isinstance(node, ast.Call) else ""


def dotted(node: ast.AST) -> str:
    if isinstance(node, ast.Name):
        return node.id
    return f"{dotted(node.value)}.{node.attr}" if isinstance(node, ast.Attribute) else ""


def ends(name: str, *last: str) -> bool:
    return name.rpartition(".")[2] in last


def imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name.split(".")[0] for alias in node.names]
    return [(node.module or "").split(".")[0]] if isinstance(node, ast.ImportFrom) and not node.level else []


def template_from_text(node: ast.AST) -> str:
    return "render_template_string" if ends(called(node), "render_template_string", "from_string") else ""


def markup(node: ast.AST) -> str:
    if not ends(called(node), "Markup", "marked"):
        return ""
    arguments = node.args  # type: ignore[attr-defined]
    return "" if all(isinstance(one, ast.Constant) for one in arguments) else "Markup"


def yaml_load(node: ast.AST) -> str:
    if "yaml" in imported(node):
        return "yaml.load"
    name = called(node)
    unsafe = ends(name, "load", "load_all", "unsafe_load", "full_load") and "yaml" in name.lower()
    kinds = [k.value for k in node.keywords if k.arg == "typ"] if ends(name, "YAML") else []  # type: ignore[attr-defined]
    typed = ends(name, "YAML") and not any(isinstance(k, ast.Constant) and k.value == "safe" for k in kinds)
    return "yaml.load" if unsafe or typed else ""


def redirect_to_request(node: ast.AST) -> str:
    if not ends(called(node), "redirect"):
        return ""
    waiting: list[ast.AST] = [*node.args, *(k.value for k in node.keywords)]  # type: ignore[attr-defined]
    while waiting:
        one = waiting.pop()
        if ends(called(one), "url_for"):
            continue
        if dotted(one).split(".")[0] == "request":
            return "redirect(request…)"
        waiting += ast.iter_child_nodes(one)
    return ""


def chance(node: ast.AST) -> str:
    return "random." if "random" in imported(node) else ""


def digest_compared(node: ast.AST) -> str:
    if not isinstance(node, ast.Compare) or not isinstance(node.ops[0], ast.Eq | ast.NotEq):
        return ""
    sides = [node.left, *node.comparators]
    if any(isinstance(side, ast.Constant) for side in sides):
        return ""
    names = [called(side) or dotted(side) for side in sides]
    return "== on a digest" if any(DIGESTS.search(name.rpartition(".")[2].lower()) for name in names) else ""


def the_time(node: ast.AST) -> str:
    asked = called(node)
    ours = asked in ("datetime.now", "datetime.utcnow", "datetime.today", "date.today", "datetime.datetime.now")
    return "datetime.now" if ours else ""


def unpickled(node: ast.AST) -> str:
    return "pickle" if {"pickle", "marshal", "dill", "shelve"} & set(imported(node)) else ""


def evaluated(node: ast.AST) -> str:
    return "eval" if called(node) in ("eval", "exec", "compile", "__import__") else ""


def shell(node: ast.AST) -> str:
    if called(node) in ("os.system", "os.popen"):
        return "shell"
    keywords = node.keywords if isinstance(node, ast.Call) else []
    return "shell" if any(k.arg == "shell" for k in keywords) else ""


def file_without_mode(node: ast.AST) -> str:
    if called(node) != "os.open" or len(node.args) > 2:  # type: ignore[attr-defined]
        return ""
    flags = ast.unparse(node.args[1]) if len(node.args) > 1 else ""  # type: ignore[attr-defined]
    return "a file made without its mode" if "O_CREAT" in flags else ""


def statement_of_text(node: ast.AST) -> str:
    if not ends(called(node), "execute", "executemany") or not node.args:  # type: ignore[attr-defined]
        return ""
    given = node.args[0]  # type: ignore[attr-defined]
    made = isinstance(given, ast.JoinedStr | ast.BinOp) or ends(called(given), "format", "join")
    composed = called(given).startswith("sql.") or (
        isinstance(given, ast.Call) and ast.unparse(given).startswith(("sql.SQL(", "SQL("))
    )
    return "SQL made of text" if made and not composed else ""


def unverified(node: ast.AST) -> str:
    if ends(called(node), "_create_unverified_context"):
        return "TLS unverified"
    keywords = node.keywords if isinstance(node, ast.Call) else []
    off = (k.arg == "verify" and isinstance(k.value, ast.Constant) and k.value.value is False for k in keywords)
    return "TLS unverified" if any(off) else ""


RULES: tuple[Rule, ...] = (
    template_from_text,
    markup,
    yaml_load,
    redirect_to_request,
    chance,
    digest_compared,
    the_time,
    unpickled,
    evaluated,
    shell,
    file_without_mode,
    statement_of_text,
    unverified,
)


def findings(source: str, file: str) -> Iterator[Finding]:
    """Yield line and rule of what may not stand in the Python text *source* of *file*."""
    yield from _within(ast.parse(source, file), file, "*")


def _within(node: ast.AST, file: str, function: str) -> Iterator[Finding]:
    for rule in RULES:
        broken = rule(node)
        if broken and not {(file, "*"), (file, function)} & REVIEWED.get(broken, set()):
            yield getattr(node, "lineno", 0), broken
    for child in ast.iter_child_nodes(node):
        inside = child.name if isinstance(child, ast.FunctionDef) and function == "*" else function
        # A class is no place of its own: its methods are.
        yield from _within(child, file, inside)


UNSAFE_TEMPLATE = (
    (re.compile(r"\|\s*safe\b"), "|safe"),
    (re.compile(r"\{%-?\s*autoescape\s+false"), "autoescape off"),
    (re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*\btype=\"application/)", re.IGNORECASE), "a script in the page"),
    (re.compile(r"<style\b|\sstyle=", re.IGNORECASE), "a style in the page"),
    (re.compile(r"<[^>{%]*\son[a-z]+\s*=", re.IGNORECASE), "an event in the page"),
    (re.compile(r"(?:href|src|action)=\"\s*javascript:", re.IGNORECASE), "a script in an address"),
)


def template_findings(source: str) -> Iterator[Finding]:
    """Yield line and rule of what may not stand in a template."""
    for number, line in enumerate(source.split("\n"), 1):
        yield from ((number, rule) for pattern, rule in UNSAFE_TEMPLATE if pattern.search(line))


def all_findings(tree: Path) -> Iterator[tuple[str, int, str]]:
    """Yield file, line and rule of everything that may not stand in the packages and templates of *tree*."""
    for package in PACKAGES:
        for path in sorted((tree / package).rglob("*.py")):
            name = path.relative_to(tree).as_posix()
            yield from ((name, *found) for found in findings(path.read_text("utf-8"), name))
    for path in sorted((tree / "templates").rglob("*.html")):
        name = path.relative_to(tree).as_posix()
        for line, rule in template_findings(path.read_text("utf-8")):
            if (name, "*") not in REVIEWED.get(rule, set()):
                yield name, line, rule


def main() -> int:
    """Print what is found; return 1 if there is anything."""
    found = list(all_findings(CHECKOUT))
    for file, line, rule in found:
        print(f"{file}:{line}: {rule}. See tests/security/ast_rules.py.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
