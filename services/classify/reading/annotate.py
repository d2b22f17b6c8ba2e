"""All that a text mentions, by the annotators in the order that each needs the ones before."""

from __future__ import annotations

from services.classify.reading.document import Document, Mentions
from services.classify.reading.languages.pack import Pack


def annotate(document: Document, pack: Pack) -> Mentions:
    """Every mention of countries, places, organisations, people, dates, money, counts and figures."""
    from services.classify.reading.geography import find_countries, find_organizations, find_places

    countries = find_countries(document, pack)
    places = find_places(document, pack)
    organizations = find_organizations(document, pack)
    from services.classify.reading.people import find_people

    people = find_people(document, pack, countries, places, organizations)
    from services.classify.reading.dates import find_dates

    dates = find_dates(document, pack)
    from services.classify.reading.money import find_counts, find_money

    money = find_money(document, pack)
    from services.classify.reading.figures import find_figures

    return Mentions(
        countries=countries,
        places=places,
        organizations=organizations,
        people=people,
        dates=dates,
        money=money,
        counts=find_counts(document, pack),
        figures=find_figures(document, pack, countries, organizations, dates),
    )
