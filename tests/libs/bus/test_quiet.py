from __future__ import annotations

import logging

import pytest

from libs.bus.quiet import quieten


def test_a_complaint_passes_once_whatever_its_arguments(caplog: pytest.LogCaptureFixture) -> None:
    noisy = logging.getLogger("noisy.library")
    quieten("noisy")
    quieten("noisy")
    with caplog.at_level(logging.INFO):
        for number in range(5):
            noisy.error("cannot connect to %s", number)
            noisy.info("working on %s", number)
        noisy.error("something else")

    said = [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
    assert said == ["cannot connect to 0", "something else"]
    assert len(caplog.records) == 7
