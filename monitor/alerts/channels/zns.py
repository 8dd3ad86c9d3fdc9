"""ZNS: a registered template of Zalo, filled in and sent to a telephone number (the address).

``SOHOA_ZNS_TEMPLATE`` is the id of a template with the parameters ``don_vi``, ``ngay``, ``so_canh_bao``, ``noi_dung``
and ``lien_ket``.
"""

from __future__ import annotations

import re

from monitor.alerts.channels.base import Channel, Rendered, Setting, Undeliverable
from monitor.alerts.channels.zalo_oa import call
from monitor.alerts.channels.zalo_token import Tokens

MESSAGES = "https://business.openapi.zalo.me/message/template"
_NUMBER = re.compile(r"84\d{9,10}")
LONGEST = 200


def build(setting: Setting) -> Channel:
    """The channel. Raises ``ChannelNotSet``."""
    template = setting.need("SOHOA_ZNS_TEMPLATE")
    return ZnsTemplate(Tokens(setting), setting.wish("SOHOA_ZNS_URL", MESSAGES), template)


class ZnsTemplate:
    """Delivers template messages."""

    name = "zns"

    def __init__(self, tokens: Tokens, url: str, template: str) -> None:
        self._tokens = tokens
        self._url = url
        self._template = template

    def send(self, address: str, message: Rendered) -> None:
        """Deliver to one number; ``tracking_id`` carries the idempotency key."""
        number = vietnamese_number(address)
        facts = message.facts
        filled = {
            "don_vi": str(facts["name"]),
            "ngay": str(facts["day"]),
            "so_canh_bao": str(len(facts["items"])),
            "noi_dung": message.subject[:LONGEST],
            "lien_ket": message.link,
        }
        body = {"phone": number, "template_id": self._template, "template_data": filled, "tracking_id": message.key}
        call(self._tokens, self._url, body)


def vietnamese_number(address: str) -> str:
    """A telephone number with the country's code. Raises ``Undeliverable``."""
    number = re.sub(r"[\s.+-]", "", address)
    number = f"84{number[1:]}" if number.startswith("0") else number
    if not _NUMBER.fullmatch(number):
        raise Undeliverable("the address is no Vietnamese telephone number (0912345678 or 84912345678)")
    return number
