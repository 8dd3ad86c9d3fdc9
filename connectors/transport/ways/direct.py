"""Straight to the source."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from connectors.transport.ways.way import Way


class DirectOptions(BaseModel):
    """``transport: {kind: direct}``: nobody stands between."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Literal["direct"] = "direct"

    @staticmethod
    def way(base_url: str) -> Way:
        """The way to a source at ``base_url``."""
        return Way(base_url)
