"""The report as .docx, from a Word template that staff edit in Word.

The template's fields are those of ``fields``; docs/reports.md lists them. Jinja runs in its sandbox.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment

from monitor.reports.compose import Making, document
from monitor.reports.document import Block, Document, Heading, Paragraph, TableBlock
from monitor.reports.errors import ReportError
from monitor.reports.papers import paper

_ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
_STAMP = (1980, 1, 1, 0, 0, 0)
"""The date of every file inside the .docx: the same edition gives the same bytes."""


def word(making: Making, lang: str, made_at: datetime, template: Path) -> bytes:
    """The report of an edition in the template's form.

    Raises ``ReportError`` for a template that is missing, is no Word file, or holds a tag that cannot be filled.
    """
    made = _opened(template)
    environment = SandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
    try:
        made.render(fields(making, lang), environment, autoescape=True)
    except TemplateError as error:
        raise _broken(template, error) from error
    properties = made.docx.core_properties
    properties.created = properties.modified = made_at
    properties.title = document(making, lang).subject
    body = io.BytesIO()
    made.save(body)
    return _stamped(body.getvalue())


def fields(making: Making, lang: str) -> dict[str, Any]:
    """What a template may name: title, subject, notes, opening, parts, closing, paper, lang.

    ``parts``: {number, text, sections: [{number, text, blocks}]}; a section without a heading has an empty text.
    ``blocks``: {type: paragraph | item, text}, or {type: table, kind, caption, columns: [title], rows: [[cell]]}.
    """
    whole = document(making, lang)
    return {
        "lang": lang,
        "title": whole.title,
        "subject": whole.subject,
        "notes": list(whole.notes),
        "opening": list(whole.opening),
        "parts": list(_parts(whole)),
        "closing": whole.closing,
        "paper": asdict(paper(making.plan, lang)),
    }


def _parts(whole: Document) -> Iterator[dict[str, Any]]:
    parts: list[dict[str, Any]] = []
    for block in whole.blocks:
        if isinstance(block, Heading) and block.level == 1:
            parts.append({"number": _ROMAN[len(parts) + 1], "text": block.text, "sections": []})
        elif isinstance(block, Heading):
            sections = parts[-1]["sections"]
            number = sum(1 for section in sections if section["text"]) + 1
            sections.append({"number": number, "text": block.text, "blocks": []})
        else:
            sections = parts[-1]["sections"]
            if not sections:
                sections.append({"number": "", "text": "", "blocks": []})
            sections[-1]["blocks"] += _block(block)
    yield from parts


def _block(block: Block) -> list[dict[str, Any]]:
    """A chart has no place in a text that is edited; the PDF and the annexes show it."""
    if isinstance(block, Paragraph):
        return [{"type": "item" if block.item else "paragraph", "text": block.text}]
    if isinstance(block, TableBlock):
        columns = [column.title for column in block.columns]
        rows = [list(row) for row in block.rows]
        return [{"type": "table", "kind": block.kind, "caption": block.caption, "columns": columns, "rows": rows}]
    return []


def _opened(template: Path) -> DocxTemplate:
    if not template.is_file():
        raise ReportError(f"The Word template {template.name} is not in {template.parent.name}/ of the config folder.")
    made = DocxTemplate(template)
    try:
        made.init_docx()
    except (KeyError, ValueError, zipfile.BadZipFile) as error:
        raise ReportError(f"{template.name} is no Word file. Open it in Word and save it as .docx.") from error
    return made


def _broken(template: Path, error: TemplateError) -> ReportError:
    near = " ".join(" ".join(getattr(error, "docx_context", ())).split())[:160]
    place = f" Near: “{near}”." if near else ""
    return ReportError(
        f"The Word template {template.name} cannot be filled: {error.message or type(error).__name__}.{place} "
        "Correct the tag in Word; the fields there are in docs/reports.md."
    )


def _stamped(body: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(body)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in sorted(source.namelist()):
            copy.writestr(zipfile.ZipInfo(name, _STAMP), source.read(name), zipfile.ZIP_DEFLATED)
    return target.getvalue()
