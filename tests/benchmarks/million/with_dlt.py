"""The same API into the same kind of database by dlt, in its own environment: python with_dlt.py ADDRESS FOLDER."""

from __future__ import annotations

import os
import sqlite3
import sys
from pathlib import Path

os.environ.setdefault("RUNTIME__DLTHUB_TELEMETRY", "false")

import dlt
from dlt.sources.rest_api import rest_api_source


def main() -> None:
    """Load and count the rows that arrived."""
    address, folder = sys.argv[1], Path(sys.argv[2])
    source = rest_api_source(
        {
            "client": {
                "base_url": f"{address}/",
                "paginator": {"type": "page_number", "base_page": 1, "total_path": "totalPages"},
            },
            "resources": [{"name": "counts", "endpoint": {"path": "rows", "data_selector": "data"}}],
        }
    )
    database = folder / "dlt.db"
    pipeline = dlt.pipeline(
        "million",
        destination=dlt.destinations.sqlalchemy(f"sqlite:///{database}"),
        dataset_name="main",
        pipelines_dir=str(folder / "pipelines"),
    )
    pipeline.run(source)
    with sqlite3.connect(database) as connection:
        print(connection.execute("SELECT COUNT(*) FROM counts").fetchone()[0])


if __name__ == "__main__":
    main()
