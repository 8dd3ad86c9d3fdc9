"""Each connector against the simulated province: one file per system, each naming its ``SYSTEMS``; found by itself."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules

from tests.integration.systems.system import System


def _found() -> Iterator[System]:
    for module in sorted(iter_modules(__path__), key=lambda module: module.name):
        if module.name != "system":
            yield from import_module(f"{__name__}.{module.name}").SYSTEMS


SYSTEMS = tuple(_found())
