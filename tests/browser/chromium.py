"""
Find a Chromium for the browser tests, install one where there is none, and print its path.

Run by `make test`. It looks for a browser on the machine first, then asks apt (as root), then
Playwright's own download. Debian has one without windows, which opens a page in a fifth of the
processor time: where apt can bring it, it is taken before any other. Where nothing helps it prints
nothing and says why on standard error; with REQUIRE_BROWSER=1 that is a failure.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

WINDOWLESS = "chromium-headless-shell"
NAMES = (WINDOWLESS, "chromium", "google-chrome", "chromium-browser", "google-chrome-stable")
# For the photographs: without them Arabic is a row of boxes.
FONTS = "fonts-noto-core"


def find_chromium() -> str | None:
    """Return the path of a browser already on this machine, the one named in RSN_CHROMIUM first."""
    named = os.environ.get("RSN_CHROMIUM")
    if named and Path(named).exists():
        return named
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    return found or find_playwright_chromium()


def find_playwright_chromium() -> str | None:
    """Return the path of the browser Playwright downloaded earlier, if it did."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def install_with_apt(browser: str) -> bool:
    """Install Debian's package *browser* and the Noto fonts; return whether that worked."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-qq", "-y", "--no-install-recommends", browser, FONTS]
    return run(["apt-get", "update", "-qq"], environment) and run(install, environment)


def install_with_playwright() -> bool:
    """Let Playwright download its own Chromium; return whether that worked."""
    return run([sys.executable, "-m", "playwright", "install", "chromium"], dict(os.environ))


def run(command: list[str], environment: dict[str, str]) -> bool:
    # Standard output carries the path and nothing else, so what the installers print goes aside.
    done = subprocess.run(command, env=environment, stdout=sys.stderr, stdin=subprocess.DEVNULL, check=False)
    return done.returncode == 0


def fonts_present() -> bool:
    """Return whether the Arabic Noto face is there; unknown counts as present."""
    if not shutil.which("fc-list"):
        return False
    listed = subprocess.run(["fc-list", ":lang=ar", "family"], capture_output=True, text=True, check=False)
    return "Noto" in listed.stdout


def main() -> int:
    path = find_chromium()
    wanted = os.environ.get("RSN_CHROMIUM") or shutil.which(WINDOWLESS)
    if not wanted or not fonts_present():
        print("Installing Chromium and the Noto fonts …", file=sys.stderr)
        if not install_with_apt(WINDOWLESS):
            install_with_apt("chromium")
        path = find_chromium()
    if path is None:
        install_with_playwright()
        path = find_chromium()
    if path is None:
        print("No browser was found and none could be installed.", file=sys.stderr)
        return 1 if os.environ.get("REQUIRE_BROWSER") == "1" else 0
    print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
