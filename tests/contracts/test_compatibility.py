from __future__ import annotations

from typing import Any

import pytest

from tests.contracts.compatibility import incompatibilities

Schema = dict[str, Any]


def an_object(properties: Schema, *required: str, **more: Any) -> Schema:
    return {"type": "object", "properties": properties, "required": list(required), **more}


def of(name: str, schema: Any) -> Schema:
    return an_object({name: schema})


TEXT: Schema = {"type": "string"}
NUMBER: Schema = {"type": "number"}
WHOLE: Schema = {"type": "integer"}
NULL: Schema = {"type": "null"}
MAYBE_TEXT: Schema = {"anyOf": [TEXT, NULL]}
TREE: Schema = {"$ref": "#/$defs/Tree", "$defs": {"Tree": of("child", {"anyOf": [{"$ref": "#/$defs/Tree"}, NULL]})}}

COMPATIBLE: dict[str, tuple[Schema, Schema]] = {
    "nothing changed": (of("a", TEXT), of("a", TEXT)),
    "a new optional property": (of("a", TEXT), an_object({"a": TEXT, "b": NUMBER})),
    "a new optional property deep inside": (of("a", of("b", TEXT)), of("a", an_object({"b": TEXT, "c": TEXT}))),
    "a new optional property with required ones of its own": (
        of("a", TEXT),
        an_object({"a": TEXT, "b": an_object({"c": TEXT}, "c")}),
    ),
    "a new code": (of("a", {"enum": ["x"]}), of("a", {"enum": ["x", "y"]})),
    "codes in another order": (of("a", {"enum": ["x", "y"]}), of("a", {"enum": ["y", "x"]})),
    "a constant that becomes one of several codes": (of("a", {"const": "x"}), of("a", {"enum": ["x", "y"]})),
    "other words": (of("a", {**TEXT, "description": "old"}), of("a", {**TEXT, "description": "new", "title": "A"})),
    "a definition by another name": (
        {"$ref": "#/$defs/Old", "$defs": {"Old": of("a", TEXT)}},
        {"$ref": "#/$defs/New", "$defs": {"New": of("a", TEXT)}},
    ),
    "a definition instead of the same in place": (
        of("a", of("b", TEXT)),
        {**of("a", {"$ref": "#/$defs/B"}), "$defs": {"B": of("b", TEXT)}},
    ),
    "alternatives in another order": (of("a", MAYBE_TEXT), of("a", {"anyOf": [NULL, TEXT]})),
    "alternatives written as a list of types": (of("a", MAYBE_TEXT), of("a", {"type": ["string", "null"]})),
    "required properties in another order": (
        an_object({"a": TEXT, "b": TEXT}, "a", "b"),
        an_object({"a": TEXT, "b": TEXT}, "b", "a"),
    ),
    "a higher maximum": (of("a", {**NUMBER, "maximum": 1}), of("a", {**NUMBER, "maximum": 2})),
    "a lower minimum": (of("a", {**NUMBER, "minimum": 1}), of("a", {**NUMBER, "minimum": 0})),
    "a limit that is gone": (of("a", {**TEXT, "maxLength": 9, "minLength": 1}), of("a", TEXT)),
    "more items": (of("a", {"type": "array", "maxItems": 5}), of("a", {"type": "array", "maxItems": 50})),
    "unknown properties let through": (an_object({}, additionalProperties=False), an_object({})),
    "unknown properties let through in so many words": (an_object({}), an_object({}, additionalProperties=True)),
    "an annotation of ours": (of("a", TEXT), of("a", {**TEXT, "x-taken-from": "/b"})),
    "a recursive schema": (TREE, TREE),
}

