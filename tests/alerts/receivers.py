"""Receivers of messages that speak the real protocols on this machine: an SMTP server and an HTTP server."""

from __future__ import annotations

import email.policy
import json
import ssl
from collections.abc import Callable
from email import message_from_bytes
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any, Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class FreePort(Controller):
    """Listens on a port the system chose, and tells which."""

    def _trigger_server(self) -> None:
        server: Any = self.server
        self.port = server.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]


class MailServer:
    """Takes mail; ``answers`` maps an address to the reply it gets instead of 250.

    ``taken`` are replies, in turn, to mails that were read to their end and kept all the same.
    """

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - aiosmtpd's own
        self.got: list[tuple[str, EmailMessage]] = []
        self.answers: dict[str, str] = {}
        self.taken: list[str] = []
        self._controller: Any = FreePort(self, hostname="127.0.0.1", port=0, **options)

    def __enter__(self) -> Self:
        self._controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._controller.stop()

    @property
    def url(self) -> str:
        """SOHOA_SMTP_URL of this server."""
        return f"smtp+plain://127.0.0.1:{self._controller.port}?from=sohoa@tinh.example"

    async def handle_RCPT(  # noqa: N802 - the library's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Accept a recipient, or say what the test wants said."""
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Keep the message."""
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        parsed = message_from_bytes(content, policy=email.policy.default)
        assert isinstance(parsed, EmailMessage)
        self.got += [(address, parsed) for address in envelope.rcpt_tos]
        return self.taken.pop(0) if self.taken else "250 OK"

    def keys(self) -> list[str]:
        """Idempotency keys of what came, in order."""
        return [str(message["X-Sohoa-Key"]) for _, message in self.got]


class WebHook:
    """Takes JSON; ``answer`` gives status and body for a path and document."""

    def __init__(self, context: ssl.SSLContext | None = None) -> None:
        self.got: list[tuple[str, dict[str, str], Any]] = []
        self.answer: Callable[[str, Any], tuple[int, Any]] = lambda _path, _body: (200, {"error": 0})
        self._lock = Lock()
        hook = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                raw = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                is_json = "json" in self.headers.get("Content-Type", "")
                body = json.loads(raw) if is_json else raw.decode()
                status, answer = hook.answer(self.path, body)
                with hook._lock:
                    hook.got.append((self.path, {k.lower(): v for k, v in self.headers.items()}, body))
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(json.dumps(answer).encode())

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        if context is not None:
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self._thread = Thread(target=self._server.serve_forever, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def apprise(self) -> str:
        """An apprise URL that posts JSON here."""
        return f"json://127.0.0.1:{self._server.server_port}/hook"

    def keys(self) -> list[str]:
        """Idempotency keys of what came, in order."""
        return [headers["x-sohoa-key"] for _, headers, _ in self.got if "x-sohoa-key" in headers]
