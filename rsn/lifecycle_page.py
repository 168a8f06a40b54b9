"""Draw docs/lifecycle.md anew from the table of stages: `make diagram`."""

from __future__ import annotations

from pathlib import Path

from domain.governance.diagram import redrawn

PAGE = Path(__file__).resolve().parent.parent / "docs" / "lifecycle.md"


def main() -> None:
    """Write the page with its diagram and table as the code has them."""
    PAGE.write_text(redrawn(PAGE.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()
