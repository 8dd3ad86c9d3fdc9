"""Why a source could not be read. Each error is the *source's* state, never a unit's failure.

SourceError
├── ConfigurationError   an option is missing or wrong              → mend config/sources.yaml
├── CredentialsError     the source refused who we are              → renew the secret
├── SourceUnavailable    no answer, 5xx, 403/429, a firewall page   → wait, pulled again later
└── ContractBroken       it answered, but not what was agreed       → stop, keep the evidence, read it
"""

from __future__ import annotations

from typing import ClassVar

from connectors.base import Evidence


class SourceError(Exception):
    """Base of the tree: a sentence for people, what to do next, and the answer it rests on, if any."""

    kind: ClassVar[str]

    def __init__(self, message: str, remedy: str, evidence: Evidence | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy
        self.evidence = evidence

    def __str__(self) -> str:
        return f"{self.message} {self.remedy}"


class ConfigurationError(SourceError):
    """An option of the source is missing or wrong."""

    kind = "configuration"


class CredentialsError(SourceError):
    """The source did not accept the user name, password, token or certificate."""

    kind = "credentials"


class SourceUnavailable(SourceError):
    """No usable answer: time-out, refused connection, 5xx, 403, 429, firewall page.

    ``retry_after`` is the number of seconds the source asked for, if it did.
    """

    kind = "unavailable"

    def __init__(
        self,
        message: str,
        remedy: str,
        evidence: Evidence | None = None,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(message, remedy, evidence)
        self.retry_after = retry_after


class ContractBroken(SourceError):
    """The answer is not what was agreed: not JSON, a field gone or of another type, a filter ignored."""

    kind = "contract"
