"""Write `first_names.txt.gz`: the first names of all of Faker's locales in Latin and Cyrillic letters.

Run by hand when Faker grows: `python -m services.classify.reading.data.build_first_names`. A line holds a name and
`m`, `f` or `x` (both, or not told). Faker is MIT-licensed, (c) Daniele Faraglia and contributors.
"""

from __future__ import annotations

import gzip
import importlib
import pkgutil
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

TARGET = Path(__file__).with_name("first_names.txt.gz")
NAME = re.compile(r"[A-ZÀ-ÖØ-ÞĀ-ſƏА-ЯЁІЇЄҐӘҒҚҢӨҰҮҺ][a-zß-öø-ÿā-ſəʻʼ’'а-яёіїєґәғқңөұүһ-]{1,}(?:-[A-ZА-Я][a-zа-яё]+)?")


def names_of_faker() -> Iterator[tuple[str, str]]:
    """Every first name with the gender that its list says."""
    package = importlib.import_module("faker.providers.person")
    for module in sorted(pkgutil.iter_modules(package.__path__), key=lambda found: found.name):
        provider = importlib.import_module(f"{package.__name__}.{module.name}").Provider
        for attribute in sorted(vars(provider)):
            if not attribute.startswith("first_name"):
                continue
            values = getattr(provider, attribute)
            if not isinstance(values, tuple | list | dict):
                continue
            gender = "m" if attribute.endswith("_male") else "f" if attribute.endswith("_female") else ""
            for value in values:
                spellings = value if isinstance(value, tuple) else (value,)
                yield from ((name, gender) for name in spellings if isinstance(name, str))


def write_first_names() -> int:
    """Write the file, the same bytes each time; returns how many names it holds."""
    genders: dict[str, set[str]] = defaultdict(set)
    for name, gender in names_of_faker():
        spelling = unicodedata.normalize("NFC", name.strip())
        if NAME.fullmatch(spelling):
            genders[spelling].update(gender)
    lines = [f"{name}\t{min(found) if len(found) == 1 else 'x'}\n" for name, found in sorted(genders.items())]
    with TARGET.open("wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", mtime=0, filename="") as packed:
        packed.write("".join(lines).encode("utf-8"))
    return len(lines)


if __name__ == "__main__":
    write_first_names()
