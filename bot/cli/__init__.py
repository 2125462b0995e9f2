"""The command line ``en-indgang``."""
