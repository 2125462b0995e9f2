"""Ports for telephones. They lie below those that the system hands out to connections, which come and go."""

from __future__ import annotations

import random
import socket

_FROM, _TO = 15000, 29000
_choice = random.SystemRandom()


def free_sip_port() -> int:
    """Return a port that is free, and the one behind it: baresip takes both, for SIP and for SIP by TLS."""
    for _ in range(200):
        port = _choice.randrange(_FROM, _TO, 2)
        if all(
            _is_free(kind, port + more) for kind in (socket.SOCK_DGRAM, socket.SOCK_STREAM) for more in (0, 1)
        ):
            return port
    raise RuntimeError("No port is free.")


def free_rtp_ports(count: int) -> int:
    """Return the first of so many UDP ports that are free for sound."""
    for _ in range(200):
        first = _choice.randrange(_FROM, _TO, 2)
        if all(_is_free(socket.SOCK_DGRAM, port) for port in range(first, first + count)):
            return first
    raise RuntimeError("No row of ports is free.")


def _is_free(kind: socket.SocketKind, port: int) -> bool:
    with socket.socket(socket.AF_INET, kind) as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True
