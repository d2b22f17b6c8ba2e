"""The image's healthcheck: exit 0 when the service in this container says that it can do its work."""

import os
import sys
from http.client import HTTPConnection

TIMEOUT = 4


def main() -> int:
    connection = HTTPConnection("127.0.0.1", int(os.environ["COMMUNIQUE_PORT"]), timeout=TIMEOUT)
    try:
        connection.request("GET", "/readyz")
        answer = connection.getresponse()
        print(answer.read().decode("utf-8", "replace"))
    except OSError as error:
        print(f"no answer: {error}")
        return 1
    return 0 if answer.status == 200 else 1


if __name__ == "__main__":
    sys.exit(main())
