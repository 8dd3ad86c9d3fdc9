"""What most commands start from: settings, the declared data, the store, the clock."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from monitor.cli.errors import UsageError
from monitor.settings import Settings, read_settings

if TYPE_CHECKING:
    from connectors.base import Connector
    from monitor.alerts.deliver import Post
    from monitor.alerts.recipients import Recipients
    from monitor.alerts.service import AlertService
    from monitor.declared import Declared
    from monitor.declared.models import Source
    from monitor.figures import FigureService
    from monitor.figures.trust import TrustService
    from monitor.store import Store


def utc_now() -> datetime:
    """Tell the time; the real clock of the program."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Room:
    """Opens each part once, when first asked for; ``clock`` tells the time to everything it opens."""

    settings: Settings
    clock: Callable[[], datetime] = utc_now
    variables: dict[str, str] = field(default_factory=dict)

    @property
    def environ(self) -> Mapping[str, str]:
        """The variables config may name: the process's, the room's own, SOHOA_DATA and SOHOA_CONFIG in any case."""
        folders = {"SOHOA_DATA": str(self.settings.data), "SOHOA_CONFIG": str(self.settings.config)}
        return {**os.environ, **self.variables, **folders}

    @cached_property
    def declared(self) -> Declared:
        """Raises ``ConfigProblems``."""
        from monitor.declared import load

        return load(self.settings.config, sources_file=self.settings.sources, environ=self.environ)

    @cached_property
    def store(self) -> Store:
        """The database, brought to the newest schema if it is the embedded one. Raises ``StoreError``."""
        self.bare_store.ensure_schema()
        return self.bare_store

    @cached_property
    def bare_store(self) -> Store:
        """The database as it is, whatever its schema."""
        from monitor.store import Store

        folder = self.settings.data
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise UsageError(
                f"The data folder {folder} cannot be made ({reason}). Set SOHOA_DATA to one this user may write to."
            ) from error
        return Store(self.settings.database, self.settings.data)

    @cached_property
    def figures(self) -> FigureService:
        """The figures of this store and config, asked one period at a time."""
        from monitor.figures import FigureService

        return FigureService(self.store, self.declared, self.clock)

    @cached_property
    def trust(self) -> TrustService:
        """Whether these figures can be trusted."""
        from monitor.figures.trust import TrustService

        return TrustService(self.figures)

    @cached_property
    def recipients(self) -> Recipients:
        """Who alerts go to. Raises ``RecipientError``."""
        from monitor.alerts.recipients import read_recipients

        return read_recipients(self.settings.recipients_file, self.declared, self.environ)

    @cached_property
    def alerts(self) -> AlertService:
        """Alerts of this store and config."""
        return self.alerts_over(self.figures)

    def alerts_over(self, figures: FigureService) -> AlertService:
        """Alerts of this store and config, asking these figures."""
        from monitor.alerts.secret import secret_key
        from monitor.alerts.service import AlertService, Links
        from monitor.figures.trust import TrustService

        given = self.settings.secret_key
        secret = secret_key(given.get_secret_value() if given else None, self.settings.data)
        links = Links(secret, self.settings.public_url, self.declared.alerts.link_days)
        return AlertService(figures, self.recipients, links, trust=TrustService(figures))

    def post(self) -> Post:
        """What delivers messages: this worker's view of the outbox, and the channels."""
        from monitor.alerts.wiring import post_of

        return post_of(self.alerts, self.environ, self.settings.data / "channels", self.clock)

    def connector(self, source: Source, more: Mapping[str, object] | None = None) -> Connector:
        """Build the source's connector; ``more`` options stand over its own. Raises ``ConfigurationError``."""
        from connectors.registry import build

        options = {**source.resolved_options(self.environ), **(more or {})}
        return build(source.connector, options, clock=self.clock)


def open_room() -> Room:
    """Read the settings and set up logging to standard error."""
    settings = read_settings()
    logging.basicConfig(level=settings.log_level, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    return Room(settings)