INCOMPATIBLE: dict[str, tuple[Schema, Schema, str]] = {
    "a removed property": (an_object({"a": TEXT, "b": TEXT}), of("a", TEXT), "/b: the property was removed"),
    "a renamed property": (of("a", TEXT), of("b", TEXT), "/a: the property was removed"),
    "a property removed deep inside": (
        of("a", of("b", TEXT)),
        of("a", an_object({})),
        "/a/b: the property was removed",
    ),
    "a newly required property": (of("a", TEXT), an_object({"a": TEXT}, "a"), "/a: the property is newly required"),
    "a new property that is required": (
        of("a", TEXT),
        an_object({"a": TEXT, "b": TEXT}, "b"),
        "/b: the property is newly required",
    ),
    "a property no longer required": (
        an_object({"a": TEXT}, "a"),
        of("a", TEXT),
        "/a: the property is no longer required",
    ),
    "another type": (of("a", TEXT), of("a", NUMBER), "/a: the type was string and is number"),
    "a narrower number": (of("a", NUMBER), of("a", WHOLE), "/a: the type was number and is integer"),
    "a wider number": (of("a", WHOLE), of("a", NUMBER), "/a: the type was integer and is number"),
    "a type where there was none": (of("a", {}), of("a", TEXT), "/a: the type was anything and is string"),
    "no type where there was one": (of("a", TEXT), of("a", {}), "/a: the type was string and is anything"),
    "nothing allowed at all": (of("a", {}), of("a", False), "/a: not changed"),
    "null no longer allowed": (of("a", MAYBE_TEXT), of("a", TEXT), "/a: null is no longer allowed"),
    "null newly allowed": (
        of("a", TEXT),
        of("a", MAYBE_TEXT),
        "/a: null is allowed, which readers do not expect",
    ),
    "one alternative for another": (
        of("a", MAYBE_TEXT),
        of("a", {"anyOf": [NUMBER, NULL]}),
        "/a: string is no longer allowed",
    ),
    "a change within an alternative": (
        of("a", {"oneOf": [of("b", TEXT), NULL]}),
        of("a", {"oneOf": [an_object({}), NULL]}),
        "/a/b: the property was removed",
    ),
    "a code taken out": (
        of("a", {"enum": ["x", "y"]}),
        of("a", {"enum": ["x"]}),
        "/a: the code 'y' is no longer allowed",
    ),
    "another constant": (of("a", {"const": "x"}), of("a", {"const": "y"}), "/a: the code 'x' is no longer allowed"),
    "codes where any text was free": (
        of("a", TEXT),
        of("a", {**TEXT, "enum": ["x"]}),
        "/a: any value was allowed and now only ['x']",
    ),
    "free text where codes were": (
        of("a", {**TEXT, "enum": ["x"]}),
        of("a", TEXT),
        "/a: the codes were listed and are not any more",
    ),
    "another pattern": (of("a", {"pattern": "^a"}), of("a", {"pattern": "^b"}), "/a: pattern changed"),
    "a new pattern": (of("a", TEXT), of("a", {**TEXT, "pattern": "^b"}), "/a: pattern changed"),
    "a pattern taken away": (of("a", {**TEXT, "pattern": "^b"}), of("a", TEXT), "/a: pattern changed"),
    "another format": (of("a", {"format": "date"}), of("a", {"format": "date-time"}), "/a: format changed"),
    "a lower maximum": (of("a", {**NUMBER, "maximum": 2}), of("a", {**NUMBER, "maximum": 1}), "/a: maximum changed"),
    "a new maximum": (of("a", NUMBER), of("a", {**NUMBER, "maximum": 1}), "/a: maximum changed"),
    "a higher minimum": (of("a", {**NUMBER, "minimum": 1}), of("a", {**NUMBER, "minimum": 2}), "/a: minimum changed"),
    "a shorter text": (of("a", {"maxLength": 9}), of("a", {"maxLength": 8}), "/a: maxLength changed"),
    "another default": (of("a", {"default": 1}), of("a", {"default": 2}), "/a: the default changed"),
    "a default that is gone": (of("a", {"default": None}), of("a", {}), "/a: the default changed"),
    "another type of items": (
        of("a", {"type": "array", "items": TEXT}),
        of("a", {"type": "array", "items": NUMBER}),
        "/a/*: the type was string and is number",
    ),
    "a property removed from items": (
        of("a", {"type": "array", "items": of("b", TEXT)}),
        of("a", {"type": "array", "items": an_object({})}),
        "/a/*/b: the property was removed",
    ),
    "items that were free": (
        of("a", {"type": "array"}),
        of("a", {"type": "array", "items": TEXT}),
        "/a/*: the schema of items changed",
    ),
    "a third fixed item": (
        of("a", {"prefixItems": [WHOLE, WHOLE]}),
        of("a", {"prefixItems": [WHOLE, WHOLE, WHOLE]}),
        "/a/*: there were 2 fixed items and are 3",
    ),
    "another second item": (
        of("a", {"prefixItems": [WHOLE, WHOLE]}),
        of("a", {"prefixItems": [WHOLE, TEXT]}),
        "/a/1: the type was integer and is string",
    ),
    "unknown properties refused": (
        an_object({}),
        an_object({}, additionalProperties=False),
        "/*: unknown properties are no longer allowed",
    ),
    "another type under any key": (
        an_object({}, additionalProperties=TEXT),
        an_object({}, additionalProperties=NUMBER),
        "/*: the type was string and is number",
    ),
    "anything under any key": (
        an_object({}, additionalProperties=TEXT),
        an_object({}),
        "/*: the schema of other properties changed",
    ),
    "a change in a definition": (
        {**of("a", {"$ref": "#/$defs/B"}), "$defs": {"B": of("b", TEXT)}},
        {**of("a", {"$ref": "#/$defs/B"}), "$defs": {"B": an_object({})}},
        "/a/b: the property was removed",
    ),
    "a change in a recursive definition": (
        TREE,
        {"$ref": "#/$defs/Tree", "$defs": {"Tree": an_object({})}},
        "/child: the property was removed",
    ),
    "another definition at the second place": (
        {**an_object({"a": {"$ref": "#/$defs/B"}, "c": {"$ref": "#/$defs/B"}}), "$defs": {"B": of("b", TEXT)}},
        {**an_object({"a": {"$ref": "#/$defs/B"}, "c": of("b", NUMBER)}), "$defs": {"B": of("b", TEXT)}},
        "/c/b: the type was string and is number",
    ),
    "another identity": ({"$id": "https://example.org/a"}, {"$id": "https://example.org/b"}, "/: $id changed"),
    "a keyword that nobody here can judge": (
        of("a", TEXT),
        of("a", {**TEXT, "not": {"const": "x"}}),
        "/a: not changed",
    ),
}


@pytest.mark.parametrize(("old", "new"), COMPATIBLE.values(), ids=COMPATIBLE.keys())
def test_a_schema_may_grow_by(old: Schema, new: Schema) -> None:
    assert incompatibilities(old, new) == []


@pytest.mark.parametrize(("old", "new", "reason"), INCOMPATIBLE.values(), ids=INCOMPATIBLE.keys())
def test_a_schema_may_not_have(old: Schema, new: Schema, reason: str) -> None:
    found = incompatibilities(old, new)
    assert any(line.startswith(reason) for line in found), found


def test_every_reason_is_told_once() -> None:
    old = an_object({"a": TEXT, "b": {"enum": ["x"]}, "c": TEXT})
    new = an_object({"a": NUMBER, "b": {"enum": ["y"]}}, "a")
    assert incompatibilities(old, new) == [
        "/c: the property was removed",
        "/a: the property is newly required",
        "/a: the type was string and is number",
        "/b: the code 'x' is no longer allowed",
    ]


def test_a_reference_to_elsewhere_is_refused_and_not_passed_over() -> None:
    with pytest.raises(ValueError, match="only references within the schema"):
        incompatibilities({"$ref": "other.json"}, {"$ref": "other.json"})
