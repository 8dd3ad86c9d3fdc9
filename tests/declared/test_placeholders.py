"""``${NAME}`` and ``${file:/path}``: filled at the last moment, never shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.declared import PlaceholderError, Source
from monitor.declared.placeholders import contains_placeholder, malformed, resolve_options

SECRETS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"])).map(lambda text: f"s3cr3t-{text}-end")


def test_options_are_filled_at_any_depth(tmp_path: Path) -> None:
    secret = tmp_path / "password"
    secret.write_text("sesame\n", encoding="utf-8")
    options = {
        "base_url": "${HOST}/api/${PATH_2}",
        "auth": {"password": f"${{file:{secret}}}", "parts": ["a", "${HOST}"]},
        "retries": 3,
        "plain": "costs $5 {not} a placeholder",
    }
    source = Source(name="a", connector="b", options=options)
    assert source.resolved_options({"HOST": "http://h", "PATH_2": "x"}) == {
        "base_url": "http://h/api/x",
        "auth": {"password": "sesame", "parts": ["a", "http://h"]},
        "retries": 3,
        "plain": "costs $5 {not} a placeholder",
    }
    assert source.options == options


@pytest.mark.parametrize("environ", [{}, {"TOKEN": ""}])
def test_a_variable_that_is_not_set_is_named(environ: dict[str, str]) -> None:
    with pytest.raises(PlaceholderError) as caught:
        resolve_options("mot-cua", {"key": {"token": "${TOKEN}"}}, environ)
    assert caught.value.message == "Option key of source mot-cua needs the variable TOKEN, which is not set."
    assert caught.value.remedy == "Set TOKEN in the environment or in .env."
    assert str(caught.value) == f"{caught.value.message} {caught.value.remedy}"


@pytest.mark.parametrize("content", [None, b"", b" \n", b"\xff\xfe\xfa"])
def test_a_secret_file_that_gives_nothing_is_named(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "token"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(PlaceholderError, match=r"Option token of source a needs the file .*token, which") as caught:
        resolve_options("a", {"token": f"${{file:{path}}}"}, {})
    assert caught.value.__cause__ is None


@given(secret=SECRETS)
def test_what_was_filled_in_is_never_shown(secret: str) -> None:
    options = resolve_options(
        "a", {"password": "${P}", "header": "Bearer ${P}", "deep": {"x": ["${P}"]}}, {"P": secret}
    )
    assert options == {"password": secret, "header": f"Bearer {secret}", "deep": {"x": [secret]}}
    shown = "<options password, header, deep; values hidden>"
    assert (repr(options), str(options), f"{options}") == (shown, shown, shown)
    with pytest.raises(PlaceholderError) as caught:
        resolve_options("a", {"password": "${P}", "other": "${Q}"}, {"P": secret})
    assert secret not in f"{caught.value!r} {caught.value}"


@given(secret=SECRETS)
def test_a_filled_value_is_not_filled_again(secret: str) -> None:
    twice = f"{secret}${{Q}}"
    assert resolve_options("a", {"p": "${P}"}, {"P": twice, "Q": "leak"})["p"] == twice


@pytest.mark.parametrize("text", ["${", "${}", "${a b}", "${1A}", "x${NAME", "${file:}", "${NAME} ${", "${{A}}"])
def test_a_malformed_placeholder_is_recognised(text: str) -> None:
    assert malformed(text)


@pytest.mark.parametrize("text", ["${A}", "x${_a1}y${file:/run/secrets/a b}", "$A", "{A}", "$", ""])
def test_well_formed_texts_are_no_problem(text: str) -> None:
    assert not malformed(text)


def test_placeholders_are_found_at_any_depth() -> None:
    assert contains_placeholder({"a": [{"b": "x${C}"}]})
    assert not contains_placeholder({"a": [{"b": "x"}], "c": 3, "d": None})
