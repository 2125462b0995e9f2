"""Fetching the weights: broken connections, wrong files, no room, and a server on loopback."""

import hashlib
import io
import tarfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.voice.recognition import tiny_transducer
from voice.recognition import weights
from voice.recognition.download import fetch
from voice.recognition.errors import WeightsMissing, WeightsRefused
from voice.recognition.parakeet import Parakeet
from voice.recognition.weights import PARAKEET, Release, install, is_installed


@dataclass
class Shop:
    """A server with one file."""

    content: bytes = b""
    break_after: list[int] = field(default_factory=list)
    """The first answers end after this many bytes, one after the other."""
    takes_ranges: bool = True
    status: int = 0
    asked: list[str] = field(default_factory=list)
    """The ``Range`` header of each request; empty where there was none."""
    url: str = ""


@pytest.fixture
def shop() -> Iterator[Shop]:
    kept = Shop()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked = self.headers.get("Range", "")
            kept.asked.append(asked)
            if kept.status:
                self.send_error(kept.status)
                return
            start = int(asked.removeprefix("bytes=").rstrip("-")) if asked and kept.takes_ranges else 0
            body = kept.content[start:]
            self.send_response(206 if start else 200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body[: kept.break_after.pop(0)] if kept.break_after else body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    kept.url = f"http://127.0.0.1:{server.server_address[1]}/weights.tar.bz2"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield kept
    server.shutdown()
    thread.join()
    server.server_close()


def archive(tmp_path: Path, extra: list[tarfile.TarInfo] | None = None, leave_out: str = "") -> bytes:
    folder = tmp_path / "made"
    if not folder.exists():
        tiny_transducer.write(folder)
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:bz2") as tar:
        for member in extra or []:
            tar.addfile(member, io.BytesIO(b"x" * member.size))
        for path in sorted(folder.iterdir()):
            if path.name != leave_out:
                tar.add(path, f"{PARAKEET.folder}/{path.name}")
    return packed.getvalue()


def release_of(content: bytes, url: str) -> Release:
    return replace(
        PARAKEET,
        url=url,
        sha256=hashlib.sha256(content).hexdigest(),
        archive_bytes=len(content),
        unpacked_bytes=1_000_000,
    )


def quiet(step: str, done: int, whole: int) -> None:
    assert 0 <= done <= whole, step


def test_the_weights_are_fetched_checked_tried_and_used(shop: Shop, tmp_path: Path) -> None:
    shop.content = archive(tmp_path)
    release, target = release_of(shop.content, shop.url), tmp_path / "cache" / "parakeet"
    steps: list[str] = []
    assert install(target, lambda step, *_: steps.append(step), release=release)
    assert list(dict.fromkeys(steps)) == ["fetch", "check", "unpack"]
    assert is_installed(target, release)
    assert sorted(path.name for path in target.parent.iterdir()) == ["parakeet"]
    Parakeet(target, threads=1).warm()


def test_what_is_there_is_not_fetched_again_unless_asked(shop: Shop, tmp_path: Path) -> None:
    shop.content = archive(tmp_path)
    release, target = release_of(shop.content, shop.url), tmp_path / "parakeet"
    install(target, quiet, release=release)
    assert not install(target, quiet, release=release)
    assert len(shop.asked) == 1
    (target / "encoder.int8.onnx").write_bytes(b"damaged")
    assert not is_installed(target, release)
    assert install(target, quiet, release=release)
    assert is_installed(target, release)


def test_a_broken_download_goes_on_where_it_broke_off(shop: Shop, tmp_path: Path) -> None:
    shop.content, shop.break_after = bytes(range(256)) * 4000, [300_000, 200_000]
    target = tmp_path / "file"
    fetch(shop.url, target, len(shop.content), lambda *_: None)
    assert target.read_bytes() == shop.content
    assert shop.asked == ["", "bytes=300000-", "bytes=500000-"]


def test_a_server_that_knows_no_ranges_sends_everything_again(shop: Shop, tmp_path: Path) -> None:
    shop.content, shop.break_after, shop.takes_ranges = b"abc" * 200_000, [100_000], False
    target = tmp_path / "file"
    fetch(shop.url, target, len(shop.content), lambda *_: None)
    assert target.read_bytes() == shop.content


def test_a_connection_that_always_breaks_is_told_with_what_is_kept(shop: Shop, tmp_path: Path) -> None:
    shop.content, shop.break_after = b"a" * 9_000_000, [1_000_000, 1_000_000, 1_000_000]
    with pytest.raises(WeightsRefused, match=r"3 of 9 MB are kept"):
        fetch(shop.url, tmp_path / "file", len(shop.content), lambda *_: None)


def test_a_file_longer_than_it_should_be_is_not_read_to_its_end(shop: Shop, tmp_path: Path) -> None:
    shop.content = b"a" * 2_000_000
    fetch(shop.url, tmp_path / "file", 1000, lambda *_: None)
    assert (tmp_path / "file").stat().st_size == 1000


def test_no_network_is_one_sentence_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(WeightsRefused, match=r"could not be fetched .*network"):
        fetch("http://127.0.0.1:9/x", tmp_path / "file", 10, lambda *_: None)


def test_a_file_that_is_gone_is_not_asked_for_three_times(shop: Shop, tmp_path: Path) -> None:
    shop.status = 404
    with pytest.raises(WeightsRefused, match="404"):
        fetch(shop.url, tmp_path / "file", 10, lambda *_: None)
    assert len(shop.asked) == 1


def test_another_file_is_thrown_away_and_the_old_weights_stay(shop: Shop, tmp_path: Path) -> None:
    shop.content = archive(tmp_path)
    release, target = release_of(shop.content, shop.url), tmp_path / "parakeet"
    install(target, quiet, release=release)
    shop.content = bytes(len(shop.content))
    with pytest.raises(WeightsRefused, match="not the expected file"):
        install(target, quiet, release=release, again=True)
    assert is_installed(target, release)
    assert not list(tmp_path.glob("*.part"))


def test_nothing_outside_the_folder_is_written(shop: Shop, tmp_path: Path) -> None:
    bad = [tarfile.TarInfo(name) for name in ("../../evil", "/evil", f"{PARAKEET.folder}/../evil")]
    for member in bad:
        member.size = 4
    shop.content = archive(tmp_path, bad)
    target = tmp_path / "deep" / "deeper" / "parakeet"
    install(target, quiet, release=release_of(shop.content, shop.url))
    assert not list(tmp_path.rglob("evil"))
    assert sorted(path.name for path in target.iterdir()) == sorted((*PARAKEET.files, weights.CARD))


def test_a_link_in_place_of_a_file_is_refused(shop: Shop, tmp_path: Path) -> None:
    folder = tmp_path / "made"
    tiny_transducer.write(folder)
    (folder / "tokens.txt").unlink()
    (folder / "tokens.txt").symlink_to("/etc/passwd")
    shop.content = archive(tmp_path)
    with pytest.raises(WeightsRefused, match="no plain file"):
        install(tmp_path / "parakeet", quiet, release=release_of(shop.content, shop.url))
    assert not (tmp_path / "parakeet").exists()


def test_an_archive_without_one_of_the_files_is_refused(shop: Shop, tmp_path: Path) -> None:
    shop.content = archive(tmp_path, leave_out="joiner.int8.onnx")
    with pytest.raises(WeightsRefused, match=r"joiner\.int8\.onnx"):
        install(tmp_path / "parakeet", quiet, release=release_of(shop.content, shop.url))


def test_too_little_room_is_told_before_anything_is_fetched(shop: Shop, tmp_path: Path) -> None:
    shop.content = archive(tmp_path)
    release = replace(release_of(shop.content, shop.url), unpacked_bytes=10**18)
    with pytest.raises(WeightsRefused, match="not enough room"):
        install(tmp_path / "parakeet", quiet, release=release)
    assert shop.asked == []


def test_weights_that_do_not_load_are_not_put_in_place(shop: Shop, tmp_path: Path) -> None:
    def refuse(folder: Path) -> None:
        raise WeightsMissing(f"{folder} does not load")

    shop.content = archive(tmp_path)
    with pytest.raises(WeightsMissing):
        install(tmp_path / "parakeet", quiet, release=release_of(shop.content, shop.url), try_out=refuse)
    assert not (tmp_path / "parakeet").exists()
