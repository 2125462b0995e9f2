"""Opening a database that a thread of its own works on."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiosqlite


@asynccontextmanager
async def opened(database: aiosqlite.Connection) -> AsyncIterator[None]:
    """Open it; what goes wrong in the block closes it again.

    Its thread would otherwise keep a process that could not start from ending.
    """
    await database
    try:
        yield
    except BaseException:
        await database.close()
        raise
