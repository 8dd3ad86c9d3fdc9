"""A download larger than what may be held in memory, as a process of its own: its peak says that it is not held."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from monitor.store import Store
from tests.connectors.loopback import Asked, Loopback, Reply, Script
from tests.connectors.test_ckan import Ckan
from tests.declaring import copy_config, write_yaml
from tests.running import ROOT, SOHOA, Home

Serve = Callable[[Script], Loopback]
FILE = "/dataset/x/T.csv"
UNITS = ("H01.01", "H01.02")
PADDING = "x" * 20_000
"""Of a column that nobody declares: the file is large, its counts are few. Both files are of several blocks; read
whole, a file takes three times its size and more."""
ROWS, FEW = 4_500, 900
MEBIBYTE = 1024 * 1024


def csv(rows: int) -> bytes:
    lines = (f"{UNITS[n % 2]},1.{n:06d},{n % 90},{PADDING}\n" for n in range(rows))
    return ("Ma,Thu tuc,So,Ghi chu\n" + "".join(lines)).encode()


def declaration(url: str) -> dict[str, object]:
    columns = {
        "unit_code": "Ma",
        "procedure": "Thu tuc",
        "period": {"fixed": "2026-10"},
        "measures": {"dossiers_received": "So"},
    }
    resource = {"id": "kq", "series": "s", "columns": columns}
    options = {"base_url": url, "requests_per_second": 1000, "resources": [resource]}
    return {
        "name": "cong",
        "connector": "ckan",
        "calendar": "calendar",
        "units": "portal",
        "units_as_of": "today",
        "options": options,
    }


MEASURED = """
import os, subprocess, sys
process = subprocess.Popen(sys.argv[1:])
_, status, usage = os.wait4(process.pid, 0)
print(usage.ru_maxrss)
sys.exit(os.waitstatus_to_exitcode(status))
"""
"""A process between: a process's peak is at least that of the one that started it, and this one holds the file."""


def peak(home: Home) -> float:
    """MiB a whole pull takes at most."""
    pull = [str(SOHOA), "pull", "cong", "--from", "2026-10-01", "--to", "2026-10-31"]
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, *pull], env=home.environ, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return int(done.stdout.split()[-1]) / 1024  # KiB on Linux


def test_five_times_the_file_is_not_five_times_the_memory(serve: Serve, tmp_path: Path) -> None:
    served: dict[str, bytes] = {}

    def script(asked: Asked) -> Reply:
        return Ckan(about={"datastore_active": False, "url": server.url + FILE}, files=served)(asked)

    server = serve(script)
    config = copy_config(tmp_path / "config")
    write_yaml(config / "sources.yaml", [declaration(server.url)])
    home = Home(tmp_path / "var", config)
    home.ok("db", "upgrade")
    served[FILE] = few = csv(FEW)
    small = peak(home)
    served[FILE] = many = csv(ROWS)
    more = peak(home) - small
    assert more < (len(many) - len(few)) / MEBIBYTE
    with closing(Store(f"sqlite:///{home.data / 'sohoa.db'}", home.data)) as store:
        values = store.read_counts()["value"]
    assert (len(values), values.sum()) == (ROWS, sum(n % 90 for n in range(ROWS)))
