"""Recording: not one byte before the key press, both sides after it, nothing once it is taken back."""

import asyncio
import os
import stat
import threading
from collections.abc import AsyncIterator
from pathlib import Path

import numpy as np
import pytest

from tests.voice.line.fakes import (
    RATE,
    tone,
    until,
)
from tests.voice.line.recorded_line import Line, channels, watching_what_is_opened
from voice.conversation import Say
from voice.line.recording import Recorder, prepare, sweep
from voice.line.taping import RecordingSettings
from voice.settings import voice_settings_from_env
from voice.transports.protocol import Key, Sound

_ROOMY = {"least_free_mib": 0, "block_ms": 100.0}


@pytest.fixture
async def line(tmp_path: Path) -> AsyncIterator[Line]:
    made = Line(RecordingSettings(tmp_path / "kept", **_ROOMY))  # type: ignore[arg-type]
    await made.begin()
    yield made
    await made.end()


@pytest.fixture
async def off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Line]:
    monkeypatch.chdir(tmp_path)
    made = Line(voice_settings_from_env({"INDGANG_OPERATOR_TOKEN": "abcdefghijklmnop"}).recordings)
    await made.begin()
    yield made
    await made.end()


# ── Not one byte ─────────────────────────────────────────────────────────────────────────────────


async def test_without_the_key_no_byte_is_written_anywhere(line: Line, tmp_path: Path) -> None:
    with watching_what_is_opened() as opened:
        await line.passes(4000, tone(20))
        line.transport.comes(Key("1"))
        await line.passes(1000, tone(20))
        await line.hangs_up()
        await line.written()
    assert line.offered_aloud, "or the test is about a call in which nothing could be agreed to"
    assert opened == []
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    assert line.consents == []


async def test_without_a_folder_the_key_records_nothing_and_nothing_is_asked(
    off: Line, tmp_path: Path
) -> None:
    with watching_what_is_opened() as opened:
        await off.passes(4000, tone(20))
        off.transport.comes(Key("5"))
        await off.passes(2000, tone(20))
        await off.hangs_up()
    assert not off.offered_aloud
    assert opened == []
    assert list(tmp_path.rglob("*")) == []
    assert off.consents == []


async def test_the_watch_sees_a_file_that_is_opened(tmp_path: Path) -> None:
    with watching_what_is_opened() as opened:
        (tmp_path / "seen").write_bytes(b"x")
    assert opened == [str(tmp_path / "seen")]


async def test_a_key_pressed_before_the_offer_is_heard_brings_the_offer_not_a_recording(line: Line) -> None:
    line.transport.comes(Key("5"))
    await line.passes(200, tone(20))
    assert line.consents == []
    assert line.offered_aloud
    await line.written()
    assert line.files() == []
    await line.presses_five()
    assert line.consents == [True]


async def test_a_five_that_answers_a_question_is_that_answer(line: Line) -> None:
    await line.passes(4000)
    five = ("En", "To", "Tre", "Fire", "Fem")
    await line.asks("choice", five)
    line.transport.comes(Key("5"))
    await line.passes(200)
    await line.asks("number", ())
    for key in "5#":
        line.transport.comes(Key(key))
    await line.passes(200)
    said = [what.text for what in line.conversation.told if isinstance(what, Say)]
    assert said == ["Fem", "5"]
    assert line.consents == []
    assert line.files() == []


# ── After it ─────────────────────────────────────────────────────────────────────────────────────


async def test_from_the_key_on_both_sides_are_kept_and_nothing_from_before(line: Line) -> None:
    await line.passes(3000, tone(20, level=20_000.0))
    await line.presses_five()
    await line.passes(2000, tone(20, level=5_000.0))
    await line.hangs_up()
    (path,) = line.files()
    caller, assistant = channels(path)
    assert 0.9 < len(caller) / RATE / 2.0 < 1.1
    assert 4_000 < np.abs(caller).max() < 6_000, "the loud voice was before the key"
    assert np.abs(assistant).max() > 4_000, "the assistant says that it is recorded"
    assert line.consents == [True]


