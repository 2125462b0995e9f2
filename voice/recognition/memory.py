"""Memory that the C libraries hold after a call."""

import ctypes


def give_back_memory() -> None:
    """Hand freed memory back to the system.

    Vosk frees tens of megabytes when a recogniser goes, in small pieces that glibc otherwise keeps: after a
    busy hour the process would stay as large as in it. Some milliseconds. Does nothing without glibc.
    """
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
