"""The command line against an embedded platform that it started itself, as its users run it."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from libs.service.paths import SERVICES
from services.cli import main
from tests.support.platforms import Embedded, until
from tests.support.ports import free_port

pytestmark = pytest.mark.timeout(180)

SECONDS = 90
TALKS = {
    "id": "talks-1",
    "source": "Steppe Courier",
    "language": "en",
    "published_at": "2025-09-17T10:20:00+05:00",
    "title": "Kazakhstan and Azerbaijan discuss ferries",
    "text": "AKTAU, September 17 (Steppe Courier) – Kazakhstan's Minister of Transport Yerbol Saduakasov and "
    "Azerbaijan's Deputy Minister of Transport Rauf Talibzade held talks in Aktau on Tuesday. They discussed "
    "the timetable of the ferries between Kuryk and Alat and railway tariffs.",
}
WEATHER = {"id": "weather-1", "language": "en", "title": "Snow", "text": "Snow fell on the pastures above Naryn today."}


@dataclass(frozen=True)
class Run:
    status: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()


@dataclass(frozen=True)
class Terminal:
    """Runs commands in the folder of the platform, in this process, or as a user does in one of their own."""

    folder: Path
    server: str

    def run(self, *arguments: str, stdin: str = "", key: str | None = None) -> Run:
        out, err, given = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(3))
        given.buffer.write(stdin.encode())
        given.seek(0)
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir(self.folder)
            patch.setattr(os, "environ", self.environment(key))
            for name, stream in (("stdout", out), ("stderr", err), ("stdin", given)):
                patch.setattr(sys, name, stream)
            status = main(arguments)
        return Run(status, _content(out), _content(err))

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            self.command(*arguments),
            cwd=self.folder,
            env=self.environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "services.cli", *arguments]

    def environment(self, key: str | None = None) -> dict[str, str]:
        root = str(Path(__file__).parents[2])
        # The width of a terminal is nobody's here, but pytest's workers are told one.
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("COMMUNIQUE_", "COLUMNS"))}
        named = {"COMMUNIQUE_KEY": key} if key else {}
        return {**kept, **named, "COMMUNIQUE_SERVER": self.server, "PYTHONPATH": root, "PYTHONUNBUFFERED": "1"}


def _content(stream: io.TextIOWrapper) -> str:
    stream.flush()
    content = stream.buffer
    content.seek(0)
    return content.read().decode()


@pytest.fixture(scope="module")
def terminal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Terminal]:
    folder = tmp_path_factory.mktemp("platform")
    platform = Embedded(folder, {})
    yield Terminal(folder, str(platform.http.base_url))
    platform.close()


@pytest.fixture(scope="module")
def posted(terminal: Terminal) -> Run:
    """An article with talks, one without anything, and what is no article."""
    lines = [json.dumps(TALKS), "{broken", json.dumps(WEATHER), json.dumps({"id": "empty", "text": ""})]
    path = terminal.folder / "articles.ndjson"
    path.write_text("\n".join(lines) + "\n")
    return terminal.run("submit", path.name, "--wait", "--within", "80")


def test_submit_waits_for_outcomes_and_tells_what_was_refused(posted: Run) -> None:
    assert posted.status == 2, posted.err
    told = [line.split("\t") for line in posted.lines]
    assert sorted((one[0], one[2]) for one in told) == [
        ("nothing_found", "articles.ndjson, line 3"),
        ("recorded", "articles.ndjson, line 1"),
    ]
    assert "line 2: is not JSON" in posted.err
    assert "line 4: " in posted.err
    assert "2 created, 2 refused" in posted.err


def test_submitting_again_is_known(terminal: Terminal, posted: Run) -> None:
    again = terminal.run("submit", "-", stdin=json.dumps(TALKS))
    assert (again.status, again.lines[0].split("\t")[0]) == (0, "unchanged")
    assert "1 known already" in again.err


def test_events_are_listed_filtered_and_written_as_json(terminal: Terminal, posted: Run) -> None:
    table = terminal.run("events", "--party", "AZ")
    assert table.status == 0, table.err
    assert table.lines[0].split()[:3] == ["date", "kind", "status"]
    assert "AZ KZ" in table.lines[1]
    (line,) = terminal.run("events", "--json", "--sector", "transport", "--from", "2025-09-01").lines
    assert json.loads(line)["parties"] == ["AZ", "KZ"]
    assert terminal.run("events", "--json", "--sector", "tourism").lines == []
    assert terminal.run("events", "--sector", "frob").status == 2


def test_a_journey_is_told_by_either_id(terminal: Terminal, posted: Run) -> None:
    told = terminal.run("trace", "talks-1")
    assert told.status == 0, told.err
    for word in ("outcome: recorded", "accepted", "classified", "recorded", "alerted", "trace: "):
        assert word in told.out
    article_id = told.out.split()[0]
    assert json.loads(terminal.run("trace", article_id, "--json").out)["external_id"] == "talks-1"
    assert terminal.run("trace", "nobody-s").status == 2
    assert terminal.run("trace", "art_nobody").status == 2


def test_an_export_is_lines_of_records(terminal: Terminal, posted: Run) -> None:
    exported = terminal.run("export")
    assert [json.loads(line)["kind"] for line in exported.lines] == ["meeting"]
    assert terminal.run("export", "frob.csv").status == 2
    assert terminal.run("export", "records.csv").lines[0].startswith("id,version,state,")
    assert json.loads(terminal.run("export", "articles.ndjson").lines[0])["id"].startswith("art_")


def test_an_export_is_written_to_a_file(terminal: Terminal, posted: Run, tmp_path: Path) -> None:
    target = tmp_path / "records.parquet"
    written = terminal.run("export", "records.parquet", "--output", str(target))
    assert (written.status, written.out) == (0, "")
    whole = target.read_bytes()
    assert (whole[:4], whole[-4:]) == (b"PAR1", b"PAR1")
    assert terminal.run("export", "records.csv", "-o", str(tmp_path / "none" / "x.csv")).status == 1


def test_a_record_is_corrected_and_the_correction_taken_back(terminal: Terminal, posted: Run) -> None:
    def count() -> int | None:
        found: int | None = json.loads(terminal.run("events", "--json").lines[0])["count"]
        return found

    record_id = json.loads(terminal.run("events", "--json").lines[0])["id"]
    made = terminal.run("corrections", "fix", record_id, "count", "7", "--reason", "Counted", "--by", "Editor")
    assert made.status == 0, made.err
    assert count() == 7
    correction = made.lines[0]
    (listed,) = terminal.run("corrections", "list", record_id, "--json").lines
    told = json.loads(listed)
    assert (told["id"], told["by"], told["reason"], told["value"]) == (correction, "Editor", "Counted", 7)
    assert correction in terminal.run("corrections", "list").lines[1]
    assert terminal.run("corrections", "undo", correction).status == 0
    assert count() is None
    for wrong in (["fix", record_id, "count", "many"], ["fix", record_id, "count", '"x"'], ["retract", "evt_none"]):
        assert terminal.run("corrections", *wrong, "--reason", "x").status == 2, wrong


def test_articles_are_read_again_and_what_that_changes_is_applied_or_not(terminal: Terminal, posted: Run) -> None:
    before = terminal.run("export", "records.ndjson").lines
    started = terminal.run("replay", "--since", "2020-01-01", "--reason", "A look", "--wait")
    assert started.status == 0, started.err
    run, told = started.lines
    assert run.startswith("run_")
    assert told.startswith(f"{run} ready: ")
    assert told.endswith("articles read; records: 0 created, 0 changed, 0 gone")
    shown = terminal.run("replay", "show", run)
    assert shown.lines == [told]
    assert json.loads(terminal.run("replay", "show", run, "--json").out)["items"] == []
    applied = terminal.run("replay", "apply", run)
    assert applied.lines[0].startswith(f"{run} applied: ")
    assert terminal.run("replay", "apply", run).lines == applied.lines
    assert terminal.run("export", "records.ndjson").lines == before

    other = terminal.run("replay", "--since", "2020-01-01", "--until", "2020-01-02", "--wait").lines[0]
    assert terminal.run("replay", "compare", other).lines[0].startswith(f"{other} ready: 0 of 0 articles read")
    assert terminal.run("replay", "discard", other).lines[0].startswith(f"{other} discarded: 0 of 0 articles read")
    again = terminal.run("replay", "again", other, "--wait").lines
    assert again[0] != other
    assert again[1].startswith(f"{again[0]} ready: 0 of 0 articles read")
    assert terminal.run("replay", "discard", again[0]).status == 0
    listed = [json.loads(line) for line in terminal.run("replay", "list", "--json").lines]
    ended = [(again[0], "discarded"), (other, "discarded"), (run, "applied")]
    assert [(one["id"], one["state"]) for one in listed] == ended
    assert run in terminal.run("replay", "list").out


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("--since", "yesterday"),
        ("--since", "2999-01-01"),
        ("--since", "2026-01-02", "--until", "2026-01-01"),
        ("--since", "2026-01-01", "list"),
        ("--day", "2026-01-01"),
        ("show",),
        ("show", "run_aaaaaaaaaaaaaaaa"),
        ("apply", "evt_a"),
        ("discard", "no such thing"),
    ],
)
def test_a_replay_that_cannot_be_is_refused_in_one_line(terminal: Terminal, arguments: tuple[str, ...]) -> None:
    refused = terminal.run("replay", *arguments)
    assert (refused.status, refused.out) == (2, "")
    assert len(refused.err.splitlines()) == 1
    assert refused.err.startswith("communique: ")


def test_a_reader_who_has_seen_enough_is_no_error(terminal: Terminal, posted: Run) -> None:
    for arguments in (["export"], ["events"], ["events", "--json"]):
        writing = terminal.start(*arguments)
        assert writing.stdout is not None
        writing.stdout.close()
        writing.stdout = None
        _, err = writing.communicate(timeout=SECONDS)
        assert (writing.returncode, err) == (141, b"")


def test_tail_tells_what_is_recorded_and_ends_quietly(terminal: Terminal, posted: Run) -> None:
    with terminal.start("tail", "--since", "0") as following:
        try:
            assert following.stdout is not None
            assert b"meeting.created" in following.stdout.readline()
            following.send_signal(signal.SIGINT)
            assert following.wait(10) == 130
            assert following.stderr is not None
            assert following.stderr.read() == b""
        finally:
            following.kill()


def test_a_subscription_is_made_paused_resumed_and_ended(terminal: Terminal) -> None:
    made = json.loads(terminal.run("subscriptions", "add", "Ferries", "--sector", "transport", "--party", "KZ").out)
    assert made["filter"] == {"sectors": {"any": ["transport"]}, "parties": {"any": ["KZ"]}}
    table = terminal.run("subscriptions").out
    assert "sectors: transport; parties: KZ" in table
    assert terminal.run("subscriptions", "pause", made["id"]).out == "paused\n"
    assert terminal.run("subscriptions", "resume", made["id"]).out == "active\n"
    assert json.loads(terminal.run("subscriptions", "show", made["id"]).out)["name"] == "Ferries"
    assert terminal.run("subscriptions", "ping", made["id"]).status == 2  # it has no webhook
    assert terminal.run("subscriptions", "delete", made["id"]).status == 0
    assert terminal.run("subscriptions", "--json").out == ""


def test_a_ping_is_delivered_and_seen(terminal: Terminal) -> None:
    made = json.loads(terminal.run("subscriptions", "add", "Nobody", "--url", f"http://127.0.0.1:{free_port()}/").out)
    ping = terminal.run("subscriptions", "ping", made["id"]).out.strip()
    found = terminal.run("deliveries", "--json", "--subscription", made["id"])
    assert [json.loads(line)["id"] for line in found.lines] == [ping]
    assert "test.ping" in terminal.run("deliveries").out
    terminal.run("subscriptions", "delete", made["id"])


def test_a_key_is_made_used_and_revoked(terminal: Terminal) -> None:
    made = terminal.run("keys", "create", "--name", "feed", "--scope", "ingest")
    key, key_id = made.out.strip(), made.err.split()[0]
    assert terminal.run("submit", "-", stdin="The sun shines.", key=key).status == 0
    assert terminal.run("keys", "list", key=key).status == 2
    listed = [line for line in terminal.run("keys", "list").lines if key_id in line]
    assert listed[0].split()[1] == "feed"
    assert terminal.run("keys", "revoke", key_id).status == 0
    revoked = [line for line in terminal.run("keys", "list").lines if key_id in line]
    assert "revoked" in revoked[0]
    until(lambda: terminal.run("submit", "-", stdin="The sun shines.", key=key).status == 2, 30)


def test_a_key_is_made_beside_the_running_database(terminal: Terminal) -> None:
    key = terminal.run("keys", "bootstrap", "--name", "second").out.strip()
    assert key.startswith("cq_")
    assert "second" in terminal.run("keys", "list", key=key).out
    until(lambda: terminal.run("subscriptions", key=key).status == 0, 30)


def test_dead_letters_are_looked_for_everywhere(terminal: Terminal) -> None:
    assert terminal.run("dead", "list").lines[0].split()[:2] == ["service", "id"]
    for service in SERVICES:
        assert terminal.run("dead", "show", service, "1").status == 2
        assert terminal.run("dead", "replay", service).status == 0
    assert terminal.run("dead", "purge", "store", "--all", "--reason", "not needed").out == "0 purged\n"


def test_extract_needs_no_platform(terminal: Terminal) -> None:
    done = subprocess.run(
        terminal.command("extract"),
        input=json.dumps(TALKS) + "\nno json\n",
        capture_output=True,
        encoding="utf-8",
        timeout=SECONDS,
    )
    assert done.returncode == 1
    first, second = (json.loads(line) for line in done.stdout.splitlines())
    assert [event["kind"] for event in first["events"]] == ["meeting"]
    assert "no JSON" in second["error"]


def test_two_platforms_on_one_folder_are_refused(terminal: Terminal) -> None:
    second = terminal.run("run", "--port", "8000")
    assert second.status == 2
    assert "another process works on" in second.err
