"""The state of a page, all of it in its address. Parsing is strict: a wrong parameter names itself and its remedy."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime, time
from typing import Literal, cast, get_args
from urllib.parse import parse_qsl, quote, urlencode

from dashboards.figures.selection import ALL, ORDERS, SHORT_ONLY
from dashboards.service import LEVELS, STATUSES
from dashboards.text import LANGUAGES
from dashboards.words import ZONE, Words
from monitor.alerts.frames import DECIDED
from monitor.alerts.states import STATES
from monitor.declared.models import AUTHORITIES
from monitor.declared.report_models import Layout
from monitor.figures.query import COMPARISONS, MAPS
from monitor.periods import CALENDARS, CalendarName, PeriodError, parse
from monitor.trust import SEVERITIES

Lang = Literal["vi", "en"]
Sort = Literal["shortfall", "rate", "change"]
LAYOUTS: tuple[Layout, ...] = get_args(Layout)
TABS = ("preview", "pages", "difference", "steps")
"""Parts of an edition's page."""
SORTS: tuple[Sort, ...] = ("shortfall", "rate", "change")
_DIGITS = 10
"""Numbers of rows have fewer: a database's whole numbers go no further."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What this province declares: the codes an address may name."""

    indicators: tuple[str, ...]
    sources: tuple[str, ...]
    kinds: tuple[str, ...]
    units: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class View:
    """What is shown. None = the page's own default, which is left out of the address.

    ``status``: one status, ``all``, ``short`` = everything below target; None = that on the overview, all units on
    the units page. ``rows``, ``heat`` (the overview's months): ``all`` or None = the first ones.
    ``known_at``: aware; figures as they were known then. ``on_map``: units as published, or on today's map;
    ``compare``: with the period before, or with the same a year earlier. On the pages about the data ``only`` is the
    one source listed, ``against`` the source compared with ``source``, ``severity`` the least grave findings listed.
    On the units page ``find`` is what a name or code holds and ``order`` the heading sorted by, such as rate-desc. On
    the pages about alerts ``rule``, ``about`` (a unit), ``state``, ``overdue`` (yes) and ``decision`` limit the list.
    ``work`` is the number of a job whose progress is shown. On the pages about procedures ``field`` and ``authority``
    limit what is listed, and ``page`` is the part of a long list that is shown. On an edition's page ``tab`` is the
    part shown, ``other`` the number of the edition it is compared with, ``layout`` that of the documents.
    """

    lang: Lang = "vi"
    period: str | None = None
    calendar: CalendarName = "calendar"
    indicator: str | None = None
    source: str | None = None
    level: str | None = None
    kind: str | None = None
    status: str | None = None
    sort: Sort = "shortfall"
    rows: str | None = None
    known_at: datetime | None = None
    on_map: str = "published"
    compare: str = "previous"
    only: str | None = None
    against: str | None = None
    severity: str | None = None
    tab: str | None = None
    other: str | None = None
    layout: str | None = None
    find: str | None = None
    order: str | None = None
    rule: str | None = None
    about: str | None = None
    state: str | None = None
    overdue: str | None = None
    decision: str | None = None
    work: str | None = None
    heat: str | None = None
    field: str | None = None
    authority: str | None = None
    page: str | None = None

    def query(self) -> str:
        """The address part after the path: ``?period=2026-10&…``, empty if all is default."""
        pairs = [(name, _text(value)) for name, value in self._chosen()]
        return f"?{urlencode(pairs, quote_via=quote)}" if pairs else ""

    def but(self, **changes: str | None) -> View:
        """The same view with other values (not for ``known_at``, which only an address sets)."""
        return replace(self, **changes)  # type: ignore[arg-type]  # values come from this module's own vocabularies

    @property
    def known_day(self) -> date | None:
        """The day in Vietnam of ``known_at``."""
        return None if self.known_at is None else self.known_at.astimezone(ZONE).date()

    def known_on(self, day: date | None) -> View:
        """The same view as known at the end of a day in Vietnam; None = the newest figures."""
        return replace(self, known_at=None if day is None else _end_of(day))

    def _chosen(self) -> list[tuple[str, object]]:
        defaults = View()
        pairs = [(field.name, getattr(self, field.name)) for field in fields(self)]
        return [(name, value) for name, value in pairs if value != getattr(defaults, name)]


class ViewProblem(ValueError):
    """A parameter of the address is wrong. ``status`` is the HTTP status the page answers with."""

    def __init__(self, key: str, *, status: int = 400, lang: str = "vi", **values: str) -> None:
        super().__init__(key)
        self.key, self.status, self.lang, self.values = key, status, lang, values

    def sentence(self) -> str:
        """What is wrong and what to do, in the page's language."""
        words = Words(self.lang)
        values = dict(self.values)
        if "remedy" in values:
            values["remedy"] = words(values["remedy"], **self.values)
        return words(self.key, **values)


