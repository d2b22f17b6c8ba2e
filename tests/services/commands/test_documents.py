"""Files as articles."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from services.commands.documents import Entry, check, count, entries
from services.commands.frame import WrongInput


def read(path: Path, **given: str | None) -> list[Entry]:
    return list(entries([str(path)], given))


def written(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def articles(found: list[Entry]) -> list[Any]:
    return [entry.article for entry in found]


def test_a_text_file_is_an_article_under_its_own_name(tmp_path: Path) -> None:
    path = written(tmp_path, "talks.txt", "\ufeffThe ministers met.")
    assert articles(read(path)) == [{"id": "talks.txt", "text": "The ministers met."}]


@pytest.mark.parametrize("name", ["page.html", "page.HTM", "saved-page"])
def test_a_page_is_an_article_in_html(tmp_path: Path, name: str) -> None:
    page = "<!DOCTYPE html><html><body>Talks</body></html>"
    assert articles(read(written(tmp_path, name, page))) == [{"id": name, "html": page}]


def test_a_page_is_read_in_the_character_set_that_it_names(tmp_path: Path) -> None:
    page = '<html><meta charset="windows-1251"><body>Переговоры</body></html>'
    found = articles(read(written(tmp_path, "page.html", page.encode("windows-1251"))))
    assert found[0]["html"] == page


def test_a_json_file_holds_one_article_or_a_list(tmp_path: Path) -> None:
    assert articles(read(written(tmp_path, "a.json", '{"id": "a", "text": "x"}'))) == [{"id": "a", "text": "x"}]
    several = read(written(tmp_path, "b.json", '[{"text": "x"}, 5, {"text": "y"}]'))
    assert articles(several) == [{"text": "x"}, None, {"text": "y"}]
    assert several[1].where.endswith("b.json, article 2")


def test_json_is_known_by_its_content_too(tmp_path: Path) -> None:
    assert articles(read(written(tmp_path, "article", ' {"text": "x"}'))) == [{"text": "x"}]


@pytest.mark.parametrize("name", ["a.ndjson", "a.jsonl", "a.json"])
def test_a_broken_line_harms_no_other(tmp_path: Path, name: str) -> None:
    found = read(written(tmp_path, name, '{"text": "x"}\n{"text": \n\n{"text": "y\u2028z"}\n'))
    assert articles(found) == [{"text": "x"}, None, {"text": "y\u2028z"}]
    assert "line 2" in found[1].where
    assert "not JSON" in found[1].fault


def test_what_is_given_fills_only_what_an_article_leaves_out(tmp_path: Path) -> None:
    path = written(tmp_path, "a.ndjson", '{"text": "x", "language": "ru"}\n{"text": "y", "language": null}\n')
    assert [one["language"] for one in articles(read(path, language="de", source=None))] == ["ru", "de"]


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.txt", b"\xff\xfe\xfa"), ("a.json", b'"text"'), ("a.json", b"{"), ("a.json", b""), ("a.json", b"[" * 100_000)],
)
def test_what_is_no_article_has_a_reason(tmp_path: Path, name: str, content: bytes) -> None:
    (found,) = read(written(tmp_path, name, content))
    assert found.article is None
    assert found.fault


def test_standard_input_is_read_by_its_content(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = '{"text": "x"}\n{"text": "y"}\n'
    for content, expected in [(lines, [{"text": "x"}, {"text": "y"}]), ("Talks.", [{"text": "Talks."}])]:
        monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(content.encode())))
        assert articles(list(entries(["-"], {}))) == expected


def test_files_that_cannot_be_read_are_told_before_anything_is_sent(tmp_path: Path) -> None:
    for names in (["nowhere.txt"], [str(tmp_path)], ["-", "-"]):
        with pytest.raises(WrongInput):
            check(names)
    check([str(written(tmp_path, "a.txt", "x")), "-"])


def test_articles_are_counted_where_that_can_be_known(tmp_path: Path) -> None:
    text = str(written(tmp_path, "a.txt", "x"))
    lines = str(written(tmp_path, "a.ndjson", "{}\n\n{}\n"))
    assert count([text, lines]) == 3
    assert count([text, "-"]) is None


def test_a_pipe_is_read_once(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    assert count([str(path)]) is None


def test_the_samples_of_the_demonstration_are_articles() -> None:
    from services.demo.story import FOLDER, samples

    found = [article for path in sorted(FOLDER.glob("*.json")) for article in articles(read(path))]
    assert found == samples()
    assert {article["language"] for article in found} == {"en", "ru", "de"}
    assert json.dumps(found)
