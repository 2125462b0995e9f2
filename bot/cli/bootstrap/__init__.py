"""Sets up a fresh machine: ``python3 -m bot.cli.bootstrap``. Standard library only, Python 3.8 or newer."""
