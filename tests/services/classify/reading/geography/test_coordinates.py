from __future__ import annotations

import pytest

from services.classify.reading.geography.coordinates import Located, located
from services.classify.rules import reports_of

EVENT = {"prominence": "main", "kind": "meeting", "status": "held", "parties": ["KZ", "UZ"], "confidence": 0.9}


@pytest.mark.parametrize(
    ("name", "country", "geonames_id", "lat", "lon"),
    [
        ("Astana", "KZ", 1526273, 51.2, 71.4),
        ("Tashkent", "UZ", 1512569, 41.3, 69.3),
        ("Davos", "CH", None, 46.8, 9.8),
        ("Abai Region", "KZ", None, 50.4, 80.3),
        ("Dushanbe Region", "TJ", None, 38.5, 68.8),
    ],
)
def test_a_place_lies_where_it_lies(name: str, country: str, geonames_id: int | None, lat: float, lon: float) -> None:
    spot = located(name, country)

    assert spot is not None
    assert spot.geonames_id == geonames_id
    assert (spot.lat, spot.lon) == (pytest.approx(lat, abs=0.1), pytest.approx(lon, abs=0.1))


@pytest.mark.parametrize(("name", "country"), [("Astana", "UZ"), ("Astana", None), ("Lost Region", "KZ"), ("", "")])
def test_what_is_not_known_lies_nowhere(name: str, country: str | None) -> None:
    assert located(name, country) is None


def test_of_two_cities_of_one_name_the_larger_is_meant() -> None:
    assert located("Springfield", "US") == Located(4409896, pytest.approx(37.2, abs=0.1), pytest.approx(-93.3, abs=0.1))


def test_reports_say_where_their_place_lies_as_far_as_it_is_known() -> None:
    places = [{"name": "Astana", "country": "KZ"}, {"name": "Atlantis", "country": None}, None]

    reports = reports_of("art_1", [{**EVENT, "place": place} for place in places])

    shown = [report.place and (report.place.name, report.place.geonames_id, report.place.lat) for report in reports]
    assert shown == [("Astana", 1526273, pytest.approx(51.2, abs=0.1)), ("Atlantis", None, None), None]
