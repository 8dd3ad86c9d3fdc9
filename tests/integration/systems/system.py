"""How one system of the simulated province is declared as a source."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from connectors.sandbox.server import Sandbox

HISTORY = 3
QUICKLY = {"requests_per_second": 10_000, "backoff": 0.01}
"""The simulated province minds neither haste nor a second question at once."""


@dataclass(frozen=True)
class System:
    """One source.

    ``options``  from the province, its address and an empty folder for files of the source's own. ``${NAME}`` may
                 name the variables SOHOA_SANDBOX_URL, SOHOA_SANDBOX_USERNAME, SOHOA_SANDBOX_PASSWORD.
    ``units``    the scheme of config/unit_codes.csv that holds the system's unit codes.
    ``calendar`` which periods it is asked for.
    """

    name: str
    connector: str
    options: Callable[[Sandbox, str, Path], Mapping[str, object]]
    units: str = "portal"
    calendar: str | list[str] = "calendar"

    def declared(self, province: Sandbox, url: str, folder: Path) -> dict[str, object]:
        """The entry of config/sources.yaml."""
        return {
            "name": self.name,
            "title": {"vi": f"{self.name} (mô phỏng)", "en": f"{self.name} (simulated)"},
            "connector": self.connector,
            "enabled": True,
            "simulated": True,
            "calendar": self.calendar,
            "schedule": "0 4 * * *",
            "repull": 2,
            "history": HISTORY,
            "units": self.units,
            "units_as_of": "today",
            "options": dict(self.options(province, url, folder)),
        }
