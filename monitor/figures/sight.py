"""What one viewer may see of a province: everything, or a unit and those below it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from monitor.viewer import Viewer

if TYPE_CHECKING:
    from monitor.declared import Declared
    from monitor.declared.models import Unit


@dataclass(frozen=True)
class Sight:
    """The units of one viewer under one declaration."""

    viewer: Viewer
    declared: Declared

    @property
    def everything(self) -> bool:
        """Whether the viewer may see every unit, and so the province's total."""
        return self._seen is None

    @cached_property
    def home(self) -> Unit:
        """The unit at the top of what the viewer may see."""
        top = self.viewer.subtree
        return next(unit for unit in self.declared.units if (unit.parent is None if top is None else unit.code == top))

    def hides(self, unit: str) -> bool:
        """Whether there is such a unit, but not for this viewer."""
        return self._seen is not None and unit not in self._seen and any(u.code == unit for u in self.declared.units)

    @cached_property
    def _seen(self) -> frozenset[str] | None:
        return self.viewer.visible(self.declared.unit_frame())
