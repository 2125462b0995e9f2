"""Structured logs: one line of JSON an event, never anything that a caller said or is.

Fields are numbers, codes and the hashed name of a call. Of other libraries' records only the place in the
code is kept, and of an exception its type and where it arose: their messages may quote what was said.
"""

import hashlib
import json
import logging
import sys
import traceback
from typing import Any, TextIO

LOGGER = logging.getLogger("indgang.voice")


def call_name(call: str) -> str:
    """Return what a call is called in logs: nobody can look up the call's record with it."""
    return hashlib.sha256(call.encode()).hexdigest()[:12]


def log_event(event: str, *, level: int = logging.INFO, **fields: Any) -> None:
    """Write one event. ``fields``: numbers, codes, ``call_name``; never text, numbers dialled or tokens."""
    LOGGER.log(level, event, extra={"fields": fields})


def log_error(event: str, error: BaseException, **fields: Any) -> None:
    """Write one event with the type of an exception and where it arose."""
    LOGGER.error(event, exc_info=error, extra={"fields": fields})


class JsonFormatter(logging.Formatter):
    """Turns a record into one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, without a line end."""
        line: dict[str, Any] = {
            "time": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname.lower(),
            "logger": record.name,
        }
        if record.name == LOGGER.name:
            line |= {"event": record.msg, **getattr(record, "fields", {})}
        else:
            line |= {"event": "library_record", "at": f"{record.module}:{record.lineno} {record.funcName}"}
        if record.exc_info and record.exc_info[1] is not None:
            line["exception"] = _described(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False, default=str)


def log_to(stream: TextIO = sys.stderr, level: int = logging.INFO) -> None:
    """Send every log record of this process to ``stream`` as JSON."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonFormatter())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    LOGGER.setLevel(level)


def _described(error: BaseException) -> dict[str, Any]:
    frames = traceback.extract_tb(error.__traceback__)[-8:]
    return {
        "type": type(error).__name__,
        "at": [f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno} {frame.name}" for frame in frames],
    }
