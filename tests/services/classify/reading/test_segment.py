"""Sentences and datelines."""

import pytest

from services.classify.reading.clean import lines_of
from services.classify.reading.datelines import dateline_length, find_datelines
from services.classify.reading.languages.pack import load_pack
from services.classify.reading.segment import split_sentences


def sentences(text: str, language: str) -> list[str]:
    lines = find_datelines(text, lines_of(text, None))
    return [text[s.start : s.end] for s in split_sentences(text, lines, load_pack(language))]


@pytest.mark.parametrize(
    ("language", "text", "count"),
    [
        ("en", "Mr. A. Smith met Dr. Jones. They spoke for an hour.", 2),
        ("en", "The price is $1.2 bn. Chairman Brown signed it.", 2),
        ("en", "They said: “We agree.” Then they left.", 2),
        ("ru", "Об этом сказал министр И. Иванов. Речь шла о 5 млрд долл. США. Встреча прошла в 2023 г. в Москве.", 3),
        ("ru", "План рассчитан на 2025–2027 гг. Следующая встреча будет весной.", 2),
        ("ru", "Договор подпишут в марте 2025 г. Действующий заключён в 1996 г. в г. Рунда.", 2),
        ("ru", "Он принял министра Ван И. Обсуждалась торговля. Приехал А. Громов.", 3),
        ("en", "They met in the U.S. The talks went well, said J. F. Brown.", 2),
        ("de", "Am 14. Juni traf Dr. Weber den Minister. Es ging um 5 Mio. Euro für den Bau.", 2),
        ("de", "Vom 10.-12. Juni tagte das 8. Deutsche Treffen. Es kam auf Platz 3. Man ging heim.", 3),
        ("de", "Die 3. Sitzung der Kommission begann. Sie dauerte lange.", 2),
        ("de", "Sie reist vom 3. – 5. Mai nach Graz. Am 7. 5. 2024 folgt Bgm. Moser mit Mag. Gruber.", 2),
    ],
)
def test_a_text_is_split_at_the_ends_of_its_sentences(language: str, text: str, count: int) -> None:
    assert len(sentences(text, language)) == count


@pytest.mark.parametrize(
    "dateline",
    [
        "ASHGABAT, 1 June 2024 (Caspian Wire) – ", "NEW YORK. ", "BELEM, Brazil — ", "ДУШАНБЕ, 5 окт – Памир-Информ. ",
        "БАКУ /Хазар/ – ", "Taschkent, 15. Mai 2023 /SeidenPress/ ", "(Belém, 12. Juni 2024) ", "Hamburg – ",
        "New Delhi : ", "Riga - Leta: ", "RIGA (Leta)--",
        "Riga, March 3, 2024, The North Wire: ",
        "RIGA -- ", "Riga | ", "Riga, am 12. Juni 2024 – ",
        "Riga, June 12, LETA ", "12 июня, Рига /Корр. ЛЕТА/. ", "Рига, 12.06.24. /Лета/. ", "12.06.2024, Рига. ",
        "(г. Рига, 12 июня 2024 года) ",
        "RIGA, DC—June 12, 2024—", "RIGA, 12th June, 2024 (LETA) -- ", "Riga [Latvia], June 12 (LETA): ",
        "Riga, June 12, LETA. ",
        "RIGA (UNO), 12 June 2024 - ", "Riga – Leta.lv, 12 June 2024 – ", "RIGA--(LETA WIRE)--", "RIGA, (LT)_ ",
        "Rio de Janeiro, 12. Juni (leta) - ", "Riga / Wien (leta) – ", "Рига, 12 июня, ЛЕТА. ", "12 июня. /ЛЕТА/. ",
    ],
)  # fmt: skip
def test_a_dateline_ends_where_the_article_begins(dateline: str) -> None:
    assert dateline_length(f"{dateline}The minister came.") == len(dateline)


@pytest.mark.parametrize(
    "line",
    [
        "The minister came to Oslo. He left.",
        "Nothing – or little – was said.",
        "Two million-dollar deals.",
        "Jane Roe, Deputy Minister: we agree.",
    ],
)
def test_a_sentence_is_no_dateline(line: str) -> None:
    assert dateline_length(line.replace("Nothing", "nothing")) is None


def test_a_dateline_belongs_to_its_first_sentence() -> None:
    assert sentences("NEW YORK. The minister came. He left.", "en") == ["NEW YORK. The minister came.", "He left."]


@pytest.mark.parametrize(
    "line",
    [
        "Wien, 10. Februar, AZERTAC",
        "Port Moresby/Sydney, 12. Januar (südsee-presse)",
        "Ottawa, Ontario",
        "25 сентября, Москва",
    ],
)
def test_a_dateline_may_be_a_line_of_its_own(line: str) -> None:
    assert dateline_length(line) == len(line)
