"""Reads a JSON answer strictly: a field that is gone, renamed or of another type ends in ``ContractBroken``.

Fields nobody asked for are allowed: sources add some without notice.
"""

from __future__ import annotations

import json
from typing import Annotated, Any, NoReturn, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from connectors.errors import ContractBroken
from connectors.transport.message import Answer

Read = TypeVar("Read")
REMEDY = "Nothing was stored from this answer. Compare the kept evidence with the connector's agreed format."
_EXACT_FLOAT = 2**53
_INT64 = 2**63
_SHOWN = 40
_LISTED = 12


class Payload(BaseModel):
    """Base of every payload model: strict types, fields nobody asked for ignored."""

    model_config = ConfigDict(strict=True, extra="ignore", frozen=True)


def _whole(value: object) -> object:
    """A float without a fraction is an integer to JSON; beyond 2^53 it no longer says which one."""
    if isinstance(value, float) and value.is_integer() and abs(value) < _EXACT_FLOAT:
        return int(value)
    return value


Count = Annotated[int, BeforeValidator(_whole), Field(strict=True, ge=-_INT64, lt=_INT64)]
"""A count: 11250 or 11250.0, never "11250", 11250.5 or true. Negative ones pass: the monitor's checks hold them."""

Ratio = Annotated[float, Field(allow_inf_nan=False)]
"""A published percentage, whole or not."""


def parse(answer: Answer, model: TypeAdapter[Read]) -> Read:
    """Decode the body and check it against ``model``. Raises ``ContractBroken`` with the evidence."""
    return check(answer, decode(answer), model)


def decode(answer: Answer) -> object:
    """The body as JSON (UTF-8, RFC 8259). Raises ``ContractBroken`` saying what it was instead."""
    if not answer.body.strip():
        _broken(answer, "the answer is empty; JSON was agreed")
    try:
        text = answer.body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        _broken(answer, f"byte {error.start} of the answer is not UTF-8")
    try:
        return json.loads(text, parse_constant=_no_constant, object_pairs_hook=_no_twice)
    except RecursionError:
        _broken(answer, "the JSON is nested too deeply")
    except json.JSONDecodeError as error:
        cut = " (the answer seems cut off)" if error.pos >= len(text.rstrip()) - 1 else ""
        _broken(answer, f"not JSON at character {error.pos}: {error.msg}{cut}")
    except ValueError as error:
        _broken(answer, f"not JSON: {error}"[:200])


def check(answer: Answer, value: object, model: TypeAdapter[Read], path: str = "") -> Read:
    """``value`` as ``model``; ``path`` is where in the answer it stands. Raises ``ContractBroken``."""
    try:
        return model.validate_python(value)
    except ValidationError as error:
        details = error.errors(include_url=False)
        more = f" (and {len(details) - 1} more)" if len(details) > 1 else ""
        _broken(answer, _sentence(details[0], path) + more)


def broken(answer: Answer, what: str, remedy: str = REMEDY) -> ContractBroken:
    """The error for an answer that is not what was agreed, evidence kept."""
    return ContractBroken(f"{answer.url}: {what}.", remedy, answer.evidence())


def _broken(answer: Answer, what: str) -> NoReturn:
    raise broken(answer, what) from None


def _sentence(detail: ErrorDetails, path: str) -> str:
    where = _path(path, detail["loc"])
    if detail["type"] == "missing":
        found = detail["input"]
        keys = ", ".join(list(found)[:_LISTED]) if isinstance(found, dict) else ""
        return f"{where} is missing; fields found there: {keys or 'none'}"
    return f"{where}: {_expectation(detail)}, found {shown(detail['input'])}"


def _expectation(detail: ErrorDetails) -> str:
    expected = {
        "int_type": "expected a whole number",
        "float_type": "expected a number",
        "string_type": "expected text",
        "list_type": "expected a list",
        "model_type": "expected an object",
        "dict_type": "expected an object",
    }
    return expected.get(detail["type"], detail["msg"][:1].lower() + detail["msg"][1:])


def _path(path: str, location: tuple[int | str, ...]) -> str:
    for part in location:
        path += f"[{part}]" if isinstance(part, int) else f".{part}"
    return path.lstrip(".") or "the answer"


def shown(value: object) -> str:
    """A value of an answer as a message shows it: its kind, and the beginning of what it is."""
    kinds: dict[type, str] = {str: "text", dict: "an object", list: "a list", bool: "a truth value"}
    if value is None:
        return "null"
    kind = kinds.get(type(value), "a number")
    return kind if isinstance(value, dict | list) else f"{kind} {json.dumps(value, ensure_ascii=False)[:_SHOWN]}"


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a JSON number")


def _no_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise ValueError("a field stands twice in one object")
    return fields
