"""``python -m bot.supervisor.quietly MODULE ARGS…``: run a stock server that logs where, and never what.

Rasa logs the action server's answer when an action breaks, and that answer repeats the whole conversation.
So of other people's log records only the logger, the level and the place in the code are kept, and of an
exception its type and where it arose. Ours carry codes and no text of a citizen, and keep their message.
"""

import logging
import runpy
import sys
import traceback
import warnings

_OURS = ("bot", "actions", "nlu", "voice")
_FRAMES = 12


def safe_line(record: logging.LogRecord) -> str:
    """Return a log record as text without anything that somebody wrote."""
    place = f"{record.module}:{record.lineno} {record.funcName}"
    time = logging.Formatter().formatTime(record)
    ours = record.name.partition(".")[0] in _OURS
    lines = [f"{time} {record.levelname} {record.name} {record.getMessage() if ours else place}"]
    if record.exc_info and record.exc_info[1] is not None:
        lines += _described(record.exc_info[1])
    return "\n".join(lines)


def _described(error: BaseException) -> list[str]:
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    lines = [f"  {type(error).__name__} at"]
    lines += [f"    {frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return [*lines, "  because of", *_described(cause)] if cause is not None else lines


def main() -> None:
    """Become the module named by the first argument."""
    module, sys.argv = sys.argv[1], sys.argv[1:]
    # Whoever sets up logging later, with whatever formatter: every handler goes through here.
    logging.Handler.format = _format  # type: ignore[assignment,method-assign]
    # Deprecations of Rasa's old packages; the libraries turn the filter of `-W ignore` on again.
    warnings.showwarning = lambda *_args, **_more: None
    runpy.run_module(module, run_name="__main__", alter_sys=True)


def _format(_handler: logging.Handler, record: logging.LogRecord) -> str:
    return safe_line(record)


if __name__ == "__main__":
    main()
