"""All settings of a call: one block for each thing that is decided."""

from dataclasses import dataclass, field

from voice.call.barge_in import BargeInSettings
from voice.call.callers_turn import CallersTurnSettings
from voice.call.confirm import ConfirmSettings
from voice.call.consent import ConsentSettings
from voice.call.key_presses import KeySettings
from voice.call.mouth import MouthSettings
from voice.call.no_input import NoInputSettings
from voice.call.slow_answer import SlowAnswerSettings
from voice.call.turn_start import TurnStartSettings
from voice.call.turn_stop import TurnStopSettings
from voice.call.watchdogs import WatchdogSettings


@dataclass(frozen=True)
class CallSettings:
    """Milliseconds throughout; every block documents its fields."""

    turn_start: TurnStartSettings = field(default_factory=TurnStartSettings)
    turn_stop: TurnStopSettings = field(default_factory=TurnStopSettings)
    turn: CallersTurnSettings = field(default_factory=CallersTurnSettings)
    barge_in: BargeInSettings = field(default_factory=BargeInSettings)
    no_input: NoInputSettings = field(default_factory=NoInputSettings)
    keys: KeySettings = field(default_factory=KeySettings)
    consent: ConsentSettings = field(default_factory=ConsentSettings)
    slow: SlowAnswerSettings = field(default_factory=SlowAnswerSettings)
    confirm: ConfirmSettings = field(default_factory=ConfirmSettings)
    mouth: MouthSettings = field(default_factory=MouthSettings)
    watchdogs: WatchdogSettings = field(default_factory=WatchdogSettings)
