"""Recognisers that may be missing."""

from __future__ import annotations

import logging
import sys

import pytest

from services.classify.reading.people import adapters
from tests.services.classify.reading.people.readings import told


@pytest.fixture(autouse=True)
def _forget_loaded() -> None:
    adapters.slovnet.cache_clear()


def test_russian_is_read_by_grammar_with_one_warning_where_slovnet_is_missing(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setitem(sys.modules, "slovnet", None)
    with caplog.at_level(logging.WARNING):
        first = told("Прибыл министр энергетики Казахстана Алмаз Сериков.", "ru")
        told("Прибыл министр энергетики Казахстана Алмаз Сериков.", "ru")
    assert first == [("Алмаз Сериков", "министр энергетики", None, "KZ")]
    assert sum("slovnet" in record.getMessage() for record in caplog.records) == 1
    adapters.slovnet.cache_clear()


def test_the_recogniser_is_loaded_once() -> None:
    assert adapters.slovnet() is adapters.slovnet()
