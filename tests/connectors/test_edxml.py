"""What is counted of a folder of edXML packets: documents, not messages, and never a classified one."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pytest

from connectors.base import Batch, Connector, Window
from connectors.edxml.header import BadPacket
from connectors.edxml.packet import Classified, Packet, Status, read_packet
from connectors.errors import ConfigurationError, SourceUnavailable
from connectors.registry import build
from connectors.sandbox.packets import FORMS, Message, packet, receipt
from connectors.spans import months

TODAY = date(2026, 11, 23)
AUGUST, SEPTEMBER = months(2026, 8, 1), months(2026, 9, 1)
A, B, C = "000.00.01.H99", "000.00.02.H99", "000.00.03.H99"

moment = datetime.fromisoformat
SENT = Message(A, (B, C), "d-1", moment("2026-08-03 08:00"))
Counts = dict[tuple[str, str], int | None]


@pytest.fixture
def put(tmp_path: Path) -> Callable[..., Path]:
    """Write packets into the folder, one file each."""

    def write(*packets: bytes) -> Path:
        for number, body in enumerate(packets):
            (tmp_path / f"{number:03d}.xml").write_bytes(body)
        return tmp_path

    return write


def connector(folder: Path, **options: object) -> Connector:
    return build("edxml", {"folder": str(folder), **options}, clock=lambda: datetime(2026, 11, 23, 3, tzinfo=UTC))


def pulled(folder: Path, **options: object) -> list[Batch]:
    return list(connector(folder, **options).pull(Window((AUGUST, SEPTEMBER), TODAY)))


def counts(batch: Batch) -> Counts:
    return {(row["unit_code"], row["measure"]): row["value"] for row in batch.counts.iter_rows(named=True)}


def read(body: bytes) -> Packet | Classified | Status:
    return read_packet(iter([body]), 2**20, TODAY)


@pytest.mark.parametrize("form", FORMS)
def test_every_form_says_the_same(form: str) -> None:
    assert read(packet(SENT, form)) == Packet(
        kind=0,
        sender=A,
        document="d-1",
        originals=(),
        receivers=(B, C),
        held_by=(),
        at=moment("2026-08-03 08:00"),
        signed=True,
        paper=False,
    )


@pytest.mark.parametrize("root", ["edXML", "EdXML", "edXMLEnvelope", "EdXMLEnvelope"])
def test_roots_in_any_case_and_utf16(root: str) -> None:
    inner = packet(SENT, "flat").decode().removeprefix("<Envelope>").removesuffix("</Envelope>")
    body = f"<{root}>{inner}</{root}>"
    assert read(body.encode()) == read(packet(SENT)) == read(body.encode("utf-16"))


def test_one_document_to_many_is_sent_once_and_received_by_each(put: Callable[..., Path]) -> None:
    per_receiver = [packet(replace(SENT, receivers=(one,))) for one in (B, C)]
    august, september = pulled(put(*per_receiver, packet(SENT), receipt(SENT)))
    assert counts(august) == {
        (A, "documents_sent"): 1,
        (A, "documents_sent_signed"): 1,
        (A, "documents_sent_paperless"): 1,
        (B, "documents_received"): 1,
        (C, "documents_received"): 1,
    }
    assert september.counts.is_empty()
    assert august.evidence.provenance["status_messages"] == "1"


def test_two_senders_may_use_the_same_number(put: Callable[..., Path]) -> None:
    august, _ = pulled(put(packet(SENT), packet(replace(SENT, sender=B, receivers=(C,)))))
    assert counts(august)[C, "documents_received"] == 2
    assert counts(august)[B, "documents_sent"] == 1


def test_signed_and_paperless_are_counted_apart(put: Callable[..., Path]) -> None:
    plain = replace(SENT, document="d-2", signed=False, paper="1")
    august, _ = pulled(put(packet(SENT), packet(plain), packet(replace(SENT, document="d-3", paper="1"))))
    found = counts(august)
    assert [found[A, f"documents_sent{part}"] for part in ("", "_signed", "_paperless")] == [3, 2, 1]


def test_paper_that_is_a_number_of_pages_is_not_reported(put: Callable[..., Path]) -> None:
    august, _ = pulled(put(packet(SENT), packet(replace(SENT, document="d-2", paper="7"))))
    assert counts(august)[A, "documents_sent_paperless"] is None
    assert counts(august)[A, "documents_sent"] == 2


def later(kind: int, **change: Any) -> Message:  # noqa: ANN401 - any field of a message
    return replace(SENT, kind=kind, original="d-1", at=moment("2026-09-02 09:00"), **change)


def test_a_recall_takes_the_document_out_of_the_month_it_was_sent_in(put: Callable[..., Path]) -> None:
    august, september = pulled(put(packet(SENT), packet(later(1))))
    assert august.counts.is_empty()
    assert september.counts.is_empty()
    assert {row["kind"] for row in rows(august)} == {"0", "1"}


def test_a_recall_from_one_receiver_leaves_it_with_the_other(put: Callable[..., Path]) -> None:
    august, _ = pulled(put(packet(SENT), packet(later(1, receivers=(C,)))))
    assert counts(august)[A, "documents_sent"] == 1
    assert (C, "documents_received") not in counts(august)


def test_only_the_sender_can_recall(put: Callable[..., Path]) -> None:
    august, _ = pulled(put(packet(SENT), packet(later(1, sender=B))))
    assert counts(august)[A, "documents_sent"] == 1


def test_what_is_sent_again_after_a_recall_counts(put: Callable[..., Path]) -> None:
    again = replace(SENT, at=moment("2026-09-05 00:00"))
    august, september = pulled(put(packet(SENT), packet(later(1)), packet(again)))
    assert august.counts.is_empty()
    assert counts(september)[A, "documents_sent"] == 1


def test_a_replacement_stands_for_what_it_replaces(put: Callable[..., Path]) -> None:
    august, september = pulled(put(packet(SENT), packet(later(3, document="d-9", signed=False))))
    assert august.counts.is_empty()
    assert counts(september)[A, "documents_sent"] == 1
    assert counts(september)[A, "documents_sent_signed"] == 0


def test_an_update_counts_nothing_and_is_the_newest_version(put: Callable[..., Path]) -> None:
    unsigned = replace(SENT, signed=False, paper="1")
    august, september = pulled(put(packet(unsigned), packet(later(2, document="d-5"))))
    assert [counts(august)[A, f"documents_sent{part}"] for part in ("", "_signed", "_paperless")] == [1, 1, 1]
    assert september.counts.is_empty()


MARKS = {
    "a secrecy field": replace(SENT, security="Tối mật"),
    "an unknown level": replace(SENT, security="3"),
    "a word in the subject": replace(SENT, subject="Báo cáo (MẬT) về tình hình"),
    "decomposed letters": replace(SENT, subject=normalize("NFD", "tài liệu Mật")),
    "without accents": replace(SENT, subject="TAI LIEU TUYET MAT"),
    "English": replace(SENT, subject="Top secret"),
    "the symbol": replace(SENT, document="12/BC-UBND-M"),
}


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize("form", FORMS)
def test_what_may_be_classified_is_skipped_and_nothing_of_it_is_kept(
    put: Callable[..., Path], mark: str, form: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    secret = replace(MARKS[mark], sender="000.00.66.H99", subject=f"Chuyện kín {MARKS[mark].subject}")
    batches = pulled(put(packet(replace(SENT, document="d-0")), packet(secret, form)))
    assert counts(batches[0])[A, "documents_sent"] == 1
    told = f"{caplog.text} {[(b.evidence, b.rejects, b.counts.rows()) for b in batches]}"
    for part in ("000.00.66.H99", "Chuyện kín", secret.document, "001.xml"):
        assert part not in told
    assert [batch.evidence.provenance["skipped_may_be_classified"] for batch in batches] == ["1", "1"]
    assert "1 packets may be classified" in caplog.text


@pytest.mark.parametrize("security", ["", "0", "Thường", "không mật", "Normal"])
def test_a_field_that_says_open_is_open(security: str) -> None:
    assert isinstance(read(packet(replace(SENT, security=security))), Packet)


def test_a_secret_document_takes_its_other_packets_with_it(put: Callable[..., Path]) -> None:
    marked = replace(SENT, receivers=(C,), security="Mật")
    batches = pulled(put(packet(replace(SENT, receivers=(B,))), packet(marked), packet(later(2, document="d-5"))))
    assert all(batch.counts.is_empty() for batch in batches)
    assert "d-1" not in str([batch.evidence.body for batch in batches])
    assert batches[0].evidence.provenance["skipped_may_be_classified"] == "3"


def test_a_cut_off_packet_with_a_mark_is_secret_not_broken() -> None:
    body = packet(replace(SENT, security="Mật"))
    assert isinstance(read(body[: body.index(b"TraceHeaderList")]), Classified)


def rows(batch: Batch) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(batch.evidence.body.decode())))


def test_the_evidence_holds_what_was_counted_and_no_title_or_name(put: Callable[..., Path]) -> None:
    titled = replace(SENT, subject="Về việc của ông Nguyễn Văn A", document="một tiêu đề dài có dấu cách")
    august, _ = pulled(put(packet(titled), packet(replace(SENT, document="d-2"))))
    assert "Nguyễn" not in august.evidence.body.decode()
    assert "tiêu" not in august.evidence.body.decode()
    kept = rows(august)
    assert len(kept) == counts(august)[A, "documents_sent"] == 2
    assert {row["sender"] for row in kept} == {A}
    assert {row["receivers"] for row in kept} == {f"{B} {C}"}


def test_packets_that_cannot_be_read_are_told_once_a_reason(put: Callable[..., Path]) -> None:
    good = packet(SENT)
    folder = put(good, good[:300], b"", b"<html/>", good.replace(b"d-1", b""), good[:280])
    batches = pulled(folder)
    assert batches[0].rejects == ()
    assert {reject.where: (reject.value, reject.reason) for reject in batches[1].rejects} == {
        "files by name, no. 2, 3, 6": ("3 packets", "not well-formed XML (line 1)"),
        "files by name, no. 4": ("1 packets", "the root element is not that of an edXML packet"),
        "files by name, no. 5": (
            "1 packets",
            "it has neither a DocumentId nor a number and date to tell the document by",
        ),
    }
    assert counts(batches[0])[A, "documents_sent"] == 1


def test_only_organisations_of_the_province(put: Callable[..., Path]) -> None:
    abroad = replace(SENT, receivers=("000.00.00.G01", B))
    august, _ = pulled(put(packet(abroad)), organ_suffix=".H99")
    assert {unit for unit, _ in counts(august)} == {A, B}


HOSTILE = {
    "an entity": b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><edXML>&a;</edXML>',
    "a document type": b"<!DOCTYPE edXML><edXML/>",
    "a bomb": b'<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><edXML>&b;</edXML>',
    "an unknown entity": b"<edXML>&xxe;</edXML>",
    "deep nesting": b"<edXML>" + b"<a>" * 100_000,
    "a header without end": b"<edXML>" + b"<a>x</a>" * 300_000,
    "an endless name": b"<edXML><" + b"a" * 3_000_000,
    "no header": b"<edXML><AttachmentEncoded/></edXML>",
    "a body first": b"<Envelope><Manifest/><MessageHeader/></Envelope>",
    "an unknown encoding": b'<?xml version="1.0" encoding="no-such"?><edXML/>',
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_packets_are_refused(name: str) -> None:
    with pytest.raises(BadPacket):
        read(HOSTILE[name])


@pytest.mark.parametrize("doctype", [b"<!DOCTYPE edXML>", b'<!DOCTYPE e [<!ENTITY a "x">]>'])
def test_even_a_good_packet_is_refused_with_a_document_type(doctype: bytes) -> None:
    with pytest.raises(BadPacket, match="declares a document type"):
        read(doctype + packet(SENT))


def test_an_attachment_is_never_decoded() -> None:
    head, _, tail = packet(SENT).partition(b"UEsDBA==")
    assert read(head + b"\x00\xff&boom;<<<" + tail) == read(packet(SENT))


def change(old: str, new: str) -> bytes:
    body = packet(SENT).decode()
    assert old in body
    return body.replace(old, new).encode()


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (f"<edXML:OrganId>{A}</edXML:OrganId>", "", "no sender"),
        (A, "Ông Nguyễn Văn A", "no code"),
        (">0</edXML:BussinessDocType>", ">4</edXML:BussinessDocType>", "none of 0, 1, 2, 3"),
        ("2026/08/03 08:00:00", "hôm qua", "not written in any agreed way"),
        ("2026/08/03 08:00:00", "2027/08/03 08:00:00", "after today"),
        ("2026/08/03 08:00:00", "0001-01-01T00:00:00+14:00", "not written in any agreed way"),
    ],
)
def test_nonsense_has_a_reason(old: str, new: str, says: str) -> None:
    with pytest.raises(BadPacket, match=says):
        read(change(old, new))


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2026-08-03T18:30:00Z", moment("2026-08-04 01:30")),
        ("2026-08-03T08:00:00.000+0700", moment("2026-08-03 08:00")),
        ("03/08/2026 08:00", moment("2026-08-03 08:00")),
        ("2026/08/03", moment("2026-08-03 00:00")),
    ],
)
def test_moments_in_any_writing_are_vietnamese_time(text: str, at: datetime) -> None:
    found = read(change("2026/08/03 08:00:00", text))
    assert isinstance(found, Packet)
    assert found.at == at


def test_a_packet_without_identity_is_told_by_symbol_and_day() -> None:
    code = "<edXML:Code><edXML:CodeNumber>12</edXML:CodeNumber></edXML:Code>"
    found = read(change("<edXML:DocumentId>d-1</edXML:DocumentId>", code))
    assert isinstance(found, Packet)
    assert found.document.startswith("sha256:")
    with pytest.raises(BadPacket, match="to tell the document by"):
        read(change("<edXML:DocumentId>d-1</edXML:DocumentId>", ""))


def test_an_empty_and_a_missing_folder(tmp_path: Path) -> None:
    with pytest.raises(SourceUnavailable, match="holds no packet"):
        pulled(tmp_path)
    with pytest.raises(ConfigurationError, match="no folder 'gone'"):
        pulled(tmp_path / "gone")
    assert list(connector(tmp_path).pull(Window((), TODAY))) == []
