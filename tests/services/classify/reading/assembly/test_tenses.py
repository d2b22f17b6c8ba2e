"""What is news and what is looked back on: pluperfects, papers in force, meetings only named."""

from typing import Any

import pytest

from services.classify.reading.reader import read_article


def events(text: str) -> list[dict[str, Any]]:
    result = read_article({"id": "a", "title": None, "text": text, "published_at": "2025-05-08"})
    return [event for event in result["events"] if event["prominence"] == "main"]


def told(text: str) -> list[tuple[str, str, str]]:
    return [(event["kind"], event["status"], event["form"]) for event in events(text)]


def test_the_german_pluperfect_looks_back() -> None:
    text = (
        "Der deutsche Außenminister Peter Weber hat am Mittwoch in Baku seinen aserbaidschanischen Kollegen "
        "Elman Alijew getroffen. Am Dienstag hatte Weber in Tiflis den georgischen Präsidenten Levan "
        "Gelaschwili getroffen."
    )
    assert [event["parties"] for event in events(text)] == [["AZ", "DE"]]


def test_what_was_just_before_is_news_all_the_same() -> None:
    text = (
        "Deutschland und Georgien haben am Mittwoch ein Abkommen unterzeichnet. Zuvor hatten Außenminister Peter Weber "
        "und der georgische Präsident Levan Gelaschwili in Tiflis ein Gespräch geführt."
    )
    assert told(text) == [("agreement", "signed", "agreement"), ("meeting", "held", "talks")]


def test_those_who_had_signed_what_is_ratified_stay_with_it() -> None:
    text = (
        "Das georgische Parlament hat am Mittwoch den Vertrag mit Aserbaidschan ratifiziert. Unterzeichnet hatten den "
        "Vertrag die Präsidenten Levan Gelaschwili und Elman Alijew."
    )
    (treaty,) = events(text)
    assert (treaty["status"], len(treaty["participants"])) == ("in_force", 2)


@pytest.mark.parametrize(
    "text",
    [
        "Georgia and Turkey signed a memorandum on gas on Wednesday. The memorandum is valid for two years.",
        "Georgien und die Türkei haben am Mittwoch ein Memorandum unterzeichnet. Das Memorandum gilt zwei Jahre.",
        "Грузия и Турция в среду подписали меморандум. Меморандум действует два года.",
        "Грузия и Турция в среду подписали меморандум. Документ должен быть ратифицирован.",
    ],
)
def test_a_paper_just_signed_is_not_in_force_for_being_valid(text: str) -> None:
    assert told(text) == [("agreement", "signed", "memorandum")]


@pytest.mark.parametrize(
    "text",
    [
        "Georgia and Turkey signed a protocol amending the agreement on trade on Wednesday.",
        "Georgia and Turkey signed a protocol amending their double taxation treaty on Wednesday.",
        "Georgia and Turkey signed a protocol that replaces their 1992 treaty on Wednesday.",
        "Georgia and Turkey signed a protocol to the 1992 trade agreement.",
        "Georgien und die Türkei haben ein Protokoll zu ihrem 1992 geschlossenen Abkommen unterzeichnet.",
        "Грузия и Турция подписали протокол о внесении изменений в соглашение 1992 года о торговле.",
        "Georgien und die Türkei haben am Mittwoch ein Protokoll zur Änderung des Handelsabkommens unterzeichnet.",
        "Грузия и Турция в среду подписали протокол о внесении изменений в соглашение о торговле.",
    ],
)
def test_the_paper_that_another_changes_is_only_named(text: str) -> None:
    assert told(text) == [("agreement", "signed", "protocol")]


def test_talks_at_whose_margins_papers_are_signed_are_told() -> None:
    text = (
        "Georgia and Turkey signed five documents on Wednesday during Turkish President Selim Kaya's visit to Tbilisi. "
        "They were signed on the sidelines of a meeting between President Kaya and his Georgian counterpart Levan "
        "Gelashvili."
    )
    assert ("meeting", "held", "talks") in told(text)


def test_prices_are_no_journeys() -> None:
    assert told("Die Gaspreise Georgiens und der Türkei sind abgesagt worden.") == []


