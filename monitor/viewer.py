"""Who is asking. Every query of figures takes a Viewer; nothing reads past it."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True, slots=True)
class Viewer:
    """A role and the top of the unit subtree it may see; ``subtree`` None = all units.

    Accounts come later and only make Viewers; until then the local viewer sees everything.
    """

    role: str = "staff"
    subtree: str | None = None

    def visible(self, units: pl.DataFrame) -> frozenset[str] | None:
        """Codes the viewer may see of a frame [unit, parent]; None = no limit."""
        if self.subtree is None:
            return None
        seen = {self.subtree}
        below = seen
        while below:
            below = set(units.filter(pl.col("parent").is_in(below))["unit"]) - seen
            seen |= below
        return frozenset(seen)


EVERYONE = Viewer()
"""The viewer of the local demo."""
