"""A million counts from a web server into the store: sohoa, dlt and a bare loop, in one run on one machine."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter

from tests.declaring import copy_config, write_yaml
from tests.running import ROOT, SOHOA, Home

ROWS = 1_000_000
PAGE = 32_000
"""The longest page an open-data portal gives."""
DLT = Path(sys.executable).parent.parent / "dlt" / "bin" / "python"
_HERE = Path(__file__).parent
SOURCE = {
    "name": "thu-tuc",
    "connector": "rest",
    "calendar": "calendar",
    "history": 36,
    "units": "portal",
    "units_as_of": "today",
}
TABLE = {
    "series": "thu-tuc",
    "path": "rows",
    "rows": "data",
    "pages": {"by": "page", "number": "page", "first": 1, "pages": "totalPages"},
    "unit": {"code": "maDonVi"},
    "procedure": "maTTHC",
    "period": {"field": "thang", "format": "YYYY-MM"},
    "measures": {"dossiers_received": "tiepNhan"},
}


def report() -> None:
    """Print seconds and peak memory of each, and the two ratios the issue asks for."""
    with tempfile.TemporaryDirectory() as folder, serving(_HERE / "server.py", str(ROWS), str(PAGE)) as address:
        bare = measured([sys.executable, str(_HERE / "bare.py"), address, str(ROWS), str(PAGE)])
        ours = measured(*_ours(Path(folder), address))
        print(f"{ROWS:,} counts over HTTP in pages of {PAGE:,} into SQLite")
        print(f"  bare fetch and decode: {_told(bare)}")
        print(f"  sohoa pull: {_told(ours)}; {bare[0] / ours[0]:.2f} of the bare loop's speed")
        if not DLT.exists():
            print("  dlt is not installed: run make bench")
            return
        other = measured([str(DLT), str(_HERE / "with_dlt.py"), address, folder])
        print(
            f"  dlt (REST source, SQLAlchemy destination): {_told(other)}; sohoa is {other[0] / ours[0]:.1f} × as fast"
        )


def _ours(folder: Path, address: str) -> tuple[list[str], dict[str, str]]:
    config = copy_config(folder / "config")
    options = {"base_url": address, "requests_per_second": 1_000_000, "keep": "whole", "tables": [TABLE]}
    write_yaml(config / "sources.yaml", [{**SOURCE, "options": options}])
    home = Home(folder / "var", config)
    home.ok("db", "upgrade")
    return [str(SOHOA), "pull", "thu-tuc"], home.environ


@contextmanager
def serving(script: Path, *arguments: str) -> Iterator[str]:
    """The address of a web server, a process of its own, until the block ends."""
    command = [sys.executable, str(script), *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as server:
        assert server.stdout is not None
        try:
            yield server.stdout.readline().strip()
        finally:
            server.terminate()


def rows(count: int) -> str:
    """What a program prints that has told of so many rows."""
    return rf"{count:,}|{count}"


def measured(command: list[str], environ: dict[str, str] | None = None, says: str = rows(ROWS)) -> tuple[float, float]:
    """Seconds and peak memory in MiB of a whole process, which must say what matches ``says``."""
    begun = perf_counter()
    process = subprocess.Popen(
        command, env=environ, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    assert process.stdout is not None
    told = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode or not re.search(says, told):
        raise RuntimeError(f"{command}: {told}")
    return perf_counter() - begun, usage.ru_maxrss / 1024  # KiB on Linux


def _told(seconds_and_memory: tuple[float, float]) -> str:
    seconds, memory = seconds_and_memory
    return f"{seconds:.1f} s, {ROWS / seconds:,.0f} rows/s, peak {memory:.0f} MiB"
