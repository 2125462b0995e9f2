"""The secret that the gateway and the demonstration broker share."""

import stat
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from actions.fagsystemer.stubs.mitid.client_secret import DESK_SECRET, shared_client_secret


def test_whoever_starts_first_makes_it_and_all_agree(tmp_path, monkeypatch):
    monkeypatch.delenv("INDGANG_OIDC_CLIENT_SECRET", raising=False)
    starters = Barrier(8)

    def start(_number: int) -> str:
        starters.wait()
        return shared_client_secret(tmp_path / "state")

    with ThreadPoolExecutor(8) as pool:
        secrets = set(pool.map(start, range(8)))
    assert len(secrets) == 1
    assert len(secrets.pop()) >= 43
    (file,) = (tmp_path / "state").iterdir()
    assert file.name == "oidc-client-secret"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_configured_secret_comes_first_and_is_written_nowhere(tmp_path, monkeypatch):
    monkeypatch.setenv("INDGANG_OIDC_CLIENT_SECRET", "from the environment")
    assert shared_client_secret(tmp_path) == "from the environment"
    assert list(tmp_path.iterdir()) == []


def test_each_client_has_a_secret_of_its_own(tmp_path, monkeypatch):
    monkeypatch.delenv("INDGANG_OIDC_CLIENT_SECRET", raising=False)
    monkeypatch.delenv("INDGANG_DESK_OIDC_CLIENT_SECRET", raising=False)
    kept = shared_client_secret(tmp_path, DESK_SECRET)
    assert kept != shared_client_secret(tmp_path)
    assert kept == shared_client_secret(tmp_path, DESK_SECRET)
    monkeypatch.setenv("INDGANG_DESK_OIDC_CLIENT_SECRET", "from the environment")
    assert shared_client_secret(tmp_path, DESK_SECRET) == "from the environment"
    assert shared_client_secret(tmp_path) != "from the environment"
