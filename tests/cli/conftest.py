"""The command line is tested in the homes of the integration tests, in a process of its own or in this one."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from typing import Protocol

import pytest

from monitor.cli import main
from tests.integration.conftest import new_home, sandbox, small_demo
from tests.running import ROOT, Home
from tests.stores import *  # noqa: F403 - the store fixtures, on both databases

__all__ = ["new_home", "sandbox", "small_demo", "sohoa"]


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    code: object
    out: str
    err: str


class Sohoa(Protocol):
    """Runs one command in this process. A traceback would fail the test by itself."""

    def __call__(self, home: Home, *words: str) -> Done: ...


@pytest.fixture
def sohoa(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Sohoa:
    """The command line without a new interpreter."""

    def run(home: Home, *words: str) -> Done:
        for name in [name for name in os.environ if name.startswith("SOHOA_")]:
            monkeypatch.delenv(name)
        for name, value in home.environ.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(sys, "argv", ["sohoa", *words])
        monkeypatch.chdir(ROOT)
        capsys.readouterr()
        with pytest.raises(SystemExit) as stop:
            main()
        told = capsys.readouterr()
        return Done(stop.value.code, told.out, told.err)

    return run
