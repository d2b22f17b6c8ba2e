"""Which events an article tells: split and merged, planned and held, their forms and channels."""

from typing import Any

import pytest

from services.classify.reading.reader import read_article


def events(text: str, title: str | None = None) -> list[dict[str, Any]]:
    result = read_article({"id": "a", "title": title, "text": text, "published_at": "2025-05-08"})
    return [event for event in result["events"] if event["prominence"] == "main"]


def told(text: str, title: str | None = None) -> list[tuple[str, str, str]]:
    return [(event["kind"], event["status"], event["form"]) for event in events(text, title)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The commission of Azerbaijan and Bulgaria convened in Baku.", ("meeting", "held", "session")),
        ("In Berlin tagte die deutsch-usbekische Arbeitsgruppe Handel.", ("meeting", "held", "session")),
        ("Ожидается визит президента Узбекистана Рустама Каримова в Грузию.", None),
        ("The EU and Uzbekistan are negotiating a partnership agreement.", ("agreement", "planned", "agreement")),
        ("ЕС и Узбекистан ведут переговоры о соглашении о партнёрстве.", ("agreement", "planned", "agreement")),
        ("Deutschland und Usbekistan arbeiten an einem Migrationsabkommen.", ("agreement", "planned", "agreement")),
        ("Usbekistan hat Georgien ein Transitabkommen vorgeschlagen.", ("agreement", "proposed", "agreement")),
        ("EBRD is lending €40 million to Uzbekistan's electric grid.", ("agreement", "signed", "agreement")),
        ("Uzbekistan received a $238 million EBRD loan for a road.", ("agreement", "signed", "agreement")),
        ("Die KfW leiht Indien 70 Millionen Euro für Solarparks.", ("agreement", "signed", "contract")),
        ("Польша и корейская Hanwha подписали договор на поставку ракет.", ("agreement", "signed", "contract")),
        ("Kasachstan und China haben mehrere Vereinbarungen unterzeichnet.", ("agreement", "signed", "documents")),
        ("Главы МИД России и Узбекистана подписали договоры и меморандумы.", ("agreement", "signed", "documents")),
        ("Вице-премьер России отменил визит в Узбекистан.", ("meeting", "cancelled", "visit")),
        ("US-Außenminister Mike Power sagt Besuch in Deutschland ab.", ("meeting", "cancelled", "visit")),
    ],
)  # fmt: skip
def test_an_event_is_told_in_many_wordings(text: str, expected: tuple[str, str, str] | None) -> None:
    assert told(text) == ([expected] if expected else [("meeting", "planned", "visit")])


@pytest.mark.parametrize(
    "text",
    [
        "Uzbek Energy Minister Rustam Karimov met separately with Turkish Energy Minister Selim Kaya, Georgian Energy "
        "Minister Levan Gelashvili and Japanese Energy Minister Kenji Sato.",
        "Министр энергетики Узбекистана Рустам Каримов провёл отдельные встречи с министром энергетики Турции Селимом "
        "Кая, министром энергетики Грузии Леваном Гелашвили и министром энергетики Японии Кэндзи Сато.",
    ],
)
def test_meetings_held_one_by_one_are_one_each(text: str) -> None:
    parties = [event["parties"] for event in events(text)]
    assert parties == [["TR", "UZ"], ["GE", "UZ"], ["JP", "UZ"]]


def test_who_meets_at_the_margins_of_a_forum_is_not_the_forum() -> None:
    text = (
        "The Turkmen-Turkish forum was held in Ashgabat on Monday. On the fringes of the forum Turkish Trade Minister "
        "Selim Kaya met with Turkmen Finance Minister Rahim Orazov."
    )
    assert [form for _, _, form in told(text)] == ["forum", "talks"]


def test_a_meeting_on_a_screen_is_not_the_one_in_a_room_before_it() -> None:
    text = (
        "Министр Туркменистана Рахим Оразов принял в понедельник посла Франции Люка Моро. "
        "В среду состоялись туркмено-французские консультации в формате видеоконференции."
    )
    assert [(event["form"], event["channel"]) for event in events(text)] == [
        ("reception", "in_person"), ("talks", "online"),
    ]  # fmt: skip


def test_a_press_conference_online_makes_no_meeting_remote() -> None:
    text = "Moscow will host the commission of Russia and Georgia in June, Ivan Petrov told an online press conference."
    assert [event["channel"] for event in events(text)] == ["in_person"]


