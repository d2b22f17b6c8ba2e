"""The OpenAPI document of the whole origin, merged from the four services: `python -m services.openapi [--check]`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, cast

import schemas
from libs.service.described import Described
from services.embedded import compose

PATH = Path(schemas.__file__).parent / "openapi.json"


def document() -> str:
    """Nothing is started or written for it."""
    given = {"embedded": True, "data": Path("unused"), "instance": "documentation", "secret": "-" * 40}
    parts = [Described.openapi(cast(Described, app)) for app in compose(given).apps.values()]
    whole: dict[str, Any] = {
        "openapi": parts[0]["openapi"],
        "info": {"title": "Communiqué", "version": "1", "description": "Records of official meetings and agreements."},
        "servers": [{"url": "/"}],
        "paths": {},
        "components": {"schemas": {}, "securitySchemes": {}},
    }
    for part in parts:
        for path, operations in part["paths"].items():
            whole["paths"].setdefault(path, {}).update(operations)
        for kind, components in part.get("components", {}).items():
            for name, component in components.items():
                known = whole["components"].setdefault(kind, {}).setdefault(name, component)
                if known != component:
                    raise ValueError(f"two services have a {kind}/{name} of their own")
    whole["paths"] = dict(sorted(whole["paths"].items()))
    whole["components"] = {kind: dict(sorted(found.items())) for kind, found in sorted(whole["components"].items())}
    return json.dumps(whole, indent=1, ensure_ascii=False) + "\n"


def main(arguments: list[str]) -> int:
    text = document()
    if "--check" in arguments:
        if PATH.exists() and PATH.read_text("utf-8") == text:
            return 0
        sys.stderr.write("schemas/openapi.json is not what the services say: run python -m services.openapi\n")
        return 1
    PATH.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
