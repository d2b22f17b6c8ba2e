"""The outlines of countries that the map is drawn on; README.md says where they come from."""

from __future__ import annotations

import gzip
import json
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent / "countries.json.gz"


@cache
def countries() -> dict[str, Any]:
    """A TopoJSON topology with the object `countries`, whose ids are ISO 3166-1 alpha-2 codes where there is one."""
    found: dict[str, Any] = json.loads(gzip.decompress(FILE.read_bytes()))
    return found
