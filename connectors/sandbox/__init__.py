"""A simulated province behind the wire formats of real e-government systems. All its counts are made up."""

from connectors.sandbox.register import Register
from connectors.sandbox.server import Sandbox, Serving

__all__ = ["Register", "Sandbox", "Serving"]