def test_what_a_visit_called_off_was_for_is_called_off_with_it() -> None:
    text = (
        "The visit of the Prime Minister of Pakistan Anwar Khan to Uzbekistan has been postponed. "
        "He was expected to hold talks with President Rustam Karimov."
    )
    assert told(text) == [("meeting", "cancelled", "visit")]


def test_papers_listed_in_a_package_are_no_events_of_their_own() -> None:
    text = (
        "Kazakhstan and Italy held talks in Astana. A package of 18 documents worth $4.6 billion was signed, including "
        "a memorandum on a power plant."
    )
    package = events(text)[-1]
    assert told(text)[1:] == [("agreement", "signed", "documents")]
    assert (package["count"], package["amount"]) == (18, {"value": 4.6e9, "currency": "USD"})


def test_a_package_is_not_the_paper_told_before_it() -> None:
    text = (
        "Deutschland und Usbekistan haben ein Migrationsabkommen geschlossen. Ministerin Nina Faser und der usbekische "
        "Außenminister Rustam Karimow unterzeichneten das Dokument. Insgesamt wurden acht Abkommen unterzeichnet."
    )
    assert [(event["form"], event["count"]) for event in events(text)] == [("agreement", None), ("documents", 8)]


@pytest.mark.parametrize(
    ("host", "form"), [("Prime Minister of Austria Karl Huber", "reception"),
                       ("Governor of Tyrol in Austria Karl Huber", "talks")],
)  # fmt: skip
def test_only_high_hosts_give_receptions(host: str, form: str) -> None:
    text = f"The {host} received the Ambassador of Japan Kenji Sato."
    assert [event["form"] for event in events(text)] == [form]


def test_a_further_meeting_with_nobody_named_is_not_the_news() -> None:
    text = (
        "Tajik President Rustam Saidov received ADB President Kenji Sato in Dushanbe on Monday. "
        "During his stay Mr. Sato is also scheduled to meet with other officials."
    )
    assert told(text) == [("meeting", "held", "reception")]


def test_a_session_of_parliament_that_ratifies_is_no_meeting() -> None:
    text = "Kazakhstan's parliament ratified the agreement with Turkey on flights at a plenary session."
    assert told(text) == [("agreement", "in_force", "agreement")]


@pytest.mark.parametrize(
    "text",
    [
        "Georgia's Foreign Office asked the media not to speculate about a visit of Prime Minister Levan Gelashvili "
        "to Japan. No visit had been confirmed.",
        "Präsident Elman Alijew von Aserbaidschan sagte, in den letzten Jahren seien mit Deutschland zahlreiche "
        "Abkommen unterzeichnet worden.",
    ],
)
def test_what_is_denied_or_long_past_is_no_news(text: str) -> None:
    assert told(text) == []


def test_the_sending_off_of_a_present_tense_weekday_lies_ahead() -> None:
    (event,) = events("Die Außenminister Armeniens und Irans treffen sich am Montag in Eriwan.")
    assert (event["status"], event["date"]["start"]) == ("planned", "2025-05-12")


def test_talks_with_another_counterpart_are_another_meeting_also_where_they_are_only_looked_back_on() -> None:
    text = (
        "Uzbek President Rustam Karimov on Tuesday asked German Chancellor Jonas Weber for help, during talks "
        "in Berlin. Earlier that day the Uzbek leader was received by Federal President Martin Vogel."
    )
    assert sorted(event["participants"][1]["name"] for event in events(text)) == ["Jonas Weber", "Martin Vogel"]


@pytest.mark.parametrize(
    "text",
    [
        "The Foreign Ministry of Kazakhstan called on Saudi Arabia and the United States to sign a ceasefire.",
        "Премьер-министр Казахстана Бекзат Алимов поручил ускорить подписание протоколов с Китаем.",
        "Министр торговли Казахстана Серик Нуров доложил о ходе переговоров с китайской стороной.",
        "Das Außenministerium in Teheran hat Berichte zurückgewiesen, wonach sich Außenminister Ali Resai mit dem "
        "US-Gesandten Steve Wilson getroffen habe.",
        "Die Bundesregierung hatte 2012 ein Rohstoffabkommen mit Kasachstan geschlossen.",
    ],
)
def test_what_is_urged_reported_on_or_refuted_is_no_event(text: str) -> None:
    assert told(text) == []
