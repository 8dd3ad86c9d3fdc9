"""The ways a question can take to its source; every connector can be reached by each of them.

A new way is one file here: pydantic options with a ``kind`` of its own and a ``Way``, and its line in ``WayOptions``.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from connectors.transport.ways.adapter import AdapterOptions
from connectors.transport.ways.direct import DirectOptions
from connectors.transport.ways.way import Way, carried
from connectors.transport.ways.wso2 import Wso2Options
from connectors.transport.ways.xroad import XRoadOptions

__all__ = ["DirectOptions", "Way", "WayOptions", "carried"]

WayOptions = Annotated[DirectOptions | XRoadOptions | AdapterOptions | Wso2Options, Field(discriminator="kind")]
