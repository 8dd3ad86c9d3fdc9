"""Read a Dash component tree as a person would: its text, its links, its parts by class."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from dash._utils import to_json


def tree(component: object) -> Any:  # noqa: ANN401 - whatever JSON holds
    """The component as the browser gets it."""
    return json.loads(to_json(component))  # type: ignore[no-untyped-call]


def nodes(part: object) -> Iterator[dict[str, Any]]:
    """Every component below ``part`` (a tree), outermost first."""
    if isinstance(part, dict):
        if "namespace" in part:
            yield part
        for value in part.values():
            yield from nodes(value)
    elif isinstance(part, list):
        for item in part:
            yield from nodes(item)


def text(component: object) -> str:
    """All visible text."""
    return _text(tree(component))


def _text(part: object) -> str:
    if isinstance(part, str):
        return part
    if isinstance(part, list):
        return "".join(_text(item) for item in part)
    if isinstance(part, dict) and "props" in part:
        inner = _text(part["props"].get("children"))
        return inner if part["type"] in ("Strong", "Span", "Code", "A", "Link") else f"{inner}\n"
    return ""


def with_class(component: object, name: str) -> list[dict[str, Any]]:
    """Components that carry a class."""
    return [node for node in nodes(tree(component)) if name in str(node["props"].get("className", "")).split()]


def hrefs(component: object) -> list[str]:
    """Where its links lead."""
    return [node["props"]["href"] for node in nodes(tree(component)) if node["props"].get("href")]
