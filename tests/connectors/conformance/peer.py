"""What the suite has to know of one system: how it answers when all is well. Everything else follows from that."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from connectors.base import Window
from connectors.spans import months
from tests.connectors.loopback import Asked, Reply

Payload = Any
SECRET = "mat-khau-rat-dai"
TOKEN = "the-token-of-the-moment"
WINDOW = Window((months(2026, 8, 1), months(2026, 9, 1)), date(2026, 11, 23))


@dataclass(frozen=True)
class Peer:
    """One system that answers over HTTP with JSON. Only the first seven have to be told of every system.

    ``name``        of the test; ``connector`` the name in the registry, where one connector has several peers.
    ``options``     options of the connector beyond the patience, from the server's address.
    ``answer``      the happy payload for a question; ``empty`` the payload without units.
    ``told``        independent reading: every count that the payloads of one pull hold, in any order.
    ``fields``      the names of count fields; at least one is in each answer.
    ``batches``     how many Batches ``WINDOW`` gives.
    ``status``      of a happy answer.
    ``control``     which questions are answered without counts (a control question, a list of what there is), if any.
    ``first``       how many data questions the first Batch needs.
    ``raw``         whether a Batch's evidence is one answer as it came (not where personal data has to be left out).
    ``token``       path of the token endpoint, if any; ``token_payload`` what it answers.
    ``paged``       options that force a second page, if the system has pages; ``rows`` the fields of a page's rows.
    ``page_batches``  whether each further page is a Batch of its own.
    ``probe_says``  what stands in the probe's sentence.
    ``lenient``     whether counts may come as texts: what is no number is held back cell by cell (``told`` as text).
    ``named``       whether names of units are read.
    ``differs``     case of cases.py → why this system has another answer to it, shown by a test of its own.
    """

    name: str
    options: Callable[[str], Mapping[str, object]]
    answer: Callable[[Asked], Payload]
    empty: Callable[[Asked], Payload]
    told: Callable[[Sequence[Payload]], Sequence[int | str | None]]
    fields: tuple[str, ...]
    batches: int
    connector: str = ""
    status: int = 200
    control: Callable[[Asked], bool] | None = None
    first: int = 1
    raw: bool = True
    token: str | None = None
    token_payload: Mapping[str, object] = field(
        default_factory=lambda: {"access_token": TOKEN, "expires_in": 3600, "token_type": "Bearer"}
    )
    paged: Mapping[str, object] | None = None
    rows: tuple[str, ...] = ()
    page_batches: bool = True
    probe_says: str = "10/2026"
    lenient: bool = False
    named: bool = True
    differs: Mapping[str, str] = field(default_factory=dict)

    @property
    def registered(self) -> str:
        """The connector's name in the registry."""
        return self.connector or self.name

    def reply(self, asked: Asked, change: Callable[[Payload], Payload] = lambda payload: payload) -> Reply:
        """The happy answer, changed by ``change``."""
        return as_json(change(self.answer(asked)), self.status)

    def is_token(self, asked: Asked) -> bool:
        return asked.path == self.token

    def is_control(self, asked: Asked) -> bool:
        return self.control is not None and self.control(asked)

    def is_data(self, asked: Asked) -> bool:
        return not self.is_token(asked) and not self.is_control(asked)

    def token_reply(self) -> Reply:
        return as_json(self.token_payload, 200)


@dataclass(frozen=True)
class Trouble:
    """What happens to the files and what must become of it.

    ``spoil`` acts on the folder after the happy files were written; ``kind`` is the error the pull must end in (None:
    it must not), ``says`` stands in its message. ``batches`` Batches come all the same (None: as many as when all is
    well), ``rejects`` cells are held back, and ``lost`` happy counts are missing (None: one for each reject).
    ``options`` are put over the happy ones.
    """

    spoil: Callable[[Path], None]
    kind: str | None = None
    says: str = ""
    batches: int | None = None
    rejects: int = 0
    lost: int | None = None
    options: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Never:
    """This trouble cannot befall this kind of source."""

    reason: str


@dataclass(frozen=True)
class FilePeer:
    """A source that is no web server: files in a folder, packets, a database.

    ``prepare``   writes the happy source into an empty folder and gives the connector's options.
    ``told``      every count in it, in any order.
    ``batches``   how many Batches ``WINDOW`` gives.
    ``unit``      the name of a unit in it, in Unicode NFC; None where names are not read.
    ``troubles``  each of ``TROUBLES`` → what it is here, or why it can never be.
    """

    name: str
    prepare: Callable[[Path], Mapping[str, object]]
    told: Sequence[int | None]
    batches: int
    unit: str | None
    troubles: Mapping[str, Trouble | Never]
    connector: str = ""

    @property
    def registered(self) -> str:
        """The connector's name in the registry."""
        return self.connector or self.name


TROUBLES = (
    "missing",
    "empty",
    "truncated",
    "wrong type",
    "changed field",
    "given twice",
    "HTML instead of data",
    "huge",
    "not UTF-8",
    "NFD names",
)
"""What a file or table suffers where a web server suffers its faults. "given twice": the same counts come a second time
(a copy of the file beside it); they must not be counted twice. "NFD names": letters decomposed, told the same."""


def as_json(payload: Payload, status: int) -> Reply:
    body = json.dumps(payload, ensure_ascii=False).encode()
    return Reply(status, body, {"Content-Type": "application/json"})


def each(told: Callable[[Payload], list[int | None]]) -> Callable[[Sequence[Payload]], list[int | None]]:
    """The reading of a pull whose payloads stand each for themselves."""
    return lambda payloads: [count for payload in payloads for count in told(payload)]
