"""One polite way of asking any source over HTTP: paced, patient, bounded, and stopping when told to.

``Transport.ask`` takes a ``Question`` and gives an ``Answer`` or raises one of ``connectors.errors``.
Who we are is an ``Auth``; how a question reaches the source is a ``Way``; what the answer says is read by ``payload``.
"""

from connectors.transport.auth import Auth, Basic, HeaderToken, NoAuth, OAuth2
from connectors.transport.client import Transport
from connectors.transport.connector import HttpConnector
from connectors.transport.message import Answer, Question
from connectors.transport.options import HttpOptions

__all__ = [
    "Answer",
    "Auth",
    "Basic",
    "HeaderToken",
    "HttpConnector",
    "HttpOptions",
    "NoAuth",
    "OAuth2",
    "Question",
    "Transport",
]