def parse_view(search: str, choices: Choices) -> View:
    """Read ``?a=b&…``. Unknown names are ignored (mail and chat programs add their own).

    Raises ``ViewProblem`` for a known name with an unknown value.
    """
    given = dict(parse_qsl(search.lstrip("?"), keep_blank_values=False))
    lang = language_of(search)
    calendar = _one_of("calendar", given, CALENDARS, lang)
    known_at = given.get("known_at")
    return View(
        lang=cast("Lang", _one_of("lang", given, LANGUAGES, lang) or "vi"),
        period=_period(given.get("period"), lang),
        calendar=cast("CalendarName", calendar or "calendar"),
        indicator=_one_of("indicator", given, choices.indicators, lang),
        source=_one_of("source", given, choices.sources, lang),
        level=_one_of("level", given, LEVELS, lang),
        kind=_one_of("kind", given, choices.kinds, lang),
        status=_one_of("status", given, (*STATUSES, ALL, SHORT_ONLY), lang),
        sort=cast("Sort", _one_of("sort", given, SORTS, lang) or "shortfall"),
        rows=_one_of("rows", given, (ALL,), lang),
        known_at=_moment(known_at, lang) if known_at else None,
        on_map=_one_of("on_map", given, MAPS, lang) or "published",
        compare=_one_of("compare", given, COMPARISONS, lang) or "previous",
        only=_one_of("only", given, choices.sources, lang),
        against=_one_of("against", given, choices.sources, lang),
        severity=_one_of("severity", given, SEVERITIES, lang),
        tab=_one_of("tab", given, TABS, lang),
        other=_number("other", given, lang),
        layout=_one_of("layout", given, LAYOUTS, lang),
        find=given.get("find"),
        order=_one_of("order", given, [f"{column}-{way}" for column in ORDERS for way in ("asc", "desc")], lang),
        rule=_one_of("rule", given, choices.rules, lang) if choices.rules else None,
        about=_unit(given.get("about"), choices.units, lang),
        state=_one_of("state", given, STATES, lang),
        overdue=_one_of("overdue", given, ("yes",), lang),
        decision=_one_of("decision", given, DECIDED, lang),
        work=_number("work", given, lang),
        heat=_one_of("heat", given, (ALL,), lang),
        field=_one_of("field", given, choices.fields, lang) if choices.fields else None,
        authority=_one_of("authority", given, AUTHORITIES, lang),
        page=_number("page", given, lang),
    )


def language_of(search: str) -> str:
    """The language an address asks for, even when the rest of it is wrong."""
    asked = dict(parse_qsl(search.lstrip("?"))).get("lang", "vi")
    return asked if asked in LANGUAGES else "vi"


def _one_of(name: str, given: dict[str, str], known: Iterable[str], lang: str) -> str | None:
    value = given.get(name)
    if value is None or value in known:
        return value
    raise ViewProblem(
        "problem.parameter", lang=lang, name=name, value=value, remedy="remedy.choose", choices=", ".join(known)
    )


def _number(name: str, given: dict[str, str], lang: str) -> str | None:
    value = given.get(name)
    if value is None or (value.isascii() and value.isdecimal() and len(value) < _DIGITS):
        return value
    raise ViewProblem("problem.parameter", lang=lang, name=name, value=value, remedy="remedy.number")


def _unit(code: str | None, known: Iterable[str], lang: str) -> str | None:
    if code is None or code in known:
        return code
    raise ViewProblem("problem.unit", lang=lang, name="about", value=code)


def _period(code: str | None, lang: str) -> str | None:
    if code is None:
        return None
    try:
        return parse(code, "calendar").code
    except PeriodError as error:
        raise ViewProblem("problem.parameter", lang=lang, name="period", value=code, remedy="remedy.period") from error


def _moment(text: str, lang: str) -> datetime:
    """A day means its end in Vietnam; a time without zone is Vietnam's."""
    try:
        moment = datetime.fromisoformat(text)
        if "T" not in text:
            return _end_of(moment.date())
        return (moment if moment.tzinfo else moment.replace(tzinfo=ZONE)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise ViewProblem(
            "problem.parameter", lang=lang, name="known_at", value=text, remedy="remedy.moment"
        ) from error


def _end_of(day: date) -> datetime:
    return datetime.combine(day, time(23, 59, 59), ZONE).astimezone(UTC)


def _text(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
