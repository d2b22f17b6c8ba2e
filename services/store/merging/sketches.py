"""Whether two articles are near-identical text: hashes of their runs of words, compared.

A sketch holds these, and as negative numbers the marks that texts of one happening share in any language.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from heapq import nsmallest

from services.store.merging.marks import marks_of

RUN = 3  # words
KEPT = 256
COPY = 0.35  # of the runs are shared; by articles that were written apart hardly one in twenty is
WITHIN = 0.5  # of the shorter text's runs stand in the longer
SHORTEST = 12  # runs; below, likeness says nothing


def body_of(text: str, boilerplate: Iterable[Sequence[int]]) -> str:
    """The text without what was marked as boilerplate."""
    kept, at = [], 0
    for start, end in sorted((span[0], span[1]) for span in boilerplate):
        kept.append(text[at:start])
        at = max(at, end)
    kept.append(text[at:])
    return "".join(kept)


def sketch_of(body: str) -> tuple[int, ...]:
    """The smallest hashes of all runs of three words, a short article's all; then the marks."""
    words = re.findall(r"\w+", body.casefold())
    runs = {" ".join(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}
    hashes = nsmallest(KEPT, {int.from_bytes(blake2b(run.encode(), digest_size=6).digest()) for run in runs})
    return *hashes, *sorted(marks_of(body))


def near_identical(left: frozenset[int], right: frozenset[int]) -> bool:
    """Whether one text repeats the other, whole or cut short, by their runs."""
    if min(len(left), len(right)) < SHORTEST:
        return left == right and bool(left)
    shared = len(left & right)
    if len(left) < KEPT and len(right) < KEPT:
        return shared >= COPY * len(left | right) or shared >= WITHIN * min(len(left), len(right))
    if shared < COPY * KEPT * 0.9:  # the smallest of both can share no more
        return False
    union = frozenset(nsmallest(KEPT, left | right))
    return len(union & left & right) >= COPY * len(union)
