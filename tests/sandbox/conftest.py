from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
import requests

from connectors.sandbox import Sandbox
from connectors.sandbox.province import Province
from connectors.sandbox.units import read_units

CONFIG = Path(__file__).parents[2] / "config"
UNITS, UNIT_CODES = CONFIG / "units.csv", CONFIG / "unit_codes.csv"
TODAY = datetime(2026, 11, 23, 3, tzinfo=UTC)
ROOT_ID = "019d2be3-6a84-779d-b3e7-e214bdb86482"


@dataclass
class Clock:
    """A clock that stands still until it is set."""

    now: datetime = TODAY

    def __call__(self) -> datetime:
        return self.now

    def set(self, year: int, month: int, day: int) -> None:
        self.now = datetime(year, month, day, 3, tzinfo=UTC)


@dataclass
class Client:
    """Asks a running sandbox the way real clients do."""

    url: str
    credentials: tuple[str, str]
    session: requests.Session = field(default_factory=requests.Session)

    def portal(self, endpoint: str, **question: object) -> requests.Response:
        body: dict[str, object] = {"timeType": "month", "year": 2026, "month": 10, "rootDepartmentId": ROOT_ID}
        body |= {"currentPage": 1, "pageSize": 200} | question
        address = f"{self.url}/dvcqg/api/v1/reporting/evaluation/{endpoint}"
        return self.session.post(address, json=body, timeout=20)

    def token(self, **form: str) -> requests.Response:
        username, password = self.credentials
        data = {"grant_type": "password", "client_id": "web-onegate", "username": username, "password": password}
        address = f"{self.url}/igate/auth/realms/digo/protocol/openid-connect/token"
        return self.session.post(address, data=data | form, timeout=20)

    def one_stop(self, start: str, end: str, token: str | None = None, **query: str) -> requests.Response:
        access = token if token is not None else self.token().json()["access_token"]
        params = {"from": f"{start}T00:00:00.000Z", "to": f"{end}T23:59:59.999Z", "ancestor-id": "0" * 24} | query
        address = f"{self.url}/igate/pa/kgg-digitize/digitization-by-agency"
        return self.session.get(address, params=params, headers={"Authorization": f"bearer {access}"}, timeout=20)

    def axis(self, start: str, end: str, path: str = "stat/detail") -> requests.Response:
        params = {"fromDate": start, "toDate": end}
        return self.session.get(f"{self.url}/edoc/public/-/{path}", params=params, timeout=20)


@pytest.fixture(scope="session")
def province() -> Province:
    return Province(1, read_units(UNITS, UNIT_CODES))


@pytest.fixture
def new_province() -> Callable[[int | str], Province]:
    return lambda seed: Province(seed, read_units(UNITS, UNIT_CODES))


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def sandbox(clock: Clock) -> Sandbox:
    return Sandbox(seed=1, units=UNITS, unit_codes=UNIT_CODES, clock=clock, credentials=("nguoi-dung", "mat-khau"))


@pytest.fixture
def client(sandbox: Sandbox) -> Iterator[Client]:
    with sandbox.serve() as serving:
        client = Client(serving.url, sandbox.credentials)
        with client.session:
            yield client
