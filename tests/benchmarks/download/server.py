"""An open-data portal with one uploaded CSV, written while it is sent: python server.py ROWS."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import product
from pathlib import Path
from urllib.parse import urlsplit

FIRST_YEAR, MONTHS, PROCEDURES = 2024, 34, 2_600
UNITS = Path(__file__).parents[3] / "config" / "units.csv"
FILE = "/ho-so.csv"
REMARK = "so lieu mo phong cho phep do toc do doc tep lon"


def pieces(rows: int) -> Iterator[bytes]:
    """Month after month, unit after unit, procedure after procedure, some hundred kilobytes at a time."""
    with UNITS.open(encoding="utf-8") as file:
        units = [row["code"] for row in csv.DictReader(file) if row["parent"]]
    yield b"Thang,Ma don vi,Ma TTHC,Tiep nhan,So thu tu,Ghi chu\n"
    for start, (month, unit) in enumerate(product(range(MONTHS), units)):
        year, number = divmod(FIRST_YEAR * 12 + month, 12)
        head = f"{number + 1:02d}/{year},{unit}"
        places = range(start * PROCEDURES, min((start + 1) * PROCEDURES, rows))
        lines = (f"{head},1.{n % PROCEDURES:06d},{n * 7 % 90},{n:012d},{REMARK}\n" for n in places)
        yield "".join(lines).encode()


def main() -> None:
    """Print the address, then answer until stopped."""
    rows = int(sys.argv[1])

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = urlsplit(self.path).path
            if path == FILE:
                self._send(200, "text/csv", pieces(rows))
            elif path.endswith("/resource_show"):
                about = {"id": "ho-so", "url": f"{address}{FILE}", "url_type": "upload", "datastore_active": False}
                self._send(200, "application/json", [json.dumps({"success": True, "result": about}).encode()])
            else:
                self._send(404, "text/plain", [])

        def _send(self, status: int, kind: str, body: list[bytes] | Iterator[bytes]) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.end_headers()
            for piece in body:
                self.wfile.write(piece)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    address = f"http://127.0.0.1:{server.server_address[1]}"
    print(address, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
