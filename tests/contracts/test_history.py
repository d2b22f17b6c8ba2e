from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from schemas.generate import FOLDER, IDS
from tests.contracts.compatibility import incompatibilities
from tests.contracts.history import known_files, versions

ROOT = FOLDER.parent
FILES = sorted(path.relative_to(ROOT).as_posix() for room in IDS for path in (FOLDER / room).glob("*.json"))


@pytest.mark.parametrize("path", FILES)
def test_a_schema_gets_on_with_every_version_of_it_that_git_knows(path: str) -> None:
    now = json.loads((ROOT / path).read_text(encoding="utf-8"))
    found = {
        commit: reasons
        for commit, text in versions(ROOT, path).items()
        if (reasons := incompatibilities(json.loads(text), now))
    }
    assert found == {}


def test_no_schema_that_git_knows_is_missing() -> None:
    known = {path for room in IDS for path in known_files(ROOT, f"schemas/{room}") if path.endswith(".json")}
    assert sorted(known - set(FILES)) == []


def test_all_versions_of_a_file_are_found_newest_first(tmp_path: Path) -> None:
    repository = a_repository(tmp_path / "all", "one", "two", "three")
    assert list(versions(repository, "folder/file.json").values()) == ["three", "two", "one"]


def test_a_version_on_a_merged_branch_is_found(tmp_path: Path) -> None:
    repository = a_repository(tmp_path / "merged", "one")
    git(repository, "switch", "-q", "-c", "side")
    write(repository, "side")
    git(repository, "switch", "-q", "main")
    write(repository, "two")
    git(repository, "merge", "-q", "-s", "ours", "-m", "Merge", "side")
    assert set(versions(repository, "folder/file.json").values()) == {"one", "side", "two"}


def test_a_shallow_clone_gives_what_it_has(tmp_path: Path) -> None:
    repository = a_repository(tmp_path / "deep", "one", "two", "three")
    git(tmp_path, "clone", "-q", "--depth", "1", repository.as_uri(), "shallow")
    assert list(versions(tmp_path / "shallow", "folder/file.json").values()) == ["three"]


def test_a_file_that_was_deleted_is_still_known(tmp_path: Path) -> None:
    repository = a_repository(tmp_path / "deleted", "one")
    git(repository, "rm", "-q", "folder/file.json")
    git(repository, "commit", "-q", "-m", "Delete it")
    assert known_files(repository, "folder") == {"folder/file.json"}
    assert list(versions(repository, "folder/file.json").values()) == ["one"]


def test_a_new_file_has_no_versions(tmp_path: Path) -> None:
    assert versions(a_repository(tmp_path / "new", "one"), "folder/other.json") == {}


@pytest.mark.parametrize("kind", ["no repository", "no commits", "a folder of another repository"])
def test_without_history_there_are_no_versions(tmp_path: Path, kind: str) -> None:
    folder = tmp_path / "plain"
    folder.mkdir()
    if kind == "no commits":
        git(folder, "init", "-q")
    if kind == "a folder of another repository":
        folder = a_repository(tmp_path / "around", "one") / "folder"
    assert versions(folder, "file.json") == {}
    assert known_files(folder, "folder") == set()


def test_without_git_there_are_no_versions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repository = a_repository(tmp_path / "there", "one")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert versions(repository, "folder/file.json") == {}


def a_repository(folder: Path, *texts: str) -> Path:
    folder.mkdir()
    git(folder, "init", "-q", "-b", "main")
    git(folder, "config", "user.name", "Tester")
    git(folder, "config", "user.email", "tester@example.org")
    for text in texts:
        write(folder, text)
    return folder


def write(repository: Path, text: str) -> None:
    (repository / "folder").mkdir(exist_ok=True)
    (repository / "folder" / "file.json").write_text(text)
    git(repository, "add", ".")
    git(repository, "commit", "-q", "-m", f"Write {text}")


def git(folder: Path, *arguments: str) -> None:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    subprocess.run(["git", "-C", str(folder), *arguments], env=clean, check=True, timeout=60)
