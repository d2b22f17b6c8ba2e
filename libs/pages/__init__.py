"""What all services' pages share: the base template, one stylesheet, labels in three languages."""

from libs.pages.assets import asset_url, static_files
from libs.pages.rendering import environment, language_of, render
from libs.pages.words import LANGUAGES, country_name, label, labels

__all__ = [
    "LANGUAGES",
    "asset_url",
    "country_name",
    "environment",
    "label",
    "labels",
    "language_of",
    "render",
    "static_files",
]
