"""Readings of whole articles: fields, evidence, what is no event."""

from typing import Any

import pytest

from services.classify.reading import annotate
from services.classify.reading.clean import clean_article
from services.classify.reading.document import LineKind
from services.classify.reading.reader import SUPPORTED_LANGUAGES, UnreadableArticle, look_through, read_article

ENGLISH = """Foreign ministers of Georgia and Austria talk trade

TBILISI, 14 May (Test Wire) – Georgia's Foreign Minister Nino Beridze held talks with her Austrian counterpart, \
Karl Huber, in Tbilisi on Tuesday. The ministers discussed railways and tourism.

After the talks they signed a memorandum on vocational training.

Also read:
Norway and Kenya sign fisheries deal"""
RUSSIAN = """Министр транспорта Казахстана Ерлан Садыков во вторник провёл в Астане переговоры с министром \
транспорта Грузии Георгием Ломидзе. Стороны обсудили железные дороги и порты.

По итогам министры подписали меморандум о взаимопонимании."""
GERMAN = """Kasachstans Verkehrsminister Erlan Sadykow ist am Dienstag in Wien mit der österreichischen \
Ministerin Eva Gruber zusammengetroffen. Gesprochen wurde über Bahnstrecken und Häfen.

Anschließend unterzeichneten beide ein Memorandum über Ausbildung."""


def read(text: str, **more: object) -> dict[str, Any]:
    title, _, body = text.partition("\n\n") if text is ENGLISH else (None, "", text)
    return read_article({"id": "a", "title": title, "text": body, "published_at": "2024-05-15", **more})


@pytest.mark.parametrize("text", [ENGLISH, RUSSIAN, GERMAN])
def test_talks_that_end_with_a_signing_are_a_meeting_and_an_agreement(text: str) -> None:
    events = [event for event in read(text)["events"] if event["prominence"] == "main"]
    assert [(event["kind"], event["status"]) for event in events] == [("meeting", "held"), ("agreement", "signed")]
    assert all(len(event["parties"]) == 2 for event in events)
    assert events[1]["form"] == "memorandum"


@pytest.mark.parametrize("text", [ENGLISH, RUSSIAN, GERMAN])
def test_every_value_has_evidence_that_quotes_the_text(text: str) -> None:
    reading = read(text)
    for event in reading["events"]:
        pointers = {
            f"/{name}" for name in ("kind", "status", "form", "date", "place", "amount", "count") if event[name]
        }
        for name in ("parties", "participants", "sectors", "projects"):
            pointers |= {f"/{name}/{at}" for at in range(len(event[name]))}
        assert pointers <= event["evidence"].keys()
        for item in (item for items in event["evidence"].values() for item in items):
            assert reading["text"][item["start"] : item["end"]] == item["quote"] != ""
        assert 0 <= event["confidence"] <= 1


def test_a_relative_day_is_reckoned_from_the_publication() -> None:
    meeting = read(ENGLISH)["events"][0]
    assert meeting["date"] == {"start": "2024-05-14", "end": None, "precision": "day"}
    assert meeting["place"] == {"name": "Tbilisi", "country": "GE"}


def test_headlines_of_other_articles_tell_no_event() -> None:
    reading = read(ENGLISH)
    assert "fisheries" in reading["text"]
    assert "fisheries" not in reading["body"]
    assert not any({"KE", "NO"} & set(event["parties"]) for event in reading["events"])


@pytest.mark.parametrize(
    "text",
    [
        "The government approved a new tax code on Monday. The finance minister is content.",
        "Сборная Казахстана сыграла вничью со сборной Грузии. Матч прошёл в Астане при полных трибунах.",
        "Der Präsident hat am Montag neue Richter ernannt. Die Löhne steigen im Juni um zehn Prozent.",
    ],
)
def test_domestic_news_and_sport_tell_no_event(text: str) -> None:
    assert [event for event in read(text)["events"] if event["prominence"] == "main"] == []


def test_the_same_article_reads_the_same() -> None:
    assert read(RUSSIAN) == read(RUSSIAN)


