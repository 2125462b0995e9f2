"""The command line as it is typed."""

import json
from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from click.testing import CliRunner

from bot.cli import talk
from bot.cli.main import cli
from bot.cli.steps import StepFailed
from tests.ports import kept_port

COMMANDS = sorted(cli.commands)


@pytest.mark.parametrize("command", [name for name in COMMANDS if name != "evaluate"])
def test_every_command_explains_itself(command: str) -> None:
    shown = CliRunner().invoke(cli, [command, "--help"])
    assert shown.exit_code == 0
    assert len(shown.output.splitlines()) >= 6


def test_the_list_of_commands_says_what_each_does() -> None:
    shown = CliRunner().invoke(cli, ["--help"]).output
    for command in COMMANDS:
        line = next(line for line in shown.splitlines() if line.strip().startswith(command))
        assert line.rstrip().endswith("."), line
        assert "..." not in line


@pytest.fixture
async def gateway() -> AsyncIterator[str]:
    """A gateway that repeats what it is told, or refuses it."""

    async def begin(_: web.Request) -> web.Response:
        return web.json_response({"id": "c1", "token": "t1", "parts": []}, status=201)

    async def say(request: web.Request) -> web.Response:
        assert request.headers["Authorization"] == "Bearer t1"
        text = (await request.json())["text"]
        if text == "for meget":
            return web.json_response(
                {"error": {"code": "too_long", "text": "Beskeden er for lang."}}, status=413
            )
        return web.json_response({"parts": [{"type": "text", "text": f"Du skrev: {text}"}], "state": "bot"})

    app = web.Application()
    app.router.add_post("/api/conversations", begin)
    app.router.add_post("/api/conversations/c1/messages", say)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


async def test_ask_prints_the_parts(gateway: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert await talk.ask(gateway, "Hej", as_json=False) == 0
    assert capsys.readouterr().out == "Du skrev: Hej\n\n"


async def test_ask_prints_the_whole_answer_as_json(gateway: str, capsys: pytest.CaptureFixture[str]) -> None:
    await talk.ask(gateway, "Æblegrød", as_json=True)
    answer = json.loads(capsys.readouterr().out)
    assert answer["parts"][0]["text"] == "Du skrev: Æblegrød"
    assert answer["state"] == "bot"


async def test_what_the_gateway_refuses_is_said_in_its_own_words(gateway: str) -> None:
    with pytest.raises(StepFailed, match=r"Beskeden er for lang\."):
        await talk.ask(gateway, "for meget", as_json=False)


async def test_where_nothing_runs_the_next_step_is_named() -> None:
    with pytest.raises(StepFailed, match="make run"):
        await talk.ask(f"http://127.0.0.1:{kept_port()}", "Hej", as_json=False)
