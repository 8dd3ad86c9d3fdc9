"""The declaration of a JSON API: who we are, what is asked, where the rows stand, what their fields mean."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, JsonValue, PositiveInt, SecretStr, model_validator

from connectors.base import Span
from connectors.rest import paths, placeholders
from connectors.spans import CalendarName
from connectors.spreadsheet.options import PeriodColumn, PeriodFormat
from connectors.spreadsheet.periods import span_of
from connectors.transport import HttpOptions
from connectors.transport.options import HttpAddress

_LONGEST_PATTERN = 300
_FORBIDDEN_IN_PATH = re.compile(r"^/|//|\.\.|[?#\\\s]|://")


def _path(value: str) -> str:
    if (fault := paths.fault(value)) is not None:
        raise ValueError(fault)
    return value


def _pattern(value: str) -> str:
    if len(value) > _LONGEST_PATTERN:
        raise ValueError(f"a pattern of at most {_LONGEST_PATTERN} characters")
    try:
        re.compile(value)
    except re.error as error:
        raise ValueError(f"no regular expression ({error})") from None
    return value


def _template(value: str) -> str:
    if (fault := placeholders.fault(value)) is not None:
        raise ValueError(fault)
    return value


def _address(value: str) -> str:
    if _FORBIDDEN_IN_PATH.search(value):
        raise ValueError("what follows base_url, without a slash in front, blanks, '..' or '?'; parameters go in query")
    return _template(value)


Text = Annotated[str, Field(min_length=1)]
FieldPath = Annotated[str, AfterValidator(_path)]
Pattern = Annotated[str, AfterValidator(_pattern)]
Template = Annotated[str, AfterValidator(_template)]
Scalar = str | int | bool


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class BasicAuth(_Part):
    """HTTP Basic."""

    username: Text
    password: SecretStr


class OAuth2Auth(_Part):
    """A bearer token by ``username`` and ``password``, or by ``client_secret`` alone."""

    token_url: HttpAddress
    client_id: Text
    client_secret: SecretStr | None = None
    username: Text | None = None
    password: SecretStr | None = None

    @model_validator(mode="after")
    def _one_grant(self) -> Self:
        if (self.username is None) != (self.password is None):
            raise ValueError("username and password belong together")
        if self.password is None and self.client_secret is None:
            raise ValueError("give username and password, or client_secret")
        return self


class AuthRules(_Part):
    """Who we are: nothing, ``basic`` or ``oauth2``; ``headers`` go with any of them (header: secret)."""

    basic: BasicAuth | None = None
    oauth2: OAuth2Auth | None = None
    headers: dict[Text, SecretStr] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if self.basic is not None and self.oauth2 is not None:
            raise ValueError("give basic or oauth2, not both")
        return self


class Success(_Part):
    """What a good answer looks like: its ``status``, and ``equals`` in ``field`` where an error comes as 200."""

    status: tuple[int, ...] = (200,)
    field: FieldPath | None = None
    equals: Scalar | None = None

    @model_validator(mode="after")
    def _together(self) -> Self:
        if (self.field is None) != (self.equals is None):
            raise ValueError("field and equals belong together")
        if not self.status:
            raise ValueError("name at least one status")
        return self


class Pages(_Part):
    """How the rest of a long answer is asked for.

    ``by`` page: ``number`` is the parameter of the page, counted from ``first``; offset: ``number`` is the parameter
    of the rows to skip; cursor: ``next`` is where the answer says how to go on, sent back as ``number``; link:
    ``next`` is where it gives the whole address. ``size`` is the parameter of the page's length, ``per_page``.
    The end is ``total`` rows or ``pages`` pages where the answer tells them (paths), else an empty page.
    """

    by: Literal["page", "offset", "cursor", "link"]
    number: Text | None = None
    size: Text | None = None
    per_page: PositiveInt = 100
    first: Literal[0, 1] = 1
    total: FieldPath | None = None
    pages: FieldPath | None = None
    next: FieldPath | None = None

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if (self.number is None) != (self.by == "link"):
            raise ValueError("name the parameter in number" if self.number is None else "by: link needs no number")
        if (self.next is None) != (self.by in {"page", "offset"}):
            raise ValueError(f"by: {self.by} {'needs' if self.next is None else 'does not use'} next")
        if self.pages is not None and self.by != "page":
            raise ValueError("pages belongs to by: page")
        return self


class UnitFields(_Part):
    """Where a row names its unit: fields of its ``code`` and ``name``, or one code for all rows, ``always``."""

    code: FieldPath | None = None
    name: FieldPath | None = None
    always: Text | None = None

    @model_validator(mode="after")
    def _named(self) -> Self:
        if not (self.code or self.name or self.always):
            raise ValueError("name the field of code or name, or give one code in always")
        if self.always and (self.code or self.name):
            raise ValueError("give either always, or code and name")
        return self


class PeriodField(_Part):
    """The period stands in a field of each row, written as in a spreadsheet's ``PeriodColumn``."""

    field: FieldPath
    format: PeriodFormat
    first_month: int = Field(default=1, ge=1, le=12)
    calendar: CalendarName = "calendar"

    def span(self, text: str) -> Span | None:
        """The span a text names, or None if it is not written as declared."""
        column = PeriodColumn(
            column=self.field, format=self.format, first_month=self.first_month, calendar=self.calendar
        )
        return span_of(text, column)


