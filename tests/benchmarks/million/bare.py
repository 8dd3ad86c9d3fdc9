"""The least a program can do: fetch every page and decode it. python bare.py ADDRESS ROWS PAGE."""

from __future__ import annotations

import json
import sys

import requests


def main() -> None:
    """Count what was decoded."""
    address, rows, size = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    session = requests.Session()
    pages = range(1, -(-rows // size) + 1)
    print(sum(len(json.loads(session.get(f"{address}/rows?page={n}", timeout=60).content)["data"]) for n in pages))


if __name__ == "__main__":
    main()
