"""``python -m bot.cli``: the same as ``en-indgang``."""

from bot.cli.main import main

main()
