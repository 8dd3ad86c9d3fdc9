"""Recognizes pages made for people where data was agreed: a firewall's refusal, a login form."""

from __future__ import annotations

import re
from typing import Literal

from connectors.transport.message import Answer

Page = Literal["firewall", "login", "page"]

_LOOKED_AT = 65_536
_FIREWALL = re.compile(
    r"request rejected|your support id|web application firewall|access denied|attention required|captcha"
    r"|incapsula|cf-error|blocked by|bị chặn|từ chối truy cập",
    re.IGNORECASE,
)
_PLAIN_FIREWALL = re.compile(r"\s*(the )?request(ed url was)? (was )?rejected|\s*access denied", re.IGNORECASE)
_LOGIN = re.compile(
    r"type\s*=\s*[\"']?password|<title>[^<]*(log ?in|sign ?in|đăng nhập)|name\s*=\s*[\"']?samlrequest", re.IGNORECASE
)
_LOGIN_ADDRESS = re.compile(r"log-?in|sign-?in|/sso\b|/cas\b|/auth\b|oauth|openid|saml|dang-?nhap", re.IGNORECASE)


def page_kind(answer: Answer) -> Page | None:
    """What kind of web page the answer is, or None if it is none."""
    start = answer.body[:_LOOKED_AT].decode("utf-8", errors="replace").lstrip("\ufeff \t\r\n")
    if not start.startswith("<") and answer.media_type != "text/html":
        return "firewall" if _PLAIN_FIREWALL.match(start) else None
    if start.startswith(("{", "[")):
        return None
    if _FIREWALL.search(start):
        return "firewall"
    return "login" if _LOGIN.search(start) else "page"


def leads_to_login(location: str) -> bool:
    """Whether a redirect's address looks like a login page."""
    return _LOGIN_ADDRESS.search(location) is not None
