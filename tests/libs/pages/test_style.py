from __future__ import annotations

import re
from pathlib import Path

import pytest

from libs.pages.assets import FOLDER

STYLE = (FOLDER / "style.css").read_text()
TEXT = 4.5
BOUNDARY = 3.0

PAIRS = [
    ("text", "ground", TEXT),
    ("text", "raised", TEXT),
    ("quiet", "ground", TEXT),
    ("quiet", "raised", TEXT),
    ("accent", "ground", TEXT),
    ("accent", "raised", TEXT),
    ("on-accent", "accent", TEXT),
    ("good", "raised", TEXT),
    ("wait", "raised", TEXT),
    ("bad", "raised", TEXT),
    ("good", "ground", TEXT),
    ("wait", "ground", TEXT),
    ("bad", "ground", TEXT),
    ("on-mark", "mark", TEXT),
    ("edge", "ground", BOUNDARY),
    ("second", "ground", BOUNDARY),
    ("accent", "land", BOUNDARY),
    ("text", "halo", TEXT),
]
OF_PICTURES = {"land", "border", "halo"}
"""Colours that pictures alone name."""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("front", "back", "least"), PAIRS)
def test_colours_stand_out_enough(scheme: str, front: str, back: str, least: float) -> None:
    colours = _colours(scheme)

    assert _contrast(colours[front], colours[back]) >= least


def test_every_colour_has_a_dark_one() -> None:
    assert set(_colours("light")) == set(_colours("dark"))


def test_every_colour_that_is_used_is_there() -> None:
    sheets = "".join(path.read_text() for path in FOLDER.glob("*.css"))

    assert set(re.findall(r"var\(--([a-z-]+)\)", sheets)) | OF_PICTURES == set(_colours("light"))


def test_nothing_is_loaded_from_elsewhere() -> None:
    for path in (*FOLDER.iterdir(), *Path(FOLDER.parent / "templates").iterdir()):
        text = path.read_text().replace("http://www.w3.org/2000/svg", "")
        foreign = r"https?://|//cdn|@import|<script(?! type=\"module\" src=\"\{\{ asset_url)"
        assert not re.search(foreign, text), path.name


def _colours(scheme: str) -> dict[str, str]:
    blocks = re.findall(r":root \{(.*?)\}", STYLE, re.DOTALL)
    return dict(re.findall(r"--([a-z-]+): #([0-9a-f]{6});", blocks[0 if scheme == "light" else 1]))


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4 for channel in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
