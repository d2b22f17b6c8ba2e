"""The edge's configuration, made from the path table: the same decisions as the embedded dispatcher."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from libs.service.paths import PATHS, SERVICES
from libs.service.problem_kinds import KINDS
from libs.service.problems import MEDIA_TYPE, problem_body


def caddyfile(upstreams: Mapping[str, Sequence[str]], *, address: str = ":8000") -> str:
    """A Caddyfile. `upstreams` names each service's `host:port`s, `address` what the edge listens on."""
    missing = set(SERVICES) - set(upstreams)
    if missing:
        raise ValueError(f"no upstream for {', '.join(sorted(missing))}")
    lines = ["{", "\tadmin off", "}", "", f"{address} {{", "\troute {"]
    for number, rule in enumerate(PATHS):
        lines += [
            f"\t\t@path{number} path_regexp {rule.regex}",
            f"\t\thandle @path{number} {{",
            f"\t\t\treverse_proxy {' '.join(upstreams[rule.service])} {{",
            # Streams pass at once; a client that is gone is told to the service.
            "\t\t\t\tflush_interval -1",
            "\t\t\t\tlb_try_duration 5s",
            "\t\t\t}",
            "\t\t}",
        ]
    lines += ["\t\thandle {", *_answer("not-found", "\t\t\t"), "\t\t}", "\t}"]
    lines += ["\thandle_errors {", "\t\theader Retry-After 5", *_answer("unavailable", "\t\t"), "\t}", "}"]
    return "\n".join(lines) + "\n"


def _answer(slug: str, indent: str) -> list[str]:
    body = json.dumps(problem_body(KINDS[slug]))
    return [f"{indent}header Content-Type {MEDIA_TYPE}", f"{indent}respond `{body}` {KINDS[slug].status}"]
