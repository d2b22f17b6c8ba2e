"""`communique demo` as `make demo` runs it: what it shows, and that nothing is left of it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.platforms import until

pytestmark = pytest.mark.timeout(240)

SECONDS = 200
OWN = "Bread in Naryn costs a tenth more than in spring. The bakers blame the price of flour."


def start(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    """With settings of another platform around, which must not be touched."""
    environment = {
        **os.environ,
        "TMPDIR": str(folder),
        "COMMUNIQUE_DATABASE_URL": f"sqlite:///{folder / 'precious.sqlite'}",
        "COMMUNIQUE_SERVER": "http://127.0.0.1:1",
    }
    return subprocess.Popen(
        [sys.executable, "-m", "services.cli", "demo", *arguments],
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )


def processes_of(folder: Path) -> list[str]:
    """Command lines of processes that work in this folder."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            line = path.read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
        except OSError:
            continue
        if str(folder) in line:
            found.append(line)
    return found


def test_the_demonstration_shows_everything_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    own = tmp_path / "own" / "bread.txt"
    own.write_text(OWN)
    folder = tmp_path / "work"
    folder.mkdir()
    with start(folder, str(own)) as demo:
        out, _ = demo.communicate(timeout=SECONDS)
    assert demo.returncode == 0, out
    assert (
        len(re.findall(r"→ (meeting|agreement)\.created to “.+”, [0-9.]+ s after the post, signature verified", out))
        > 3
    )
    assert "told by 2 sources" in out
    assert re.search(r"bread\.txt  \[en\]: nothing found", out)
    assert "9 articles" in out
    assert " 0 repeats" in out
    assert list(folder.iterdir()) == []
    assert processes_of(folder) == []


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interrupted_demonstration_leaves_nothing(tmp_path: Path, number: signal.Signals, status: int) -> None:
    with start(tmp_path) as demo:
        try:
            until(lambda: processes_of(tmp_path), 60)
            demo.send_signal(number)
            out, _ = demo.communicate(timeout=80)
        finally:
            demo.kill()
    assert demo.returncode == status, out
    assert "Traceback" not in out
    assert list(tmp_path.iterdir()) == []
    assert processes_of(tmp_path) == []


def test_ctrl_c_in_the_middle_stops_the_platform_and_its_readers(tmp_path: Path) -> None:
    with start(tmp_path) as demo:
        try:
            assert demo.stdout is not None
            assert any(line.startswith("Subscribed") for line in demo.stdout)
            demo.send_signal(signal.SIGINT)
            out, _ = demo.communicate(timeout=80)
        finally:
            demo.kill()
    assert demo.returncode == 130, out
    assert "Traceback" not in out
    assert list(tmp_path.iterdir()) == []
    assert processes_of(tmp_path) == []


def test_a_platform_that_loses_its_demonstration_ends(tmp_path: Path) -> None:
    with start(tmp_path) as demo:
        until(lambda: processes_of(tmp_path), 60)
        demo.kill()
    until(lambda: not processes_of(tmp_path), 60)


def test_a_file_that_is_no_article_is_told_at_once(tmp_path: Path) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text("{")
    with start(tmp_path, str(broken)) as demo:
        out, _ = demo.communicate(timeout=60)
    assert demo.returncode == 2
    assert out.count("\n") == 1
