from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest

from services.classify.reading.dates import find_dates, reference_date
from services.classify.reading.document import Document, When
from services.classify.reading.languages.pack import load_pack
from tests.services.classify.reading.documents import document

PUBLISHED = date(2024, 6, 13)  # a Thursday


def dates(text: str, language: str = "en", published_at: date | None = PUBLISHED) -> list[str]:
    return [written(when) for when in found(document(text, language, published_at), language)]


def found(doc: Document, language: str) -> tuple[When, ...]:
    return find_dates(doc, load_pack(language))


def written(when: When) -> str:
    width = {"day": 10, "month": 7, "year": 4}[when.precision]
    first = when.first.isoformat()[:width]
    return first if when.last is None else f"{first}/{when.last.isoformat()[:width]}"


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "It was signed on 12 July 2023.", "2023-07-12"),
        ("en", "It was signed on July 12, 2023.", "2023-07-12"),
        ("ru", "Документ подписан 12 июля 2023 года.", "2023-07-12"),
        ("de", "Am 12. Juli 2023 wurde unterschrieben.", "2023-07-12"),
        ("ru", "Опубликовано 26.08.2021 в газете", "2021-08-26"),
        ("en", "The forum of June 11-12, 2024 ended.", "2024-06-11/2024-06-12"),
        ("ru", "Саммит пройдёт 11–12 июня 2024 года.", "2024-06-11/2024-06-12"),
        ("de", "Vom 3. bis 5. Mai 2024 tagten sie.", "2024-05-03/2024-05-05"),
        ("ru", "с 28 июня по 2 июля 2024 года", "2024-06-28/2024-07-02"),
        ("en", "A visit is due in May 2025.", "2025-05"),
        ("de", "Im Oktober 2025 reist er.", "2025-10"),
        ("ru", "к 2030 году доведут", "2030"),
        ("de", "vom 10. bis 12.06.2024", "2024-06-10/2024-06-12"),
        ("de", "vom 10.06. bis 12.06.2024", "2024-06-10/2024-06-12"),
        ("ru", "с 10 по 12.06.2024", "2024-06-10/2024-06-12"),
        ("en", "10.06.2024 - 12.06.2024", "2024-06-10/2024-06-12"),
        ("ru", "10, 11 и 12 июня", "2024-06-10/2024-06-12"),
        ("ru", "12-13 мая сего года", "2024-05-12/2024-05-13"),
        ("de", "am 10. d. M. tagten sie", "2024-06-10"),
        ("en", "They met on the 10th, it was said.", "2024-06-10"),
        ("de", "am Mo., 10.6.", "2024-06-10"),
        ("en", "They met at the weekend.", "2024-06-08/2024-06-09"),
        ("en", "They will meet over the weekend.", "2024-06-15/2024-06-16"),
        ("de", "Am vergangenen Wochenende tagten sie.", "2024-06-08/2024-06-09"),
        ("ru", "Они встретятся в ближайшие выходные.", "2024-06-15/2024-06-16"),
        ("de", "in der Vorwoche", "2024-06-03/2024-06-09"),
        ("ru", "с понедельника по среду", "2024-06-10/2024-06-12"),
        ("ru", "Товарооборот за январь – август 2023 года", "2023-01/2023-08"),
        ("de", "im ersten Halbjahr 2024", "2024-01/2024-06"),
        ("en", "in the first nine months of 2023", "2023-01/2023-09"),
    ],
)
def test_an_absolute_date_is_read(language: str, text: str, expected: str) -> None:
    assert dates(text, language) == [expected]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "They met today.", "2024-06-13"),
        ("en", "They met on Tuesday.", "2024-06-11"),
        ("en", "They will meet on Tuesday.", "2024-06-18"),
        ("en", "They met on Thursday.", "2024-06-13"),
        ("ru", "Министры встретились в пятницу.", "2024-06-07"),
        ("ru", "Встреча состоится в пятницу.", "2024-06-14"),
        ("ru", "Накануне прошло заседание.", "2024-06-12"),
        ("de", "Am Dienstag trafen sie sich.", "2024-06-11"),
        ("de", "Am Dienstag wird verhandelt.", "2024-06-18"),
        ("de", "Am Montagabend sprachen sie.", "2024-06-10"),
        ("de", "Das Treffen an diesem Freitag fällt aus.", "2024-06-14"),
        ("en", "The visit is to take place next week.", "2024-06-17/2024-06-23"),
        ("de", "Am Montag und Dienstag kommender Woche tagen sie.", "2024-06-17/2024-06-18"),
        ("ru", "На прошлой неделе прошли переговоры.", "2024-06-03/2024-06-09"),
        ("en", "Exports fell last month.", "2024-05"),
        ("ru", "В октябре текущего года его подпишут.", "2024-10"),
        ("ru", "В апреле прошлого года его подписали.", "2023-04"),
        ("de", "Im vergangenen Jahr wuchs der Handel.", "2023"),
        ("en", "Three years ago they met.", "2021"),
    ],
)
def test_a_relative_date_counts_from_the_publication(language: str, text: str, expected: str) -> None:
    assert dates(text, language) == [expected]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "The talks will be held on 3 November.", "2024-11-03"),
        ("en", "The deal was signed on 3 December.", "2023-12-03"),
        ("ru", "В мае посол прибудет в Токио.", "2025-05"),
        ("de", "Der Besuch ist für Ende März vorgesehen.", "2025-03"),
        ("de", "Für September wird die Sitzung vorbereitet.", "2024-09"),
        ("en", "The document was initialled on June 20.", "2024-06-20"),
    ],
)
def test_a_missing_year_follows_from_the_tense(language: str, text: str, expected: str) -> None:
    assert dates(text, language) == [expected]


