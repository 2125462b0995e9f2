"""Whether the second engine's weights can be used, found out in a process of its own.

sherpa-onnx ends the process it runs in when a file is not what it expects (``SHERPA_ONNX_EXIT``); no call may
hang on that. ``python -m voice.recognition.probe FOLDER THREADS`` loads the weights, decodes a moment of
silence, and ends with status 0.
"""

import subprocess
import sys
from pathlib import Path

from voice.recognition.errors import WeightsMissing

_LIMIT_SECONDS = 120.0
"""Loading 670 MB from a slow disk; more is no start."""


def probe(folder: Path, threads: int = 2) -> None:
    """Raise ``WeightsMissing``, with what to do, where the weights cannot be used."""
    command = [sys.executable, "-m", "voice.recognition.probe", str(folder), str(threads)]
    root = Path(__file__).resolve().parents[2]
    why = ""
    try:
        done = subprocess.run(  # noqa: S603
            command, capture_output=True, text=True, timeout=_LIMIT_SECONDS, check=False, cwd=root
        )
        if done.returncode == 0:
            return
        why = next((line for line in reversed(done.stderr.splitlines()) if line.strip()), "it says nothing")
    except subprocess.TimeoutExpired:
        why = f"it is not loaded after {_LIMIT_SECONDS:.0f} s"
    raise WeightsMissing(
        f"sherpa-onnx cannot use the weights in {folder} ({why[:200]}): fetch them again with"
        " `en-indgang speech install parakeet --again`."
    )


def main(arguments: list[str]) -> int:
    """Load and decode; any trouble is an exception or the end of the process."""
    from voice.recognition.parakeet import Parakeet

    Parakeet(Path(arguments[0]), int(arguments[1])).warm()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
