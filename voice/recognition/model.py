"""A Vosk model folder: is it whole, what can it do, which words does it know. Loaded once a process."""

import os
import threading
from pathlib import Path
from typing import Any

from voice.recognition.errors import ModelBroken, ModelMissing

_NEEDED = (("am/final.mdl", "final.mdl"), ("conf/mfcc.conf", "mfcc.conf"))
"""Files without which Vosk ends the process or gives up, and where old models keep them."""
_FST_MAGIC = (2125659606).to_bytes(4, "little")
"""Begins every OpenFst file (``fst.h``). Vosk does not look, and dies later of a graph that is none."""
_STATIC, _LOOKAHEAD, _LANGUAGE = "HCLG.fst", "HCLr.fst", "Gr.fst"


class VoskModel:
    """A loaded model. Safe to use from any thread; recognisers made of it are not."""

    def __init__(self, folder: Path) -> None:
        """Load the model (some tens to hundreds of megabytes).

        Raises ``ModelMissing`` or ``ModelBroken`` with what to do.
        """
        check_folder(folder)
        import vosk  # slow, and not needed to say that a folder is missing

        vosk.SetLogLevel(-1)
        self.folder = folder
        try:
            self._model = vosk.Model(str(folder))
        except Exception as error:  # Vosk raises nothing narrower
            raise ModelBroken(_broken(folder, "Vosk cannot load it")) from error
        self.takes_grammars = takes_grammars(folder)
        """Whether a grammar can be chosen at run time: not with a ready-made graph (HCLG.fst)."""
        self._lock = threading.Lock()
        self._known: dict[str, bool] = {}

    def knows(self, word: str) -> bool:
        """Whether the lexicon holds ``word`` (lower case)."""
        with self._lock:
            if word not in self._known:
                # Negative: not there. The table only holds words of grammars, and titles read out.
                if len(self._known) > 20_000:
                    self._known.clear()
                self._known[word] = self._model.vosk_model_find_word(word) >= 0
            return self._known[word]

    def recogniser(self, rate_hz: int, grammar: str | None = None) -> Any:
        """Return a new ``vosk.KaldiRecognizer`` with word times; ``grammar``: JSON list of phrases."""
        import vosk

        arguments = (self._model, rate_hz) if grammar is None else (self._model, rate_hz, grammar)
        made = vosk.KaldiRecognizer(*arguments)
        made.SetWords(True)
        return made


def takes_grammars(folder: Path) -> bool:
    """Whether the model was built with a graph that leaves the grammar open."""
    places = (folder / "graph", folder)
    return any(
        (place / _LOOKAHEAD).exists() and not (place / _STATIC).exists() for place in places
    ) and not any((place / _STATIC).exists() for place in places)


def check_folder(folder: Path) -> None:
    """Raise ``ModelMissing`` or ``ModelBroken`` where Vosk would end the process or speak in riddles."""
    if not folder.is_dir():
        raise ModelMissing(
            f"There is no Vosk model at {folder}: build one with `en-indgang speech build`, or name another"
            " folder with INDGANG_VOSK_MODEL."
        )
    for names in _NEEDED:
        if not any(_readable(folder / name) for name in names):
            raise ModelBroken(_broken(folder, f"{names[0]} is missing or empty"))
    graphs = [
        folder / "graph" / _STATIC,
        folder / _STATIC,
        folder / "graph" / _LOOKAHEAD,
        folder / _LOOKAHEAD,
    ]
    found = next((graph for graph in graphs if _readable(graph)), None)
    if found is None:
        raise ModelBroken(_broken(folder, "it holds no graph (graph/HCLG.fst or graph/HCLr.fst)"))
    needed = [found, found.with_name(_LANGUAGE)] if found.name == _LOOKAHEAD else [found]
    for graph in needed:
        if not _readable(graph):
            raise ModelBroken(_broken(folder, f"{graph.name} is missing beside {found.name}"))
        with graph.open("rb") as file:
            if file.read(4) != _FST_MAGIC:
                raise ModelBroken(_broken(folder, f"{graph.name} is no graph"))


def _readable(path: Path) -> bool:
    return path.is_file() and path.stat().st_size > 0 and os.access(path, os.R_OK)


def _broken(folder: Path, why: str) -> str:
    return (
        f"The Vosk model at {folder} is not usable: {why}. Build it again (`en-indgang speech build`), or"
        " name another folder with INDGANG_VOSK_MODEL."
    )
