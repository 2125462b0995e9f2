"""Structured logs on stderr: one line of JSON an event, and never anything that a citizen wrote or is.

Our own events go through ``log_event`` and carry codes, durations and the hashed name of the conversation.
Of other libraries' records only the logger, the level and the place in the code are kept, and of an exception
its type and where it arose: their messages may quote a request.
"""

import json
import logging
import sys
import traceback
from typing import Any, TextIO

LOGGER = logging.getLogger("indgang.gateway")


def log_event(
    event: str, *, level: int = logging.INFO, error: BaseException | None = None, **fields: Any
) -> None:
    """Write one event. ``fields`` are numbers, codes and hashed names; never text, names or tokens."""
    LOGGER.log(level, event, extra={"fields": fields}, exc_info=error)


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
            line |= {"event": record.msg, **_told(record)}
        else:
            line |= {"event": "library_record", "at": f"{record.module}:{record.lineno} {record.funcName}"}
        if record.exc_info and record.exc_info[1] is not None:
            line["exception"] = _described(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False, default=str)


def _told(record: logging.LogRecord) -> dict[str, Any]:
    fields: dict[str, Any] = getattr(record, "fields", {})
    return {name: value for name, value in fields.items() if value is not None}


def _described(error: BaseException) -> dict[str, Any]:
    frames = traceback.extract_tb(error.__traceback__)
    return {
        "type": type(error).__name__,
        "at": [f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno} {frame.name}" for frame in frames[-8:]],
    }


def log_to(stream: TextIO = sys.stderr, level: int = logging.INFO) -> None:
    """Send every log record of this process to ``stream`` as JSON."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonFormatter())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    LOGGER.setLevel(level)
