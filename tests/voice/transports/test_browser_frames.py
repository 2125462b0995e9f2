"""What the page tells besides sound."""

import json

import pytest

from voice.transports.browser_frames import Bye, Got, ModeChosen, PageFrame, read_page_frame
from voice.transports.protocol import Key, Talk, Typed

MOST = 20


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ('{"type": "talk", "held": true}', Talk(held=True)),
        ('{"type": "talk", "held": false}', Talk(held=False)),
        ('{"type": "mode", "mode": "push"}', ModeChosen("push")),
        ('{"type": "mode", "mode": "free"}', ModeChosen("free")),
        ('{"type": "key", "digit": "7"}', Key("7")),
        ('{"type": "key", "digit": "#"}', Key("#")),
        ('{"type": "text", "text": "  Byvej 54 æøå "}', Typed("Byvej 54 æøå")),
        ('{"type": "got", "frames": 12}', Got(12)),
        ('{"type": "bye", "more": 1}', Bye()),
    ],
)
def test_a_frame_is_read(text: str, meant: PageFrame) -> None:
    assert read_page_frame(text, MOST) == meant


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        '"bye"',
        "[" * 100_000,
        '{"held": true}',
        '{"type": "talk"}',
        '{"type": "talk", "held": 1}',
        '{"type": "talk", "held": "true"}',
        '{"type": "mode", "mode": "shout"}',
        '{"type": "key", "digit": "12"}',
        '{"type": "key", "digit": ""}',
        '{"type": "key", "digit": 5}',
        '{"type": "key", "digit": "٣"}',
        '{"type": "text", "text": "   "}',
        '{"type": "text", "text": ["ja"]}',
        json.dumps({"type": "text", "text": "x" * (MOST + 1)}),
        '{"type": "text", "text": "\\ud800"}',
        '{"type": "got", "frames": true}',
        '{"type": "got", "frames": -1}',
        '{"type": "got", "frames": 1e3}',
        '{"type": "got", "frames": 99999999999999999999}',
        '{"type": ["bye"]}',
        '{"type": "hello"}',
    ],
)
def test_what_makes_no_sense_is_nothing(text: str) -> None:
    assert read_page_frame(text, MOST) is None
