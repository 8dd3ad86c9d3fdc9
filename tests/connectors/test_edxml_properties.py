"""Random folders of packets are counted as a clerk with a ledger would; random damage never passes for a packet."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.base import Span, Window
from connectors.edxml import Edxml, EdxmlOptions
from connectors.edxml.header import BadPacket
from connectors.edxml.packet import Classified, Packet, Status, read_packet
from connectors.sandbox.packets import FORMS, Message, packet
from connectors.sandbox.province import Province
from connectors.sandbox.server import Sandbox
from connectors.sandbox.units import read_units
from connectors.spans import months

CONFIG = Path(__file__).parents[2] / "config"
TODAY = date(2026, 11, 23)
SPANS = (months(2026, 8, 1), months(2026, 9, 1))
START = datetime.fromisoformat("2026-08-30 00:00")
Told = dict[tuple[Span, str, str], int]


def recount(messages: Iterable[Message]) -> Told:
    """By hand: a ledger of who holds what, brought up to date message by message in order of time."""
    ledger: dict[tuple[str, str, str], date] = {}
    versions: dict[tuple[str, str], tuple[datetime, int, bool, bool]] = {}
    moments = sorted({message.at for message in messages})
    for moment in moments:
        now = [message for message in messages if message.at == moment]
        for message in now:
            of = message.original if message.kind == 2 else message.document
            if message.kind != 1:
                version = (moment, message.kind, message.signed, message.paper == "1")
                versions[message.sender, of] = max(version, versions.get((message.sender, of), version))
            if message.kind in {0, 3}:
                for receiver in message.receivers:
                    ledger.setdefault((message.sender, message.document, receiver), moment.date())
        for message in now:
            if message.kind == 1 or (message.kind == 3 and message.original != message.document):
                for key in list(ledger):
                    if key[:2] == (message.sender, message.original) and (
                        message.kind == 3 or key[2] in message.receivers
                    ):
                        del ledger[key]
    return _summed(ledger, versions)


def _summed(
    ledger: dict[tuple[str, str, str], date], versions: dict[tuple[str, str], tuple[datetime, int, bool, bool]]
) -> Told:
    told: Counter[tuple[Span, str, str]] = Counter()
    for span in SPANS:
        for (_, _, receiver), day in ledger.items():
            told[span, receiver, "documents_received"] += span.start <= day <= span.end
        for sender, document in {key[:2] for key in ledger}:
            day = min(day for key, day in ledger.items() if key[:2] == (sender, document))
            if span.start <= day <= span.end:
                _, _, signed, paper = versions[sender, document]
                told[span, sender, "documents_sent"] += 1
                told[span, sender, "documents_sent_signed"] += signed
                told[span, sender, "documents_sent_paperless"] += not paper
    return {key: value for key, value in told.items() if value}


def counted(folder: Path) -> Told:
    connector = Edxml(EdxmlOptions(folder=str(folder)), clock=lambda: datetime(2026, 11, 23, tzinfo=UTC))
    rows = [row for batch in connector.pull(Window(SPANS, TODAY)) for row in batch.counts.iter_rows(named=True)]
    return {
        (Span(row["period_start"], row["period_end"]), row["unit_code"], row["measure"]): row["value"]
        for row in rows
        if row["value"]
    }


ORGANS = st.sampled_from(["A.H99", "B.H99", "C.H99"])
DOCUMENTS = st.sampled_from(["d-1", "d-2", "d-3"])


@st.composite
def messages(draw: st.DrawFn) -> Message:
    kind = draw(st.sampled_from([0, 0, 0, 1, 2, 3]))
    return Message(
        sender=draw(ORGANS),
        receivers=tuple(draw(st.sets(ORGANS, min_size=1))),
        document=draw(DOCUMENTS),
        at=START + timedelta(hours=draw(st.integers(0, 96))),
        kind=kind,
        original=draw(DOCUMENTS) if kind else "",
        signed=draw(st.booleans()),
        paper=draw(st.sampled_from(["0", "1"])),
    )


@settings(deadline=None, max_examples=80)
@given(
    st.lists(messages(), min_size=1, max_size=12).flatmap(lambda sent: st.tuples(st.just(sent), st.permutations(sent)))
)
def test_counted_as_in_a_ledger_whatever_the_order_of_the_files(told: tuple[list[Message], list[Message]]) -> None:
    sent, shuffled = told
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number, message in enumerate(shuffled):
            (folder / f"{number}.xml").write_bytes(packet(message, FORMS[number % len(FORMS)]))
        assert counted(folder) == recount(sent)


def test_the_simulated_packets_are_counted_as_they_were_written(tmp_path: Path) -> None:
    units, codes = CONFIG / "units.csv", CONFIG / "unit_codes.csv"
    noon = datetime(2026, 11, 23, 5, tzinfo=UTC)
    sandbox = Sandbox(seed=3, units=units, unit_codes=codes, clock=lambda: noon)
    chosen = [unit.code for unit in Province(3, read_units(units, codes)).units[:8]]
    written = sandbox.write_packets(tmp_path, chosen, date(2026, 8, 20), date(2026, 9, 10))
    secret = {(one.sender, one.document) for one in written if one.security}
    assert secret, "the test shows nothing of classified packets"
    assert {one.kind for one in written} == {0, 1, 2, 3}
    open_ones = [one for one in written if not {(one.sender, one.document), (one.sender, one.original)} & secret]
    assert counted(tmp_path) == recount(open_ones)


GOOD = packet(Message("A.H99", ("B.H99",), "d-1", START))


def outcome(body: bytes) -> Packet | Classified | Status | None:
    try:
        return read_packet(iter([body[:50], body[50:]]), 100_000, TODAY)
    except BadPacket:
        return None


@settings(deadline=None, max_examples=400)
@given(st.integers(0, len(GOOD)), st.integers(0, 40), st.binary(max_size=6))
def test_damaged_packets_are_refused_or_still_make_sense(at: int, removed: int, put: bytes) -> None:
    found = outcome(GOOD[:at] + put + GOOD[at + removed :])
    if isinstance(found, Packet):
        assert found.kind in range(4)
        assert found.receivers or found.kind in {1, 2}
        assert date(2000, 1, 1) <= found.at.date() <= TODAY
        assert not any(" " in code or len(code) > 120 for code in (found.sender, found.document, *found.receivers))


@settings(deadline=None, max_examples=200)
@given(st.binary(max_size=80))
def test_any_bytes_are_no_packet(body: bytes) -> None:
    assert outcome(body) is None
    assert outcome(b"<edXML>" + body) is None
