"""Settings from the environment or a file, read once and typed; an error names the key.

Nothing is opened or created here.
"""

import hashlib
import os
import re
from collections.abc import Mapping
from pathlib import Path

import platformdirs
from dotenv import dotenv_values
from pydantic import BaseModel, ConfigDict, Field, FilePath, ValidationError, field_validator

import knowledge
from knowledge.vectors.place import Place, Server

PREFIX = "ADVISOR_"
SETTINGS_FILE = "ADVISOR_SETTINGS"
NAME = "sourcing-advisor"

_PATH = re.compile(r"(/[\w.~-]+)*")
_MODEL = re.compile(r"[a-z][a-z0-9_]*:\S+")
_ADDRESS = re.compile(r"https?://[^\s/@?#]+(/[^\s@?#]*)?")

# Settings whose value is never shown.
SECRET = frozenset({"ADVISOR_AUTH", "ADVISOR_MODEL_BASE_URL"})


class SettingsError(Exception):
    """A setting, folder or port that cannot be used; the message says what was wrong and what to do."""


class Settings(BaseModel):
    """All settings, with the environment over the file over the defaults."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    data: Path = Field(
        default_factory=lambda: platformdirs.user_data_path(NAME),
        description="folder of the conversations and of the own documents",
    )
    cache: Path = Field(
        default_factory=lambda: platformdirs.user_cache_path(NAME),
        description="folder of what can be made again: the exported encoder and the search index",
    )
    host: str = Field("127.0.0.1", description="address the page listens on")
    port: int = Field(7860, ge=1, le=65535, description="port the page listens on")
    prices: FilePath | None = Field(None, description="file of your own prices and cost figures, over the tables")
    auth: tuple[tuple[str, str], ...] = Field(
        (), description="names and passwords that the page asks for: name:password, several parted by commas"
    )
    root_path: str = Field("", description="path under which a proxy serves the page")
    embedder: str | None = Field(
        None,
        description="sentence-transformers model that the search embeds with: a folder, or a name in the local cache",
    )
    chroma_url: str | None = Field(
        None, description="address of a Chroma server for the search index, where several machines share one"
    )
    model: str | None = Field(
        None, description="chat model that reads beside the local reader: provider:name; messages are sent to it"
    )
    model_timeout: int = Field(20, ge=1, le=300, description="seconds that a turn waits for the model at most")
    model_base_url: str | None = Field(
        None, description="address of the model's server, where it is not the provider's"
    )
    tracing: bool = Field(False, description="let LangSmith tracing of the environment stay on")

    @field_validator("auth", mode="before")
    @classmethod
    def _accounts(cls, given: object) -> object:
        """Accounts as they stand in a setting."""
        if not isinstance(given, str):
            return given
        pairs = [each.partition(":") for each in given.split(",") if each.strip()]
        if not all(name.strip() and password for name, _, password in pairs):
            raise ValueError("write name:password, several parted by commas")
        return tuple((name.strip(), password) for name, _, password in pairs)

    @field_validator("root_path")
    @classmethod
    def _is_path(cls, given: str) -> str:
        """A path without the slash at its end."""
        if not _PATH.fullmatch(given):
            raise ValueError("write a path like /advisor, without a slash at its end")
        return given

    @field_validator("model")
    @classmethod
    def _is_model(cls, given: str | None) -> str | None:
        """A provider and a model of it; empty is none."""
        if given and not _MODEL.fullmatch(given):
            raise ValueError("write provider:name, such as openai:gpt-5-mini or ollama:llama3.2")
        return given or None

    @field_validator("model_base_url")
    @classmethod
    def _is_address(cls, given: str | None) -> str | None:
        """An address without a name or password in it; empty is none."""
        if given and not _ADDRESS.fullmatch(given):
            raise ValueError("write an address like http://127.0.0.1:8000/v1")
        return given or None

    @field_validator("chroma_url")
    @classmethod
    def _is_server(cls, given: str | None) -> str | None:
        """An address without a name or password in it, and without the slash at its end; empty is none."""
        if given and not _ADDRESS.fullmatch(given):
            raise ValueError("write an address like http://127.0.0.1:8000")
        return given.rstrip("/") if given else None

    @field_validator("embedder")
    @classmethod
    def _is_named(cls, given: str | None) -> str | None:
        """Empty is none."""
        return given or None

    @property
    def database(self) -> Path:
        """The SQLite file of the conversations."""
        return self.data / "conversations.sqlite"

    @property
    def documents(self) -> Path:
        """The folder of the own documents."""
        return self.data / "documents"

    @property
    def index(self) -> Path:
        """The folder of the search index: a cache of this checkout's passages, so that checkouts do not mix."""
        checkout = hashlib.sha256(str(Path(knowledge.__file__).parent).encode()).hexdigest()
        return self.cache / "index" / checkout[:12]

    @property
    def vectors(self) -> Place:
        """Where the vectors of the passages lie: that folder, or the Chroma server that is set."""
        return Server(self.chroma_url) if self.chroma_url else self.index


def load_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings once; raise SettingsError naming the key that is unknown or wrong."""
    environ = os.environ if environ is None else environ
    values = _from_file(environ.get(SETTINGS_FILE)) | _from_environment(environ)
    known = {name.upper(): name for name in Settings.model_fields}
    for key in values:
        if key.removeprefix(PREFIX) not in known:
            offered = ", ".join(f"{PREFIX}{name}" for name in known)
            raise SettingsError(f"Unknown setting {key}. The settings are {offered} and {SETTINGS_FILE}.")
    try:
        return Settings.model_validate({known[key.removeprefix(PREFIX)]: value for key, value in values.items()})
    except ValidationError as error:
        first = error.errors()[0]
        key = PREFIX + str(first["loc"][0]).upper()
        shown = "…" if key in SECRET else repr(values.get(key, ""))
        why = first["msg"].removeprefix("Value error, ")
        # Not chained: pydantic's error would show the value again.
        raise SettingsError(f"{key}={shown} cannot be used: {why}.") from None


def _from_environment(environ: Mapping[str, str]) -> dict[str, str]:
    return {key: value for key, value in environ.items() if key.startswith(PREFIX) and key != SETTINGS_FILE}


def _from_file(path: str | None) -> dict[str, str]:
    if path is None:
        return {}
    if not Path(path).is_file():
        raise SettingsError(f"{SETTINGS_FILE}={path!r} is not a file. Write lines like {PREFIX}PORT=8080 into it.")
    return {key: value or "" for key, value in dotenv_values(path).items()}


def silence_libraries(settings: Settings) -> None:
    """Turn off what libraries would send out of the machine; call before any of them is imported."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ["ANONYMIZED_TELEMETRY"] = "False"
    # onnxruntime reports to its maker from its own native code, and reads this once, when it is first used.
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    os.environ["HF_HUB_OFFLINE"] = "1"
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
    if not settings.tracing:
        os.environ["LANGSMITH_TRACING"] = "false"
        os.environ["LANGCHAIN_TRACING_V2"] = "false"
        # It would send what is meant for the model's provider to LangSmith instead.
        os.environ["LANGSMITH_GATEWAY"] = "false"


def check_writable(folder: Path, setting: str) -> None:
    """Raise SettingsError unless files can be written in `folder`, which is made if it is missing."""
    probe = folder / ".writable"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.write_text("")
        probe.unlink()
    except OSError as error:
        reason = error.strerror or str(error)
        raise SettingsError(
            f"The folder {folder} cannot be written ({reason}). Give it rights or set {setting} to another folder."
        ) from error
