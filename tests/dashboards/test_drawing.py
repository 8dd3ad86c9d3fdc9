"""What only shows something is one piece for the browser, with the same text, the same links, the same marks."""

from __future__ import annotations

from typing import Any

import pytest
from dash import dcc, html

from dashboards.callbacks import render
from dashboards.drawing import drawn
from dashboards.figures.parts import aria
from tests.dashboards.fake import FakeService
from tests.dashboards.reading import hrefs, nodes, text, tree


def undrawn(part: object) -> Any:  # noqa: ANN401 - whatever JSON holds
    """A drawn page as the tree of components it came from, near enough to be read."""
    if isinstance(part, dict) and part.get("type") == "Drawn":
        return _component(part["props"]["tree"])
    if isinstance(part, dict):
        return {key: undrawn(value) for key, value in part.items()}
    return [undrawn(one) for one in part] if isinstance(part, list) else part


def _component(node: object) -> Any:  # noqa: ANN401 - whatever JSON holds
    if not isinstance(node, list):
        return node
    tag, props, parts = node
    children = [_component(part) for part in parts]
    return {"namespace": "x", "type": tag.capitalize(), "props": {**props, "children": children}}


@pytest.mark.parametrize("address", ["/", "/units", "/unit/H01.201", "/unit/H99"])
def test_a_drawn_page_says_and_leads_the_same_in_far_fewer_pieces(service: FakeService, address: str) -> None:
    whole = render(service, address, "")[0]
    said, led, many = text(whole).split(), hrefs(whole), len(list(nodes(tree(whole))))
    pieces = tree(drawn(whole))
    assert text(undrawn(pieces)).split() == said
    assert hrefs(undrawn(pieces)) == led
    assert len(list(nodes(pieces))) < 60 < many or address == "/unit/H99"


def test_what_has_an_id_or_does_something_stays_as_it_is() -> None:
    page = html.Div(
        [
            html.P(["a ", html.Strong("b")], className="c", **aria(label="d")),
            html.Section([html.P("e"), dcc.Input(id="f"), dcc.Link("g", href="/h", className="i")]),
            html.Button("j", n_clicks=0),
        ]
    )
    found = tree(drawn(page))
    first, section, button = found["props"]["children"]
    assert first["props"]["tree"] == ["p", {"className": "c", "aria-label": "d"}, ["a ", ["strong", {}, ["b"]]]]
    kinds = [part["type"] for part in section["props"]["children"]]
    assert kinds == ["Drawn", "Input", "Drawn"]
    link = section["props"]["children"][2]["props"]["tree"]
    assert link == ["a", {"href": "/h", "className": "inside i"}, ["g"]]
    assert (button["type"], button["props"]["n_clicks"]) == ("Button", 0)


def test_nothing_stays_nothing() -> None:
    assert drawn(None) is None
    assert drawn([None, "a"]) == [None, "a"]