def test_the_document_is_the_one_just_told_whoever_else_signs_it() -> None:
    text = (
        "Die EU und Georgien haben am Mittwoch ein Abkommen unterzeichnet. Auch die Minister Frankreichs und Italiens "
        "setzten ihre Unterschrift unter das Dokument."
    )
    (paper,) = events(text)
    assert paper["parties"] == ["EU", "FR", "GE", "IT"]


@pytest.mark.parametrize(
    "text",
    [
        "A memorandum which is to boost trade between Georgia and Turkey was signed on Wednesday.",
        "Das Memorandum zwischen Georgien und der Türkei, das den Handel stärken soll, wurde unterzeichnet.",
    ],
)
def test_what_a_paper_is_for_lies_ahead_but_it_is_signed(text: str) -> None:
    assert told(text) == [("agreement", "signed", "memorandum")]


@pytest.mark.parametrize(
    "text",
    [
        "Georgia and Turkey signed an agreement on trade on Wednesday. It enters into force once it is ratified.",
        "Georgien und die Türkei haben ein Abkommen unterzeichnet. Es tritt in Kraft, sobald beide Parlamente es "
        "ratifiziert haben.",
        "Грузия и Турция подписали соглашение. Оно вступит в силу после ратификации.",
    ],
)
def test_a_paper_that_still_needs_something_is_not_in_force(text: str) -> None:
    assert told(text) == [("agreement", "signed", "agreement")]


@pytest.mark.parametrize(
    "text",
    [
        "Georgian Foreign Minister Levan Gelashvili met in Tbilisi with Turkish President Selim Kaya and then with "
        "Iranian Trade Minister Ali Rezai.",
        "Министр иностранных дел Грузии Леван Гелашвили встретился в Тбилиси с президентом Турции Селимом Кая, а затем "
        "– с министром торговли Ирана Али Резаи.",
    ],
)
def test_counterparts_met_one_behind_the_other_are_two_meetings(text: str) -> None:
    assert [event["parties"] for event in events(text)] == [["GE", "TR"], ["GE", "IR"]]


def test_two_papers_of_a_kind_in_one_breath_are_two() -> None:
    text = "Соглашение о побратимстве между Тбилиси и Баку и соглашение о торговле подписаны в Баку."
    assert told(text) == [("agreement", "signed", "agreement")] * 2


def test_the_gathering_at_which_papers_were_signed_is_told_once_somebody_takes_part_in_it() -> None:
    text = (
        "Twelve agreements were signed on Tuesday at the Georgian-Turkish Investment Forum in Tbilisi. "
        "The event was attended by Georgian Economy Minister Levan Gelashvili and Turkish Trade Minister Selim Kaya."
    )
    assert [form for _, _, form in told(text)] == ["documents", "forum"]


def test_the_present_goes_on_with_a_plan() -> None:
    text = (
        "Der deutsche Außenminister Peter Weber wird in Tiflis mit dem georgischen Präsidenten Levan Gelaschwili "
        "zusammentreffen. Danach trifft er die georgische Ministerin Nino Kapanadse."
    )
    assert {status for _, status, _ in told(text)} == {"planned"}


@pytest.mark.parametrize(
    "text",
    [
        "Georgian Foreign Minister Levan Gelashvili arrived in Ankara, Turkey, on Wednesday on an official visit. At "
        "the airport the guest was received by Turkish Ambassador Selim Kaya.",
        "Министр иностранных дел Грузии Леван Гелашвили прибыл в среду с официальным визитом в Турцию. В аэропорту его "
        "встретил посол Турции Селим Кая.",
    ],
)
def test_who_greets_a_guest_on_arrival_gives_no_reception(text: str) -> None:
    assert told(text) == [("meeting", "held", "visit")]


def test_loans_received_are_no_receptions() -> None:
    text = (
        "Georgian Prime Minister Levan Gelashvili met with EBRD President Jane Smith on Wednesday. He said that "
        "Georgia had received loans and investments from the bank."
    )
    assert told(text) == [("meeting", "held", "talks")]


@pytest.mark.parametrize(
    "text",
    [
        "Президент Грузии Леван Гелашвили и премьер-министр Турции Селим Кая не встретятся в Баку.",
        "Georgian President Levan Gelashvili will not meet Turkish Prime Minister Selim Kaya in Baku.",
        "Aus der Reise des georgischen Präsidenten Levan Gelaschwili in die Türkei wird nichts.",
    ],
)
def test_who_will_not_meet_has_called_it_off(text: str) -> None:
    assert {status for _, status, _ in told(text)} == {"cancelled"}


