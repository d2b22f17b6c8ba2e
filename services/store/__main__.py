"""Run store alone."""

from __future__ import annotations

import sys

from libs.service.service import run_alone
from services.store.app import build
from services.store.settings import Settings

if __name__ == "__main__":
    sys.exit(run_alone(Settings, build))
