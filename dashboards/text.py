"""Every text the pages show, Vietnamese and English side by side: key → (vi, en).

``**bold**`` marks what a sentence stresses; ``{name}`` is filled by ``dashboards.words``. The texts of each page are
in a file of their own in ``dashboards/texts``.
"""

from __future__ import annotations

from dashboards.texts import (
    alerts,
    answer,
    common,
    data,
    overview,
    procedures,
    reports,
    shell,
    states,
    unit,
    units,
    work,
)

LANGUAGES: tuple[str, str] = ("vi", "en")
TEXTS: dict[str, tuple[str, str]] = {
    **shell.TEXTS,
    **common.TEXTS,
    **overview.TEXTS,
    **unit.TEXTS,
    **units.TEXTS,
    **data.TEXTS,
    **alerts.TEXTS,
    **answer.TEXTS,
    **states.TEXTS,
    **work.TEXTS,
    **reports.TEXTS,
    **procedures.TEXTS,
}
