"""What reading can refuse.

UnreadableArticle
"""

from __future__ import annotations


class UnreadableArticle(ValueError):
    """The article is not shaped as one: its message says which field and why."""
