"""Ten million rows, about 1 GB, from an open-data portal into the store: seconds and peak memory of the whole pull.

It takes some minutes and 3 GB of disk, so ``make bench`` runs it only with ``SOHOA_BENCH_DOWNLOAD=1``.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from tests.benchmarks.million import measured, rows, serving
from tests.declaring import copy_config, write_yaml
from tests.running import SOHOA, Home

ROWS = int(os.environ.get("SOHOA_BENCH_ROWS", "10000000"))
_SERVER = Path(__file__).parent / "server.py"
_RESOURCE = {
    "id": "ho-so",
    "series": "ho-so",
    "columns": {
        "unit_code": "Ma don vi",
        "procedure": "Ma TTHC",
        "period": {"column": "Thang", "format": "MM/YYYY"},
        "measures": {"dossiers_received": "Tiep nhan"},
    },
}


def report() -> None:
    """Print how long the pull takes and how much memory at most, or how to ask for it."""
    if os.environ.get("SOHOA_BENCH_DOWNLOAD") != "1":
        print("a download of 1 GB: not measured; set SOHOA_BENCH_DOWNLOAD=1 (some minutes, 3 GB of disk)")
        return
    with tempfile.TemporaryDirectory() as folder, serving(_SERVER, str(ROWS)) as address:
        seconds, memory = measured(*_pull(Path(folder), address), rows(ROWS))
    print(f"{ROWS:,} rows of one CSV over HTTP into SQLite: {seconds:.0f} s, peak {memory:.0f} MiB")


def _pull(folder: Path, address: str) -> tuple[list[str], dict[str, str]]:
    config = copy_config(folder / "config")
    options = {"base_url": address, "requests_per_second": 1000, "resources": [_RESOURCE]}
    source = {"name": "cong", "connector": "ckan", "calendar": "calendar", "units": "portal", "units_as_of": "today"}
    write_yaml(config / "sources.yaml", [{**source, "options": options}])
    home = Home(folder / "var", config)
    home.ok("db", "upgrade")
    return [str(SOHOA), "pull", "cong", "--from", "2024-01-01"], home.environ
