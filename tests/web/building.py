"""Builds the page for the tests, once, and finds the browser."""

import shutil
import subprocess
from pathlib import Path

WEB = Path(__file__).parents[2] / "bot" / "web"
DIST = WEB / "dist"
CHROMIUM_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_SOURCES = ("src", "build", "package.json", "package-lock.json")


def built_page() -> Path:
    """Return the folder of the built page, building it first where a source is newer than it."""
    page = DIST / "index.html"
    if not page.exists() or page.stat().st_mtime < _newest_source():
        npm = shutil.which("npm")
        if npm is None:
            raise RuntimeError("The page cannot be built: install Node.js 20 or newer, which brings npm.")
        if not (WEB / "node_modules").exists():
            subprocess.run([npm, "ci"], cwd=WEB, check=True)
        subprocess.run([npm, "run", "build"], cwd=WEB, check=True)
    return DIST


def _newest_source() -> float:
    roots = [WEB / name for name in _SOURCES]
    files = [file for root in roots for file in ([root] if root.is_file() else root.rglob("*"))]
    return max(file.stat().st_mtime for file in files)


def chromium() -> str:
    """Return the path of the browser. Raises where there is none, with what to install."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        path = shutil.which(name)
        if path is not None:
            return path
    raise RuntimeError(
        "The browser tests need Chromium: install it, on Debian with `apt-get install chromium`."
    )
