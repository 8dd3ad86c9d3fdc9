"""What only the connectors and the scheduler can judge about sources.yaml. Imported by ``check`` alone: it is slow."""

from __future__ import annotations

import pathlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from apscheduler.triggers.cron import CronTrigger
from pydantic import BaseModel, SecretStr, ValidationError

from connectors.base import ConnectorOptions
from connectors.errors import ConfigurationError
from connectors.registry import CONNECTORS, connector_class
from connectors.sql.statement import read_query
from monitor.declared.models import Source
from monitor.declared.placeholders import PLACEHOLDER_OPENING, contains_placeholder, replace
from monitor.declared.problems import Problem, nearest, show
from monitor.declared.validation import HIDDEN, Entry, Path, key_of, problems_of, value_at

_SAMPLE = "sample"
_SAMPLE_ADDRESS = "https://sample.invalid"


def connection_problems(file: str, sources: Sequence[Source]) -> Iterator[Problem]:
    """Unknown connectors, options they refuse, credentials written down, schedules that are no crontab."""
    for source in sources:
        yield from _schedule_problems(file, source)
        try:
            options = connector_class(source.connector).Options
        except ConfigurationError:
            shown, remedy = show(source.connector), nearest(source.connector, CONNECTORS)
            yield Problem(file, f"{source.name}.connector", shown, "is no connector", remedy)
        else:
            yield from _option_problems(file, source, options)


def _schedule_problems(file: str, source: Source) -> Iterator[Problem]:
    try:
        CronTrigger.from_crontab(source.schedule, timezone="Asia/Ho_Chi_Minh")
    except ValueError:
        remedy = 'Write minute, hour, day, month and weekday: "30 4 * * *" is every day at 04:30.'
        yield Problem(file, f"{source.name}.schedule", show(source.schedule), "is no crontab line", remedy)


def _option_problems(file: str, source: Source, model: type[ConnectorOptions]) -> Iterator[Problem]:
    entry = Entry(file, f"{source.name}.options")
    secrets = tuple(_secret_paths(model, source.options))
    for path in secrets:
        value = value_at(source.options, path)
        if value is not None and PLACEHOLDER_OPENING not in str(value):
            message = "is written in the file, but credentials come from the environment"
            name = f"SOHOA_{source.name}_{path[-1]}".upper().replace("-", "_")
            remedy = f"Write ${{{name}}} here and set that variable, or name a secret file: ${{file:/path}}."
            yield Problem(file, entry.key(path), HIDDEN, message, remedy)
    yield from _refused(entry, source.options, model, secrets)


def _refused(
    entry: Entry, options: Mapping[str, object], model: type[ConnectorOptions], secrets: Collection[Path]
) -> list[Problem]:
    """What the connector's own model says, with harmless samples in the place of placeholders."""

    def unknowable(path: Path) -> bool:
        value = value_at(options, path) if path else None
        return contains_placeholder(value) or (value is not None and path in secrets)

    filled = {name: _filled(value) for name, value in options.items()}
    try:
        model.model_validate(filled)
    except ValidationError as error:
        return problems_of(error, model, options, entry, unknowable)
    return []


def _filled(value: object) -> object:
    return replace(value, lambda match: _SAMPLE_ADDRESS if match.start() == 0 else _SAMPLE)


def _secret_paths(model: type[BaseModel], options: object) -> Iterator[Path]:
    """Where an entry holds credentials: by its model, and by its own keys where it names secrets as it likes."""
    for name, field in model.model_fields.items():
        key = key_of(model, name)
        inner = value_at(options, (key,))
        for part in _parts(field.annotation):
            if part is SecretStr:
                yield (key,)
            elif get_origin(part) is dict and SecretStr in get_args(part):
                yield from ((key, own) for own in (inner if isinstance(inner, dict) else ()))
            elif isinstance(part, type) and issubclass(part, BaseModel):
                yield from ((key, *rest) for rest in _secret_paths(part, inner))


def _parts(annotation: Any) -> Iterator[Any]:  # noqa: ANN401 - annotations are any objects
    if get_origin(annotation) in {Annotated, Union, UnionType}:
        for part in get_args(annotation):
            yield from _parts(part)
    else:
        yield annotation


def query_problems(file: str, sources: Sequence[Source], folder: pathlib.Path) -> Iterator[Problem]:
    """Reviewed query files that are not there, or hold anything but one SELECT with its two days.

    ``folder`` stands for ``${SOHOA_CONFIG}``; a file named by another variable is judged when it is run.
    """
    for source in sources:
        query = source.options.get("query") if source.connector == "sql" else None
        named = query.replace("${SOHOA_CONFIG}", str(folder)) if isinstance(query, str) else ""
        if named and not contains_placeholder(named):
            try:
                read_query(pathlib.Path(named))
            except ConfigurationError as error:
                yield Problem(
                    file, f"{source.name}.options.query", show(query), error.message.rstrip("."), error.remedy
                )


def column_problems(file: str, sources: Sequence[Source], measures: Collection[str]) -> Iterator[Problem]:
    """Columns and fields that are mapped to measures nobody declared, wherever in the options a map stands."""
    for source in sources:
        for key, code in _mapped_measures(f"{source.name}.options", source.options):
            if code not in measures:
                remedy = f"{nearest(code, measures)} Or declare it in measures.yaml."
                yield Problem(file, key, show(code), "is no measure of measures.yaml", remedy)


def _mapped_measures(key: str, value: object) -> Iterator[tuple[str, str]]:
    """Key and code of every measure that a map names: measure → column, or metric → numerator and denominator."""
    if isinstance(value, list | tuple):
        for number, part in enumerate(value):
            yield from _mapped_measures(f"{key}.{number}", part)
    for name, part in value.items() if isinstance(value, dict) else ():
        if name == "measures" and isinstance(part, dict):
            yield from ((f"{key}.measures", str(code)) for code in part)
        elif name == "metric":
            yield from _metric_measures(f"{key}.metric.map", value_at(part, ("map",)))
        else:
            yield from _mapped_measures(f"{key}.{name}", part)


def _metric_measures(key: str, metrics: object) -> Iterator[tuple[str, str]]:
    for name, metric in metrics.items() if isinstance(metrics, dict) else ():
        for side in ("numerator", "denominator"):
            code = value_at(metric, (side,))
            if isinstance(code, str):
                yield f"{key}.{name}.{side}", code
