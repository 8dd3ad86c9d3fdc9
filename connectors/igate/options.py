"""Options of the one-stop system."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import Field, SecretStr, model_validator

from connectors.transport import HttpOptions
from connectors.transport.options import HttpAddress

ReportName = Literal["digitization-by-agency", "statistic-agency-kgg", "kgg-dossier-report-online", "dossier-search"]
Names = tuple[str, ...]


class IgateOptions(HttpOptions):
    """``username`` and ``password``, or ``client_secret`` alone; ``ancestor_id`` is the province's agency id.

    ``scope`` is what the token is asked for, where the token service wants to be told.
    ``reports`` are asked for in this order. ``parameters`` adds to a report's own ones what a province's system wants
    besides (levels of agencies and procedures). The rest is about ``dossier-search``: ``page_size`` and ``paging`` of
    its list, ``look_back`` the seconds by which each further reading of the list overlaps the one before, and the
    system's names of the three ways of filing.
    """

    token_url: HttpAddress
    client_id: str
    username: str | None = None
    password: SecretStr | None = None
    client_secret: SecretStr | None = None
    scope: str | None = None
    ancestor_id: str
    list_level_id: str | None = None
    reports: Annotated[tuple[ReportName, ...], Field(min_length=1)] = ("digitization-by-agency",)
    parameters: Mapping[ReportName, Mapping[str, str]] = {}
    page_size: int = Field(default=200, ge=1, le=1000)
    paging: Literal["slice", "page"] = "slice"
    look_back: float = Field(default=60, ge=0)
    filed_online: Names = ("Trực tuyến", "Nộp trực tuyến", "Online")
    filed_directly: Names = ("Trực tiếp", "Nộp trực tiếp")
    filed_by_post: Names = ("Bưu chính công ích", "Qua bưu chính công ích", "Bưu chính")

    @model_validator(mode="after")
    def _one_grant(self) -> Self:
        if (self.username is None) != (self.password is None):
            raise ValueError("username and password belong together")
        if self.password is None and self.client_secret is None:
            raise ValueError("give username and password, or client_secret")
        if len(set(self.reports)) < len(self.reports):
            raise ValueError("reports names one of them twice")
        return self
