"""For all tests: hypothesis does not fail because the machine is busy, and a test's ports are its own."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from tests.ports import let_go_of_ports

settings.register_profile("shared_machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("shared_machine")


@pytest.fixture(autouse=True)
def own_ports() -> Iterator[None]:
    """Keep the ports of ``tests.ports`` as long as everything else that the test has set up."""
    yield
    let_go_of_ports()
