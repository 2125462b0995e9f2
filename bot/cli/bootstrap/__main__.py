"""``python3 -m bot.cli.bootstrap``: install what is missing, then be silent about the rest.

    uv ── Python 3.10 ── packages of requirements.lock ── Danish language model ── Node.js ── the page

Each part looks at a stamp or at the thing itself first, so that a second run takes a moment.
"""

from __future__ import annotations

import argparse
import sys

from bot.cli.bootstrap.browser import ensure_chromium
from bot.cli.bootstrap.danish_model import try_danish_model
from bot.cli.bootstrap.packages import ensure_packages
from bot.cli.bootstrap.page import ensure_page
from bot.cli.bootstrap.places import only_one
from bot.cli.steps import StepFailed


def main() -> int:
    """Return 0 when everything asked for is there, else 1 after one sentence on stderr."""
    parser = argparse.ArgumentParser(prog="python3 -m bot.cli.bootstrap", description=__doc__.split("\n")[0])
    parser.add_argument("--browser", action="store_true", help="also see to Chromium, for the tests")
    parser.add_argument("--no-page", action="store_true", help="leave Node.js and the page out")
    options = parser.parse_args()
    try:
        with only_one():
            ensure_packages()
            try_danish_model()
            if not options.no_page:
                ensure_page()
            if options.browser:
                ensure_chromium()
    except StepFailed as failed:
        sys.stderr.write(f"{failed}\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped; the next start goes on from here.\n")
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
