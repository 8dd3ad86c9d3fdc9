"""Base of every connector that speaks HTTP."""

from __future__ import annotations

from abc import abstractmethod
from typing import Generic, TypeVar

from connectors.base import Connector
from connectors.transport.auth import Auth
from connectors.transport.client import Transport
from connectors.transport.options import HttpOptions

OptionsT = TypeVar("OptionsT", bound=HttpOptions)


class HttpConnector(Connector, Generic[OptionsT]):
    """A connector with its options and a transport made for them (see ``connectors.registry.build``)."""

    def __init__(self, options: OptionsT, transport: Transport) -> None:
        self.options = options
        self.transport = transport

    @staticmethod
    @abstractmethod
    def auth(options: OptionsT) -> Auth:
        """Who we are to this system, according to its options."""

    def address(self, path: str) -> str:
        """The address of one endpoint."""
        return f"{self.options.base_url}/{path}"
