"""The service that pages and commands ask whether the numbers can be trusted; it reads, the room ``trust`` judges."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from monitor.figures.service import FigureService


class TrustService:
    """Findings about the counts a ``FigureService`` answers from, for the same viewer and from the same version."""

    def __init__(self, figures: FigureService) -> None:
        self.figures = figures
