"""Runs the installed command as a user does: a process of its own, a data folder of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
SOHOA = Path(sys.executable).parent / "sohoa"
SHARED = ROOT.parent / "shared"
PATIENCE = 300


@dataclass(frozen=True)
class Home:
    """A data folder with its settings; the config folder is the province's unless another is given."""

    data: Path
    config: Path = ROOT / "config"
    extra: Mapping[str, str] = field(default_factory=dict)

    @property
    def environ(self) -> dict[str, str]:
        """The process's variables: ours, and nothing of a developer's own SOHOA_ settings."""
        clean = {name: value for name, value in os.environ.items() if not name.startswith("SOHOA_")}
        return {**clean, "SOHOA_DATA": str(self.data), "SOHOA_CONFIG": str(self.config), "NO_COLOR": "1", **self.extra}

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run to the end, whatever the exit status."""
        return subprocess.run(
            [str(SOHOA), *words],
            env=self.environ,
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )

    def ok(self, *words: str) -> str:
        """Run, expect success, return standard output."""
        done = self.run(*words)
        assert done.returncode == 0, f"sohoa {' '.join(words)}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def refused(self, *words: str) -> str:
        """Run, expect a non-zero exit without a traceback, return standard error."""
        done = self.run(*words)
        assert done.returncode != 0, done.stdout
        assert "Traceback" not in done.stderr, done.stderr
        return done.stderr

    def figures(self, *words: str) -> list[dict[str, Any]]:
        """Rows of ``sohoa rates --format json``."""
        rows: list[dict[str, Any]] = json.loads(self.ok("rates", "--format", "json", *words))["figures"]
        return rows

    def start(self, *words: str) -> subprocess.Popen[str]:
        """Start and leave running."""
        return subprocess.Popen(
            [str(SOHOA), *words],
            env=self.environ,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
