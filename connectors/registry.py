"""Connectors by name, and how one is built from the options of config/sources.yaml."""

from __future__ import annotations

import time
from collections.abc import Mapping
from importlib import import_module
from typing import Any

from pydantic import ValidationError

from connectors.base import Connector, ConnectorOptions
from connectors.errors import ConfigurationError
from connectors.transport import HttpConnector, HttpOptions, Transport
from connectors.transport.patience import Clock, Sleep

CONNECTORS: dict[str, str] = {
    "ckan": "connectors.ckan:Ckan",
    "dvcqg": "connectors.dvcqg:Dvcqg",
    "edoc_axis": "connectors.edoc_axis.bkav:EdocAxis",
    "edoc_axis_langson": "connectors.edoc_axis.langson:EdocAxisLangson",
    "edoc_axis_vxp": "connectors.edoc_axis.vxp:EdocAxisVxp",
    "edxml": "connectors.edxml:Edxml",
    "igate": "connectors.igate:Igate",
    "opencps": "connectors.opencps:Opencps",
    "rest": "connectors.rest:Rest",
    "spreadsheet": "connectors.spreadsheet:Spreadsheet",
    "sql": "connectors.sql:Sql",
    "tandan": "connectors.tandan:Tandan",
}
"""Name → module:class, imported when first needed. A new connector adds its line here."""


def connector_class(name: str) -> type[Connector]:
    """The class of a connector. Raises ``ConfigurationError`` naming the connectors that exist."""
    target = CONNECTORS.get(name)
    if target is None:
        raise ConfigurationError(
            f"There is no connector {name!r}.", f"Use one of: {', '.join(sorted(CONNECTORS))} (config/sources.yaml)."
        )
    module, _, class_name = target.partition(":")
    found: type[Connector] = getattr(import_module(module), class_name)
    return found


def build(name: str, options: Mapping[str, object], *, clock: Clock, sleep: Sleep = time.sleep) -> Connector:
    """A connector ready to pull. ``clock`` gives aware datetimes, ``sleep`` takes seconds.

    Raises ``ConfigurationError`` naming every option that is missing or wrong; no value is repeated in it,
    because it may be a secret.
    """
    found: Any = connector_class(name)
    valid = _validated(found.Options, name, options)
    if issubclass(found, HttpConnector) and isinstance(valid, HttpOptions):
        made: Connector = found(valid, Transport(valid, found.auth(valid), clock=clock, sleep=sleep))
        return made
    local: Connector = found(valid, clock=clock)
    return local


def _validated(model: type[ConnectorOptions], name: str, options: Mapping[str, object]) -> ConnectorOptions:
    try:
        return model.model_validate(dict(options))
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=False, include_context=False)
        wrong = "; ".join(f"{'.'.join(map(str, ('options', *d['loc'])))}: {d['msg']}" for d in details)
        raise ConfigurationError(
            f"Connector {name!r} cannot start: {wrong}.", "Correct these options in config/sources.yaml."
        ) from None
