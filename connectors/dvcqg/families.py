"""Which measures each endpoint of the portal carries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from pydantic import TypeAdapter

from connectors.dvcqg import payload as wire


@dataclass(frozen=True)
class MetricFamily:
    """An endpoint that answers with metrics per unit.

    ``pairs``           metric code → measures of its numerator and denominator; other codes carry nothing we count.
    ``may_be_absent``   metrics some units, or an answer about one procedure, do not have.
    ``procedure_key``   how the endpoint spells the key of a procedure; None = it cannot be asked about one.
    ``by_days``         asked with fromDate and toDate instead of a period's name.
    """

    endpoint: str
    pairs: Mapping[str, tuple[str, str]]
    may_be_absent: frozenset[str] = frozenset()
    procedure_key: str | None = "formalityId"
    by_days: bool = False


@dataclass(frozen=True)
class TreeFamily:
    """An endpoint that answers with a parent (the province) and its children."""

    endpoint: str
    model: type[wire.Tree]
    measures: frozenset[str]
    procedure_key: str | None = "formalityId"
    by_days: bool = False

    @cached_property
    def reader(self) -> TypeAdapter[wire.Tree]:
        """Reads ``data`` of an answer."""
        return TypeAdapter(self.model)


DIGITIZED: Final = MetricFamily(
    "dossier-digitized",
    {
        "SO_HOA_GIAY_TO_GIAI_QUYET": ("dossiers_input_result_digitized", "dossiers_in_competence"),
        "ORIGINAL_RESULT_AVAILABLE": ("results_electronic", "dossiers_result_required"),
        "REUSED_DIGITIZED_DATA": ("dossiers_reused_data", "dossiers_received"),
        "SYNCED_WITH_DVCQG_PERSONAL_STORAGE": ("dossiers_personal_store", "dossiers_received"),
        "CITIZEN_DATA_CONNECTED_DOSSIER": ("dossiers_population_data", "dossiers_received"),
        "CITIZEN_DATA_CONNECTED_FORMALITY": ("procedures_population_data", "procedures_for_citizens"),
    },
    frozenset({"CITIZEN_DATA_CONNECTED_FORMALITY"}),
    procedure_key="formalityID",
)
TRANSPARENCY: Final = MetricFamily(
    "transparency",
    {
        "PUBLISH_ON_TIME": ("procedures_published_on_time", "procedures_published"),
        "PUBLIC_UPDATE_ON_TIME": ("procedures_updated_on_time", "procedures_update_due"),
        "PUBLIC_CONTENT_FULL": ("procedures_public_full", "procedures_public"),
        "DOSSIER_SYNC": ("dossiers_synced", "dossiers_sync_due"),
    },
    # Publishing is the province's and the departments' duty: communes have no part in it.
    frozenset({"PUBLISH_ON_TIME", "PUBLIC_UPDATE_ON_TIME", "PUBLIC_CONTENT_FULL"}),
)
SATISFACTION: Final = MetricFamily(
    "handling-satisfaction",
    {
        "DOSSIER_RECEIVING_SATISFACTION": ("dossiers_satisfied", "dossiers_assessed"),
        "PETITION_PROCESSING_ON_TIME": ("petitions_handled_on_time", "petitions_handled"),
        "PETITION_HANDLING_SATISFACTION": ("petitions_satisfied", "petitions_received"),
    },
    procedure_key=None,
    by_days=True,
)
PROGRESS: Final = TreeFamily(
    "dvc-progress-tree",
    wire.Progress,
    frozenset({"dossiers_handled", "dossiers_handled_on_time", "dossiers_handled_overdue"}),
)
ONLINE: Final = TreeFamily(
    "provide-online-tree",
    wire.Online,
    frozenset({"dossiers_received", "dossiers_online", "dossiers_direct", "dossiers_postal"}),
)
PAYMENT: Final = TreeFamily(
    "formality-online-payment-tree",
    wire.Payment,
    frozenset(
        {
            "dossiers_paid_online",
            "dossiers_with_fee",
            "procedures_paid_online",
            "procedures_fee_active",
            "procedures_with_fee",
        }
    ),
)
FAMILIES: Final[dict[str, MetricFamily | TreeFamily]] = {
    family.endpoint: family for family in (DIGITIZED, PROGRESS, ONLINE, TRANSPARENCY, SATISFACTION, PAYMENT)
}
MEASURES: Final[frozenset[str]] = frozenset(
    {"dossiers_not_online", "procedures_catalogued"}
    | {measure for f in (DIGITIZED, TRANSPARENCY, SATISFACTION) for pair in f.pairs.values() for measure in pair}
    | PROGRESS.measures
    | ONLINE.measures
    | PAYMENT.measures
)
"""Everything the connector can yield."""
