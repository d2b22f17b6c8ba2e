"""The gold articles of a folder, and an article dressed as the web page that it might have come in."""

from __future__ import annotations

import html
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FURNITURE = Path(__file__).with_name("furniture.toml")
CHECKOUT = Path(__file__).parents[3] / "tests" / "gold"
"""Where a checkout has them; an installed distribution has none."""


class NoGold(Exception):
    """There are no gold articles where they were looked for."""


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """`name` begins with the language; `gold` is what a reading ought to say."""

    name: str
    article: Mapping[str, Any]
    gold: Mapping[str, Any]

    @property
    def language(self) -> str:
        return self.name.split("-", 1)[0]


def load_gold(folder: Path, only: str = "") -> list[GoldArticle]:
    """The articles whose name begins with `only`, in order of their names. Raises `NoGold` where there are none."""
    if not folder.is_dir():
        raise NoGold(f"no folder of gold articles at {folder} (they come with a checkout of the project)")
    found = []
    for path in sorted(folder.glob("*.json")):
        if not path.name.startswith(only):
            continue
        try:
            item = json.loads(path.read_bytes())
        except ValueError as fault:
            raise NoGold(f"{path} is no JSON: {fault}") from fault
        if isinstance(item, dict) and "gold" in item:
            found.append(GoldArticle(item["id"], item["article"], item["gold"]))
    if not found:
        raise NoGold(f"no gold articles in {folder}" + (f" whose name begins with {only}" if only else ""))
    return found


def as_page(gold: GoldArticle) -> dict[str, Any]:
    """The article with a page's head, navigation, list of other headlines and foot: `html` in place of `text`."""
    words = furniture()[gold.language]
    title = gold.article.get("title") or ""
    lines = [line.strip() for line in gold.article["text"].splitlines() if line.strip() not in ("", title)]
    others = "".join(f'<li><a href="/story/{at}">{_say(one)}</a></li>' for at, one in enumerate(words["headlines"]))
    menu = "".join(f'<li><a href="#{at}">{_say(one)}</a></li>' for at, one in enumerate(words["menu"]))
    page = (
        f'<!DOCTYPE html><html lang="{gold.language}"><head><meta charset="utf-8"><title>{_say(title)}</title></head>'
        f'<body><header><a href="/">{_say(gold.article.get("source") or "")}</a><nav><ul>{menu}</ul></nav></header>'
        f"<main><article>{f'<h1>{_say(title)}</h1>' if title else ''}"
        f"{''.join(f'<p>{_say(line)}</p>' for line in lines)}</article></main>"
        f'<aside class="sidebar"><h2>{_say(words["most_read"])}</h2><ul>{others}</ul></aside>'
        f"<footer><p>{_say(words['foot'])}</p></footer></body></html>"
    )
    return {**{name: value for name, value in gold.article.items() if name != "text"}, "html": page}


@cache
def furniture() -> dict[str, Any]:
    """What stands around an article, by language."""
    return tomllib.loads(FURNITURE.read_text("utf-8"))


def _say(text: str) -> str:
    return html.escape(text, quote=True)
