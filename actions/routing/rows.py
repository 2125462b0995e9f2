"""Reading the routing files strictly: every row knows its file and line, and says so when it is wrong.

Scalars are read as they are written, for YAML's own guesses (`09:00` as a number, `NO` as false) are no help
to those who keep a table; what a field means is decided by who asks for it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from actions.yaml_file import SAFE_LOADER

_DATE = re.compile(r"\d{4}-\d\d-\d\d")


class RoutingError(ValueError):
    """A routing file that cannot be followed. The text is ``file:line: what is wrong``, one sentence."""

    def __init__(self, file: str, line: int, text: str) -> None:
        super().__init__(f"{file}:{line}: {text}")
        self.file = file
        self.line = line
        self.text = text

    def __reduce__(self) -> tuple[type[RoutingError], tuple[str, int, str]]:
        """Let the error be copied and pickled with its three parts."""
        return type(self), (self.file, self.line, self.text)


@dataclass(frozen=True)
class Value:
    """Anything that stands in a file, and where."""

    content: Any
    """None, a text, a list of `Value` or a dictionary from text to `Value`."""
    file: str
    line: int
    """1 is the first."""

    def refuse(self, text: str) -> RoutingError:
        """Return the error that says what is wrong here."""
        return RoutingError(self.file, self.line, text)

    def text(self) -> str:
        """Return a text that says something. Raises `RoutingError`, as all below."""
        if not isinstance(self.content, str) or not self.content.strip():
            raise self.refuse("a text is missing here")
        return self.content

    def whole(self) -> int:
        """Return a whole number, zero or above."""
        written = self.text()
        if not re.fullmatch(r"\d{1,9}", written, re.ASCII):
            raise self.refuse(f"{written!r} is no whole number")
        return int(written)

    def date(self) -> dt.date:
        """Return a day written 2026-01-01."""
        written = self.text()
        try:
            return dt.date.fromisoformat(written if _DATE.fullmatch(written) else "")
        except ValueError:
            raise self.refuse(f"{written!r} is no date; write it as 2026-01-01") from None

    def items(self) -> list[Value]:
        """Return the list that stands here."""
        if not isinstance(self.content, list):
            raise self.refuse("a list is missing here")
        return self.content

    def texts(self) -> tuple[str, ...]:
        """Return a list of texts, each once."""
        found = tuple(each.text() for each in self.items())
        if len(set(found)) != len(found):
            raise self.refuse("the list names something twice")
        return found

    def row(self, required: Collection[str], optional: Collection[str] = ()) -> dict[str, Value]:
        """Return the columns that stand here; all required ones, and none that is unknown."""
        if not isinstance(self.content, dict):
            raise self.refuse("a row with columns is missing here")
        for column in required:
            if column not in self.content:
                raise self.refuse(f"the column {column!r} is missing")
        for column, value in self.content.items():
            if column not in required and column not in optional:
                raise value.refuse(f"no column is called {column!r}")
        return self.content

    def or_none(self, read: Callable[[Value], Any]) -> Any:
        """Return None for null, else what ``read`` makes of it."""
        return None if self.content is None else read(self)


def read_file(path: Path) -> Value:
    """Read one file. Raises `RoutingError` when it is missing, not YAML, or holds a key twice."""
    name = path.name
    try:
        root = yaml.compose(path.read_text(encoding="utf-8"), Loader=SAFE_LOADER)
        if root is None:
            raise RoutingError(name, 1, "the file is empty")
        return _value(root, name)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise RoutingError(name, line, f"this is not YAML: {error.problem}") from None
    except yaml.YAMLError:
        raise RoutingError(name, 1, "this is not YAML") from None
    except UnicodeDecodeError:
        raise RoutingError(name, 1, "the file is not written in UTF-8") from None
    except OSError as error:
        raise RoutingError(name, 1, f"the file cannot be read: {error.strerror}") from None
    except RecursionError:
        raise RoutingError(name, 1, "the file refers to itself") from None


def _value(node: yaml.Node, file: str) -> Value:
    line = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        columns: dict[str, Value] = {}
        for key_node, value_node in node.value:
            key = _value(key_node, file)
            name = key.text()
            if name in columns:
                raise key.refuse(f"{name!r} stands here twice")
            columns[name] = _value(value_node, file)
        return Value(columns, file, line)
    if isinstance(node, yaml.SequenceNode):
        return Value([_value(each, file) for each in node.value], file, line)
    is_null = node.tag == "tag:yaml.org,2002:null"
    return Value(None if is_null else node.value, file, line)
