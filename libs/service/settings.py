"""What every service is told from outside. Read from the environment, checked once at start.

A field is `COMMUNIQUE_<SERVICE>_<FIELD>`, else `COMMUNIQUE_<FIELD>`; with `_FILE` behind either name it is the content
of that file, as secrets are handed to containers.
"""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path
from typing import Any, ClassVar, NoReturn, Self, TypeVar
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, model_validator
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, EnvSettingsSource, PydanticBaseSettingsSource, SettingsConfigDict

PREFIX = "COMMUNIQUE_"
SHORTEST_SECRET = 32
PLACEHOLDERS = ("changeme", "change-me", "change_me", "placeholder", "password", "example", "default", "your-secret")


class ServiceSettings(BaseSettings):
    """Base of every service's settings. Outside embedded mode there is no start without a real secret."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, extra="ignore", frozen=True, populate_by_name=True, hide_input_in_errors=True
    )

    service: ClassVar[str] = "service"

    embedded: bool = False
    bus_url: str = ""
    database_url: str = Field(default="", repr=False)
    data: Path = Path("data")
    public_url: str = "http://localhost:8000"
    secret: SecretStr = SecretStr("")
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    instance: str = Field(default_factory=socket.gethostname)
    open_reading: bool | None = None
    trusted_proxies: str = ""
    trace_url: str = ""
    log_level: str = "INFO"
    otlp_endpoint: str | None = Field(default=None, validation_alias="OTEL_EXPORTER_OTLP_ENDPOINT")
    rate_per_minute: int = Field(default=6000, ge=0)
    session_hours: float = Field(default=12, gt=0)
    check_seconds: float = Field(default=2, gt=0)
    key_wait_seconds: float = Field(default=2, ge=0)
    body_idle_seconds: float = Field(default=10, gt=0)
    body_seconds: float = Field(default=60, gt=0)
    shutdown_seconds: float = Field(default=30, gt=0)

    @property
    def reads_openly(self) -> bool:
        """Whether whoever sits at this machine may read records without a key."""
        return self.embedded if self.open_reading is None else self.open_reading

    @property
    def bus(self) -> str:
        return self.bus_url or f"sqlite:///{self.data.resolve() / 'bus.sqlite'}"

    @property
    def database(self) -> str:
        return self.database_url or f"sqlite:///{self.data.resolve() / f'{self.service}.sqlite'}"

    @model_validator(mode="after")
    def refuse_what_is_not_safe(self) -> Self:
        parts = urlsplit(self.public_url)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
            raise ValueError("PUBLIC_URL is an http or https address like https://communique.example.org")
        if self.embedded:
            return self
        secret = self.secret.get_secret_value()
        if not secret:
            raise ValueError("SECRET is missing: give COMMUNIQUE_SECRET or COMMUNIQUE_SECRET_FILE a random secret")
        if len(secret) < SHORTEST_SECRET or len(set(secret)) < 8 or _is_placeholder(secret):
            raise ValueError(f"SECRET must be random and have at least {SHORTEST_SECRET} characters")
        if _is_placeholder(urlsplit(self.database_url).password or ""):
            raise ValueError("DATABASE_URL still has a placeholder for its password")
        return self

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        own = f"{PREFIX}{cls.service.upper()}_"
        return (
            init_settings,
            EnvSettingsSource(settings_cls, env_prefix=own),
            _FileSource(settings_cls, own),
            env_settings,
            _FileSource(settings_cls, PREFIX),
        )


S = TypeVar("S", bound=ServiceSettings)


def load_settings(kind: type[S], **given: Any) -> S:
    """The settings, or the reason why not in one line on standard error and exit status 2."""
    try:
        return kind(**given)
    except ValidationError as error:
        _refuse(kind.service, "; ".join(_told(one["loc"], one["msg"]) for one in error.errors()))
    except OSError as error:
        _refuse(kind.service, f"{error.filename}: {error.strerror}")


class _FileSource(PydanticBaseSettingsSource):
    """Fields whose variable ends in `_FILE`."""

    def __init__(self, settings_cls: type[BaseSettings], prefix: str) -> None:
        super().__init__(settings_cls)
        self._prefix = prefix

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        path = os.environ.get(f"{self._prefix}{field_name.upper()}_FILE")
        return (Path(path).read_text().strip() if path else None), field_name, False

    def __call__(self) -> dict[str, Any]:
        found = {name: self.get_field_value(field, name)[0] for name, field in self.settings_cls.model_fields.items()}
        return {name: value for name, value in found.items() if value is not None}


def _is_placeholder(secret: str) -> bool:
    return any(word in secret.lower() for word in PLACEHOLDERS)


def _told(location: tuple[int | str, ...], message: str) -> str:
    message = message.removeprefix("Value error, ")
    if not location:
        return PREFIX + message
    name = str(location[0])
    return f"{name if name.isupper() else PREFIX + name.upper()}: {message}"


def _refuse(service: str, reason: str) -> NoReturn:
    sys.stderr.write(f"communique {service}: {reason}\n")
    raise SystemExit(2)
