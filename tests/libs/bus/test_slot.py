from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from libs.bus.slot import claim_slot, is_abandoned, plain_name

HOLD = "import sys; from libs.bus.slot import *; from pathlib import Path; "
HOLD += "slot = claim_slot(Path(sys.argv[1]), 'name'); print(slot.name, flush=True); sys.stdin.read()"


def test_the_lowest_free_number_is_taken(tmp_path: Path) -> None:
    first, second = claim_slot(tmp_path, "name"), claim_slot(tmp_path, "name")
    first.release()
    third, other = claim_slot(tmp_path, "name"), claim_slot(tmp_path, "other")

    assert [each.name for each in (first, second, third, other)] == ["name-0", "name-1", "name-0", "other-0"]


def test_a_slot_is_held_until_its_process_dies(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        held = holder.stdout.readline().strip()
        beside = claim_slot(tmp_path, "name")
        abandoned_while_alive = is_abandoned(tmp_path, held)
        holder.kill()
        holder.wait()

    assert (held, beside.name) == ("name-0", "name-1")
    assert not abandoned_while_alive
    assert is_abandoned(tmp_path, held)
    assert claim_slot(tmp_path, "name").name == held


def test_an_unknown_slot_is_not_called_abandoned(tmp_path: Path) -> None:
    assert not is_abandoned(tmp_path, "nobody-0")


def test_where_no_lock_can_be_written_names_still_differ(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    names = {claim_slot(file / "folder", "name").name for _ in range(3)}

    assert len(names) == 3


def test_a_name_is_made_plain() -> None:
    assert plain_name("store@host/1 ü") == "store-host-1--"
    assert plain_name("") == "-"
