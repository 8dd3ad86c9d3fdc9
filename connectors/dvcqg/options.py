"""Options of the portal's connector."""

from __future__ import annotations

from typing import Annotated, Literal, Self, get_args

from pydantic import Field, model_validator

from connectors.transport import HttpOptions

Evaluation = Literal[
    "dossier-digitized",
    "dvc-progress-tree",
    "provide-online-tree",
    "transparency",
    "handling-satisfaction",
    "formality-online-payment-tree",
]
Family = Evaluation | Literal["service-results", "formalities"]
EVALUATIONS: tuple[Evaluation, ...] = get_args(Evaluation)
ProcedureCode = Annotated[str, Field(pattern=r"^\d\.\d{6}(\.[\w.]+)?$")]


class DvcqgOptions(HttpOptions):
    """What to ask the portal about.

    ``root_department_id``    the portal's uuid of the province, ``root_department_code`` its code (H01),
                              ``root_department_name`` a part of its name; all are verified in every answer.
    ``families``              endpoints to read; ``service-results`` and ``formalities`` only when named.
    ``procedures``            codes of procedures (2.000815) that are asked for one by one besides all together.
    ``nation_code``           unit code under which the nation's figures of ``service-results`` are kept.
    ``catalogue_page_size``   procedures on one page of the catalogue.
    """

    root_department_id: str
    root_department_code: str
    root_department_name: str | None = None
    page_size: int = Field(default=200, ge=1, le=200)
    families: tuple[Family, ...] = Field(default=EVALUATIONS, min_length=1)
    procedures: tuple[ProcedureCode, ...] = ()
    nation_code: str | None = None
    catalogue_page_size: int = Field(default=10, ge=1, le=200)

    @model_validator(mode="after")
    def _nation_has_a_code(self) -> Self:
        if "service-results" in self.families and self.nation_code is None:
            raise ValueError("service-results counts the whole nation: say in nation_code under which unit to keep it")
        return self
