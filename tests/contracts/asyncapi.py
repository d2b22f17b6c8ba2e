"""What makes an AsyncAPI 3.0 document well-formed, as far as ours goes: known fields, required ones, references.

Messages on channels and in operations are given by reference, as the standard asks; payloads are files beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

FIELDS: dict[str, tuple[set[str], set[str]]] = {
    "document": ({"asyncapi", "info"}, {"servers", "channels", "operations", "components", "defaultContentType"}),
    "info": ({"title", "version"}, {"description", "license", "contact", "tags"}),
    "server": ({"host", "protocol"}, {"description", "pathname", "variables", "bindings", "protocolVersion"}),
    "channel": (set(), {"address", "messages", "title", "description", "servers", "parameters", "bindings", "tags"}),
    "operation": ({"action", "channel"}, {"title", "summary", "description", "messages", "bindings", "tags", "reply"}),
    "message": (
        set(),
        {"name", "title", "summary", "description", "contentType", "headers", "payload", "bindings", "examples"},
    ),
}
"""The fields that an object must have, and may have beside them."""

NAME = re.compile(r"[A-Za-z0-9._-]+")
VARIABLE = re.compile(r"{([^}]+)}")


def read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def faults(document: Any, folder: Path) -> list[str]:
    """One line for each thing that makes the document invalid; `folder` is where its file references start."""
    return [
        *_fields("document", document, "document"),
        *([] if document.get("asyncapi") == "3.0.0" else ["document: not AsyncAPI 3.0.0"]),
        *_fields("info", document.get("info", {}), "info"),
        *_servers(document),
        *_channels(document),
        *_operations(document),
        *_messages(document),
        *(
            f"{target}: a reference to nothing"
            for target in _references(document)
            if not _exists(target, document, folder)
        ),
    ]


def resolve(reference: str, document: Any) -> Any:
    """What a reference within the document points to; raises KeyError for nothing."""
    found = document
    for part in reference.removeprefix("#/").split("/"):
        found = found[part.replace("~1", "/").replace("~0", "~")]
    return found


def _fields(kind: str, value: Any, at: str) -> Iterator[str]:
    required, optional = FIELDS[kind]
    if not isinstance(value, dict):
        yield f"{at}: no object"
        return
    for name in sorted(required - value.keys()):
        yield f"{at}: {name} is missing"
    for name in sorted(value.keys() - required - optional):
        if not name.startswith("x-"):
            yield f"{at}: {name} is unknown"


def _servers(document: Any) -> Iterator[str]:
    for name, server in document.get("servers", {}).items():
        yield from _fields("server", server, f"servers/{name}")
        wanted = set(VARIABLE.findall(str(server.get("host", ""))))
        if wanted != set(server.get("variables", {})):
            yield f"servers/{name}: its host and its variables differ"


def _channels(document: Any) -> Iterator[str]:
    addresses = [channel.get("address") for channel in document.get("channels", {}).values()]
    for address in {address for address in addresses if address and addresses.count(address) > 1}:
        yield f"channels: {address} stands twice"
    for name, channel in document.get("channels", {}).items():
        yield from _fields("channel", channel, f"channels/{name}")
        if not NAME.fullmatch(name):
            yield f"channels/{name}: not a name"
        for target in channel.get("servers", []):
            if not str(target.get("$ref", "")).startswith("#/servers/"):
                yield f"channels/{name}: a server that is no reference to one"


def _operations(document: Any) -> Iterator[str]:
    for name, operation in document.get("operations", {}).items():
        yield from _fields("operation", operation, f"operations/{name}")
        if operation.get("action") not in ("send", "receive"):
            yield f"operations/{name}: its action is neither send nor receive"
        channel = str(operation.get("channel", {}).get("$ref", ""))
        if not channel.startswith("#/channels/"):
            yield f"operations/{name}: its channel is no reference to one"
        for target in operation.get("messages", []):
            if not str(target.get("$ref", "")).startswith(f"{channel}/messages/"):
                yield f"operations/{name}: a message that its channel does not have"


def _messages(document: Any) -> Iterator[str]:
    for name, message in document.get("components", {}).get("messages", {}).items():
        yield from _fields("message", message, f"components/messages/{name}")


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for item in value:
            yield from _references(item)
    elif isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        for item in value.values():
            yield from _references(item)


def _exists(reference: str, document: Any, folder: Path) -> bool:
    if not reference.startswith("#"):
        return (folder / reference).is_file()
    try:
        return resolve(reference, document) is not None
    except (KeyError, TypeError):
        return False
