"""Form 07a/BTP as it would be sent in each reporting month: the sandbox's systems do not count late acceptance."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

from tests.connectors.filled import BTP07A, Cell, Filled, Node, as_html
from tests.integration.recount import months_of

HEADER: list[Node] = [*BTP07A, ("Trực tuyến chờ tiếp nhận", ["Đúng hạn", "Quá hạn"])]
KEPT = 3
"""So many files lie in the folder; older ones were taken away."""


def write(folder: Path, names: Sequence[str], newest: tuple[int, int]) -> None:
    """The forms of the newest reporting months, one file each."""
    folder.mkdir(parents=True, exist_ok=True)
    index = newest[0] * 12 + newest[1] - 1
    months = [divmod(number, 12) for number in range(index - KEPT + 1, index + 1)]
    wanted = {folder / f"bieu-07a-{year}-{place + 1:02d}.html": (year, place + 1) for year, place in months}
    for path in set(folder.glob("bieu-07a-*.html")) - set(wanted):
        path.unlink()
    for path, month in wanted.items():
        if not path.exists():
            _write(path, names, month)


def _write(path: Path, names: Sequence[str], month: tuple[int, int]) -> None:
    ((first, last),) = months_of(month, 1, "nd09")
    title = f"(Từ ngày {first:%d/%m/%Y} đến ngày {last:%d/%m/%Y})"
    rows = [list(_row(number, name, month)) for number, name in enumerate(names, 1)]
    as_html(path, Filled(HEADER, rows, titles=("Biểu số 07a/BTP", title)))


def _row(number: int, name: str, month: tuple[int, int]) -> Iterator[Cell]:
    """A unit's counts; whether it accepts late is settled for a quarter of the year at a time."""
    rng = Random(f"{name}/{month}")
    direct, full, partial = rng.randint(5, 90), rng.randint(9, 200), rng.randint(9, 90)
    postal, carried = rng.randint(0, 9), rng.randint(0, 9)
    received = direct + full + partial + postal + carried
    resolved = received * 9 // 10
    late = Random(f"{name}/{month[0]}/{(month[1] - 1) // 3}").random() < 0.15
    yield from (number, name, received, direct, full, partial, postal, carried)
    yield from (resolved, resolved // 2, resolved - resolved // 2, 0, 0)
    yield from (received - resolved, received - resolved, 0, 0, 0)
    yield from (0, rng.randint(0, 5), rng.randint(1, 5) if late else 0)
