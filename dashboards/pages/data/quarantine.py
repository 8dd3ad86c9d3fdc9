"""Quarantine: counts held back, why, what to do, and how to pull them again."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboards.figures.listing import Row, listing, small
from dashboards.figures.parts import Children, panel
from dashboards.pages.data.frame import by_source, everything, framed, measure, unit_link
from dashboards.question import Question
from monitor.figures.data import DataService


def page(question: Question, data: DataService) -> list[Component | None]:
    """The whole page."""
    words, lang = question.words, question.words.lang
    rows = data.quarantine(question.view.only).sort("id", descending=True).to_dicts()
    texts = {row["check"]: row for row in data.trust.checks.to_dicts()}
    names = dict(question.service.units.select("unit", "unit_name").iter_rows())

    def unit(row: Row) -> Children:
        code, told = row["unit_code"], row["unit_name"]
        known = unit_link(question, row["unit"], names.get(row["unit"])) if row["unit"] else told or code
        return [known, small(f" {code}")]

    def days(row: Row) -> Children:
        if row["period_start"] is None:
            return words("data.quarantine.nowhere")
        return words("data.quarantine.days", first=words.day(row["period_start"]), last=words.day(row["period_end"]))

    def reason(row: Row) -> Children:
        title = texts[row["reason"]][f"title_{lang}"] if row["reason"] in texts else row["reason"]
        return [title, small(f" {row['detail']}")]

    def remedy(row: Row) -> Children:
        return texts[row["reason"]][f"remedy_{lang}"] if row["reason"] in texts else words("blank")

    table = listing(
        words,
        words("data.quarantine"),
        [
            ("unit", unit, "text"),
            ("measure", lambda row: measure(data, row["measure"], lang), "text"),
            ("procedure", lambda row: row["procedure"] or words("blank"), "text"),
            ("days", days, "text"),
            ("value", lambda row: row["value"] or words("blank"), "num"),
            ("reason", reason, "text"),
            ("remedy", remedy, "text"),
            ("replay", lambda row: html.Code(replay(row)), "text"),
            ("source", lambda row: question.title_of(row["source"]), "text"),
        ],
        rows,
        everything=everything(question, "quarantine"),
    )
    body = table if rows else [html.P(words("data.none.quarantine"))]
    title = words("data.quarantine.count", count=words.count(len(rows)))
    return framed(question, "quarantine", panel(title, by_source(question, "quarantine"), *body))


def replay(row: Row) -> str:
    """The command that asks the source for the same days again, once the cause is mended."""
    if row["period_start"] is None:
        return f"sohoa pull {row['source']}"
    return f"sohoa pull {row['source']} --from {row['period_start']} --to {row['period_end']}"
