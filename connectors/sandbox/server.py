"""One loopback server for the simulated systems, and the marks that say everything on it is made up."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Event, Thread
from typing import Final

from flask import Flask, Response
from flask.json.provider import DefaultJSONProvider
from waitress import create_server, wasyncore

from connectors.sandbox import (
    faults,
    wire_ckan,
    wire_dvcqg,
    wire_dvcqg_more,
    wire_edoc,
    wire_igate,
    wire_langson,
    wire_opencps,
    wire_procedures,
    wire_rest,
    wire_tandan,
    wire_vxp,
)
from connectors.sandbox.carriers import Carriers
from connectors.sandbox.exchange import Exchange
from connectors.sandbox.forms import Forms
from connectors.sandbox.packets import Message, Packets
from connectors.sandbox.procedures import ByProcedure, read_procedures
from connectors.sandbox.province import Province
from connectors.sandbox.register import Register
from connectors.sandbox.replica import write_replica
from connectors.sandbox.rhythm import Month
from connectors.sandbox.state import NOTICE, State
from connectors.sandbox.units import read_units

SIMULATED_HEADER: Final = "X-Sohoa-Simulated"
_THREADS: Final = 4
_HOME: Final = f"""<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>{NOTICE}</title></head><body>
<h1>{NOTICE}</h1><p>Tỉnh mô phỏng: mọi con số ở đây đều được tạo ra bằng máy, không phải số liệu thật.</p>
<p lang="en">Simulated province: every number here is made up.</p>
<p>/xroad · /adapter · /wso2</p>
<p>/ckan · /dvcqg · /igate · /edoc · /langson · /opencps · /results · /data-portal · /tandan · /vxp</p>
<p>/procedure-statistics</p></body></html>"""


class _Json(DefaultJSONProvider):
    """Fields in the order of the real systems, Vietnamese as it is."""

    ensure_ascii = False
    sort_keys = False


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Serving:
    """Where a running sandbox answers."""

    url: str


class Sandbox:
    """The simulated province behind the paths its front page lists.

    Each is answered directly and by each of ``carriers``.

    ``units``, ``unit_codes``: the province's CSV files (see ``units.read_units`` for columns and errors).
    ``procedures``: the catalogue (see ``procedures.read_procedures``); without it units tell their totals only.
    ``clock``: aware datetimes; move it to see months close, restatements and the outage (``troubles``).
    ``credentials``: user name and password of the one-stop system; made up at each start when not given.
    """

    def __init__(  # noqa: PLR0913 - what a province is made of, each part named at the call
        self,
        *,
        units: Path,
        unit_codes: Path,
        procedures: Path | None = None,
        seed: int | str = 1,
        clock: Callable[[], datetime] = _now,
        credentials: tuple[str, str] | None = None,
    ) -> None:
        self.credentials = credentials or ("can-bo-mo-phong", secrets.token_urlsafe(12))
        self.province = Province(seed, read_units(units, unit_codes))
        self._register = Register(self.province)
        self.forms = Forms(self.province)
        self.faults = faults.Faults()
        self._state = State(self.province, clock, *self.credentials)
        catalogue = () if procedures is None else read_procedures(procedures)
        self.app = _application(self._state, self.faults, ByProcedure(self.province, catalogue))

    def write_register(self, folder: Path, months: list[tuple[int, int]]) -> list[Path]:
        """Write the document register's workbooks as of the sandbox's clock; see ``register.Register.write``."""
        return self._register.write(folder, [Month(*month) for month in months], self._state.today())

    def write_replica(self, path: Path, months: list[tuple[int, int]]) -> None:
        """Write the document register as a database as of the sandbox's clock; see ``replica.write_replica``."""
        write_replica(path, self.province, [Month(*month) for month in months], self._state.today())

    def write_forms(self, folder: Path, months: list[tuple[int, int]]) -> list[Path]:
        """Write forms II.06a and the table of Decision 766 as of the sandbox's clock; see ``forms.Forms.write``."""
        return self.forms.write(folder, [Month(*month) for month in months], self._state.today())

    def write_packets(self, folder: Path, units: list[str], first: date, last: date) -> list[Message]:
        """Write edXML packets that some units sent up to the sandbox's day; see ``packets.Packets.write``."""
        return Packets(self.province).write(folder, units, first, min(last, self._state.today()))

    @contextmanager
    def serve(self, host: str = "127.0.0.1", port: int = 0) -> Iterator[Serving]:
        """Answer over HTTP in a thread of its own until the block ends; port 0 takes a free one."""
        sockets: dict[int, object] = {}
        server = create_server(self.app, map=sockets, host=host, port=port, threads=_THREADS, ident=None)
        stop = Event()

        def run() -> None:
            while not stop.is_set():
                wasyncore.loop(timeout=1, map=sockets, use_poll=True, count=1)

        thread = Thread(target=run, name="sandbox", daemon=True)
        thread.start()
        try:
            yield Serving(f"http://{host}:{server.effective_port}")
        finally:
            self.faults.clear()
            stop.set()
            server.pull_trigger()
            thread.join()
            server.task_dispatcher.shutdown()
            wasyncore.close_all(sockets)


def _application(state: State, orders: faults.Faults, by_procedure: ByProcedure) -> Flask:
    app = Flask("sohoa-sandbox", static_folder=None)
    app.json = _Json(app)
    faults.install(app, orders)
    app.register_blueprint(wire_ckan.blueprint(state))
    app.register_blueprint(wire_dvcqg.blueprint(state))
    app.register_blueprint(wire_dvcqg_more.blueprint(state))
    app.register_blueprint(wire_igate.blueprint(state, wire_igate.Tokens()))
    app.register_blueprint(wire_edoc.blueprint(state))
    app.register_blueprint(wire_procedures.blueprint(state, by_procedure))
    app.register_blueprint(wire_rest.blueprint(state))
    exchange = Exchange(state)
    app.register_blueprint(wire_langson.blueprint(state, exchange, wire_igate.Tokens()))
    app.register_blueprint(wire_vxp.blueprint(state, exchange))
    app.register_blueprint(wire_opencps.blueprint(state))
    app.register_blueprint(wire_tandan.blueprint(state))

    @app.get("/")
    def home() -> str:
        return _HOME

    @app.after_request
    def mark(answer: Response) -> Response:
        answer.headers[SIMULATED_HEADER] = "1"
        return answer

    app.wsgi_app = Carriers(app.wsgi_app, state, (SIMULATED_HEADER, "1"))  # type: ignore[method-assign]
    return app
