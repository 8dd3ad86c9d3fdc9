"""The real service with alerts that a run opened: one store, a fixed clock, signed links."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from flask.testing import FlaskClient

from dashboards.app import create_app
from monitor.alerts.recipients import Address, Recipients
from monitor.alerts.service import LINK_PATH, AlertService, Links
from monitor.figures import FigureService
from tests.dashboards.real import service

SECRET = "a secret of the tests"
ADDRESS = "https://sohoa.example"


@dataclass(frozen=True)
class Alerted:
    """Figures and alerts of one store."""

    figures: FigureService
    alerts: AlertService

    def number(self, unit: str) -> int:
        """An open alert of a unit."""
        return int(self.alerts.board(unit=unit)[0]["id"])

    def path(self, unit: str, lang: str = "vi", made_on: date | None = None) -> str:
        """The path of the link in a message to the unit about its first alert."""
        numbers = [self.number(unit)]
        link = self.alerts.links.make(f"unit:{unit}", numbers, made_on or self.alerts.today, lang)
        return link.removeprefix(ADDRESS)

    def client(self) -> FlaskClient:
        """The dashboard without a browser."""
        client: FlaskClient = create_app(self.figures, self.alerts).server.test_client()
        return client


def alerted(folder: Path) -> Alerted:
    """Alerts of two communes below target, opened by one run; the reform staff has an address."""
    figures = service(folder)
    known = {"staff": "cchc@tinh.example", "H01.201": "phuquoc@tinh.example"}
    recipients = Recipients(figures.declared, {who: (Address("mail", at, "vi"),) for who, at in known.items()})
    alerts = AlertService(figures, recipients, Links(SECRET, ADDRESS, 30))
    alerts.run()
    return Alerted(figures, alerts)


def ended(path: str, known: Alerted) -> str:
    """The same link, made so long ago that its time is over."""
    grant = known.alerts.links.read(path.removeprefix(LINK_PATH).partition("?")[0], known.alerts.today)
    made = known.alerts.today - timedelta(days=31)
    return known.alerts.links.make(grant.recipient, grant.alerts, made).removeprefix(ADDRESS)
