"""What axe finds wrong with a page."""

from __future__ import annotations

from typing import Literal

from axe_core_python.sync_playwright import Axe

from tests.dashboards.browsing import Visit

Theme = Literal["light", "dark"]
THEMES: tuple[Theme, ...] = ("light", "dark")


def faults(visit: Visit, theme: Theme) -> list[str]:
    """What axe finds wrong with the page in a theme: the rule and the first elements. Dark differs only in colours."""
    visit.page.emulate_media(color_scheme=theme)
    rules = {"runOnly": ["color-contrast"]} if theme == "dark" else {}
    visit.page.evaluate(Axe().axe_script)
    options = {"resultTypes": ["violations"]} | rules
    found = visit.page.evaluate("options => axe.run(document, options)", options)["violations"]
    return [f"{one['id']}: {[node['html'][:160] for node in one['nodes'][:4]]}" for one in found]
