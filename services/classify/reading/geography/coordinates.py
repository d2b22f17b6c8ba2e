"""Where a place that was read lies: its GeoNames id and its coordinates, by its English name and country."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from services.classify.reading.geography.gazetteer import city_rows, table

REGION = " Region"


@dataclass(frozen=True, slots=True)
class Located:
    """Coordinates in degrees (WGS 84); a region has those of its seat and no id."""

    geonames_id: int | None
    lat: float
    lon: float


def located(name: str, country: str | None) -> Located | None:
    """The place, the largest of its name in the country; None where it is not known."""
    known = _places()
    found = known.get((name, country or ""))
    if found is None and name.endswith(REGION):
        seat = known.get((name.removesuffix(REGION), country or ""))
        return Located(None, seat.lat, seat.lon) if seat else None
    return found


@cache
def _places() -> dict[tuple[str, str], Located]:
    """All cities and regions; read once, since it takes a moment."""
    found: dict[tuple[str, str], Located] = {}
    for name, country, lat, lon, *_ in (*table("regions.tsv"), *table("extra_places.tsv")):
        found[name, country] = Located(None, float(lat), float(lon))
    cities = [row.split("\t") for row in city_rows() if row]
    for number, name, country, lat, lon, *_ in sorted(cities, key=lambda row: int(row[5])):
        found[name, country] = Located(int(number), float(lat), float(lon))
    return found
