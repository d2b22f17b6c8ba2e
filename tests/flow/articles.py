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
