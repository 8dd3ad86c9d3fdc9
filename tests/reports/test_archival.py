"""The PDF is kept for years: the rules of PDF/A-2a (ISO 19005-2), one by one, on the finished file.

The rules are read from the file with pypdf, and its structure with qpdf; neither had a part in writing it. A whole
validator is not among the packages these tests can install.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from html import unescape
from itertools import pairwise
from pathlib import Path
from typing import Any

import pypdf
import pytest
from pypdf.generic import ArrayObject, DictionaryObject, StreamObject

from monitor.declared import load
from monitor.periods import parse
from monitor.reports.pdf import pdf
from monitor.store import Store
from tests.reports.world import LONG_XUYEN, NOON, OCTOBER, PHU_QUOC, SEPTEMBER, pair, pulled, reports
from tests.running import ROOT

MADE = datetime(2026, 11, 3, 1, 2, 3, tzinfo=UTC)
FORBIDDEN = ("/AA", "/JS", "/JavaScript", "/Launch", "/XFA", "/EmbeddedFiles", "/OCProperties", "/Encrypt", "/Sound")
QPDF = shutil.which("qpdf")


@pytest.fixture(scope="module", params=["vi", "en"])
def path(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report with tables and charts, in each language."""
    folder = tmp_path_factory.mktemp("archival")
    store, declared = Store(f"sqlite:///{folder / 'sohoa.db'}", folder), load(ROOT / "config", environ={})
    store.upgrade()
    september = pair(PHU_QUOC, 50, 100, SEPTEMBER) + pair(LONG_XUYEN, 180, 200, SEPTEMBER)
    october = pair(PHU_QUOC, 60, 100, OCTOBER) + pair(LONG_XUYEN, 196, 200, OCTOBER)
    pulled(store, declared, september + october, NOON - timedelta(days=10))
    service = reports(store, declared)
    making = service.making(service.freeze(parse("2026-10", "calendar"), "staff"))
    made = folder / f"{request.param}.pdf"
    made.write_bytes(pdf(making, request.param, MADE))
    store.close()
    return made


@pytest.fixture(scope="module")
def reader(path: Path) -> pypdf.PdfReader:
    return pypdf.PdfReader(path)


@pytest.fixture(scope="module")
def root(reader: pypdf.PdfReader) -> Any:  # noqa: ANN401 - a dictionary of the file
    return reader.trailer["/Root"]


def objects(reader: pypdf.PdfReader) -> Iterator[Any]:
    """Every dictionary and stream of the file."""
    trailer: Any = reader.trailer
    for number in range(1, int(trailer["/Size"])):
        made = reader.get_object(number)
        if isinstance(made, DictionaryObject):
            yield made


def elements(node: Any) -> Iterator[Any]:  # noqa: ANN401 - a node of the structure tree
    """The structure elements below a node, in reading order."""
    kids = node.get("/K", ArrayObject())
    for kid in kids if isinstance(kids, ArrayObject) else [kids]:
        made = kid.get_object()
        if isinstance(made, DictionaryObject) and "/S" in made:
            yield made
            yield from elements(made)


def test_it_says_what_it_is(root: Any, reader: pypdf.PdfReader, path: Path) -> None:  # noqa: ANN401
    """6.1.2, 6.1.3, 6.6: header, identity, XMP in the clear that names part and conformance and agrees with Info."""
    head, comment = path.read_bytes().splitlines()[:2]
    assert re.fullmatch(rb"%PDF-1\.[4-7]", head)
    assert comment.startswith(b"%")
    assert sum(byte > 127 for byte in comment) >= 4
    trailer: Any = reader.trailer
    assert len(trailer["/ID"]) == 2
    stream = root["/Metadata"].get_object()
    assert "/Filter" not in stream
    text = unescape(stream.get_data().decode("utf-8"))
    assert re.search(r"<pdfaid:part>2<", text)
    assert re.search(r"<pdfaid:conformance>A<", text)
    info: Any = reader.metadata
    assert info.title in text
    assert info.author in text
    assert info.creation_date == MADE
    assert "2026-11-03T01:02:03Z" in text


