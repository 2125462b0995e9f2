"""How the acoustic network is trained."""

from dataclasses import dataclass


@dataclass(frozen=True)
class TrainingSettings:
    """How to train."""

    epochs: float = 3.5
    """Times that every chunk is seen; each time in another disguise."""
    batch: int = 64
    """Chunks of 1.5 s a step."""
    learning_rate: float = 2.5e-3
    """Highest rate, reached after a twentieth of the steps; falls to a hundredth in a half cosine."""
    weight_decay: float = 1e-4
    dropout: float = 0.0
    label_smoothing: float = 0.05
    disguise_share: float = 0.7
    """Share of the chunks that are disguised; the rest is heard as it was made."""
    seed: int = 1