class MeasureRule(_Part):
    """Where a measure comes from; a field's path alone is short for ``value``.

    ``value``     the field of each row holds it.
    ``sum``       the sum of the field over the rows of a unit that match ``where`` (field: regular expression): so
                  a numerator and its denominator may be two patterns over one dimension. A part that is null makes
                  the sum null. Where no row matches, it is ``absent``.
    ``distinct``  how many different texts the field has over those rows: one document sent to many counts once.
    """

    value: FieldPath | None = None
    sum: FieldPath | None = None
    distinct: FieldPath | None = None
    where: dict[FieldPath, Pattern] = Field(default_factory=dict)
    absent: Literal["not reported", "zero"] = "not reported"

    @model_validator(mode="before")
    @classmethod
    def _short(cls, data: Any) -> Any:  # noqa: ANN401 - whatever the file holds
        return {"value": data} if isinstance(data, str) else data

    @model_validator(mode="after")
    def _one_of(self) -> Self:
        if sum(bool(part) for part in (self.value, self.sum, self.distinct)) != 1:
            raise ValueError("give one of value, sum and distinct")
        if self.where and self.value:
            raise ValueError("where belongs to sum or distinct; leave rows out with where of the table")
        return self

    @property
    def field(self) -> str:
        """The field that is read."""
        return self.value or self.sum or self.distinct or ""


class Table(_Part):
    """One question per period and what its rows mean; one for all periods where each row names its ``period``.

    ``path``, ``query`` and ``body`` (POST) may hold ``{start:%d/%m/%Y}``. ``rows`` is where the list of rows stands
    ("" = the answer itself), ``children`` the field of a row that holds more rows like it; with ``parents: leave out``
    a row that has any is not counted. ``where`` keeps rows whose fields match. ``split_days`` asks for so many days at
    a time. ``running: skip`` does not ask for a period that has not ended. ``numbers: text`` reads counts written as
    text, with ``thousands`` and ``not_reported`` as in a spreadsheet.
    """

    series: Text
    method: Literal["GET", "POST"] = "GET"
    path: Annotated[str, AfterValidator(_address)]
    query: dict[Text, Template] = Field(default_factory=dict)
    body: dict[Text, JsonValue] | None = None
    headers: dict[Text, Text] = Field(default_factory=dict)
    success: Success = Success()
    rows: FieldPath = ""
    pages: Pages | None = None
    split_days: PositiveInt | None = None
    running: Literal["ask", "skip"] = "ask"
    where: dict[FieldPath, Pattern] = Field(default_factory=dict)
    children: FieldPath | None = None
    parents: Literal["keep", "leave out"] = "keep"
    unit: UnitFields
    period: PeriodField | None = None
    procedure: FieldPath | None = None
    measures: dict[Text, MeasureRule] = Field(min_length=1)
    numbers: Literal["strict", "text"] = "strict"
    thousands: Literal[".", ",", " "] | None = None
    not_reported: tuple[str, ...] = ("ND", "NA", "N/A", "N/P", "")

    @model_validator(mode="after")
    def _coherent(self) -> Self:
        if self.body is not None and self.method == "GET":
            raise ValueError("body belongs to method: POST")
        if (fault := placeholders.fault_in(self.body)) is not None:
            raise ValueError(f"body: {fault}")
        if len({bool(rule.value) for rule in self.measures.values()}) > 1:
            raise ValueError("read fields (value) and count over rows (sum, distinct) in two entries of tables")
        if self.split_days is not None and self.period is not None:
            raise ValueError("split_days goes with periods that are asked for, not with a period in each row")
        if self.split_days is not None and not self.counted:
            raise ValueError("split_days needs measures that add up: sum or distinct")
        if self.numbers == "text" and self.counted:
            raise ValueError("numbers: text goes with fields that are read, not with sum or distinct")
        if self.thousands is not None and self.numbers == "strict":
            raise ValueError("thousands needs numbers: text")
        return self

    @property
    def counted(self) -> bool:
        """Whether the measures are counted over rows, not read from each."""
        return not any(rule.value for rule in self.measures.values())

    def fields(self) -> tuple[str, ...]:
        """Every field of a row that is looked at, once each."""
        period = self.period.field if self.period else None
        named = [self.unit.code, self.unit.name, period, self.procedure, *self.where]
        for rule in self.measures.values():
            named += [rule.field, *rule.where]
        return tuple(dict.fromkeys(path for path in named if path))


class RestOptions(HttpOptions):
    """``tables`` are the questions. ``keep: whole`` keeps answers as they came, for sources without personal data."""

    auth: AuthRules = AuthRules()
    keep: Literal["declared", "whole"] = "declared"
    tables: tuple[Table, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _series_apart(self) -> Self:
        series = [table.series for table in self.tables]
        if len(set(series)) < len(series):
            raise ValueError("give each entry of tables a series of its own")
        return self