def test_without_any_reference_a_day_without_a_year_is_nothing() -> None:
    assert dates("They met on Friday, 9 August.", published_at=None) == []
    assert dates("They met on 9 August 2024.", published_at=None) == ["2024-08-09"]


def test_a_date_line_of_the_page_stands_in_for_the_publication() -> None:
    doc = document("17.08.2022 / Agency\n\nThe sides met on Tuesday.", boilerplate="Agency")
    assert reference_date(doc, load_pack("en")) == date(2022, 8, 17)
    assert [written(when) for when in found(doc, "en")] == ["2022-08-16"]


def test_publication_counts_in_its_own_offset() -> None:
    late = datetime(2024, 6, 13, 0, 30, tzinfo=timezone(timedelta(hours=5)))
    assert dates("They met today.", published_at=late) == ["2024-06-13"]


def test_a_weekday_and_its_date_are_one() -> None:
    text = "On Friday, 14 June, they will meet."
    (when,) = found(document(text, "en", PUBLISHED), "en")
    assert text[when.start : when.end] == "On Friday, 14 June"
    assert not when.relative


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "They met on 5 May 2024. On the same day they signed. A day later they left.", "2024-05-06"),
        ("de", "Sie trafen sich am 5. Mai 2024. Einen Tag später reisten sie ab.", "2024-05-06"),
        ("ru", "Они встретились 5 мая 2024 года. На следующий день уехали.", "2024-05-06"),
    ],
)
def test_the_next_day_counts_from_the_day_named_before(language: str, text: str, expected: str) -> None:
    assert dates(text, language)[-1] == expected


def test_a_story_goes_on_in_the_year_it_began() -> None:
    assert dates("В марте 2016 года прошёл визит, а в августе заключили контракты.", "ru") == ["2016-03", "2016-08"]
    assert dates("В 2022 году говорили, в декабре того же года подписали.", "ru") == ["2022", "2022-12"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The minister may travel and march on."),
        ("de", "Guten Morgen, das Wort hat der Minister."),
        ("ru", "В сфере охраны окружающей среды и накануне саммита"),
        ("en", "A plant of 2024 MW with 2030 people"),
        ("en", "Article 5 may be changed."),
    ],
)
def test_words_that_only_look_like_dates_are_left_alone(language: str, text: str) -> None:
    assert dates(text, language) == []


def test_boilerplate_dates_nothing() -> None:
    doc = document("They met.\nUpdated: 5 May 2024", published_at=PUBLISHED, boilerplate="Updated")
    assert found(doc, "en") == ()


def test_a_dateline_is_flagged() -> None:
    doc = document("ASTANA, 12 June. They met yesterday.", published_at=PUBLISHED, dateline=16)
    assert [(written(when), when.dateline) for when in found(doc, "en")] == [
        ("2024-06-12", True),
        ("2024-06-12", False),
    ]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("de", "Vom 3. bis zum 5. Juni hat die Delegation Riga besucht.", "2024-06-03/2024-06-05"),
        ("en", "The two sat down on 8 May in Riga.", "2024-05-08"),
        ("en", "The commission meets in the IV quarter of this year.", "2024-10/2024-12"),
        ("de", "Die Kommission tagt im IV. Quartal dieses Jahres.", "2024-10/2024-12"),
        ("de", "Zwischen Januar und März 2024 wuchs der Handel.", "2024-01/2024-03"),
        ("de", "In den ersten beiden Monaten 2024 wuchs der Handel.", "2024-01/2024-02"),
        ("ru", "Опубликовано 26.08.21 в газете", "2021-08-26"),
    ],
)
def test_a_date_is_read_whatever_words_make_it(language: str, text: str, expected: str) -> None:
    assert dates(text, language) == [expected]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "The commission met on 4-6 June. On the second day seven papers were signed.", "2024-06-05"),
        ("de", "Die Kommission tagte vom 4. bis 6. Juni. Am letzten Tag wurde unterschrieben.", "2024-06-06"),
        ("ru", "Комиссия заседала 4–6 июня. В первый день подписали протокол.", "2024-06-04"),
    ],
)
def test_a_day_is_counted_within_those_named_before(language: str, text: str, expected: str) -> None:
    assert dates(text, language)[-1] == expected


