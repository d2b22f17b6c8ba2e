"""Pages from templates: in the visitor's language, with everything escaped."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal
from fastapi import Request
from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse

from libs.pages.assets import asset_url
from libs.pages.words import LANGUAGES, country_name, label

FOLDER = Path(__file__).parent / "templates"
LANGUAGE_COOKIE = "communique_language"
YEAR_SECONDS = 365 * 24 * 3600
NAVIGATION = (
    ("/", "events"),
    ("/articles", "articles"),
    ("/subscriptions", "subscriptions"),
    ("/deliveries", "deliveries"),
    ("/try", "try"),
)
LANGUAGE_NAMES = {"en": "English", "ru": "Русский", "de": "Deutsch"}


def environment(templates: Path | None = None) -> Environment:
    """Templates of a service before the shared ones. `base.html` has the blocks `title`, `content` and `head`."""
    folders = [FileSystemLoader(folder) for folder in (templates, FOLDER) if folder is not None]
    made = Environment(loader=ChoiceLoader(folders), autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    made.globals["asset_url"] = asset_url
    made.filters["external"] = external_url
    return made


def render(request: Request, template: str, *, status_code: int = 200, **context: Any) -> HTMLResponse:
    """The page. Beside `context` templates have:

    `t(code, group="page")`, `country(code)`, `day(text)`, `moment(time)`, `number(value)`, `language`, `path`,
    `here(**query)` (this address with other query values), `principal` (or None), and the filter `external` for links.
    """
    language = language_of(request)
    words = _words(language)
    shared = {
        "language": language,
        "languages": LANGUAGE_NAMES,
        "navigation": NAVIGATION,
        "path": request.url.path,
        "principal": getattr(request.state, "principal", None),
        "here": lambda **query: _here(request, query),
    }
    html = request.app.state.pages.get_template(template).render({**words, **shared, **context})
    response = HTMLResponse(html, status_code, {"Vary": "Accept-Language, Cookie", "Content-Language": language})
    if request.query_params.get("lang") in LANGUAGES:
        response.set_cookie(LANGUAGE_COOKIE, language, max_age=YEAR_SECONDS, samesite="lax", httponly=True)
    return response


def language_of(request: Request) -> str:
    """`?lang=`, else what was chosen before, else what the browser prefers, else English."""
    for chosen in (request.query_params.get("lang"), request.cookies.get(LANGUAGE_COOKIE)):
        if chosen in LANGUAGES:
            return chosen
    return preferred_language(request.headers.get("accept-language", ""))


def preferred_language(header: str) -> str:
    """The best of ours in an Accept-Language header."""
    ranked: list[tuple[float, int, str]] = []
    for at, part in enumerate(header[:500].split(",")):
        match = re.fullmatch(r"\s*([A-Za-z]{2,3})(?:-[\w-]*)?\s*(?:;\s*q=([01](?:\.\d{0,3})?)\s*)?", part)
        if match and match[1].lower() in LANGUAGES:
            ranked.append((-float(match[2] or 1), at, match[1].lower()))
    best = min(ranked, default=(0.0, 0, "en"))
    return best[2] if best[0] < 0 or not ranked else "en"


def external_url(url: str | None) -> str:
    """The address if a page may link to it, else nothing: what articles bring may be `javascript:`."""
    return url if url and re.match(r"https?://", url, re.IGNORECASE) else ""


def _words(language: str) -> dict[str, Any]:
    def day(value: str | date | None) -> str:
        if not value:
            return ""
        return format_date(date.fromisoformat(value) if isinstance(value, str) else value, "long", locale=language)

    def moment(value: datetime | str | None) -> Markup:
        if not value:
            return Markup("")
        time = datetime.fromisoformat(value) if isinstance(value, str) else value
        shown = format_datetime(time, "medium", locale=language) + time.strftime(" %Z").rstrip()
        return Markup('<time datetime="{}">{}</time>').format(time.isoformat(), shown)

    def number(value: float | None) -> str:
        return "" if value is None else format_decimal(value, locale=language)

    return {
        "t": lambda code, group="page": label(group, code, language),
        "country": lambda code: country_name(code, language),
        "day": day,
        "moment": moment,
        "number": number,
    }


def _here(request: Request, query: dict[str, Any]) -> str:
    kept = [(name, value) for name, value in parse_qsl(request.url.query) if name not in query and name != "token"]
    added = [(name, str(value)) for name, value in query.items() if value is not None]
    both = urlencode(kept + added)
    return request.url.path + (f"?{both}" if both else "")
