"""The versions of a file that git knows. Where there is no git, or no history, there are none."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

TIMEOUT = 60


def versions(repository: Path, path: str) -> dict[str, str]:
    """Text of the file by commit, newest first; only the commits that a shallow clone has."""
    if not _has_history(repository):
        return {}
    commits = _git(repository, "log", "--full-history", "--format=%H", "--", path).split()
    having = [commit for commit in commits if _git(repository, "ls-tree", "--name-only", commit, "--", path)]
    return {commit: _git(repository, "show", f"{commit}:{path}") for commit in having}


def known_files(repository: Path, folder: str) -> set[str]:
    """Every path below the folder that any known commit has, also those that are gone by now."""
    if not _has_history(repository):
        return set()
    listed = _git(repository, "log", "--full-history", "--format=", "--name-only", "--no-renames", "--", folder)
    return {line for line in listed.splitlines() if line}


def _has_history(repository: Path) -> bool:
    """Whether the folder is the top of a git repository with commits; one that lies around it does not count."""
    try:
        top = _git(repository, "rev-parse", "--show-toplevel", "--verify", "HEAD")
    except (FileNotFoundError, subprocess.CalledProcessError):
        return False
    return Path(top.splitlines()[0]).resolve() == repository.resolve()


def _git(repository: Path, *arguments: str) -> str:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    command = ["git", "-C", str(repository), "-c", "core.quotePath=off", *arguments]
    done = subprocess.run(command, env=clean, capture_output=True, encoding="utf-8", timeout=TIMEOUT, check=True)
    return done.stdout
