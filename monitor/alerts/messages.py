"""A digest's facts → subject, text and HTML in the recipient's language. Pure; the templates are package data."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from monitor.alerts.channels.base import Rendered
from monitor.alerts.notices import GOOD_NEWS, KINDS
from monitor.words import NOUNS, local_number

TEMPLATES = Path(__file__).with_name("templates")
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def render(key: str, facts: Mapping[str, Any], lang: str, link: str) -> Rendered:
    """The message of a digest's ``facts`` (see ``notices.Wording.payload``); ``link`` opens the answer."""
    asked = [item for item in facts["items"] if item["kind"] not in GOOD_NEWS]
    known = {
        "facts": facts,
        "asked": asked,
        "news": [i for i in facts["items"] if i not in asked],
        "link": link,
        "key": key,
        "lang": lang,
    }
    texts = {
        part: _environment(lang).get_template(f"digest.{lang}.{part}").render(known)
        for part in ("subject", "txt", "html")
    }
    return Rendered(key, " ".join(texts["subject"].split()), texts["txt"].strip() + "\n", texts["html"], link, facts)


@cache
def _environment(lang: str) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "number": lambda value: "–" if value is None else local_number(str(value), lang),
        "goal": lambda hundredths: per_cent(hundredths, lang),
        "day": _day,
        "moment": _moment,
        "kind": lambda name: KINDS[name][lang],
        "noun": lambda name: NOUNS[name][lang],
        "month": lambda code: month_words(code, lang),
    }
    return environment


def per_cent(hundredths: int | None, lang: str) -> str:
    """Hundredths of a per cent as a number without needless zeros: 9500 → 95, 9450 → 94,5."""
    if hundredths is None:
        return "–"
    whole, rest = divmod(hundredths, 100)
    decimals = f"{rest:02d}".rstrip("0")
    return local_number(f"{whole}.{decimals}" if decimals else f"{whole}", lang)


def _day(text: str | None) -> str:
    return "–" if text is None else f"{datetime.fromisoformat(text):%d/%m/%Y}"


def _moment(text: str | None) -> str:
    return "–" if text is None else f"{datetime.fromisoformat(text).astimezone(ZONE):%H:%M %d/%m/%Y}"


def month_words(code: str, lang: str) -> str:
    """2026-10 → tháng 10/2026; any other code as it is."""
    year, _, number = code.partition("-")
    if not number.isdigit():
        return code
    return f"tháng {int(number)}/{year}" if lang == "vi" else f"{int(number)}/{year}"
