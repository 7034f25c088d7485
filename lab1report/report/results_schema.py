"""The JSON Schema of `results.json`, which describes each of its keys."""

import json
from pathlib import Path
from typing import Any

_FILE = Path(__file__).with_name("results.schema.json")


def results_schema() -> dict[str, Any]:
    """The schema (draft 2020-12), of JSON's own types."""
    schema: dict[str, Any] = json.loads(_FILE.read_text(encoding="utf-8"))
    return schema
