"""Open-data portals that run CKAN or DKAN 1.x: rows of the datastore, or the file where there are no rows."""

from connectors.ckan.connector import Ckan
from connectors.ckan.options import CkanOptions

__all__ = ["Ckan", "CkanOptions"]
