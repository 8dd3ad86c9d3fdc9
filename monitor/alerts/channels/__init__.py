"""Channels: one file each, so that deleting the file and its line here deletes the channel."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Final

from monitor.alerts.channels.base import Channel, ChannelNotSet, Setting

CHANNELS: Final = {
    "mail": "monitor.alerts.channels.mail",
    "apprise": "monitor.alerts.channels.anything",
    "sms": "monitor.alerts.channels.sms",
    "zalo_oa": "monitor.alerts.channels.zalo_oa",
    "zns": "monitor.alerts.channels.zns",
}
"""Name of a channel → its module; each has ``build(setting) -> Channel``. Loaded when a message needs it."""


def build(name: str, setting: Setting) -> Channel:
    """The channel of that name. Raises ``ChannelNotSet`` naming what is missing."""
    if name not in CHANNELS:
        raise ChannelNotSet(f"There is no channel {name!r}. Use one of: {', '.join(CHANNELS)}.")
    make: Callable[[Setting], Channel] = import_module(CHANNELS[name]).build
    return make(setting)


__all__ = ["CHANNELS", "Channel", "ChannelNotSet", "Setting", "build"]
