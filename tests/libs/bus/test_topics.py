from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from libs.bus.topics import Topic, main, read_topics

FILE = Path(__file__).parents[3] / "deploy" / "kafka" / "topics.txt"
WEEK = timedelta(days=7)


def test_the_platform_has_its_five_topics() -> None:
    assert read_topics(FILE.read_text()) == [
        Topic("articles.received", 3, WEEK),
        Topic("articles.classified", 3, WEEK),
        Topic("events.recorded", 3, WEEK),
        Topic("articles.progressed", 3, WEEK),
        Topic("clients.changed", 1, None, compact=True),
    ]


def test_comments_and_empty_lines_are_passed_over() -> None:
    assert read_topics("# all\n\n  a 1 36h delete # rest\n") == [Topic("a", 1, timedelta(hours=36))]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("a 3 7d", "expected topic, partitions, retention, policy"),
        ("a/b 3 7d delete", "no topic name"),
        ("a 0 7d delete", "no number of partitions"),
        ("a three 7d delete", "no number of partitions"),
        ("a 3 7 delete", "retention '7'"),
        ("a 3 7d archive", "policy 'archive'"),
    ],
)
def test_a_bad_line_is_named(line: str, reason: str) -> None:
    with pytest.raises(ValueError, match=f"line 2: .*{reason}"):
        read_topics(f"fine 1 7d delete\n{line}\n")


@pytest.mark.parametrize(
    ("text", "bus", "reason"),
    [
        ("a 3", "kafka://host:1", "line 1"),
        ("a 3 7d delete", "sqlite:///x", "bus URL"),
        (None, "kafka://host:1", "No such"),
    ],
)
def test_the_command_says_in_one_line_what_is_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str | None, bus: str, reason: str
) -> None:
    file = tmp_path / "topics.txt"
    if text is not None:
        file.write_text(text)

    assert main([str(file), "--bus", bus]) == 1
    said = capsys.readouterr().err
    assert reason in said
    assert said.count("\n") == 1
