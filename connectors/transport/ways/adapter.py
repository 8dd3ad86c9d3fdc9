"""The adapter in front of Vietnamese security servers (NDXP, VXP): the whole address in two parameters.

``{server}/XrdAdapter/RestService/forward/{path}?dstcode=VN:GOV:…&providerurl=…``. Some adapters read ``dstcode`` from
a header, so it stands in both places.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from connectors.transport.address import HttpAddress
from connectors.transport.message import Question
from connectors.transport.ways.way import Way


class AdapterOptions(BaseModel):
    """``transport: {kind: adapter}``.

    ``server`` is the host of the adapter; ``dstcode`` the provider's code, its parts joined by colons; ``provider_url``
    the provider's address as the adapter shall call it (base_url if not given); ``path`` where the adapter forwards.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Literal["adapter"]
    server: HttpAddress
    dstcode: Annotated[str, Field(pattern=r"^[\x21-\x7e]+(:[\x21-\x7e]+)+$")]
    provider_url: HttpAddress | None = None
    path: Annotated[str, Field(pattern=r"^[\w./-]+$")] = "XrdAdapter/RestService/forward"

    def way(self, base_url: str) -> Way:
        """The way to a source at ``base_url``."""
        return Adapter(base_url, self)


class Adapter(Way):
    """Puts questions to the adapter."""

    def __init__(self, base_url: str, options: AdapterOptions) -> None:
        super().__init__(base_url)
        self._address = f"{options.server}/{options.path.strip('/')}"
        self._dstcode = options.dstcode
        self._provider_url = options.provider_url or base_url

    def readdressed(self, question: Question) -> Question:
        """The question as the adapter takes it."""
        path = self.path(question)
        if path is None:
            return question
        params = {**question.params, "dstcode": self._dstcode, "providerurl": self._provider_url}
        return replace(question, url=f"{self._address}{path}", params=params).with_header("dstcode", self._dstcode)
