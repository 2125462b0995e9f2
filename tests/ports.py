"""Ports for servers of a test, and ports where nobody listens."""

import socket

_kept: list[socket.socket] = []


def kept_port() -> int:
    """Return a port of loopback that is this test's own until it ends; nobody listens there by itself.

    The socket that keeps it never listens. A server that reuses addresses, as asyncio's do, can, and again
    after a stop; the system gives the port to nobody else.
    """
    keeper = socket.socket()
    _kept.append(keeper)
    keeper.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    keeper.bind(("127.0.0.1", 0))
    return int(keeper.getsockname()[1])


def let_go_of_ports() -> None:
    """The test is over."""
    while _kept:
        _kept.pop().close()
