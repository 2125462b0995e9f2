"""The builder and the running service never meet: two copies of OpenFst in one process hang for ever."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
BUILDER = ROOT / "voice" / "builder"
MODULES = sorted((ROOT / "voice").rglob("*.py"))
ONLY_FOR_BUILDING = ("voice.builder", "pynini", "pywrapfst", "_pywrapfst", "kaldi_native_fbank")


def imported(path: Path) -> Iterator[str]:
    return imported_by(path.read_text(encoding="utf-8"), path.parent.relative_to(ROOT).parts)


def imported_by(source: str, package: tuple[str, ...]) -> Iterator[str]:
    """Yield every module that is imported anywhere in ``source``, ``from a import b`` as ``a.b``."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            before = list(package[: len(package) - node.level + 1]) if node.level else []
            module = ".".join([*before, *([node.module] if node.module else [])])
            yield from (f"{module}.{name.name}" for name in node.names)
        elif isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called in ("import_module", "__import__"):
                yield str(node.args[0].value)


def is_part(name: str, of: str) -> bool:
    return name == of or name.startswith(f"{of}.")


@pytest.mark.parametrize(
    "path", [p for p in MODULES if BUILDER not in p.parents], ids=lambda path: str(path.relative_to(ROOT))
)
def test_what_answers_the_telephone_imports_nothing_that_builds(path: Path) -> None:
    met = [name for name in imported(path) for room in ONLY_FOR_BUILDING if is_part(name, room)]
    assert not met


@pytest.mark.parametrize("path", sorted(BUILDER.rglob("*.py")), ids=lambda path: path.name)
def test_the_builder_never_imports_vosk_nor_what_does(path: Path) -> None:
    met = [name for name in imported(path) if is_part(name, "vosk") or is_part(name, "voice.recognition")]
    assert not met


def test_imports_of_every_form_are_seen() -> None:
    lines = ["import a.b", "from c import d as e", "from . import f", "from ..g import h"]
    lines += ["def late():", "    import i", "    importlib.import_module('j')"]
    names = set(imported_by("\n".join(lines), ("voice", "builder")))
    assert names == {"a.b", "c.d", "voice.builder.f", "voice.g.h", "i", "j"}
