from __future__ import annotations

import pytest

from dashboards.words import Words
from tests.dashboards.browsing import browser, visit
from tests.dashboards.fake import FakeService

__all__ = ["browser", "service", "vi", "visit", "words"]


@pytest.fixture(scope="session")
def service() -> FakeService:
    return FakeService()


@pytest.fixture(params=["vi", "en"])
def words(request: pytest.FixtureRequest) -> Words:
    return Words(request.param)


@pytest.fixture
def vi() -> Words:
    return Words("vi")
