"""Servers of messaging services on this machine: mail with STARTTLS and login, SMPP, and HTTP as Zalo answers it."""

from __future__ import annotations

import shutil
import socketserver
import ssl
import struct
import subprocess
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Self

import pytest
from aiosmtpd.smtp import AuthResult, LoginPassword

from tests.alerts.receivers import MailServer

USER, PASSWORD = "sohoa@tinh.example", "mat khau/:@ 1"
ESME_OK = 0


def certificate(folder: Path) -> tuple[Path, ssl.SSLContext]:
    """A certificate for 127.0.0.1 that nobody signed, and the server's side of it."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed: no certificate can be made for this test")
    key, shown = folder / "key.pem", folder / "cert.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"]
    extra = ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(shown)]
    subprocess.run([*command, *extra], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(shown, key)
    return shown, context


class SecureMail(MailServer):
    """Takes mail only after STARTTLS and a login."""

    def __init__(self, context: ssl.SSLContext) -> None:
        self.logins: list[bool] = []
        super().__init__(
            tls_context=context,
            require_starttls=True,
            auth_required=True,
            auth_require_tls=True,
            authenticator=self._knows,
        )

    def _knows(self, _server: object, _session: object, _envelope: object, _way: str, data: object) -> AuthResult:
        right = isinstance(data, LoginPassword) and (data.login, data.password) == (USER.encode(), PASSWORD.encode())
        self.logins.append(right)
        return AuthResult(success=right, handled=False)

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._controller.port)


@dataclass(frozen=True)
class Part:
    """One submit_sm, taken apart by hand (SMPP 3.4, section 4.4.1)."""

    sender: str
    number: str
    kind: int
    coding: int
    content: bytes

    def text(self) -> str:
        """What stands in it, without the header that says which part it is."""
        body = self.content[6:] if self.kind & 0x40 else self.content
        return body.decode("utf-16-be")


class Quiet(socketserver.ThreadingTCPServer):
    """A client that leaves in the middle of the handshake is no news."""

    def handle_error(self, _request: object, _address: object) -> None:
        """Say nothing."""


class SmppServer:
    """An SMS centre: takes binds and messages; ``status`` is what it answers to each message in turn, then 0.

    With a ``context`` it speaks over TLS only.
    """

    def __init__(self, context: ssl.SSLContext | None = None) -> None:
        self._scheme = "smpp" if context is None else "smpps"
        self.got: list[Part] = []
        self.binds: list[tuple[str, str]] = []
        self.bind_status = ESME_OK
        self.status: list[int] = []
        centre = self

        class Handler(socketserver.StreamRequestHandler):
            def setup(self) -> None:
                if context is not None:
                    self.request = context.wrap_socket(self.request, server_side=True)
                super().setup()

            def finish(self) -> None:
                super().finish()
                self.request.close()

            def handle(self) -> None:
                while len(head := self.rfile.read(16)) == 16:
                    length, command, _, sequence = struct.unpack(">IIII", head)
                    body = self.rfile.read(length - 16)
                    status, answer = centre._taken(command, body)
                    whole = struct.pack(">IIII", 16 + len(answer), command | 0x80000000, status, sequence) + answer
                    self.wfile.write(whole)

        self._server = Quiet(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
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
        """SOHOA_SMPP_URL of this server."""
        return f"{self._scheme}://tinh:matkhau@127.0.0.1:{self._server.server_address[1]}?from=UBNDTINH"

    def _taken(self, command: int, body: bytes) -> tuple[int, bytes]:
        if command == 0x02:
            user, password, _ = body.split(b"\0", 2)
            self.binds.append((user.decode(), password.decode()))
            return self.bind_status, b"tinh\0" if self.bind_status == ESME_OK else b""
        if command == 0x04:
            status = self.status.pop(0) if self.status else ESME_OK
            if status == ESME_OK:
                self.got.append(_part(body))
            return status, b"1\0" if status == ESME_OK else b""
        return ESME_OK, b""


def _part(body: bytes) -> Part:
    _, rest = body.split(b"\0", 1)
    sender, rest = rest[2:].split(b"\0", 1)
    number, rest = rest[2:].split(b"\0", 1)
    kind, rest = rest[0], rest[3:]
    _, _, rest = rest.split(b"\0", 2)
    coding, length = rest[2], rest[4]
    content = rest[5 : 5 + length]
    assert len(content) == length
    return Part(sender.decode(), number.decode(), kind, coding, content)
