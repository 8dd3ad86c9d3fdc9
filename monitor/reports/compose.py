"""From an edition to a document: which parts a report has, in which order, and what is said in each. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import polars as pl

from monitor.declared.report_models import ReportPlan
from monitor.reports import causes, standing, tables
from monitor.reports.content import Content
from monitor.reports.document import Block, ChartBlock, Document, Heading, Paragraph
from monitor.reports.grades import graded
from monitor.reports.speaking import Row, improved_sentence, named, province_sentence, say, units_sentence
from monitor.reports.wording import Wording, capital

NAMED = 20
"""How many units a table names; the rest stand in the annex."""
GRADED = ("quarter", "year")
"""Periods after which units are graded."""


@dataclass(frozen=True, slots=True)
class Making:
    """Everything a document is composed from. ``due``: the day proposed tasks are to be done by."""

    content: Content
    plan: ReportPlan
    number: int
    changes: pl.DataFrame
    due: date


def document(making: Making, lang: str) -> Document:
    """The report of an edition in ``lang``: vi or en."""
    wording = Wording(lang)
    subject = say(wording, "subject", period=wording.period(making.content.period))
    end = "./." if making.plan.layout == "state" and lang == "vi" else "."
    return Document(
        lang=lang,
        title=say(wording, "title"),
        subject=capital(subject),
        notes=tuple(_notes(wording, making.content)),
        opening=tuple(_opening(wording, making, subject)),
        blocks=tuple(_blocks(wording, making)),
        closing=say(wording, "closing", subject=subject) + end,
    )


def _notes(wording: Wording, content: Content) -> Iterator[str]:
    if wording.lang == "en":
        yield say(wording, "note.translation")
    if content.simulated:
        yield say(wording, "note.simulated")
    if content["figures"].filter("chosen")["provisional"].any():
        yield say(wording, "note.open", end=wording.day(content.period.end))
    if missing := list(_missing(wording, content)):
        yield say(wording, "note.incomplete", what="; ".join(missing))


def _missing(wording: Wording, content: Content) -> Iterator[str]:
    """What each source has not delivered."""
    key = "note.missing.month" if content.period.kind == "month" else "note.missing"
    for row in content["sources"].iter_rows(named=True):
        source = row[f"title_{wording.lang}"]
        if row["reported"] < row["expected"]:
            counts = {name: wording.count(row[name]) for name in ("reported", "expected")}
            yield say(wording, key, source=source, **counts)
        if row["last_outcome"] != "complete":
            yield say(wording, "note.outcome", source=source)


def _opening(wording: Wording, making: Making, subject: str) -> Iterator[str]:
    content, plan = making.content, making.plan
    for basis in plan.bases:
        yield say(wording, "opening.basis", basis=basis.en if wording.lang == "en" else basis.vi)
    period = content.period
    yield say(
        wording,
        "opening.report",
        issuer=plan.layouts[plan.layout].spoken(wording.lang).issuer.capitalize(),
        subject=subject,
        start=wording.day(period.start),
        end=wording.day(period.end),
    )
    yield say(
        wording,
        "opening.cut",
        sources="; ".join(content["sources"][f"title_{wording.lang}"].to_list()),
        moment=wording.moment(content["figures"].filter("chosen")["captured_at"].max()),  # type: ignore[arg-type]  # a column of moments
        calendar=say(wording, f"calendar.{period.calendar}"),
    )


def _blocks(wording: Wording, making: Making) -> Iterator[Block]:
    content = making.content
    yield Heading(say(wording, "part.result"))
    yield from _results(wording, making)
    yield Heading(say(wording, "part.short"))
    for definition, row in _headlines(content):
        yield from _below(wording, content, definition, row)
    yield from _alerts(wording, content)
    yield from _findings(wording, content)
    yield from _reconciled(wording, content)
    yield from _restated(wording, content)
    yield Heading(say(wording, "part.tasks"))
    yield from _tasks(wording, making)
    if content.period.kind in GRADED and making.plan.grades:
        yield from _grades(wording, making)
    if making.number > 1:
        yield from _changes(wording, making)


def _headlines(content: Content) -> list[tuple[Row, Row]]:
    return [(one, row) for one, row in tables.province_rows(content) if one["headline"]]


def _results(wording: Wording, making: Making) -> Iterator[Block]:
    content = making.content
    yield Heading(say(wording, "head.overall"), 2)
    yield tables.overall_table(wording, content)
    yield Heading(say(wording, "head.indicators"), 2)
    for definition, row in tables.province_rows(content):
        yield Paragraph(province_sentence(wording, _once(content, row), definition, content.period.year))
        if definition["headline"]:
            yield from _detail(wording, content, definition, row)
    yield Heading(say(wording, "head.improved"), 2)
    yield from _improved(wording, making)


def _once(content: Content, row: Row) -> Row:
    """Nine months and a year come once a year: the period before is the same period last year, told once."""
    if content.period.previous() != content.period.same_last_year():
        return row
    return {**row, "change": None, "previous_shown": None}


def _detail(wording: Wording, content: Content, definition: Row, row: Row) -> Iterator[Block]:
    lang = wording.lang
    yield Paragraph(
        say(
            wording,
            "say.definition",
            numerator=definition[f"numerator_{lang}"],
            denominator=definition[f"denominator_{lang}"],
        ),
        item=True,
    )
    if definition["standing"] == "proposed":
        yield Paragraph(say(wording, "say.proposed"), item=True)
    units = content.units_of(definition["indicator"])
    if units.height and row["basis"] != "own":
        yield Paragraph(units_sentence(wording, units, definition), item=True)
        yield ChartBlock("trend", definition["indicator"], say(wording, "chart.trend", name=definition[f"name_{lang}"]))


def _improved(wording: Wording, making: Making) -> Iterator[Block]:
    said = False
    for definition, _ in _headlines(making.content):
        if definition["direction"] != "high":
            continue
        moved = standing.improved(making.content.units_of(definition["indicator"]), making.plan.improved)
        if moved.height:
            said = True
            yield Paragraph(improved_sentence(wording, moved, definition), item=True)
    if not said:
        yield Paragraph(say(wording, "say.improved.none"))


def _below(wording: Wording, content: Content, definition: Row, row: Row) -> Iterator[Block]:
    name = definition[f"name_{wording.lang}"]
    units = content.units_of(definition["indicator"])
    if row["basis"] == "own" or units.is_empty():
        return
    yield Heading(say(wording, "head.below", name=name), 2)
    short = standing.short_of_target(units)
    if short.is_empty():
        yield Paragraph(say(wording, "say.below.none"))
        return
    noun = wording.noun(definition["noun"])
    yield Paragraph(say(wording, "say.below.all", short=wording.count(short.height), noun=noun))
    yield tables.below_table(wording, content, short.head(NAMED))
    yield ChartBlock("ranking", definition["indicator"], say(wording, "chart.ranking", name=name))
    yield ChartBlock("heatmap", definition["indicator"], say(wording, "chart.heatmap", name=name))


def _alerts(wording: Wording, content: Content) -> Iterator[Block]:
    yield Heading(say(wording, "head.alerts"), 2)
    alerts = content["alerts"]
    if alerts.is_empty():
        yield Paragraph(say(wording, "say.alerts.none"))
        return
    counted = {
        "total": alerts.height,
        "answered": alerts.filter(pl.col("explanation").is_not_null()).height,
        "verified": alerts.filter(pl.col("state") == "verified").height,
        "overdue": alerts.filter("overdue").height,
    }
    yield Paragraph(say(wording, "say.alerts", **{name: wording.count(count) for name, count in counted.items()}))


def _findings(wording: Wording, content: Content) -> Iterator[Block]:
    yield Heading(say(wording, "head.findings"), 2)
    findings = content["findings"]
    if findings.is_empty():
        yield Paragraph(say(wording, "say.findings.none"))
        return
    yield Paragraph(say(wording, "say.findings", count=wording.count(findings.height)))
    sources = dict(content["sources"].select("source", f"title_{wording.lang}").iter_rows())
    title = f"title_{wording.lang}"
    who = pl.coalesce("unit_name", pl.col("source").replace(sources)).unique(maintain_order=True)
    for row in findings.group_by(title, maintain_order=True).agg(who.alias("who")).iter_rows(named=True):
        yield Paragraph(say(wording, "say.finding", title=row[title], who=named(wording, row["who"])), item=True)


def _reconciled(wording: Wording, content: Content) -> Iterator[Block]:
    table = causes.table(wording, content)
    if table is None:
        return
    yield Heading(say(wording, "head.reconciled"), 2)
    yield Paragraph(say(wording, "say.sources"))
    for sentence in causes.sentences(wording, content):
        yield Paragraph(sentence, item=True)
    yield table


def _restated(wording: Wording, content: Content) -> Iterator[Block]:
    yield Heading(say(wording, "head.restated"), 2)
    changed = content["restatements"]
    if changed.is_empty():
        yield Paragraph(say(wording, "say.restated.none"))
        return
    periods = changed.select("period_start", "period_end").n_unique()
    counted = {"count": wording.count(changed.height), "periods": wording.count(periods)}
    units = named(wording, changed["unit_name"].unique(maintain_order=True).to_list())
    yield Paragraph(say(wording, "say.restated", units=units, **counted))


def _tasks(wording: Wording, making: Making) -> Iterator[Block]:
    wanted = standing.tasks(making.content)
    if wanted.is_empty():
        yield Paragraph(say(wording, "say.tasks.none"))
        return
    definitions = {row["indicator"]: row for row in making.content["definitions"].iter_rows(named=True)}
    yield Paragraph(say(wording, "say.tasks", due=wording.day(making.due)))
    for indicator in wanted.head(NAMED)["indicator"].unique(maintain_order=True):
        name, remedy = (definitions[indicator][f"{text}_{wording.lang}"] for text in ("name", "remedy"))
        yield Paragraph(say(wording, "say.remedy", name=name, remedy=remedy), item=True)
    yield tables.task_table(wording, wanted.head(NAMED), definitions, making.due)
    if wanted.height > NAMED:
        yield Paragraph(say(wording, "say.tasks.more", count=wording.count(wanted.height - NAMED)))


def _grades(wording: Wording, making: Making) -> Iterator[Block]:
    yield Heading(say(wording, "head.grades"), 2)
    yield Paragraph(say(wording, "say.grades"))
    found = graded(making.content, making.plan.grades)
    counted = dict(found.group_by("grade").len().iter_rows())
    for grade in making.plan.grades:
        name = grade.name.en if wording.lang == "en" else grade.name.vi
        count = wording.count(counted.get(grade.code, 0))
        yield Paragraph(say(wording, "say.grade", grade=name, count=count), item=True)
    if None in counted:
        yield Paragraph(say(wording, "say.ungraded", count=wording.count(counted[None])), item=True)


def _changes(wording: Wording, making: Making) -> Iterator[Block]:
    yield Heading(say(wording, "head.changes"), 2)
    count = wording.count(making.changes.height)
    key = "say.changes" if making.changes.height else "say.changes.none"
    yield Paragraph(say(wording, key, number=making.number, before=making.number - 1, count=count))
