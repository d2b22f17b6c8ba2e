"""Articles for the tests of the whole way: invented people, invented happenings."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

ENGLISH: dict[str, Any] = {
    "id": "flow-en",
    "source": "Steppe Courier",
    "url": "https://example.org/flow/en",
    "language": "en",
    "published_at": "2026-11-20T09:30:00+05:00",
    "title": "Transport ministers of Kazakhstan and Uzbekistan meet in Astana",
    "text": (
        "ASTANA, November 20 (Steppe Courier) – Kazakhstan's Minister of Transport Daulet Serikbayev and Uzbekistan's "
        "Minister of Transport Rustam Yuldoshev held talks in Astana on Thursday. They discussed railways, road "
        "transport and transit.\n\nThe ministers agreed to continue the dialogue."
    ),
}

RUSSIAN: dict[str, Any] = {
    "id": "flow-ru",
    "source": "Степной вестник",
    "url": "https://example.org/flow/ru",
    "published_at": "2026-11-20",
    "title": "В Ашхабаде обсудили сотрудничество в энергетике",
    "text": (
        "19 ноября 2026 года в Ашхабаде состоялись переговоры министра энергетики Туркменистана Мерета Аннаева "
        "и министра энергетики Таджикистана Далера Каримова. Стороны обсудили поставки электроэнергии."
    ),
}

NOTHING: dict[str, Any] = {
    "id": "flow-nothing",
    "source": "Steppe Courier",
    "published_at": "2026-11-20",
    "title": "First snow falls on the hills",
    "text": "The first snow of the season fell on the hills last night. Schools stay open, the weather service says.",
}

KAZAKH: dict[str, Any] = {
    "id": "flow-kk",
    "source": "Дала хабаршысы",
    "title": "Көлік министрлері кездесті",
    "text": "Бүгін Астанада Қазақстан мен Өзбекстан көлік министрлері кездесіп, теміржол тасымалын талқылады.",
}


PLANNED: dict[str, Any] = {
    "id": "flow-planned",
    "source": "Steppe Courier",
    "url": "https://example.org/flow/planned",
    "language": "en",
    "published_at": "2026-11-20",
    "title": "Energy minister to visit Berlin",
    "text": (
        "ASTANA, November 20 (Steppe Courier) – Kazakhstan's Minister of Energy Askar Omarov will meet Germany's "
        "Minister of Economy Anna Lindner in Berlin on December 3, 2026. They will discuss renewable energy."
    ),
}

SIGNED: dict[str, Any] = {
    "id": "flow-signed",
    "source": "Steppe Courier",
    "url": "https://example.org/flow/signed",
    "language": "en",
    "published_at": "2026-11-21",
    "title": "Kyrgyzstan and Uzbekistan sign memorandum",
    "text": (
        "BISHKEK, November 21 (Steppe Courier) – Kyrgyzstan's Minister of Agriculture Bakyt Tologonov and Uzbekistan's "
        "Minister of Agriculture Ibrohim Saidov signed a memorandum on irrigation in Bishkek on Friday."
    ),
}

GERMAN: dict[str, Any] = {
    "id": "flow-de",
    "source": "Steppenkurier",
    "url": "https://example.org/flow/de",
    "language": "de",
    "published_at": "2026-11-20",
    "title": "Verkehrsminister treffen sich in Astana",
    "text": (
        "Astana, 20. November. Der kasachische Verkehrsminister Daulet Serikbajew und der usbekische Verkehrsminister "
        "Rustam Juldoschew haben am Donnerstag in Astana Gespräche geführt. Sie sprachen über die Eisenbahn, den "
        "Transit und den Handel mit Weizen."
    ),
}


def many(count: int) -> list[dict[str, Any]]:
    """Articles of as many meetings: ten days lie between them, so that none is about another's."""
    return [
        {
            "id": f"many-{at}",
            "source": "Steppe Courier",
            "url": f"https://example.org/many/{at}",
            "language": "en",
            "published_at": (date(2000, 1, 1) + timedelta(days=10 * at)).isoformat(),
            "title": f"Ministers hold talks number {at}",
            "text": (
                f"Kazakhstan's Minister of Transport Daulet Serikbayev and Uzbekistan's Minister of Transport Rustam "
                f"Yuldoshev held talks in Astana today. They discussed railways. It was round {at} of the dialogue."
            ),
        }
        for at in range(count)
    ]
