"""Papers told as several and then one by one."""

import pytest

from services.classify.reading.reader import read_article


def papers(text: str) -> list[tuple[str, float | None, int]]:
    """Form, sum and how many signatories of each agreement that a text tells."""
    return [
        (event["form"], event["amount"] and event["amount"]["value"], len(event["participants"]))
        for event in read_article({"text": text})["events"]
        if event["kind"] == "agreement"
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Norway and Chile signed two agreements on Monday. The first was signed by Energy Ministers Olav Berg and "
         "Pedro Rojas, the second by Transport Ministers Nils Dahl and Juan Soto.",
         [("agreement", None, 2), ("agreement", None, 2)]),
        ("Министерство Казахстана и китайские компании подписали два соглашения. Первое соглашение на 20 млн долларов "
         "заключено с компанией Sinohydro. Второе, на 35 млн долларов, касается железной дороги.",
         [("agreement", 20e6, 0), ("agreement", 35e6, 0)]),
        ("70 Millionen Euro leiht die KfW der indischen Bank SBI. Weitere 130 Millionen Euro gehen an das "
         "Finanzministerium in Neu-Delhi. Beide Darlehensverträge sind unterzeichnet.",
         [("contract", 70e6, 0), ("contract", 130e6, 0)]),
    ],
)  # fmt: skip
def test_papers_with_something_of_their_own_are_one_each(text: str, expected: list[tuple[str, float, int]]) -> None:
    assert papers(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Norway and Chile signed two agreements on Monday. The first is about fishing, the second about ports.",
        "Норвегия и Чили подписали два меморандума. Первый меморандум касается портов, второй – рыболовства.",
    ],
)
def test_papers_with_nothing_of_their_own_stay_a_package(text: str) -> None:
    assert papers(text) == [("documents", None, 0)]


def test_an_ordinal_in_a_row_that_is_no_part_of_the_article_tells_no_paper_and_stops_no_reading() -> None:
    text = (
        "Рунда, 9 апреля. Маяк. – Два соглашения о порте подписали\nсегодня\nв\nРиге\nЛатвия\nи\nКения\nУ.\n\nПервое\n"
        "– о займе в размере 87 млн долларов США, второе – о гранте на 22 млн. На эти средства перестроят причал."
    )
    read = read_article({"text": text, "language": "ru", "published_at": "2024-06-13"})
    assert not any(event["kind"] == "agreement" and event["amount"] for event in read["events"])
