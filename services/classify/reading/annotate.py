"""All that a text mentions, by the annotators in the order that each needs the ones before."""

from __future__ import annotations

from services.classify.reading.dates import find_dates
from services.classify.reading.document import Document, Mentions
from services.classify.reading.figures import find_figures
from services.classify.reading.geography import find_countries, find_organizations, find_places
from services.classify.reading.languages.pack import Pack
from services.classify.reading.money import find_counts, find_money
from services.classify.reading.people import find_people
from services.classify.reading.people.gliner import with_recognised


def annotate(document: Document, pack: Pack, *, eventful: bool = True) -> Mentions:
    """Every mention of countries, places, organisations, people, dates, money, counts and figures.

    Only events need people, who take half of the time: they are passed over where no words tell of one and no two
    parties are named that might have met.
    """
    money = find_money(document, pack)
    countries = tuple(  # "US dollars" name no country
        country
        for country in find_countries(document, pack)
        if not any(sum_.start <= country.start and country.end <= sum_.end for sum_ in money)
    )
    places = find_places(document, pack)
    organizations = with_recognised(find_organizations(document, pack), document, countries, places)
    parties = {country.code for country in countries} | {body.code or body.country for body in organizations}
    if eventful or len(parties - {None}) > 1:
        people = find_people(document, pack, countries, places, organizations)
    else:
        people = ()
    dates = find_dates(document, pack)
    return Mentions(
        countries=countries,
        places=places,
        organizations=organizations,
        people=people,
        dates=dates,
        money=money,
        counts=find_counts(document, pack),
        figures=find_figures(document, pack, countries, organizations, dates, places),
    )
