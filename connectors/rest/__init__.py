"""Any JSON API, declared in config: what is asked, where the rows stand, what a field means. No code to write."""

from connectors.rest.connector import Rest
from connectors.rest.options import RestOptions

__all__ = ["Rest", "RestOptions"]
