"""What an article tells only as the setting of its news."""

import pytest

from services.classify.reading.reader import read_article

SIGNING = {
    "en": "Minister of Energy of Kazakhstan Daniyar Omarov and Georgian Energy Minister Levan Gelashvili signed an "
    "agreement on power lines in Tbilisi on Wednesday. ",
    "de": "Kasachstans Energieminister Daniyar Omarow und der georgische Energieminister Lewan Gelaschwili haben am "
    "Mittwoch in Tiflis ein Abkommen über Stromleitungen unterzeichnet. ",
    "ru": "Министр энергетики Казахстана Данияр Омаров и министр энергетики Грузии Леван Гелашвили подписали в среду "
    "в Тбилиси соглашение о линиях электропередачи. ",
}


def prominences(text: str, *, published: str | None = "2025-05-08") -> list[tuple[str, str]]:
    article = {"id": "a", "title": None, "text": text, "published_at": published}
    return [(event["kind"], event["prominence"]) for event in read_article(article)["events"]]


@pytest.mark.parametrize(
    ("language", "behind"),
    [
        ("en", "Omarov had come from Oslo, where the Norwegian-Kazakh business council met."),
        ("de", "Omarow war aus Oslo angereist, wo der norwegisch-kasachische Wirtschaftsrat tagte."),
        ("ru", "Омаров прилетел из Осло, где заседал норвежско-казахстанский деловой совет."),
        ("en", "The pace was set in winter, when President of Kazakhstan Timur Saparov visited Georgia."),
        ("ru", "Начало положено зимой, когда президент Казахстана Тимур Сапаров посетил Грузию."),
        ("en", "We remind that President of Kazakhstan Timur Saparov visited Georgia."),
        ("ru", "Напоминаем, президент Казахстана Тимур Сапаров посетил Грузию."),
    ],
)
def test_what_was_where_the_news_came_from_is_background(language: str, behind: str) -> None:
    told = prominences(SIGNING[language] + behind)
    assert ("agreement", "main") in told
    assert ("meeting", "main") not in told


def test_a_meeting_told_where_it_was_held_is_news_if_nothing_else_is() -> None:
    text = "Omarov spoke in Tbilisi, where he met with Georgian Energy Minister Levan Gelashvili."
    assert ("meeting", "main") in prominences(f"Kazakh Energy Minister Daniyar Omarov praised the host. {text}")


def test_a_day_told_with_its_year_behind_undated_news_is_past_where_the_article_has_no_date() -> None:
    news = "Kazakhstan and Georgia signed an agreement on power lines. "
    past = "In July 2014 Kazakhstan and Norway signed a memorandum on fisheries."
    assert prominences(news + past, published=None) == [("agreement", "main"), ("agreement", "background")]


def test_a_tour_named_beside_what_was_done_on_it_is_no_further_news() -> None:
    text = "On his tour of Georgia Kazakh Minister Daniyar Omarov signed two treaties with Minister Levan Gelashvili."
    assert ("meeting", "main") not in prominences(text)
