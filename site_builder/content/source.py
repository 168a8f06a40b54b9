"""One file of content/ as it was found: its front matter with lines, and its body."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from site_builder.content.signs import check_signs
from site_builder.content.yaml_tree import Listing, Node, Pairs, Scalar, Tree, read_yaml
from site_builder.problems import Findings

MAX_BYTES = 1_000_000
FENCE = "---"


@dataclass(frozen=True)
class Source:
    """*root* is what the YAML says; *body* the Markdown under it, whose first line is line *body_line*."""

    path: str
    slug: str
    language: str
    root: Node | None
    text: str
    body: str = ""
    body_line: int = 1

    def line_of(self, *way: str | int) -> int:
        """Return the line of the place that keys and positions lead to, or of the last one that is there."""
        node, line = self.root, 1
        for step in way:
            if isinstance(node, Pairs) and isinstance(step, str) and step in node.values:
                line, node = node.key_lines[step], node.values[step]
            elif isinstance(node, Listing) and isinstance(step, int) and step < len(node.items):
                node = node.items[step]
                line = node.line
            else:
                return line
        return line

    def line_of_item(self, text: str, *way: str) -> int:
        """Return the line of the item that says *text*, in the list that the keys lead to."""
        node = self.root
        for step in way:
            node = node.values.get(step) if isinstance(node, Pairs) else None
        items = node.items if isinstance(node, Listing) else ()
        return next((i.line for i in items if isinstance(i, Scalar) and i.text == text), self.line_of(*way))

    def text_without(self, key: str) -> str:
        """Return the text with the lines of one field left empty."""
        lines, starts = self.text.split("\n"), self.line_of(key)
        others = self.root.key_lines.values() if isinstance(self.root, Pairs) else ()
        ends = min((line for line in others if line > starts), default=len(lines) + 1)
        if isinstance(self.root, Pairs) and key in self.root.values:
            lines[starts - 1 : ends - 1] = [""] * (ends - starts)
        return "\n".join(lines)


def read_text(file: Path, findings: Findings) -> str | None:
    """Return the file's text with plain line ends, or None after reporting why it cannot be read."""
    if file.is_symlink():
        findings.add(1, "this is a link to another file.", "Put the file itself here.")
        return None
    return text_of(file.read_bytes(), findings)


def text_of(raw: bytes, findings: Findings) -> str | None:
    """Return the bytes of a file as read_text does."""
    if len(raw) > MAX_BYTES:
        findings.add(1, f"the file has {len(raw):,} bytes.", f"Keep it within {MAX_BYTES:,}.")
        return None
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as broken:
        line = raw.count(b"\n", 0, broken.start) + 1
        findings.add(line, "this line is not in UTF-8.", "Save the file as UTF-8.")
        return None
    if text.startswith("\ufeff"):
        findings.add(1, "the file begins with a byte order mark.", "Save it as UTF-8 without BOM.")
        text = text[1:]
    text = text.replace("\r\n", "\n")
    check_signs(text, findings)
    return text


def read_yaml_file(file: Path, path: str, findings: Findings) -> Source | None:
    """Return a .yaml file as a source without body, or None where it cannot be read."""
    text = read_text(file, findings)
    return yaml_source(text, path, file.stem, findings) if text is not None else None


def yaml_source(text: str, path: str, slug: str, findings: Findings) -> Source | None:
    """Return the text of a .yaml file as a source."""
    tree = _told(read_yaml(text), findings)
    return Source(path, slug, "", tree.root, text) if _readable(tree, findings) else None


def read_markdown_file(file: Path, path: str, slug: str, language: str, findings: Findings) -> Source | None:
    """Return a .md file as a source: front matter between two lines '---', then the body."""
    text = read_text(file, findings)
    return markdown_source(text, path, slug, language, findings) if text is not None else None


def markdown_source(text: str, path: str, slug: str, language: str, findings: Findings) -> Source | None:
    """Return the text of a .md file as a source."""
    lines = text.split("\n")
    if lines[0].rstrip() != FENCE:
        findings.add(1, "the file does not begin with front matter.", "Begin it with a line '---'.")
        return None
    end = next((i for i, line in enumerate(lines[1:], 1) if line.rstrip() == FENCE), None)
    if end is None:
        findings.add(1, "the front matter has no end.", "Close it with a line '---' before the text.")
        return None
    tree = _told(read_yaml("\n".join(lines[1:end]), first_line=2), findings)
    if not _readable(tree, findings):
        return None
    return Source(
        path, slug, language, tree.root, text, "\n".join(lines[end + 1 :]).strip("\n"), _start(lines, end)
    )


def _start(lines: list[str], end: int) -> int:
    """Return the number of the first body line that is not empty, or of the closing fence."""
    return next((i + 1 for i, line in enumerate(lines) if i > end and line.strip()), end + 1)


def _told(tree: Tree, findings: Findings) -> Tree:
    for trouble in tree.troubles:
        findings.add(trouble.line, trouble.what, trouble.mend)
    return tree


def _readable(tree: Tree, findings: Findings) -> bool:
    if tree.root is None and not tree.troubles:
        findings.add(1, "the file says nothing.", "Write its fields, or take the file away.")
    return tree.root is not None
