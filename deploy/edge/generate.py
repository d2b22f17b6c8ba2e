"""Writes the edge's Caddyfile from the path table: `python deploy/edge/generate.py [--check]`.

With `--check` nothing is written; exit 1 when the file is not what it would be.
"""

from __future__ import annotations

import sys
from pathlib import Path

from libs.service.caddyfile import caddyfile

FILE = Path(__file__).parent / "Caddyfile"
UPSTREAMS = {
    "ingest": ("ingest", 8001),
    "classify": ("classify", 8002),
    "store": ("store", 8003),
    "notify": ("notify", 8004),
}


def main() -> int:
    text = caddyfile(UPSTREAMS)
    if "--check" in sys.argv[1:]:
        if FILE.read_text() == text:
            return 0
        sys.stderr.write("deploy/edge/Caddyfile is not what the path table says: python deploy/edge/generate.py\n")
        return 1
    FILE.write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
