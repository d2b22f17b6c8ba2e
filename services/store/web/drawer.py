"""A process that draws: a Vega-Lite specification a line on standard input, an SVG picture a line on standard output.

It ends when its input does, so also when its parent dies. Drawing holds the interpreter for as long as it takes, which
no process that serves requests could bear.
"""

from __future__ import annotations

import json
import re
import signal
import sys
from typing import Any
from xml.etree import ElementTree

SVG = "http://www.w3.org/2000/svg"
HERE = "https://here.invalid"
"""Stands before addresses of our own in specifications, where Vega wants whole ones."""
LINK = "{http://www.w3.org/1999/xlink}href"
FRACTION = re.compile(r"(\.\d)\d+")


def main() -> int:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides when it is over
    for line in sys.stdin.buffer:
        sys.stdout.write(json.dumps(answer(json.loads(line))) + "\n")
        sys.stdout.flush()
    return 0


def answer(spec: dict[str, Any]) -> dict[str, str]:
    import vl_convert  # by this process alone: it is large

    try:
        return {"svg": fitted(vl_convert.vegalite_to_svg(spec, allowed_base_urls=[]))}
    except ValueError as error:
        return {"error": str(error)[:500]}


def fitted(svg: str) -> str:
    """The picture as a page takes it in: as wide as there is room, its links named, everything else silent."""
    ElementTree.register_namespace("", SVG)
    root = ElementTree.fromstring(svg)
    links = list(root.iter(f"{{{SVG}}}a"))
    for link in links:
        _name(link)
    for element in root.iter():
        _quieten(element, link=element in links)
    for name in ("width", "height"):
        root.attrib.pop(name, None)
    return ElementTree.tostring(root, encoding="unicode")


def _name(link: ElementTree.Element) -> None:
    """Have the link say what its mark says, to readers of screens and to who points at it."""
    link.set("href", link.attrib.pop(LINK, "").removeprefix(HERE))
    link.set("tabindex", "-1")  # the table beside the picture has the same links for the keyboard
    for mark in list(link):
        label = mark.attrib.get("aria-label", "")
        if label:
            link.set("aria-label", label)
            title = ElementTree.Element(f"{{{SVG}}}title")
            title.text = label
            mark.insert(0, title)


def _quieten(element: ElementTree.Element, *, link: bool) -> None:
    """Leave out what Vega says of each mark, and the fractions that no eye can see."""
    for name in [one for one in element.attrib if one == "role" or one.startswith("aria-")]:
        if not link:
            del element.attrib[name]
    for name in ("d", "transform"):
        if name in element.attrib:
            element.set(name, FRACTION.sub(r"\1", element.attrib[name]))


if __name__ == "__main__":
    sys.exit(main())
