"""Validating by the JSON Schemas that come with Planner, in this process and as editors would.

A validator is given what a TOML file holds as JSON: dates and times become text, as taplo and
check-jsonschema make them.
"""

import datetime
import json
from functools import cache
from typing import Any

import pytest

from planner.catalogue import load_catalogue
from planner.judge import judge_reading
from planner.judge.findings import Finding
from planner.regimen.reading import read_bytes
from planner.regimen.schema import shipped_path

_HOW = "it comes with check-jsonschema"


def schema(kind: str = "regimen") -> dict[str, Any]:
    """A schema that comes with Planner."""
    return _schema(kind)


@cache
def _schema(kind: str) -> Any:
    return json.loads(shipped_path(kind).read_text(encoding="utf-8"))


def as_json(value: Any) -> Any:
    """A TOML value as validators are given it."""
    if isinstance(value, dict):
        return {key: as_json(each) for key, each in value.items()}
    if isinstance(value, list):
        return [as_json(each) for each in value]
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    return value


def _finds(engine: str, pattern: str, text: str) -> bool:
    """Whether a pattern is found in a text: by the rules of ECMAScript, or of Python."""
    return _regex(engine, pattern)(text) is not None


@cache
def _regex(engine: str, pattern: str) -> Any:
    if engine == "python":
        import re

        return re.compile(pattern).search
    return pytest.importorskip("regress", reason=_HOW).Regex(pattern, "u").find


@cache
def _validator(engine: str) -> Any:
    """The class of a validator of draft 7 whose patterns an engine reads."""
    jsonschema = pytest.importorskip("jsonschema", reason=_HOW)

    def pattern(validator: Any, wanted: str, text: Any, schema: Any) -> Any:
        del validator, schema
        if isinstance(text, str) and not _finds(engine, wanted, text):
            yield jsonschema.ValidationError(f"{text!r} does not match {wanted!r}")

    return jsonschema.validators.extend(jsonschema.Draft7Validator, {"pattern": pattern})


@cache
def validator(kind: str = "regimen", engine: str = "ecma", definition: str | None = None) -> Any:
    """A validator of a whole schema, or of one of its definitions."""
    whole = schema(kind)
    if definition is not None:
        whole = {"definitions": whole["definitions"], "$ref": f"#/definitions/{definition}"}
    return _validator(engine)(whole)


def complaints(table: dict[str, Any], kind: str = "regimen") -> list[str]:
    """What a schema does not like about a table, each with its key path."""
    return [
        f"{'.'.join(map(str, each.absolute_path))}: {each.message}"
        for each in validator(kind).iter_errors(as_json(table))
    ]


def errors(data: bytes) -> list[Finding]:
    """The findings for which Planner does not use a file, or an entry of it."""
    verdict = judge_reading(read_bytes(data), load_catalogue())
    return [each for each in verdict.findings if each.severity == "error"]
