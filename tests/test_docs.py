"""The documents cannot drift: what the program has, they name; what they name, the program has."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import typer.main

from connectors.registry import CONNECTORS, connector_class
from monitor.cli import app
from monitor.settings import Settings
from monitor.words import STATUSES

ROOT = Path(__file__).parent.parent


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def leaves(command: Any, path: tuple[str, ...] = ()) -> dict[tuple[str, ...], Any]:  # noqa: ANN401 - typer keeps click to itself
    """Every command that can be run, by its words."""
    below = getattr(command, "commands", None)
    if below is None:
        return {path: command}
    return {key: leaf for name, child in below.items() for key, leaf in leaves(child, (*path, name)).items()}


COMMANDS = leaves(typer.main.get_command(app))


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_every_command_and_option_is_documented(words: tuple[str, ...]) -> None:
    line = next((row for row in text("docs/commands.md").splitlines() if f"`sohoa {' '.join(words)}" in row), None)
    assert line, f"docs/commands.md has no line for: sohoa {' '.join(words)}"
    for parameter in COMMANDS[words].params:
        options = [name for name in parameter.opts if name.startswith("--") and name != "--help"]
        assert all(option in line for option in options), f"{words}: {options}"


def test_no_command_is_documented_that_does_not_exist() -> None:
    named = set(re.findall(r"^\| `sohoa ([a-z ]+?)(?= [\[A-Z]|`)", text("docs/commands.md"), re.MULTILINE))
    assert {tuple(name.split()) for name in named} <= set(COMMANDS)


def test_every_command_explains_itself() -> None:
    assert all(command.help for command in COMMANDS.values())


def test_every_setting_is_documented_with_its_default() -> None:
    document = text("docs/settings.md")
    for name, field in Settings.model_fields.items():
        line = next((row for row in document.splitlines() if f"`SOHOA_{name.upper()}`" in row), "")
        assert line, f"docs/settings.md does not name SOHOA_{name.upper()}"
        if field.default is not None:
            assert f"`{field.default}`" in line


def test_every_status_is_documented() -> None:
    assert all(f"`{status}`" in text("docs/commands.md") for status in STATUSES)


@pytest.mark.parametrize("name", sorted(CONNECTORS))
def test_every_connector_and_its_options_are_documented(name: str) -> None:
    document = text("docs/connectors.md")
    section = re.search(rf"^## `{name}`.*?(?=^## |\Z)", document, re.MULTILINE | re.DOTALL)
    assert section, f"docs/connectors.md has no section ## `{name}`"
    common = document.split("\n## ", maxsplit=1)[0]
    options = connector_class(name).Options.model_fields
    missing = [option for option in options if f"`{option}`" not in section[0] + common]
    assert not missing, missing
    unnamed = [measure for measure in connector_class(name).measures if f"`{measure}`" not in section[0]]
    assert not unnamed, unnamed
    assert f"| `{name}` |" in text("README.md")


def test_links_between_documents_lead_somewhere() -> None:
    for document in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]:
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", document.read_text(encoding="utf-8")):
            assert (document.parent / target).exists(), f"{document.name} links to {target}"
