"""What the operator may set for classify."""

from __future__ import annotations

import os
from pathlib import Path
from typing import ClassVar, Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, model_validator

from libs.service import ServiceSettings


class Settings(ServiceSettings):
    """Beside what all services have: how many processes read, how long one article may take, and who else reads.

    `backend`: `rules` alone, `hybrid` (the language model where the rules may fall short) or `llm` (the model of every
    article, the rules where it fails). `gliner_folder` holds a GLiNER2 model to recognise names with.
    """

    service: ClassVar[str] = "classify"

    workers: int = Field(default_factory=lambda: max(1, os.cpu_count() or 1), ge=1, le=64)
    reading_seconds: float = Field(default=30, gt=0)
    batch: int = Field(default=20, ge=1, le=500)

    backend: Literal["rules", "hybrid", "llm"] = "rules"
    llm_url: str = ""
    llm_model: str = ""
    llm_key: SecretStr = SecretStr("")
    llm_seconds: float = Field(default=30, gt=0)
    llm_rest_seconds: float = Field(default=60, ge=0)
    llm_characters: int = Field(default=20_000, ge=500)
    llm_parallel: int = Field(default=4, ge=1)
    llm_cache: int = Field(default=1000, ge=0)
    gliner_folder: Path | None = None

    @model_validator(mode="after")
    def know_whom_to_ask(self) -> Self:
        if self.backend == "rules":
            return self
        address = urlsplit(self.llm_url)
        if address.scheme not in ("http", "https") or not address.hostname:
            raise ValueError("CLASSIFY_LLM_URL is needed for this BACKEND: an address like http://localhost:11434/v1")
        if not self.llm_model:
            raise ValueError("CLASSIFY_LLM_MODEL is needed for this BACKEND: the model's name at CLASSIFY_LLM_URL")
        return self
