"""Recognisers that may be missing."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from services.classify.reading.languages.ru import heads, morphology
from services.classify.reading.languages.ru.projects import adjective, noun_of, project_name
from services.classify.reading.people import adapters
from tests.services.classify.reading.people.readings import told

LOADERS = (adapters.slovnet, adapters.hanta, adapters.pymorphy)
READ_BY_GRAMMAR = [
    ("slovnet", "slovnet", "ru", "Прибыл министр энергетики Казахстана Алмаз Сериков.", "Алмаз Сериков"),
    ("hanta", "HanTa", "de", "Bundeskanzler Friedrich Ebel empfing den Gast.", "Friedrich Ebel"),
    ("pymorphy3", "pymorphy3", "ru", "Прибыл министр энергетики Казахстана Алмаз Сериков.", "Алмаз Сериков"),
]


@pytest.fixture(autouse=True)
def _forget_loaded() -> Iterator[None]:
    forget()
    yield
    forget()


def forget() -> None:
    for loader in LOADERS:
        loader.cache_clear()
    adapters._missing.clear()
    for remembering in (morphology.readings, morphology.nominative, heads._beginning_with, noun_of, adjective):
        remembering.cache_clear()


@pytest.mark.parametrize(("adapter", "package", "language", "text", "name"), READ_BY_GRAMMAR)
def test_a_missing_package_is_said_once_and_the_grammar_reads_alone(
    adapter: str,
    package: str,
    language: str,
    text: str,
    name: str,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    loader = LOADERS[[row[0] for row in READ_BY_GRAMMAR].index(adapter)]

    with caplog.at_level(logging.WARNING):
        assert told(text, language)[0][0] == name
        assert told(text, language)[0][0] == name
        assert loader() is None
        assert loader() is None

    assert sum(record.getMessage().startswith(f"{adapter} is missing") for record in caplog.records) == 1
    assert [one.adapter for one in adapters.missing(language)] == [adapter]
    assert all(adapters.missing(other) == () for other in ("en", "ru", "de") if other != language)


def test_damaged_model_files_count_as_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    model = tmp_path / "natasha" / "data" / "model" / "slovnet_ner_news_v1.tar"
    model.parent.mkdir(parents=True)
    model.write_bytes(b"no tar at all")
    (tmp_path / "natasha" / "__init__.py").write_text("")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "natasha", raising=False)

    assert adapters.slovnet() is None
    assert [one.adapter for one in adapters.missing("ru")] == ["slovnet"]


def test_a_project_keeps_its_case_without_morphology(monkeypatch: pytest.MonkeyPatch) -> None:
    assert project_name("Восточной железной дороги") == "Восточная железная дорога"
    monkeypatch.setitem(sys.modules, "pymorphy3", None)
    forget()
    assert project_name("Восточной железной дороги") == "Восточной железной дороги"


def test_the_recogniser_is_loaded_once() -> None:
    assert adapters.slovnet() is adapters.slovnet()
    assert adapters.missing("ru") == ()


def test_a_word_with_a_letter_that_has_no_name_has_no_readings() -> None:
    assert adapters.pymorphy().parse("0\U00017000порта") == []
    assert morphology.readings("порта")[0].lemma == "порт"
