"""The tables of ``phone_maps.yml``: which sound of one synthesiser stands for which of another."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml

_TABLE = Path(__file__).with_name("phone_maps.yml")


def taken_for(name: str) -> Mapping[str, str]:
    """Return, by foreign mnemonic, the phone that the table ``name`` takes it for."""
    return {mnemonic: phone for phone, names in _tables()[name].items() for mnemonic in names.split()}


def said_as(name: str) -> Mapping[str, str]:
    """Return, by phone, the sounds that the voices of the table ``name`` say for it, spaces between them."""
    return _tables()[name]


@cache
def _tables() -> dict[str, dict[str, str]]:
    tables: dict[str, dict[str, str]] = yaml.safe_load(_TABLE.read_text(encoding="utf-8"))
    return tables
