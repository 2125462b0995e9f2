"""The folder that ``vosk.Model`` loads, apart from its two large parts."""

from pathlib import Path

from voice.builder.features import MFCC_CONF

MODEL_CONF = (
    "--min-active=50", "--max-active=1500", "--beam=11", "--lattice-beam=5", "--acoustic-scale=0.5",
    "--frame-subsampling-factor=3", "--endpoint.silence-phones=1",
    "--endpoint.rule2.min-trailing-silence=0.5", "--endpoint.rule3.min-trailing-silence=0.75",
    "--endpoint.rule4.min-trailing-silence=1.0",
)  # fmt: skip
"""The lines of ``conf/model.conf``. The acoustic scale is that of a cross-entropy network at 30 ms, not the
1.0 of a chain model (measured: half the errors)."""


def write_configuration(folder: Path) -> None:
    """Write ``conf/mfcc.conf`` and ``conf/model.conf``."""
    (folder / "conf").mkdir(parents=True, exist_ok=True)
    for name, lines in (("mfcc.conf", MFCC_CONF), ("model.conf", MODEL_CONF)):
        (folder / "conf" / name).write_text("".join(f"{line}\n" for line in lines), encoding="ascii")
