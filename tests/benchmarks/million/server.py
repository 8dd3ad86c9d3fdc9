"""Serves made-up counts by procedure as JSON pages, made before the first question: python server.py ROWS PAGE."""

from __future__ import annotations

import csv
import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

PROCEDURES = 400
FIRST_YEAR = 2024
UNITS = Path(__file__).parents[3] / "config" / "units.csv"


def pages(rows: int, size: int) -> list[bytes]:
    """Every page's body: month after month, unit after unit, procedure after procedure."""
    with UNITS.open(encoding="utf-8") as file:
        units = [row["code"] for row in csv.DictReader(file) if row["parent"]]
    count = -(-rows // size)
    return [_page(range(n * size, min((n + 1) * size, rows)), units, count) for n in range(count)]


def _page(places: range, units: list[str], count: int) -> bytes:
    data = []
    for place in places:
        month, rest = divmod(place, len(units) * PROCEDURES)
        unit, procedure = divmod(rest, PROCEDURES)
        year, number = divmod(FIRST_YEAR * 12 + month, 12)
        data.append(
            {
                "maDonVi": units[unit],
                "thang": f"{year}-{number + 1:02d}",
                "maTTHC": f"1.{procedure:06d}",
                "tiepNhan": place * 7 % 90,
            }
        )
    return json.dumps({"data": data, "totalPages": count}, ensure_ascii=False).encode()


def main() -> None:
    """Print the address once everything is ready, then answer until stopped."""
    bodies = pages(int(sys.argv[1]), int(sys.argv[2]))

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            number = int(parse_qs(urlsplit(self.path).query).get("page", ["1"])[0])
            body = bodies[number - 1] if number <= len(bodies) else b'{"data": [], "totalPages": 0}'
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    print(f"http://127.0.0.1:{server.server_address[1]}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
