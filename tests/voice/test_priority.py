"""The line goes before others where it may; only its own session is touched; real time is not inherited."""

import os
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from voice.priority import of_the_house

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Linux's scheduler")


def told_by(program: str, *, own_session: bool, group: Path) -> list[str]:
    """What a process of its own prints; priorities of this one are left alone."""
    head = f"import os, threading\nfrom pathlib import Path\nGROUP = Path({str(group)!r})\n"
    done = subprocess.run(
        [sys.executable, "-c", head + textwrap.dedent(program)],
        capture_output=True,
        text=True,
        check=True,
        start_new_session=own_session,
    )
    return done.stdout.split()


@pytest.fixture
def may() -> bool:
    """Whether this machine gives real time to tests."""
    program = "import os; os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(1))"
    return subprocess.run([sys.executable, "-c", program], capture_output=True, check=False).returncode == 0


PLACE = """
    from voice.priority import before_others
    print(before_others(GROUP), os.sched_getscheduler(0) & ~os.SCHED_RESET_ON_FORK)
"""


def test_the_clock_goes_first_where_it_may_and_says_what_it_got(tmp_path: Path, may: bool) -> None:
    place, policy = told_by(PLACE, own_session=True, group=tmp_path / "autogroup")
    if may:
        assert (place, int(policy)) == ("real_time", os.SCHED_RR)
    else:
        assert (place == "real_time") == (int(policy) == os.SCHED_RR)


def test_the_session_of_others_is_left_alone(tmp_path: Path, may: bool) -> None:
    if not may:
        pytest.skip("no right to a higher priority here")
    told_by(PLACE, own_session=False, group=tmp_path / "others")
    told_by(PLACE, own_session=True, group=tmp_path / "own")
    assert [path.name for path in tmp_path.iterdir()] == ["own"]


def test_threads_and_processes_of_the_line_do_not_inherit_real_time(tmp_path: Path) -> None:
    told = told_by(
        """
        import subprocess, sys
        from voice.priority import before_others
        before_others(GROUP)
        found = []
        thread = threading.Thread(target=lambda: found.append(os.sched_getscheduler(0)))
        thread.start(); thread.join()
        print(found[0])
        print(subprocess.run([sys.executable, "-c", "import os; print(os.sched_getscheduler(0))"],
              capture_output=True, text=True).stdout)
        """,
        own_session=True,
        group=tmp_path / "autogroup",
    )
    assert told == [str(os.SCHED_OTHER)] * 2


def test_who_measures_a_clock_goes_back_to_its_place(tmp_path: Path) -> None:
    told = told_by(
        """
        from voice.priority import as_a_clock
        with as_a_clock():
            pass
        print(os.sched_getscheduler(0) & ~os.SCHED_RESET_ON_FORK)
        """,
        own_session=True,
        group=tmp_path / "autogroup",
    )
    assert told == [str(os.SCHED_OTHER)]


async def test_a_process_of_the_house_goes_before_work_that_nobody_waits_for(may: bool) -> None:
    with waiting() as (own, _), waiting() as (_, child):
        if not may or share_of(own) is None:
            pytest.skip("no right to a higher priority here, or no shares by session")
        await of_the_house(own)
        await of_the_house(child)
        assert share_of(own) == -5
        assert share_of(child) == 0, "a session that it does not lead is left alone"


@contextmanager
def waiting() -> Iterator[tuple[int, int]]:
    """A process that leads its session and has one child; both wait. Gives their ids."""
    program = "import subprocess, sys; print(subprocess.Popen(['cat']).pid, flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
    ) as process:
        assert process.stdin
        assert process.stdout
        yield process.pid, int(process.stdout.readline())
        process.stdin.close()


def share_of(pid: int) -> int | None:
    """The ``nice`` value of a process's session: "/autogroup-12 nice -5". Of the first session, which is
    in no group, the file says nothing.
    """
    path = Path(f"/proc/{pid}/autogroup")
    told = path.read_text().split() if path.exists() else []
    return int(told[-1]) if told else None


def test_what_a_clock_starts_stands_behind_it(tmp_path: Path, may: bool) -> None:
    program = """
        import subprocess, sys
        from voice.priority import before_others
        {before}
        started = "import os; from voice.priority import behind_the_clock; behind_the_clock();"
        started += "print(os.getpriority(os.PRIO_PROCESS, 0))"
        print(subprocess.run([sys.executable, "-c", started], capture_output=True, text=True).stdout)
    """
    without = told_by(program.format(before=""), own_session=True, group=tmp_path / "autogroup")
    assert without == ["3"]
    if may:
        beside = told_by(
            program.format(before="before_others(GROUP)"), own_session=True, group=tmp_path / "a"
        )
        assert beside == ["0"]
