"""Names by a model from a local folder, with a stub in place of the package: its weights are the operator's."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from services.classify.reading.annotate import annotate
from services.classify.reading.languages.pack import load_pack
from services.classify.reading.people import adapters, gliner
from tests.services.classify.reading.documents import document
from tests.services.classify.reading.people.readings import told

TEXT = "Talks were held with Qorlan Vexley. The guest from Zelmar Dynamics spoke of trade.\nPhoto: Ann Smith"


class StubModel:
    """Finds what it is told, and remembers what it was asked."""

    def __init__(self, entities: dict[str, list[str]]) -> None:
        self.entities = entities
        self.asked: list[list[str]] = []

    def batch_extract_entities(
        self, texts: list[str], labels: dict[str, str], threshold: float, include_spans: bool
    ) -> list[dict[str, Any]]:
        self.asked.append(texts)
        return [{"entities": {label: self.spans(text, label) for label in labels}} for text in texts]

    def spans(self, text: str, label: str) -> list[dict[str, Any]]:
        words = [one for one in self.entities.get(label, []) if one in text]
        return [{"text": one, "start": text.index(one), "end": text.index(one) + len(one)} for one in words]


class LyingModel(StubModel):
    def spans(self, text: str, label: str) -> list[dict[str, Any]]:
        return [{"text": "Nobody Here", "start": 0, "end": 11}]


class FailingModel(StubModel):
    def batch_extract_entities(self, *given: object, **named: object) -> list[dict[str, Any]]:
        raise RuntimeError("out of memory")


@pytest.fixture(autouse=True)
def _off_again(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in gliner.OFF_LINE:
        monkeypatch.delenv(name, raising=False)
    yield
    gliner.use_folder(None)
    adapters._missing.clear()


def install(monkeypatch: pytest.MonkeyPatch, folder: Path, model: StubModel) -> list[tuple[str, dict[str, Any]]]:
    """A package that loads this model, in use from the folder; gives what it was loaded with."""
    loaded: list[tuple[str, dict[str, Any]]] = []

    class AutoExtractor:
        @classmethod
        def from_pretrained(cls, path: str, **options: Any) -> StubModel:
            loaded.append((path, {**options, "hub_off": os.environ.get("HF_HUB_OFFLINE")}))
            return model

    package = ModuleType("gliner2")
    package.AutoExtractor = AutoExtractor  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "gliner2", package)
    (folder / "config.json").write_text("{}")
    gliner.use_folder(folder)
    return loaded


def names(text: str = TEXT, language: str = "en") -> Sequence[str | None]:
    return [person[0] for person in told(text, language)]


def test_persons_and_organisations_come_from_the_model(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    read = document(TEXT, boilerplate="Photo")
    before = annotate(read, load_pack("en"))
    assert "Zelmar Dynamics" not in [body.name for body in before.organizations]

    loaded = install(
        monkeypatch, tmp_path, StubModel({"person": ["Qorlan Vexley"], "organization": ["Zelmar Dynamics"]})
    )
    after = annotate(read, load_pack("en"))

    assert [person.name for person in after.people] == ["Qorlan Vexley"]
    body = next(body for body in after.organizations if body.name == "Zelmar Dynamics")
    assert read.slice(body.start, body.end) == "Zelmar Dynamics"
    assert loaded == [(str(tmp_path), {"local_files_only": True, "hub_off": "1"})]


def test_the_model_replaces_the_recogniser_of_the_language(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def refuse() -> None:
        raise AssertionError("asked although a model is in use")

    monkeypatch.setattr("services.classify.reading.languages.ru.names.slovnet", refuse)
    model = StubModel({"person": ["Корлан Векслей"]})
    install(monkeypatch, tmp_path, model)

    assert names("В Астану прибыл Корлан Векслей.", "ru") == ["Корлан Векслей"]
    assert model.asked == [["В Астану прибыл Корлан Векслей."]]


def test_boilerplate_is_not_shown_to_the_model(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    model = StubModel({"person": ["Ann Smith"]})
    install(monkeypatch, tmp_path, model)
    annotate(document(TEXT, boilerplate="Photo"), load_pack("en"))
    assert model.asked == [["Talks were held with Qorlan Vexley.", "The guest from Zelmar Dynamics spoke of trade."]]


def test_words_that_do_not_stand_in_the_text_are_dropped(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    install(monkeypatch, tmp_path, LyingModel({}))
    read = document("The weather stays fine in the mountains.")
    assert gliner.recognise(read) == gliner.Recognised((), ())


@pytest.mark.parametrize("lacks", ["folder", "files", "package"])
def test_without_folder_files_or_package_the_grammar_reads(
    lacks: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    text = "The Minister of Energy of Kazakhstan Almas Serikov came."
    expected = told(text)
    monkeypatch.setitem(sys.modules, "gliner2", None)
    if lacks == "package":
        (tmp_path / "config.json").write_text("{}")
    gliner.use_folder(tmp_path / "absent" if lacks == "folder" else tmp_path)

    with caplog.at_level(logging.WARNING):
        assert told(text) == expected
        assert told(text + " ") == expected

    assert [record.getMessage()[:17] for record in caplog.records] == ["gliner is missing"]
    assert [one.adapter for one in adapters.missing("de")] == ["gliner"]


def test_a_model_that_fails_is_not_asked_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    install(monkeypatch, tmp_path, FailingModel({}))
    assert names("The Minister of Energy of Kazakhstan Almas Serikov came.") == ["Almas Serikov"]
    assert [(one.adapter, one.reason) for one in adapters.missing("en")] == [("gliner", "RuntimeError: out of memory")]
    assert not gliner.is_in_use()


def test_nothing_of_it_is_imported_unless_a_folder_is_named() -> None:
    program = (
        "import sys\n"
        "from services.classify.reading.reader import read_article\n"
        "read_article({'text': 'The President met the Minister of Trade John Smith in Astana on Monday.'})\n"
        "print([name for name in ('gliner2', 'torch', 'transformers', 'huggingface_hub') if name in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout == "[]\n"
