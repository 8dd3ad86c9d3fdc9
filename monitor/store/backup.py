"""One tar file holding the whole store: rows as JSON lines, evidence as it lies in its folder.

The rows are written the same way from both databases, so a backup of SQLite also fills PostgreSQL and back.
"""

from __future__ import annotations

import json
import shutil
import tarfile
from collections.abc import Iterator
from datetime import date, datetime
from io import BytesIO
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import IO, Any, BinaryIO, cast

import zstandard
from sqlalchemy import Connection, Date, Engine, Table, delete, func, insert, select, update

from monitor.store import evidence, schema, tables
from monitor.store.engine import writing
from monitor.store.errors import BackupError
from monitor.store.tables import UtcDateTime

FORMAT = 1
CHUNK = 10_000
MANIFEST = "manifest.json"


def write(engine: Engine, evidence_dir: Path, file: Path, now: datetime) -> None:
    """Write one consistent moment of the store. Raises ``BackupError`` if the file exists already."""
    if file.exists():
        raise BackupError(f"{file} exists already. Choose another name; a backup never replaces one.")
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(f".{file.name}.part")
    try:
        with TemporaryDirectory(dir=file.parent) as folder, tarfile.open(part, "w") as tar:
            rows = _dump(engine, Path(folder))
            manifest = {"format": FORMAT, "schema": schema.newest(), "created_at": now.isoformat(), "rows": rows}
            _add_bytes(tar, MANIFEST, json.dumps(manifest, indent=1).encode())
            for name in rows:
                tar.add(Path(folder) / name, f"tables/{name}.jsonl")
            # After the rows: bytes are always kept before the row that cites them.
            for path in sorted(evidence_dir.glob(f"??/*{evidence.SUFFIX}")):
                tar.add(path, f"evidence/{path.name}")
        part.rename(file)
    finally:
        part.unlink(missing_ok=True)


def read(engine: Engine, evidence_dir: Path, file: Path) -> None:
    """Fill the empty, upgraded database from a backup, in one transaction.

    Raises ``BackupError`` if the database holds pulls, or the file is no whole backup of this schema.
    """
    try:
        with tarfile.open(file) as tar, writing(engine) as connection:
            manifest = _manifest(tar, file)
            _make_room(connection)
            _restore_evidence(tar, evidence_dir)
            for table in tables.metadata.sorted_tables:
                _fill(connection, table, tar, manifest["rows"][table.name], file)
            _settle(connection)
    except (tarfile.TarError, KeyError, json.JSONDecodeError, EOFError, zstandard.ZstdError) as error:
        raise BackupError(
            f"{file} is not a whole backup of sohoa ({_first_line(error)}). Nothing was restored; use another."
        ) from error


def _first_line(error: Exception) -> str:
    """The reader tells of each way it tried, one a line."""
    return str(error).partition("\n")[0].rstrip(":")


def _dump(engine: Engine, folder: Path) -> dict[str, int]:
    level = {"isolation_level": "REPEATABLE READ"} if engine.dialect.name == "postgresql" else {}
    with engine.connect().execution_options(yield_per=CHUNK, **level) as connection:
        return {
            table.name: _dump_table(connection, table, folder / table.name) for table in tables.metadata.sorted_tables
        }


def _dump_table(connection: Connection, table: Table, path: Path) -> int:
    number = 0
    with path.open("w", encoding="utf-8") as lines:
        for number, row in enumerate(connection.execute(select(table)), start=1):  # noqa: B007
            lines.write(json.dumps(list(row), default=_iso, ensure_ascii=False) + "\n")
    return number


def _iso(value: date | datetime) -> str:
    return value.isoformat()


def _add_bytes(tar: tarfile.TarFile, name: str, body: bytes) -> None:
    info = tarfile.TarInfo(name)
    info.size = len(body)
    tar.addfile(info, BytesIO(body))


def _manifest(tar: tarfile.TarFile, file: Path) -> dict[str, Any]:
    manifest: dict[str, Any] = json.loads(_bytes(tar, MANIFEST))
    if manifest["format"] != FORMAT or manifest["schema"] != schema.newest():
        raise BackupError(
            f"{file} was written with schema {manifest['schema']}, this program has {schema.newest()}. "
            "Restore it with the version that wrote it, then upgrade."
        )
    return manifest


def _make_room(connection: Connection) -> None:
    if connection.execute(select(func.count()).select_from(tables.pull)).scalar_one():
        raise BackupError("The database holds pulls. Restore into an empty one: set SOHOA_DATABASE_URL to a new name.")
    for table in (tables.procedure, tables.revision):
        connection.execute(delete(table))


def _restore_evidence(tar: tarfile.TarFile, evidence_dir: Path) -> None:
    for member in tar:
        if member.name.startswith("evidence/"):
            with TemporaryFile() as body:
                packed = cast("BinaryIO", _file(tar, member.name))
                with evidence.unpacked(packed) as source:
                    shutil.copyfileobj(source, body)
                name = evidence.keep(evidence_dir, cast("BinaryIO", body))
            if f"evidence/{name}{evidence.SUFFIX}" != member.name:
                raise tarfile.ReadError(f"{member.name} does not hold the bytes it is named after")


def _fill(connection: Connection, table: Table, tar: tarfile.TarFile, expected: int, file: Path) -> None:
    number = 0
    rows = _rows(tar, table)
    while chunk := list(islice(rows, CHUNK)):
        connection.execute(insert(table), chunk)
        number += len(chunk)
    if number != expected:
        raise BackupError(f"{file} holds {number} rows of {table.name} where {expected} were written. Use another.")


def _rows(tar: tarfile.TarFile, table: Table) -> Iterator[dict[str, Any]]:
    columns = table.columns.values()
    for line in _bytes(tar, f"tables/{table.name}.jsonl").splitlines():
        values = json.loads(line)
        yield {column.name: _value(column.type, value) for column, value in zip(columns, values, strict=True)}


def _value(kind: object, value: Any) -> Any:  # noqa: ANN401  (whatever JSON holds)
    if value is None:
        return None
    if isinstance(kind, UtcDateTime):
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if isinstance(kind, Date) else value


def _bytes(tar: tarfile.TarFile, name: str) -> bytes:
    return _file(tar, name).read()


def _file(tar: tarfile.TarFile, name: str) -> IO[bytes]:
    body = tar.extractfile(name)
    if body is None:
        raise tarfile.ReadError(f"{name} is no file")
    return body


def _settle(connection: Connection) -> None:
    connection.execute(update(tables.revision).values(number=tables.revision.c.number + 1))
    if connection.dialect.name == "postgresql":
        for table in tables.metadata.sorted_tables:
            if "id" in table.c:
                sequence = func.pg_get_serial_sequence(table.name, "id")
                highest = select(func.greatest(func.max(table.c.id), 1)).scalar_subquery()
                connection.execute(select(func.setval(sequence, highest)))
