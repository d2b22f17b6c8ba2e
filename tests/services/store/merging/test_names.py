"""Spellings of one name meet; names of two people do not."""

from __future__ import annotations

import pytest

from services.store.merging.names import same_person


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Даулет Серикбаев", "Daulet Serikbayev"),
        ("Шавкат Мирзиёев", "Shavkat Mirziyoyev"),
        ("Шавкат Мирзиёев", "Schawkat Mirsijojew"),
        ("Сердар Бердымухамедов", "Serdar Berdimuhamedow"),
        ("Реджеп Тайип Эрдоган", "Recep Tayyip Erdoğan"),
        ("Садыр Жапаров", "Sadyr Japarov"),
        ("Садыр Жапаров", "Sadyr Dschaparow"),
        ("Дж. Йылмаз", "Cevdet Yılmaz"),
        ("Н. Атагулыев", "Nokerguly Atagulyjew"),
        ("Евгений Яковлев", "Jewgenij Jakowlew"),
        ("Ильхам Алиев", "Ilham Alijew"),
        ("Си Цзиньпин", "Xi Jinping"),
        ("Erdoğan", "Recep Tayyip Erdoğan"),
        ("Serikbayev Daulet", "Daulet Serikbayev"),
        ("Касым-Жомарт Токаев", "Kassym-Jomart Tokayev"),
        ("Йоханн Вадефуль", "Johann Wadephul"),
        ("Darchan Satybaldy", "Darkhan Satybaldy"),
        ("Чжао Минцзе", "Zhao Mingjie"),
        ("Лю Шаньцзе", "Liu Shanjie"),
    ],
)
def test_one_person(one: str, other: str) -> None:
    assert same_person(one, other)
    assert same_person(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Gurbanguly Berdimuhamedov", "Serdar Berdimuhamedov"),
        ("Садыр Жапаров", "Садыр Сапаров"),
        ("Ильхам Алиев", "Ильхам Валиев"),
        ("Назаров", "Назарбаев"),
        ("Каримов", "Касымов"),
        ("Ahmedov", "Mamedov"),
        ("", "Daulet Serikbayev"),
    ],
)
def test_two_people(one: str, other: str) -> None:
    assert not same_person(one, other)
    assert not same_person(other, one)