def test_colours_mean_the_same_everywhere(root: Any) -> None:  # noqa: ANN401
    """6.2.3: one output intent for PDF/A with an ICC profile of three components inside."""
    (intent,) = root["/OutputIntents"]
    assert intent["/S"] == "/GTS_PDFA1"
    profile = intent["/DestOutputProfile"].get_object()
    assert profile["/N"] == 3
    assert profile.get_data()[36:40] == b"acsp"
    assert profile.get_data()[16:20] == b"RGB "


def test_every_font_is_inside_and_tells_its_letters(reader: pypdf.PdfReader) -> None:
    """6.2.11: font programs embedded, subsets named so, glyphs mapped to Unicode, widths and CIDs in order."""
    fonts = [one for one in objects(reader) if one.get("/Type") == "/Font"]
    outer = [font for font in fonts if font["/Subtype"] == "/Type0"]
    assert outer
    assert {str(font["/Subtype"]) for font in fonts} <= {"/Type0", "/CIDFontType0", "/CIDFontType2"}
    for font in outer:
        (inner,) = (one.get_object() for one in font["/DescendantFonts"])
        descriptor = inner["/FontDescriptor"].get_object()
        assert {"/FontFile2", "/FontFile3"} & set(descriptor)
        assert re.match(r"/[A-Z]{6}\+", str(inner["/BaseFont"]))
        assert font["/Encoding"] == "/Identity-H"
        assert "beginbf" in font["/ToUnicode"].get_object().get_data().decode("latin-1")
        if inner["/Subtype"] == "/CIDFontType2":
            assert inner["/CIDToGIDMap"] == "/Identity" or isinstance(inner["/CIDToGIDMap"].get_object(), StreamObject)


def test_nothing_acts_hides_or_lies_outside(reader: pypdf.PdfReader, path: Path) -> None:
    """6.1.4 to 6.1.7, 6.4 to 6.9: no encryption, script, action, attachment, layer, foreign stream or lossy oddity."""
    assert not reader.is_encrypted
    for made in objects(reader):
        assert not set(FORBIDDEN) & set(made), made
        assert made.get("/S") not in {"/JavaScript", "/Launch", "/Movie", "/ResetForm", "/ImportData"}
        if isinstance(made, StreamObject):
            filters = made.get("/Filter", ArrayObject())
            assert not {"/LZWDecode", "/Crypt"} & {
                str(f) for f in (filters if isinstance(filters, list) else [filters])
            }
            assert not {"/F", "/FFilter", "/FDecodeParms"} & set(made)
        if made.get("/Subtype") == "/Image":
            assert not made.get("/Interpolate")
        assert made.get("/Subtype") not in {"/PS", "/Movie", "/Screen", "/3D"}
        assert "/TR" not in made or made["/Type"] != "/ExtGState"
    assert path.read_bytes().rstrip().endswith(b"%%EOF")


def test_what_is_transparent_has_a_colour_space_to_blend_in(reader: pypdf.PdfReader) -> None:
    """6.2.10: blend modes are standard; a page with transparency says in which colours."""
    for made in objects(reader):
        if made.get("/Type") == "/ExtGState":
            assert made.get("/BM", "/Normal") in {"/Normal", "/Multiply", "/Screen"}
        if made.get("/S") == "/Transparency":
            assert "/CS" in made


def test_the_reading_order_is_told(root: Any, reader: pypdf.PdfReader) -> None:  # noqa: ANN401
    """6.7: tagged, in a language, headings that never skip a level, header cells, pictures with words."""
    assert root["/MarkInfo"]["/Marked"] is True or bool(root["/MarkInfo"]["/Marked"])
    assert str(root["/Lang"]) in {"vi", "en"}
    tree = list(elements(root["/StructTreeRoot"].get_object()))
    kinds = [str(one["/S"]) for one in tree]
    headings = [int(kind[2:]) for kind in kinds if re.fullmatch(r"/H\d", kind)]
    assert headings[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(headings))
    assert kinds.count("/TH") > 5
    figures = [one for one in tree if one["/S"] == "/Figure"]
    assert figures
    assert all(str(one.get("/Alt", "")).strip() for one in figures)
    assert all("/StructParents" in page for page in reader.pages)
    assert "/ParentTree" in root["/StructTreeRoot"]


def test_another_program_finds_no_fault_in_its_structure(path: Path) -> None:
    assert QPDF, "qpdf is missing; `make test` installs it on Debian"
    done = subprocess.run([QPDF, "--check", path], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "No syntax or stream encoding errors" in done.stdout
