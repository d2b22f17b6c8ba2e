"""Makes the cluster's secrets at its first start, and never changes one that is there.

`/services` is the volume that the services see: the secret that they share, readable by their group, and for each the
url of its database, readable by that service alone. `/database` is the volume that PostgreSQL sees as its folder of
first-start scripts: the passwords, and the statements that make a role and a database for each service.
"""

import os
import secrets
import sys
from pathlib import Path

GROUP = 10000
USERS = {"ingest": 10001, "classify": 10002, "store": 10003, "notify": 10004}
SERVER = "postgres:5432"
LOCALE = "LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LC_COLLATE 'C' LC_CTYPE 'C'"
"""Letters of all scripts fold; text is ordered by code point, as on SQLite, and alike under every C library."""


def main(services: Path = Path("/services"), database: Path = Path("/database")) -> int:
    made = [keep(services / "secret", secrets.token_urlsafe(48), mode=0o440, group=GROUP)]
    made += [keep(database / "superuser.password", new_password(), mode=0o444)]
    for service, user in USERS.items():
        password = database / f"{service}.password"
        made += [keep(password, new_password(), mode=0o444)]
        url = f"postgresql://{service}:{password.read_text()}@{SERVER}/{service}"
        made += [keep(services / f"{service}.database-url", url, mode=0o400, user=user, group=GROUP)]
    passwords = {service: (database / f"{service}.password").read_text() for service in USERS}
    made += [keep(database / "databases.sql", statements(passwords), mode=0o444)]
    print(f"secrets: {sum(made)} made, {len(made) - sum(made)} kept")
    return 0


def keep(path: Path, text: str, *, mode: int, user: int = -1, group: int = -1) -> bool:
    """Write the file unless it is there; whether it was written. It appears whole, or not at all."""
    if path.exists():
        return False
    unfinished = path.with_name(path.name + ".new")
    unfinished.unlink(missing_ok=True)
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.chmod(unfinished, mode)
    if (user, group) != (-1, -1):
        os.chown(unfinished, user, group)
    unfinished.rename(path)
    return True


def new_password() -> str:
    """Without a character that an url or a statement would have to escape."""
    return secrets.token_hex(24)


def statements(passwords: dict[str, str]) -> str:
    """What the server runs once, when its folder is empty. Nobody but the owner may open a service's database."""
    lines = []
    for service, password in passwords.items():
        lines += [f"CREATE ROLE {service} LOGIN PASSWORD '{password}';"]
        lines += [f"CREATE DATABASE {service} OWNER {service} TEMPLATE template0 ENCODING 'UTF8' {LOCALE};"]
        lines += [f"REVOKE ALL ON DATABASE {service} FROM PUBLIC;"]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