def test_a_commission_that_is_only_to_be_founded_holds_no_session() -> None:
    text = (
        "Georgian Economy Minister Levan Gelashvili met with Turkish Trade Minister Selim Kaya on Wednesday. They "
        "discussed plans to set up a joint commission."
    )
    assert told(text) == [("meeting", "held", "talks")]


def test_a_visit_of_others_is_planned_beside_the_talks_that_announce_it() -> None:
    text = (
        "Iranian Foreign Minister Ali Rezai sat down with Turkish Foreign Minister Selim Kaya in Tehran on Wednesday. "
        "Turkish President Kenan Demir is going to pay an official visit to Iran."
    )
    assert told(text) == [("meeting", "held", "talks"), ("meeting", "planned", "visit")]


@pytest.mark.parametrize("when", ["earlier in the day", "earlier on Tuesday", "earlier this morning"])
def test_what_was_done_earlier_the_same_day_is_news(when: str) -> None:
    text = f"The ministries of transport of Latvia and Kenya signed a memorandum of understanding in Riga {when}."
    [event] = read_article({"text": text, "language": "en", "published_at": "2024-05-14"})["events"]
    assert event["prominence"] == "main"


@pytest.mark.parametrize(
    "text",
    [
        "MEDIA ADVISORY\nNorwegian Foreign Minister Olav Berg meets Chilean Foreign Minister Pedro Rojas on 5 March.",
        "Terminhinweis\nÖsterreichs Außenminister Karl Huber empfängt am 5. März den norwegischen Minister Olav Berg.",
        "Am 5. März empfängt Österreichs Außenminister Karl Huber den norwegischen Minister Olav Berg. Am 6. März ist "
        "ein Treffen mit Norwegens Botschafter Nils Dahl vorgesehen.",
    ],
)
def test_the_present_of_an_article_that_announces_is_planned(text: str) -> None:
    assert {event["status"] for event in read_article({"text": text})["events"]} == {"planned"}


@pytest.mark.parametrize(
    "text",
    [
        "Turkey will buy more wine, Turkish Trade Minister Ada Roe said after talks with Georgian President Ivo Doe.",
        "Trade will double, Turkish Trade Minister Ada Roe said at a meeting with Georgian President Ivo Doe.",
        "Thema der Gespräche zwischen Georgiens Präsident Ivo Doe und Handelsministerin Ada Roe (Türkei) war Wein.",
        "Die Türkei wird mehr Wein kaufen, kündigte Handelsministerin Ada Roe nach Gesprächen mit Georgiens "
        "Präsident Ivo Doe an.",
        "Турция будет покупать больше вина, заявила министр торговли Турции Ада Роу после переговоров с президентом "
        "Грузии Иво Доу.",
    ],
)
def test_talks_at_which_plans_are_told_were_held(text: str) -> None:
    assert told(text) == [("meeting", "held", "talks")]


@pytest.mark.parametrize(
    "text",
    [
        "Turkey's Roe Rail will build a line in Georgia under a contract signed with Georgian Railway on Wednesday.",
        "Under a contract signed on Wednesday, Turkey's Roe Rail will build a line in Georgia.",
    ],
)
def test_a_contract_called_signed_is_so_whatever_is_to_be_built(text: str) -> None:
    assert told(text) == [("agreement", "signed", "contract")]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("The Georgian parliament on Wednesday approved a trade agreement with Turkey.", "in_force"),
        ("A trade agreement between Georgia and Turkey takes effect on Thursday.", "in_force"),
        ("The Georgian government approved a draft agreement with Turkey on trade.", "planned"),
        ("The Georgian cabinet approved the signing of an agreement with Turkey on trade.", "planned"),
        ("Georgia and Turkey initialled a trade agreement.", "planned"),
        ("Грузия и Турция парафировали соглашение о торговле.", "planned"),
    ],
)
def test_what_is_approved_says_how_far_a_paper_has_come(text: str, status: str) -> None:
    assert told(text) == [("agreement", status, "agreement")]
