"""What may change in a JSON Schema within one version, as a pure function over two of its versions.

It knows the keywords that our generator uses. A difference in any other keyword counts as incompatible, because nothing
here can judge it. `schemas/README.md` has the rules in words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

Schema = dict[str, Any]

WORDS = {"title", "description", "examples", "$comment", "deprecated", "$defs"}
LOWER_LIMITS = {"minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties"}
UPPER_LIMITS = {"maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties"}
JUDGED = {"$ref", "anyOf", "oneOf", "type", "enum", "const", "properties", "required", "additionalProperties"}
JUDGED |= {"items", "prefixItems", "default"}

_NOTHING = object()


def incompatibilities(old: Schema, new: Schema) -> list[str]:
    """Why messages or readers of the old schema would not get on with the new one; empty where they would.

    Each reason begins with a JSON Pointer into the data, `*` for any item or key.
    """
    return list(dict.fromkeys(_Comparison(old, new).reasons(old, new, "")))


class _Comparison:
    def __init__(self, old_root: Schema, new_root: Schema) -> None:
        self._old_root = old_root
        self._new_root = new_root
        self._seen: set[tuple[str, str]] = set()

    def reasons(self, old: Any, new: Any, at: str) -> Iterator[str]:
        old_branches, new_branches = _branches(old, self._old_root), _branches(new, self._new_root)
        if isinstance(old, dict) and isinstance(new, dict):
            yield from _changed_default(old, new, at)
        if len(old_branches) == len(new_branches) == 1:
            yield from self._branch(old_branches[0], new_branches[0], at)
        else:
            yield from self._alternatives(old_branches, new_branches, at)

    def _alternatives(self, old: list[Schema], new: list[Schema], at: str) -> Iterator[str]:
        """Branches are paired by their type, in order; what stays without a partner came or went."""
        left = list(new)
        for branch in old:
            partner = next((other for other in left if _kind(other) == _kind(branch)), None)
            if partner is None:
                yield f"{at or '/'}: {_kind(branch)} is no longer allowed"
                continue
            left.remove(partner)
            yield from self._branch(branch, partner, at)
        for branch in left:
            yield f"{at or '/'}: {_kind(branch)} is allowed, which readers do not expect"

    def _branch(self, old: Schema, new: Schema, at: str) -> Iterator[str]:
        here = at or "/"
        if "$ref" in old and "$ref" in new:
            pair = (old["$ref"], new["$ref"])
            if pair in self._seen:
                return
            self._seen.add(pair)
        if _kind(old) != _kind(new):
            yield f"{here}: the type was {_kind(old)} and is {_kind(new)}"
            return
        yield from _narrowed_codes(old, new, here)
        yield from self._properties(old, new, at)
        yield from self._unnamed(old, new, at)
        yield from self._items(old, new, at)
        for keyword in sorted((old.keys() | new.keys()) - WORDS - JUDGED):
            yield from _limit(keyword, old.get(keyword, _NOTHING), new.get(keyword, _NOTHING), here)

    def _properties(self, old: Schema, new: Schema, at: str) -> Iterator[str]:
        was, now = old.get("properties", {}), new.get("properties", {})
        required_before, required_now = set(old.get("required", ())), set(new.get("required", ()))
        for name in sorted(was.keys() - now.keys()):
            yield f"{at}/{name}: the property was removed"
        for name in sorted(required_now - required_before):
            yield f"{at}/{name}: the property is newly required"
        for name in sorted((required_before - required_now) & now.keys()):
            yield f"{at}/{name}: the property is no longer required"
        for name in was:
            if name in now:
                yield from self.reasons(was[name], now[name], f"{at}/{name}")

    def _unnamed(self, old: Schema, new: Schema, at: str) -> Iterator[str]:
        """Properties that the schema does not name: open unless it says otherwise."""
        was, now = _additional(old), _additional(new)
        if was == now or (was is False and now is True):
            return
        if isinstance(was, dict) and isinstance(now, dict):
            yield from self.reasons(was, now, f"{at}/*")
        elif now is False:
            yield f"{at}/*: unknown properties are no longer allowed"
        else:
            yield f"{at}/*: the schema of other properties changed"

    def _items(self, old: Schema, new: Schema, at: str) -> Iterator[str]:
        was, now = old.get("prefixItems", []), new.get("prefixItems", [])
        if len(was) != len(now):
            yield f"{at}/*: there were {len(was)} fixed items and are {len(now)}"
        for index, (before, after) in enumerate(zip(was, now, strict=False)):
            yield from self.reasons(before, after, f"{at}/{index}")
        before, after = old.get("items", True), new.get("items", True)
        if isinstance(before, dict) and isinstance(after, dict):
            yield from self.reasons(before, after, f"{at}/*")
        elif before != after:
            yield f"{at}/*: the schema of items changed"


def _additional(schema: Schema) -> Any:
    return True if schema.get("additionalProperties") in (None, {}) else schema["additionalProperties"]


def _branches(schema: Any, root: Schema) -> list[Schema]:
    """The alternatives of a schema, each with at most one type; references are followed and kept by name."""
    if schema is True:
        schema = {}
    if not isinstance(schema, dict):
        return [{"not": {}}]
    if "$ref" in schema:
        merged = {**_resolve(schema["$ref"], root), **_without(schema, "$ref")}
        return [{**branch, "$ref": schema["$ref"]} for branch in _branches(merged, root)]
    for keyword in ("anyOf", "oneOf"):
        if keyword in schema:
            around = _without(schema, keyword, "default")
            return [{**around, **branch} for option in schema[keyword] for branch in _branches(option, root)]
    if isinstance(schema.get("type"), list):
        return [{**schema, "type": kind} for kind in schema["type"]]
    return [schema]


def _resolve(reference: str, root: Schema) -> Schema:
    if not reference.startswith("#/"):
        raise ValueError(f"only references within the schema are followed, not {reference}")
    found: Any = root
    for part in reference[2:].split("/"):
        found = found[part.replace("~1", "/").replace("~0", "~")]
    if not isinstance(found, dict):
        raise ValueError(f"{reference} is no schema")
    return found


def _without(schema: Schema, *keywords: str) -> Schema:
    return {name: value for name, value in schema.items() if name not in keywords}


def _kind(schema: Schema) -> str:
    kind = schema.get("type")
    return kind if isinstance(kind, str) else "anything"


def _codes(schema: Schema) -> list[Any] | None:
    if "const" in schema:
        return [schema["const"]]
    return schema.get("enum")


def _narrowed_codes(old: Schema, new: Schema, here: str) -> Iterator[str]:
    was, now = _codes(old), _codes(new)
    if was is None and now is not None:
        yield f"{here}: any value was allowed and now only {now}"
    elif was is not None and now is None:
        yield f"{here}: the codes were listed and are not any more"
    elif was is not None and now is not None:
        for code in was:
            if code not in now:
                yield f"{here}: the code {code!r} is no longer allowed"


def _changed_default(old: Schema, new: Schema, at: str) -> Iterator[str]:
    if old.get("default", _NOTHING) != new.get("default", _NOTHING):
        yield f"{at or '/'}: the default changed, so an absent value means something else"


def _limit(keyword: str, was: Any, now: Any, here: str) -> Iterator[str]:
    if was == now or keyword.startswith("x-"):
        return
    if keyword in LOWER_LIMITS and _is_looser(was, now, lambda before, after: after <= before):
        return
    if keyword in UPPER_LIMITS and _is_looser(was, now, lambda before, after: after >= before):
        return
    yield f"{here}: {keyword} changed"


def _is_looser(was: Any, now: Any, compare: Callable[[Any, Any], bool]) -> bool:
    return now is _NOTHING or (was is not _NOTHING and compare(was, now))