async def test_a_caller_whose_sound_stops_leaves_silence_and_the_sides_stay_together(line: Line) -> None:
    await line.passes(3000)
    await line.presses_five()
    await line.passes(600, tone(20))
    await line.passes(600, b"")
    await line.passes(600, tone(20))
    await line.hangs_up()
    caller, assistant = channels(line.files()[0])
    assert len(caller) == len(assistant)
    assert np.abs(caller[: RATE // 2]).max() > 1000
    assert np.abs(caller[int(0.85 * RATE) : int(1.15 * RATE)]).max() == 0
    assert np.abs(caller[int(1.3 * RATE) : int(1.7 * RATE)]).max() > 1000


async def test_sound_that_comes_late_all_at_once_does_not_shift_what_follows(line: Line) -> None:
    await line.passes(3000)
    await line.presses_five()
    await line.passes(400, b"")
    line.transport.comes(Sound(tone(2000)))
    await line.passes(1000, b"")
    await line.hangs_up()
    caller, _ = channels(line.files()[0])
    assert np.abs(caller[: int(0.7 * RATE)]).max() > 1000, "the newest of it is there"
    assert np.abs(caller[int(0.7 * RATE) :]).max() == 0


async def test_a_recording_is_for_this_user_alone_and_its_name_tells_nothing(line: Line) -> None:
    await line.passes(3000)
    await line.presses_five()
    await line.passes(400)
    await line.written()
    (path,) = line.files()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert line.transport.call.replace("-", "") not in path.name.replace("-", "")


async def test_a_process_that_dies_leaves_a_file_that_can_be_played(line: Line) -> None:
    await line.passes(3000)
    await line.presses_five()
    await line.passes(1000, tone(20))
    await line.written()
    caller, _ = channels(line.files()[0])
    assert len(caller) / RATE == pytest.approx(1.0, abs=0.15)


# ── Taken back ───────────────────────────────────────────────────────────────────────────────────


async def test_the_same_key_deletes_what_was_recorded_and_records_no_more(line: Line) -> None:
    await line.passes(3000)
    await line.presses_five()
    await line.passes(1000, tone(20))
    await line.written()
    assert line.files() != [], "there is something to delete"
    await line.presses_five()
    await line.written()
    assert line.files() == []
    await line.passes(1000, tone(20))
    await line.hangs_up()
    await line.written()
    assert line.files() == []
    assert line.consents == [True, False]
    assert line.voice.asked[-1] == "Optagelsen er stoppet og slettet."


async def test_who_agrees_again_is_recorded_from_then_on_only(line: Line) -> None:
    await line.passes(3000)
    await line.presses_five()
    await line.passes(2000, tone(20, level=20_000.0))
    await line.presses_five()
    await line.passes(1000, tone(20, level=20_000.0))
    await line.presses_five()
    await line.passes(500, tone(20, level=5_000.0))
    await line.hangs_up()
    (path,) = line.files()
    caller, _ = channels(path)
    assert len(caller) / RATE == pytest.approx(0.5, abs=0.1)
    assert np.abs(caller).max() < 6_000


async def test_what_the_key_interrupted_is_said_after_it(line: Line) -> None:
    while not any(shown.get("text", "").startswith("Vi vil") for shown in line.transport.captions):
        await line.passes(20)
    await line.presses_five()
    await line.passes(3000)
    assert line.consents == [True]
    assert line.voice.asked[-1] == "Hvad kan jeg hjælpe dig med?"
    assert line.voice.asked[-2].startswith("Tak. Samtalen bliver optaget")


# ── When it goes wrong ───────────────────────────────────────────────────────────────────────────


async def test_a_full_disk_ends_the_recording_and_not_the_call(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", logger="indgang.voice")
    line = Line(RecordingSettings(tmp_path / "kept", least_free_mib=1 << 40))
    await line.begin()
    await line.passes(3000)
    await line.presses_five()
    await line.passes(1500, tone(20))
    await line.written()
    assert line.files() == []
    assert not line.task.done()
    assert sum(record.msg == "recording_failed" for record in caplog.records) == 1
    await line.presses_five()
    assert line.consents == [True, False]
    await line.end()


async def test_a_folder_that_goes_away_ends_the_recording_and_not_the_call(line: Line) -> None:
    assert line.settings.folder is not None
    line.settings.folder.rmdir()
    await line.passes(3000)
    await line.presses_five()
    await line.passes(1500, tone(20))
    await line.written()
    assert not line.task.done()
    assert not line.settings.folder.exists()


async def test_a_disk_that_hangs_costs_the_recording_some_seconds_of_memory_at_most(line: Line) -> None:
    await line.passes(3000)
    await line.presses_five()
    await line.passes(400, tone(20))
    await line.written()
    goes_on = threading.Event()
    writer = line.recorder._writer
    assert writer is not None
    writer.submit(goes_on.wait)
    sent = len(line.transport.sent)
    await line.passes(15_000, tone(20))
    assert len(line.transport.sent) - sent == 750, "the clock did not wait"
    goes_on.set()
    await line.hangs_up()
    caller, _ = channels(line.files()[0])
    assert len(caller) / RATE < 11.0


async def test_a_folder_that_others_can_look_into_is_not_used(tmp_path: Path) -> None:
    folder = tmp_path / "open"
    folder.mkdir(mode=0o755)
    recorder = Recorder(RecordingSettings(folder))
    await recorder.start()
    assert not recorder.offered
    assert recorder.begin(RATE, lambda error: None) is None
    assert stat.S_IMODE(folder.stat().st_mode) == 0o755, "it may be theirs too"
    await recorder.stop()


def test_a_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OSError, match="file"):
        prepare(tmp_path / "file")


# ── Afterwards ───────────────────────────────────────────────────────────────────────────────────


def _aged(folder: Path, name: str, at: float) -> Path:
    path = folder / name
    path.write_bytes(b"x")
    os.utime(path, (at, at))
    return path


async def test_old_recordings_are_deleted_at_the_start_and_each_day(tmp_path: Path) -> None:
    folder, day = tmp_path / "kept", 24 * 3600.0
    prepare(folder)
    now = [40 * day]
    old = _aged(folder, f"recording-{'a' * 32}.wav", 9 * day)
    young = _aged(folder, f"recording-{'b' * 32}.wav", 11 * day)
    foreign = _aged(folder, "notes.wav", 1 * day)
    days: asyncio.Queue[None] = asyncio.Queue()
    asleep: list[float] = []

    async def sleep(seconds: float) -> None:
        asleep.append(seconds)
        await days.get()

    recorder = Recorder(RecordingSettings(folder, days=30), lambda: now[0], sleep)
    await recorder.start()
    await until(lambda: len(asleep) == 1, 200_000)
    assert (old.exists(), young.exists()) == (False, True)
    now[0] += 2 * day
    days.put_nowait(None)
    await until(lambda: len(asleep) == 2, 200_000)
    assert not young.exists()
    assert foreign.exists(), "only what was recorded here is deleted"
    assert asleep == [day, day]
    await recorder.stop()


def test_a_recording_that_cannot_be_deleted_does_not_keep_the_others(tmp_path: Path) -> None:
    stuck = tmp_path / f"recording-{'c' * 32}.wav"
    stuck.mkdir()
    os.utime(stuck, (1, 1))
    old = _aged(tmp_path, f"recording-{'d' * 32}.wav", 1)
    with pytest.raises(OSError, match="recording"):
        sweep(tmp_path, 100.0)
    assert not old.exists()


def test_the_environment_names_folder_and_days(tmp_path: Path) -> None:
    token = {"INDGANG_OPERATOR_TOKEN": "abcdefghijklmnop"}
    settings = voice_settings_from_env(
        {**token, "INDGANG_RECORDINGS_DIR": str(tmp_path), "INDGANG_RECORDINGS_DAYS": "7"}
    )
    assert (settings.recordings.folder, settings.recordings.days) == (tmp_path, 7)
    assert voice_settings_from_env(token).recordings.folder is None
    with pytest.raises(ValueError, match="INDGANG_RECORDINGS_DAYS"):
        voice_settings_from_env({**token, "INDGANG_RECORDINGS_DAYS": "0"})
