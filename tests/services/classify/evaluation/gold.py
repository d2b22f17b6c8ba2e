"""Invented gold articles, and guesses that are gold gone wrong by chance."""

from __future__ import annotations

import copy
import random
from typing import Any


def meeting(**changed: Any) -> dict[str, Any]:
    event = {
        "prominence": "main",
        "kind": "meeting",
        "status": "held",
        "form": "talks",
        "channel": "in_person",
        "date": {"start": "2026-03-04", "end": None, "precision": "day"},
        "place": {"name": "Osh", "country": "KG"},
        "parties": ["KG", "UZ"],
        "participants": [
            {"name": "Aibek Toktosunov", "role": "Minister of Energy", "organization": None, "country": "KG"}
        ],
        "sectors": ["water"],
        "projects": [],
        "amount": None,
        "count": None,
    }
    return {**event, **changed}


def agreement(**changed: Any) -> dict[str, Any]:
    event = meeting(kind="agreement", status="signed", form="contract", channel=None, participants=[])
    return {**event, "amount": {"value": 200e6, "currency": "USD"}, **changed}


def article(*events: dict[str, Any], **more: Any) -> tuple[str, dict[str, Any], dict[str, Any]]:
    """Name, article and gold, as `judge` takes them."""
    told = {"text": "The ministers met in Osh.", "title": None, **more.pop("article", {})}
    return "en-x1", told, {"events": list(events), "figures": [], "boilerplate": [], **more}


def reading(*events: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"id": "en-x1", "language": "en", "text": "", "body": "", "events": list(events), "figures": [], **more}


def gone_wrong(gold: dict[str, Any], text: str, others: list[dict[str, Any]], seed: int) -> dict[str, Any]:
    """A reading: the gold with events lost, doubled and taken from other articles, and values bent."""
    chance = random.Random(seed)
    events = [copy.deepcopy(event) for event in gold["events"] if chance.random() < 0.85]
    events += [copy.deepcopy(event) for event in chance.sample(others, chance.choice((0, 0, 1, 2)))]
    events += [copy.deepcopy(event) for event in events if chance.random() < 0.15]
    chance.shuffle(events)
    figures = [copy.deepcopy(figure) for figure in gold["figures"] if chance.random() < 0.8]
    for figure in figures:
        if chance.random() < 0.3:
            figure["change_pct"] = chance.choice((None, 5.0, figure["change_pct"]))
            figure["value"] = figure["value"] and figure["value"] * chance.choice((1, 1.005, 1.5))
    for event in events:
        bend(event, chance)
        at = chance.randrange(max(1, len(text) - 5))
        right = chance.random() < 0.9
        quote = text[at : at + 5] if right else "@"
        event["evidence"] = {"/status": [{"start": at, "end": at + 5, "quote": quote}]}
    kept = [line for line in text.splitlines() if chance.random() < 0.9]
    language = chance.choice(("en", "de", "ru"))
    return {"language": language, "text": text, "body": "\n".join(kept), "events": events, "figures": figures}


def bend(event: dict[str, Any], chance: random.Random) -> None:
    if chance.random() < 0.2:
        event["prominence"] = "background" if event["prominence"] == "main" else "main"
    for name, values in (
        ("status", ("held", "planned", "signed")),
        ("form", ("talks", "visit", "memorandum")),
        ("channel", ("in_person", "phone", None)),
        ("date", (None, {"start": "2024-05-01", "end": "2024-05-01", "precision": "month"})),
        ("place", (None, {"name": "Astana", "country": "KZ"})),
        ("parties", (["KZ", "TM"], [*event["parties"], "RU", "RU"], event["parties"][:1])),
        ("sectors", ([*event["sectors"], "trade"], event["sectors"][1:])),
        ("count", (None, 2, 12)),
    ):
        if chance.random() < 0.2:
            event[name] = chance.choice(values)
    for person in event["participants"]:
        bend_person(person, chance)
    event["projects"] = [" ".join(project.split()[chance.choice((0, 0, 1, 2)) :]) for project in event["projects"]]
    if event["amount"] and chance.random() < 0.3:
        event["amount"]["value"] *= chance.choice((1.005, 1.02))


def bend_person(person: dict[str, Any], chance: random.Random) -> None:
    name = person["name"]
    if name and chance.random() < 0.5:
        parts = name.split()
        initial = f"{parts[0][0]}. {parts[-1]}"
        reversed_order = " ".join(reversed(parts))
        person["name"] = chance.choice((parts[-1], parts[0], initial, reversed_order, f"{name} Jr", None, "A. B."))
    if chance.random() < 0.3:
        person["role"] = chance.choice((None, "Minister", f"{person['role']} of the Republic"))
    if chance.random() < 0.2:
        person["country"] = chance.choice((None, "KZ"))
