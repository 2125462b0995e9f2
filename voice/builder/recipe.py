"""What is built: every number of a build in one place."""

from dataclasses import dataclass, field

from voice.builder.language_model import LanguageModelSettings
from voice.builder.shape import Shape
from voice.builder.surroundings import Mix
from voice.builder.training_settings import TrainingSettings


@dataclass(frozen=True)
class Recipe:
    """One build. The same recipe and seed give the same voices and the same plan of who says what.

    Two builds still differ in sound: espeak-ng's flutter goes on from one sentence to the next, which worker
    speaks which sentence is a matter of time, and a sentence of another length meets other noise.
    """

    seed: int = 1
    hours: float = 12.0
    """Hours of speech to synthesise, silence included."""
    random_voices: int = 150
    variant_share: float = 0.25
    """Share of the sentences spoken by espeak-ng's own variants; random voices speak the rest."""
    person_share: float = 0.18
    """Share of the sentences spoken by Festival's recorded voices."""
    accent_share: float = 0.1
    """Share read by voices of other languages."""
    copies: int = 3
    """Times that each human recording is heard: once as it is, else down a random way."""
    shape: Shape = field(default_factory=Shape)
    training: TrainingSettings = field(default_factory=TrainingSettings)
    in_noise: TrainingSettings = field(
        default_factory=lambda: TrainingSettings(epochs=5.0, learning_rate=1e-3, disguise_share=0.6)
    )
    """The second round: what the first one made goes on in noise and behind telephone lines."""
    mix: Mix = field(default_factory=Mix)
    noises_a_kind: int = 16
    """Noises of 12 s of each kind in the bank that the second round draws from; 15 MB of memory."""
    language: LanguageModelSettings = field(
        default_factory=lambda: LanguageModelSettings(order=3, discount=0.8, least_gain={2: 0.7, 3: 3.2})
    )
    everyday_weight: float = 1.5
    """Weight of a general sentence in the language model; a citizen's counts 1. Chosen by perplexity."""
    address_weight: float = 0.5
    assistant_weight: float = 0.2

    @property
    def card(self) -> dict[str, object]:
        """The recipe as it is written on the model's card."""
        return {
            "seed": self.seed,
            "hours": self.hours,
            "random_voices": self.random_voices,
            "width": self.shape.width,
            "depth": self.shape.depth,
            "epochs": self.training.epochs,
            "epochs_in_noise": self.in_noise.epochs,
        }


QUICK = Recipe(
    hours=0.3,
    random_voices=20,
    person_share=0.0,
    shape=Shape(128, 3),
    training=TrainingSettings(epochs=6.0, learning_rate=4e-3, disguise_share=0.2),
    in_noise=TrainingSettings(epochs=1.0, learning_rate=1e-3, disguise_share=0.2),
    noises_a_kind=2,
)
"""A few minutes, and no need of Festival: to see that every part works."""
