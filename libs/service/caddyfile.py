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
    lines = [
        "{",
        "\tadmin off",
        "\tauto_https disable_redirects",
        "}",
        "",
        f"{address} {{",
        "\tencode gzip",
        "\troute {",
    ]
    for number, rule in enumerate(PATHS):
        lines += [
            f"\t\t@path{number} path_regexp {rule.regex}",
            f"\t\thandle @path{number} {{",
            f"\t\t\treverse_proxy {' '.join(upstreams[rule.service])} {{",
            # Streams pass at once; a client that is gone is told to the service.
            "\t\t\t\tflush_interval -1",
            "\t\t\t}",
            "\t\t}",
        ]
    not_found = json.dumps(problem_body(KINDS["not-found"]))
    lines += [
        "\t\thandle {",
        f"\t\t\theader Content-Type {MEDIA_TYPE}",
        f"\t\t\trespond `{not_found}` 404",
        "\t\t}",
        "\t}",
        "}",
    ]
    return "\n".join(lines) + "\n"