def test_an_article_in_another_language_is_told_so_and_has_no_events() -> None:
    reading = read("Les ministres des deux pays se sont rencontrés lundi dans la capitale pour parler du commerce.")
    assert reading["language"] == "fr"
    assert reading["events"] == []
    assert reading["reader"] == "1.4.0"


def test_the_reader_names_its_version_and_pack() -> None:
    assert read(GERMAN)["reader"] == "1.4.0+de.1"
    assert SUPPORTED_LANGUAGES == ("de", "en", "ru")


def test_an_empty_article_is_refused() -> None:
    with pytest.raises(UnreadableArticle):
        read_article({"id": "x"})


def main_events(text: str, **more: object) -> list[tuple[str, str, str]]:
    reading = read_article({"id": "a", "text": text, "published_at": "2024-05-15", **more})
    return [
        (event["kind"], event["status"], event["form"]) for event in reading["events"] if event["prominence"] == "main"
    ]


def test_the_meeting_taken_up_again_is_no_second_one() -> None:
    text = (
        "The sixth session of the Georgian-Austrian trade commission was held in Vienna on Tuesday. Georgia's "
        "Minister Nino Beridze and Austria's Minister Karl Huber chaired it. "
        "The meeting concluded with the signing of a protocol."
    )
    assert main_events(text) == [("meeting", "held", "session"), ("agreement", "signed", "protocol")]


def test_a_delegation_that_meets_companies_later_has_two_meetings() -> None:
    text = (
        "The mayor of Tbilisi, Levan Beridze, met the mayor of Seoul, Kim Min-ho, in Seoul. They discussed buses. "
        "The Georgian delegation held a number of meetings with Samsung Electronics, Hyundai Rotem and other "
        "Korean companies."
    )
    assert [form for _, _, form in main_events(text)] == ["talks", "talks"]


def test_people_who_act_together_have_met_even_where_the_verb_is_unknown() -> None:
    text = (
        "Georgia's Foreign Minister Nino Beridze clinked glasses with Austria's Foreign Minister Karl Huber in "
        "Tbilisi. The weather was fine."
    )
    assert main_events(text) == [("meeting", "held", "talks")]


def test_a_weekday_lies_on_the_side_of_the_publication_that_the_verb_says() -> None:
    text = "Georgia's Nino Beridze and Austria's Karl Huber touched base by telephone on Tuesday."
    (event,) = read_article({"id": "a", "text": text, "published_at": "2024-05-15"})["events"]
    assert (event["form"], event["date"]["start"]) == ("call", "2024-05-14")


def test_what_is_planned_and_then_told_as_held_is_one_meeting() -> None:
    text = (
        "Georgia's Prime Minister Levan Beridze will take part in the session of the Council of the OSCE in "
        "Vienna.\n\n"
        "The session of the Council of the OSCE has begun in Vienna, Georgia's government said."
    )
    assert [status for _, status, _ in main_events(text)] == ["held"]


@pytest.mark.parametrize(
    ("first", "kind"),
    [
        ("Lettland und Kenia vertiefen den Dialog", LineKind.TITLE),
        ("Lettland und Kenia vertiefen den Dialog.", LineKind.BODY),
        ("Riga, 3. Mai (Draht)", LineKind.BODY),
    ],
)
def test_the_headline_of_an_untitled_text_is_its_title(first: str, kind: LineKind) -> None:
    sentence = "Kenias Verkehrsminister Joseph Mwangi ist am Montag in Riga mit seinem Amtskollegen zusammengetroffen."
    document = look_through(clean_article({"text": f"{first}\n\n{sentence}"}), "de")[1]
    assert document.lines[0].kind is kind


def test_nobody_is_looked_for_where_nothing_tells_an_event(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise AssertionError("people were looked for")

    monkeypatch.setattr(annotate, "find_people", fail)
    text = "Forecaster Anna Weber expects sun in Hamburg. In May, rain fell on 12 days, 20 percent more than before."
    assert read_article({"text": text, "language": "en"})["events"] == []
    with pytest.raises(AssertionError, match="looked for"):
        read_article({"text": "Minister Anna Weber met Minister Ali Raza in Hamburg.", "language": "en"})
