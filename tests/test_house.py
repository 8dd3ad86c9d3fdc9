"""What must never be in the repository, and the size of its rooms."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parent.parent
REGISTRIES = re.compile(r"https?://[^\s\"']*(pypi\.|pythonhosted\.|registry\.npm|deb\.debian)")
LONGEST_FUNCTION = 60
LONGEST_MODULE = 450


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def texts() -> dict[Path, str]:
    suffixes = {".py", ".md", ".yaml", ".toml", ".txt", ".sh", ".css", ".js", ".csv", ""}
    return {path: path.read_text(encoding="utf-8") for path in tracked() if path.suffix in suffixes}


def test_no_package_registry_is_named() -> None:
    assert [path.name for path, text in texts().items() if REGISTRIES.search(text)] == []


def test_lock_files_pin_every_package_with_hashes_and_name_no_index() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        lock = (ROOT / name).read_text(encoding="utf-8")
        assert "://" not in lock
        pins = re.findall(r"^[a-z0-9][\w.-]*==", lock, re.MULTILINE)
        assert len(pins) > 40
        assert lock.count("--hash=sha256:") >= len(pins)


def test_rooms_stay_small() -> None:
    for path, text in texts().items():
        if path.suffix == ".py" and "tests" not in path.relative_to(ROOT).parts:
            assert len(text.splitlines()) <= LONGEST_MODULE, path
            long = [
                node.name
                for node in ast.walk(ast.parse(text))
                if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno > LONGEST_FUNCTION
            ]
            assert not long, (path, long)


def test_only_kpi_divides() -> None:
    """One module owns division (design §4): no other room of the monitor turns counts into a rate."""
    allowed = ROOT / "monitor" / "kpi" / "division.py"
    for path, text in texts().items():
        inside = path.is_relative_to(ROOT / "monitor") and path.suffix == ".py" and path != allowed
        if inside:
            divisions = [
                node.lineno
                for node in ast.walk(ast.parse(text))
                if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div) and not _joins_paths(node)
            ]
            assert not divisions, (path, divisions)


def _joins_paths(node: ast.BinOp) -> bool:
    """Whether a slash joins a path: one side is text, or a name that says folder."""
    sides = (node.left, node.right)
    words = ast.unparse(node)
    return any(isinstance(side, ast.Constant) and isinstance(side.value, str) for side in sides) or bool(
        re.search(r"folder|dir|path|file|data|config|sha256|root", words, re.IGNORECASE)
    )
