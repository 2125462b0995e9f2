"""How large the acoustic network is, and how far it sees."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Shape:
    """How large the network is."""

    width: int = 320
    """Units a layer."""
    depth: int = 4
    """Layers that look 30 ms to each side."""

    @property
    def context(self) -> int:
        """Feature frames (10 ms) that an output sees to each side."""
        return 3 + 3 * self.depth

    def frames_for(self, outputs: int) -> int:
        """Feature frames that ``outputs`` output frames need."""
        return 3 * (outputs - 1) + 2 * self.context + 1
