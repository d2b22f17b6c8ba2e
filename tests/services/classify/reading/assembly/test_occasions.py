"""Where things happened that do not tell it themselves."""

import pytest

from services.classify.reading.reader import read_article


def places(text: str, language: str) -> list[str | None]:
    events = read_article({"text": text, "language": language, "published_at": "2024-06-13"})["events"]
    return [event["place"] and event["place"]["name"] for event in events]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "RIGA, June 12 (Leta) – The Latvian company Vilnis signed in China a contract with the firm Haifeng."),
        (
            "de",
            "Riga (leta) – Die lettische Firma Vilnis hat in China einen Vertrag mit der Firma Haifeng geschlossen.",
        ),
        ("ru", "РИГА, 12 июня. /ЛЕТА/. Латвийская компания «Вилнис» подписала в Китае контракт с компанией «Хайфэн»."),
    ],
)
def test_the_town_of_a_dateline_is_no_place_of_what_is_done_in_another_country(language: str, text: str) -> None:
    assert places(text, language) == [None]
