"""A projection in words: where an open period would end, what the rest has to reach, what is no longer reachable."""

from __future__ import annotations

from collections.abc import Iterable

from dash import html
from dash.development.base_component import Component

from dashboards.figures.parts import Row
from dashboards.service import IndicatorInfo
from dashboards.words import Words, stressed
from monitor.kpi.projection import MADE
from monitor.periods import CalendarName, parse


def outlook(words: Words, rows: Iterable[Row], info: IndicatorInfo, calendar: CalendarName) -> Component:
    """A paragraph for each period, told as the projection it is. ``rows``: ``monitor.kpi.outlook.outlooks``."""
    parts = [_one(words, row, info, calendar) for row in rows]
    body = parts or [html.P(words("outlook.none"))]
    how = html.Details([html.Summary(words("outlook.how")), html.P(words("outlook.assumptions"))])
    return html.Div([html.H3(words("outlook.title")), *body, how if parts else None], className="outlook")


def _one(words: Words, row: Row, info: IndicatorInfo, calendar: CalendarName) -> Component:
    period = parse(row["period"], calendar)
    name = words.period(period)
    if row["outlook"] != MADE:
        text = words(f"outlook.{row['outlook']}", period=name, fewest=words.count(info.minimum_denominator))
        return html.P(text, className="note")
    told = words(
        "outlook.made",
        period=name,
        day=words.day(row["covered"]),
        end=words.percent(row["end_shown"]),
        low=words.percent(row["end_low_shown"]).removesuffix("%"),
        high=words.percent(row["end_high_shown"]),
        remaining=words.count(row["remaining"]),
        noun=words.noun(info.noun),
    )
    needs = [_need(words, row, key, info, period.year) for key in ("step", "goal")]
    return html.Div([html.P(stressed(told)), html.Ul([html.Li(stressed(need)) for need in needs if need])])


def _need(words: Words, row: Row, key: str, info: IndicatorInfo, year: int) -> str | None:
    """What the rest has to bring for the milestone (``step``) or the target (``goal``)."""
    if row[key] is None or (key == "step" and row["step"] == row["goal"]):
        return None
    aim = _aim(words, row, key, year)
    if row["step_lost"] and row["goal_lost"]:
        both = words("outlook.both", step=_aim(words, row, "step", year), goal=_aim(words, row, "goal", year))
        return words("outlook.lost", aim=both, best=words.percent(row["goal_best_shown"])) if key == "goal" else None
    if row[f"{key}_lost"]:
        return words("outlook.lost", aim=aim, best=words.percent(row[f"{key}_best_shown"]))
    if row[f"{key}_needed_shown"] is None:
        return words("outlook.pace", aim=aim, best=words.percent(row[f"{key}_best_shown"]))
    if row[f"{key}_needed"] == 0 and info.direction == "high":
        return words("outlook.safe", aim=aim)
    return words(
        "outlook.need" if info.direction == "high" else "outlook.allowed",
        aim=aim,
        rate=words.percent(row[f"{key}_needed_shown"]),
        needed=words.count(row[f"{key}_needed"]),
        remaining=words.count(row["remaining"]),
        noun=words.noun(info.noun),
    )


def _aim(words: Words, row: Row, key: str, year: int) -> str:
    """A number to reach, by name."""
    return words(f"outlook.aim.{key}", year=year, level=words.level(row[key] / 100))
