"""What needs nothing of Dash is drawn as one piece: a page of thousands of parts answers as fast as one of a few.

Dash keeps every component in a store that tells every other one about each change, so the time a browser needs for a
new page grows with the square of its parts (measured: 1,640 parts, more than two million calls). ``drawn`` folds every
part of a page that only shows something, links included, into one component that assets/drawn.js draws; what has an id
or a part that does (pickers, forms, charts, grids) stays as it is. The pages themselves know nothing of this.
"""

from __future__ import annotations

from typing import Any

from dash import dcc
from dash.development.base_component import Component

Tree = str | float | list[Any] | None
"""Text, or [tag, properties, parts]."""
_HTML = "dash_html_components"
_LINK = {"href", "title", "className", "target"}
_OWN, _NONE = ["tree"], list[str]()


class Drawn(Component):
    """One piece of a page. ``tree``: see ``Tree``; ``window.sohoa.Drawn`` of assets/drawn.js draws it."""

    _children_props = _NONE
    _base_nodes = _NONE
    _namespace = "sohoa"
    _type = "Drawn"
    _prop_names = _OWN
    _valid_wildcard_attributes = _NONE
    available_properties = _OWN
    available_wildcard_properties = _NONE

    def __init__(self, tree: Tree) -> None:
        super().__init__(tree=tree)  # type: ignore[no-untyped-call]  # Dash's own


def drawn(parts: Any) -> Any:  # noqa: ANN401 - Dash children: nothing, a text, a component or a list of them
    """The same parts, each as large a piece as can be drawn at once. Changes the components it is given."""
    return _folded(parts, _Live())


class _Live(dict[int, bool]):
    """Whether a component, or one below it, needs Dash; asked once for each."""

    def of(self, part: Any) -> bool:  # noqa: ANN401 - Dash children
        if isinstance(part, (list, tuple)):
            return any(self.of(one) for one in part)
        if not isinstance(part, Component):
            return False
        if id(part) not in self:
            below = self.of(getattr(part, "children", None))
            self[id(part)] = below or not _plain(part)
        return self[id(part)]


def _plain(part: Component) -> bool:
    """Whether it only shows something."""
    names = set(_props(part))
    if isinstance(part, dcc.Link):
        return names <= _LINK
    return part._namespace == _HTML and not names & {"id", "n_clicks", "key"}  # noqa: SLF001 - Dash has no other name


def _props(part: Component) -> dict[str, Any]:
    props: dict[str, Any] = part.to_plotly_json()["props"]  # type: ignore[no-untyped-call]  # Dash's own
    return {name: value for name, value in props.items() if name != "children" and value is not None}


def _folded(part: Any, live: _Live) -> Any:  # noqa: ANN401 - Dash children
    if isinstance(part, (list, tuple)):
        return [_folded(one, live) for one in part]
    if not isinstance(part, Component):
        return part
    if not live.of(part):
        return Drawn(_tree(part))
    if getattr(part, "children", None) is not None:
        part.children = _folded(part.children, live)
    return part


def _tree(part: Any) -> Tree:  # noqa: ANN401 - Dash children
    if not isinstance(part, Component):
        return part  # type: ignore[no-any-return]  # a text, a number or nothing
    props = _props(part)
    tag = part._type.lower()  # noqa: SLF001 - Dash has no other name for it
    if isinstance(part, dcc.Link):
        tag, props = "a", {**props, "className": f"inside {props.get('className', '')}".strip()}
    below = getattr(part, "children", None)
    parts = list(below) if isinstance(below, (list, tuple)) else [] if below is None else [below]
    return [tag, props, [_tree(one) for one in parts]]
