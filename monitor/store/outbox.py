"""The outbox: messages that wait, claimed with a lease so that one worker sends each, until they are sent or dead."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine, and_, func, or_, select, update

from monitor.store.alert_tables import alert_message
from monitor.store.engine import writing

Row = dict[str, Any]
NO_CHANNEL = "none"
"""Channel of a message whose recipient had no address when it was made."""


class Outbox:
    """Messages of one database, seen by one worker. ``owner`` is unique to the worker."""

    def __init__(self, engine: Engine, owner: str) -> None:
        self.engine = engine
        self.owner = owner

    def claim(self, channel: str, now: datetime, lease: timedelta, limit: int) -> list[Row]:
        """Take up to ``limit`` messages that may go out now; nobody else gets them until the lease ends.

        An attempt counts when it is claimed, so that a message that kills its worker does not come back for ever.
        """
        columns = alert_message.c
        free = or_(columns.lease_until.is_(None), columns.lease_until <= now)
        ready = and_(columns.channel == channel, columns.state == "waiting", columns.not_before <= now, free)
        chosen = select(columns.id).where(ready).order_by(columns.id).limit(limit).with_for_update(skip_locked=True)
        with writing(self.engine) as connection:
            ids = list(connection.execute(chosen).scalars())
            held = columns.id.in_(ids)
            values = {"lease": self.owner, "lease_until": now + lease, "attempts": columns.attempts + 1}
            connection.execute(update(alert_message).where(held).values(values))
            found = connection.execute(select(alert_message).where(held).order_by(columns.id))
            return [dict(row) for row in found.mappings()]

    def sent(self, number: int, now: datetime, remark: str | None = None) -> bool:
        """Note that a message went out; False if the lease was lost meanwhile."""
        return self._end(number, {"state": "sent", "sent_at": now, "problem": remark})

    def put_off(self, number: int, until: datetime, problem: str) -> bool:
        """Try a message again later."""
        return self._end(number, {"not_before": until, "problem": problem})

    def bury(self, number: int, problem: str) -> bool:
        """Give a message up; it stays visible."""
        return self._end(number, {"state": "dead", "problem": problem})

    def without_channel(self) -> list[Row]:
        """Dead messages whose recipient had no address: [id, recipient]."""
        columns = alert_message.c
        wanted = select(columns.id, columns.recipient).where(columns.state == "dead", columns.channel == NO_CHANNEL)
        with self.engine.connect() as connection:
            return [dict(row) for row in connection.execute(wanted.order_by(columns.id)).mappings()]

    def redirect(self, number: int, channel: str, lang: str) -> None:
        """Give a dead message the way its recipient can be reached by now."""
        dead = and_(alert_message.c.id == number, alert_message.c.state == "dead")
        with writing(self.engine) as connection:
            connection.execute(update(alert_message).where(dead).values(channel=channel, lang=lang))

    def revive(self, now: datetime) -> int:
        """Let dead messages wait again; return how many. Those that still have no channel stay dead."""
        dead = and_(alert_message.c.state == "dead", alert_message.c.channel != NO_CHANNEL)
        values = {"state": "waiting", "attempts": 0, "not_before": now, "lease": None, "lease_until": None}
        with writing(self.engine) as connection:
            return connection.execute(update(alert_message).where(dead).values(values)).rowcount

    def channels(self) -> tuple[str, ...]:
        """Channels with a message that waits."""
        waiting = select(alert_message.c.channel).where(alert_message.c.state == "waiting").distinct()
        with self.engine.connect() as connection:
            return tuple(sorted(connection.execute(waiting).scalars()))

    def busy_since(self, channel: str, since: datetime, now: datetime) -> int:
        """Messages of a channel that were sent since then, or are being sent: what counts against its limit."""
        columns = alert_message.c
        under_way = and_(columns.state == "waiting", columns.lease_until > now)
        counted = and_(columns.channel == channel, or_(columns.sent_at >= since, under_way))
        with self.engine.connect() as connection:
            return int(connection.execute(select(func.count()).where(counted)).scalar_one())

    def listed(self, state: str | None = None, limit: int | None = None) -> list[Row]:
        """Messages without their content, newest first."""
        names = (name for name in alert_message.c.keys() if name not in {"payload", "lease"})  # noqa: SIM118 - columns
        statement = select(*(alert_message.c[name] for name in names)).order_by(alert_message.c.id.desc()).limit(limit)
        if state is not None:
            statement = statement.where(alert_message.c.state == state)
        with self.engine.connect() as connection:
            return [dict(row) for row in connection.execute(statement).mappings()]

    def _end(self, number: int, values: Row) -> bool:
        mine = and_(alert_message.c.id == number, alert_message.c.lease == self.owner)
        cleared = {"lease": None, "lease_until": None}
        statement = update(alert_message).where(mine, alert_message.c.state == "waiting").values(**values, **cleared)
        with writing(self.engine) as connection:
            return connection.execute(statement).rowcount == 1
