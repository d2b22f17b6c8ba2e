"""What names people of two parties, or a paper, and tells no happening of theirs."""

from typing import Any

import pytest

from services.classify.reading.reader import read_article


def main_events(text: str) -> list[dict[str, Any]]:
    result = read_article({"id": "a", "title": None, "text": text, "published_at": "2025-05-08"})
    return [event for event in result["events"] if event["prominence"] == "main"]


@pytest.mark.parametrize(
    "text",
    [
        "Georgian President Levan Gelashvili congratulated German President Peter Weber on his election.",
        "Der georgische Präsident Levan Gelaschwili hat Bundespräsident Peter Weber zum Wahlsieg gratuliert.",
        "Президент Грузии Леван Гелашвили поздравил президента Германии Петера Вебера с днём рождения.",
        "Peter Weber, bisher Botschafter in Tiflis, wurde zum Nachfolger von Minister Levan Gelaschwili ernannt.",
        "Пётр Ветров назначен послом Казахстана в Тбилиси, сообщил министр иностранных дел Грузии Леван Гелашвили.",
        "Georgian Foreign Minister Levan Gelashvili sent a message of condolences to Kazakh President Daniyar Omarov.",
    ],
)
def test_who_congratulates_or_is_appointed_meets_nobody(text: str) -> None:
    assert main_events(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Президент Казахстана Данияр Омаров подписал указ о назначении послов в Грузии и Германии.",
        "Указ о новых послах в Грузии и Германии вышел в среду. Оба документа подписаны в Астане.",
        "Kazakh President Daniyar Omarov signed a decree on visas for citizens of Georgia and Germany.",
        "Kasachstans Präsident Daniyar Omarow unterschrieb ein Gesetz über Visa für Bürger Georgiens und Deutschlands.",
        "Kazakh President Daniyar Omarov awarded Georgian Minister Levan Gelashvili the Order of the Steppe Eagle.",
    ],
)
def test_a_decree_is_no_agreement(text: str) -> None:
    assert main_events(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Georgian President Levan Gelashvili is ready for direct talks with Kazakh President Daniyar Omarov.",
        "Präsident Levan Gelaschwili aus Georgien erklärte seine Bereitschaft zu Gesprächen mit Präsident Daniyar "
        "Omarow aus Kasachstan.",
        "Президент Грузии Леван Гелашвили выразил готовность к диалогу с президентом Казахстана Данияром Омаровым.",
        "На вопрос, приедет ли президент Грузии Леван Гелашвили в Астану, министр Казахстана Данияр Омаров не ответил.",
        "Kazakh President Daniyar Omarov handed over an invitation to visit Astana, Georgian media said.",
    ],
)
def test_talks_that_are_only_wished_for_are_no_meeting(text: str) -> None:
    assert main_events(text) == []


@pytest.mark.parametrize(
    ("text", "form"),
    [
        (
            "Georgia and Kazakhstan signed a trade agreement in Tbilisi on Wednesday. In a recent phone call with "
            "Georgian President Levan Gelashvili, Kazakh President Daniyar Omarov had praised it.",
            "agreement",
        ),
        (
            "Грузия и Казахстан подписали в среду в Тбилиси меморандум. Аналогичное соглашение Казахстан подписал с "
            "Германией.",
            "memorandum",
        ),
        (
            "Der georgische Außenminister Levan Gelaschwili hat am Mittwoch in Tiflis seinen kasachischen Kollegen "
            "Daniyar Omarow getroffen. Die Delegationen beider Länder reisen regelmäßig nach Berlin und Tiflis.",
            "talks",
        ),
    ],
)
def test_what_adjectives_recall_and_what_is_habit_is_no_news(text: str, form: str) -> None:
    assert [event["form"] for event in main_events(text)] == [form]


def test_a_paper_in_the_making_of_others_than_those_who_meet_is_background() -> None:
    text = (
        "Министр иностранных дел Грузии Леван Гелашвили встретился в среду в Тбилиси с министром иностранных дел "
        "Германии Петером Вебером. Вебер рассказал о переговорах Казахстана и Монголии по торговому соглашению."
    )
    (meeting,) = main_events(text)
    assert (meeting["kind"], meeting["parties"]) == ("meeting", ["DE", "GE"])


def test_taking_part_is_no_reception() -> None:
    text = (
        "В среду в Тбилиси прошло заседание грузино-казахстанской межправительственной комиссии. Участие в нём принял "
        "министр экономики Грузии Леван Гелашвили, заседание возглавил министр торговли Казахстана Данияр Омаров."
    )
    assert [event["form"] for event in main_events(text)] == ["session"]


def test_a_paper_and_what_it_turns_out_to_be_are_one() -> None:
    text = (
        "Документом, который подпишут президент Грузии Леван Гелашвили и президент Казахстана Данияр Омаров, станет "
        "совместное заявление."
    )
    assert [event["form"] for event in main_events(text)] == ["declaration"]


def test_no_agreement_is_none() -> None:
    text = (
        "Georgian Foreign Minister Levan Gelashvili met his Kazakh counterpart Daniyar Omarov in Tbilisi on Wednesday. "
        "No agreements were signed."
    )
    assert [event["kind"] for event in main_events(text)] == ["meeting"]


@pytest.mark.parametrize(
    "text",
    [
        "President Levan Gelashvili held the weekly meeting of the Cabinet of Ministers in Tbilisi. The session was "
        "attended by Foreign Minister Irakli Beridze, who reported on ties with Kazakhstan.",
        "The cabinet on Tuesday passed a bill on transit. During the session, which was chaired by Georgian Prime "
        "Minister Levan Gelashvili, the visitors from Kazakhstan were praised.",
    ],
)
def test_a_session_at_home_is_no_meeting_however_it_is_taken_up(text: str) -> None:
    assert main_events(text) == []


def test_a_condition_proposes_nothing() -> None:
    text = "Georgien werde die Zölle senken, wenn eine Vereinbarung mit Kasachstan erzielt würde, sagte ein Sprecher."
    assert main_events(text) == []
