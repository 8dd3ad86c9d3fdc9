"""The simulated systems behind carriers: reached by their connectors, and refused as the real ones refuse."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import polars as pl
import pytest

from connectors.base import Window
from connectors.errors import ConfigurationError, CredentialsError, SourceError
from connectors.registry import build
from connectors.sandbox import Sandbox
from connectors.sandbox.carriers import GATEWAY_HEADER
from connectors.spans import months
from tests.sandbox.conftest import Clock

WINDOW = Window(tuple(months(2024 + year, month, 1) for year in range(2) for month in range(1, 13)), date(2026, 11, 23))
"""Asked for twice it takes more questions than one token of the simulated gateway is good for."""


def ways(url: str, system: str) -> dict[str, Mapping[str, object]]:
    return {
        "direct": {"kind": "direct"},
        "xroad": {
            "kind": "xroad",
            "server": f"{url}/xroad",
            "client": ["VN", "GOV", "H01", "sohoa"],
            "service": ["VN", "GOV", "H01", "mo-phong", system],
        },
        "adapter": {"kind": "adapter", "server": f"{url}/adapter", "dstcode": f"VN:GOV:H01:{system}"},
        "wso2": {
            "kind": "wso2",
            "server": f"{url}/wso2",
            "context": f"{system}/1.0",
            "key": "nguoi-dung",
            "secret": "mat-khau",
            "header": GATEWAY_HEADER,
        },
    }


def counts(url: str, way: Mapping[str, object], clock: Clock) -> pl.DataFrame:
    base = url if way["kind"] == "direct" else "https://he-thong.invalid"
    options = {
        "base_url": f"{base}/igate",
        "token_url": f"{base}/igate/auth/realms/digo/protocol/openid-connect/token",
        "client_id": "web-onegate",
        "username": "nguoi-dung",
        "password": "mat-khau",
        "ancestor_id": "0" * 24,
        "requests_per_second": 10_000,
        "transport": way,
    }
    connector = build("igate", options, clock=clock, sleep=lambda _: None)
    return pl.concat([batch.counts for _ in range(2) for batch in connector.pull(WINDOW)])


def test_each_way_leads_to_the_same_counts(sandbox: Sandbox, clock: Clock) -> None:
    with sandbox.serve() as serving:
        found = {name: counts(serving.url, way, clock) for name, way in ways(serving.url, "igate").items()}
    assert found["direct"].height > 10_000
    for name, frame in found.items():
        assert frame.equals(found["direct"]), name


@pytest.mark.parametrize(
    ("name", "wrong", "error", "says"),
    [
        ("xroad", {"service": ["VN", "GOV", "H02", "mo-phong", "igate"]}, ConfigurationError, "UnknownMember"),
        ("adapter", {"dstcode": "VN:GOV:H02:igate"}, SourceError, "400"),
        ("wso2", {"secret": "khong-phai"}, CredentialsError, "gave no token"),
        ("wso2", {"context": "igate/9.9"}, ConfigurationError, "404"),
    ],
)
def test_who_errs_on_the_way_is_told(  # noqa: PLR0913, PLR0917 - a table of cases
    name: str, wrong: Mapping[str, object], error: type[SourceError], says: str, sandbox: Sandbox, clock: Clock
) -> None:
    with sandbox.serve() as serving, pytest.raises(error, match=says) as caught:
        counts(serving.url, {**ways(serving.url, "igate")[name], **wrong}, clock)
    assert caught.value.evidence is not None
    assert caught.value.evidence.provenance["x-sohoa-simulated"] == "1"