def test_the_day_before_is_no_day_to_come() -> None:
    assert dates("The forum of 25 June is off. The day before, the ministers spoke by phone.")[-1] == "2024-06-12"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The talks were held in Riga, the ministry said on Tuesday."),
        ("en", "The ministry told reporters on Tuesday that the visit is off."),
        ("ru", "Переговоры прошли в Риге, сообщила в пятницу пресс-служба."),
        ("ru", "Об этом в пятницу сообщило министерство."),
        ("de", "Das Treffen fand in Riga statt, teilte das Ministerium am Dienstag mit."),
        ("de", "Wie das Ministerium am Dienstag mitteilte, fand das Treffen in Riga statt."),
        ("en", "The two had met before, the envoy said in Riga on Tuesday."),
        ("en", "They spoke of the contract, which expires in October."),
        ("ru", "Они говорили о договоре, который истекает в октябре."),
    ],
)
def test_the_day_of_a_report_is_flagged(language: str, text: str) -> None:
    assert [when.said for when in found(document(text, language, PUBLISHED), language)] == [True]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The ministers met on Tuesday and spoke of trade."),
        ("en", "The governor said on Tuesday as he met with the guests."),
        ("ru", "Министры встретились в пятницу и сообщили о планах."),
        ("de", "Bei dem Treffen am Dienstag sprach der Minister von Handel."),
    ],
)
def test_the_day_of_a_meeting_is_not_that_of_a_report(language: str, text: str) -> None:
    assert [when.said for when in found(document(text, language, PUBLISHED), language)] == [False]


@pytest.mark.parametrize("text", ["Er gratulierte ihm zu dem Sieg vom 2. Juni.", "Ab dem 2. Juni fließt das Gas."])
def test_a_date_behind_a_noun_is_its_attribute(text: str) -> None:
    assert [when.attribute for when in found(document(text, "de", PUBLISHED), "de")] == [True]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Am 23.Februar 2018 trafen sie sich."),
        ("en", "Published 2018.02.23 by the agency"),
        ("en", "Published 2/23/2018 by the agency"),
        ("en", "Published 2018/02/23 by the agency"),
    ],
)
def test_a_date_may_be_written_in_many_ways(language: str, text: str) -> None:
    assert dates(text, language) == ["2018-02-23"]


def test_without_a_reference_a_day_takes_the_year_of_one_told_nearby_in_full() -> None:
    text = "The ministers met on 6 October. The guests stay from 22 September to 8 October 2021."
    assert dates(text, "en", None)[0] == "2021-10-06"


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "She is in Riga from today until June 15.", "2024-06-13/2024-06-15"),
        ("de", "Sie ist von heute bis zum 15. Juni in Riga.", "2024-06-13/2024-06-15"),
        ("ru", "Визит начнётся во вторник и продлится до 21 июня.", "2024-06-18/2024-06-21"),
        ("de", "Von Montag, den 17., bis Dienstag, den 18. Juni 2024 tagt der Rat.", "2024-06-17/2024-06-18"),
        ("en", "The council will sit from Monday, 17 June to Tuesday, 18 June.", "2024-06-17/2024-06-18"),
    ],
)
def test_a_stay_from_one_day_to_another_is_one_date(language: str, text: str, expected: str) -> None:
    assert dates(text, language) == [expected]


def test_a_deadline_far_ahead_ends_no_stay() -> None:
    assert dates("They met on 3 June 2024, through 2 September 2024 nobody did.") == ["2024-06-03", "2024-09-02"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The plan goes with the kingdom's Vision 2030."),
        ("de", "Der Plan passt zur Agenda 2030."),
        ("ru", "План отвечает повестке дня 2030 года."),
    ],
)
def test_the_year_in_a_programmes_name_is_an_attribute(language: str, text: str) -> None:
    assert [when.attribute for when in found(document(text, language, PUBLISHED), language)] == [True]


def test_today_beside_a_day_may_be_a_day_off() -> None:
    assert dates("Сегодня, 12 июня, они встретились.", "ru") == ["2024-06-12"]


def test_a_stay_is_no_attribute_of_a_noun() -> None:
    told = found(document("Das Forum fand vom 10.–12. Juni statt.", "de", PUBLISHED), "de")
    assert [when.attribute for when in told] == [False]
