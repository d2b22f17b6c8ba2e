"""What classify may read and what subscribers may ask for are one vocabulary."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

import services.classify.reading.languages
from libs.messages.values import ORGANIZATIONS, SECTORS
from libs.pages import LANGUAGES, labels

PACKS = Path(services.classify.reading.languages.__path__[0])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_organization_that_a_pack_reads_may_be_asked_for(language: str) -> None:
    table = tomllib.loads((PACKS / language / "organizations.toml").read_text("utf-8"))
    assert set(table["international"]) <= ORGANIZATIONS


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sector_has_words_to_be_found_by_and_a_label(language: str) -> None:
    table = tomllib.loads((PACKS / language / "sectors.toml").read_text("utf-8"))
    text = str(table)
    assert [sector for sector in SECTORS if f"'{sector}'" not in text] == []
    assert set(labels(language)["sector"]) == set(SECTORS)
