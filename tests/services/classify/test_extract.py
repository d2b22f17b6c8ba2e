"""Reading a stream of articles."""

import json
from io import StringIO

from services.classify.extract import run

ARTICLE = {"id": "1", "language": "en", "text": "The ministers of Georgia and Austria met in Vienna on 3 May 2024."}


def answers(*lines: str) -> tuple[int, list[dict[str, object]]]:
    out = StringIO()
    code = run(StringIO("".join(f"{line}\n" for line in lines)), out)
    return code, [json.loads(line) for line in out.getvalue().splitlines()]


def test_each_line_gets_one_result() -> None:
    code, (first, second) = answers(json.dumps(ARTICLE), json.dumps({**ARTICLE, "id": "2"}))
    assert code == 0
    assert (first["id"], second["id"]) == ("1", "2")
    assert set(first) == {"id", "language", "reader", "text", "body", "boilerplate", "events", "figures"}


def test_a_line_that_cannot_be_read_is_answered_and_the_rest_goes_on() -> None:
    code, (broken, wrong, nothing, fine) = answers("{", "[]", '{"id": "3", "text": 7}', json.dumps(ARTICLE))
    assert code == 1
    assert "error" in broken
    assert "error" in wrong
    assert nothing["id"] == "3"
    assert "text" in str(nothing["error"])
    assert fine["id"] == "1"


def test_blank_lines_are_passed_over() -> None:
    assert answers("", json.dumps(ARTICLE), "  ")[0] == 0
