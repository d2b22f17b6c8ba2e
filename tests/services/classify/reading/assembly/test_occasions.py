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


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "en",
            "Latvia and Chile signed a fisheries agreement on Tuesday. It runs for ten years. Minister Olav Berg was "
            "present at the ministry in Riga when this was done.",
        ),
        (
            "de",
            "Lettland und Chile haben am Dienstag ein Fischereiabkommen unterzeichnet. Es gilt zehn Jahre. Der Festakt "
            "in Riga dauerte eine Stunde.",
        ),
    ],
)
def test_a_signing_is_where_its_ceremony_is_told(language: str, text: str) -> None:
    assert places(text, language)[:1] == ["Riga"]


def test_who_meets_others_in_a_town_of_neither_side_stays_there_for_some_days() -> None:
    text = (
        "NEW YORK. On Monday Latvian Foreign Minister Jane Roe met with Chile's Foreign Minister Juan Soto. On Tuesday "
        "Jane Roe and Peru's Foreign Minister Ana Quispe signed an agreement on visas."
    )
    assert places(text, "en") == ["New York", "New York"]
