"""Where a publisher is at home."""

from __future__ import annotations

import pytest

from services.classify.reading.clean import clean_article
from services.classify.reading.publishers import publisher_country
from services.classify.reading.reader import look_through

ADDRESSES = [
    ("https://news.example.uz/en/1", "UZ"),
    ("http://reader@www.example.gov.uk:8080/a?b=.fr", "GB"),
    ("https://example.org/kz", None),
    ("https://example.tv/", None),
    ("example.uz/en", None),
    ("", None),
]


@pytest.mark.parametrize(("url", "country"), ADDRESSES)
def test_a_country_domain_tells_where_a_publisher_is_at_home(url: str, country: str | None) -> None:
    assert publisher_country(url) == country


def test_a_minister_without_a_country_is_of_the_publishers_where_the_article_names_it() -> None:
    text = "Finance Minister Arman Doe spoke. Serbia and Serbs were told of Norway."
    countries = []
    for domain in ("no", "fi", "org"):
        clean = clean_article({"text": text, "url": f"https://example.{domain}/1"})
        people = look_through(clean, "en")[2].people
        countries.append(people[0].country)
    assert countries == ["NO", "RS", "RS"]
