"""Opens the chat model that a setting names, with the bounds that its provider's client takes.

No library of a chat model is imported unless one is set, and nothing is sent by opening one.
"""

import logging
import os
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import util
from typing import Any

from agent.reading.asking import Chat
from agent.reading.prompts import schema
from agent.settings import Settings, SettingsError

MOST_TOKENS = 4_000
"""Of an answer: a full one takes about 1,200, the rest is for models that think before they write."""

# Enough for the orders, the longest message that is read, and an answer; Ollama would cut the orders off silently.
CONTEXT_TOKENS = 12_000


@dataclass(frozen=True)
class Provider:
    """What is particular about a provider: its package and extra, its key, how its client is told the bounds.

    `form` says how the answer's form is asked for; where it is empty, by the package's own default. The clients do
    not retry by themselves: some take 1 for that, some 0.
    """

    name: str
    extra: str
    package: str
    keys: tuple[str, ...] = ()
    bounds: Callable[[int], Mapping[str, Any]] = lambda seconds: _bounds(seconds, 0)
    form: Mapping[str, Any] = field(default_factory=dict)


def _bounds(seconds: int, retries: int, **more: Any) -> dict[str, Any]:
    return {"timeout": seconds, "max_retries": retries, "max_tokens": MOST_TOKENS, **more}


# Strict forms make every field required and refuse bounds on strings.
_JSON = {"method": "json_schema", "strict": False}

_PROVIDERS = (
    Provider("openai", "openai", "langchain_openai", ("OPENAI_API_KEY",), form=_JSON),
    Provider("anthropic", "anthropic", "langchain_anthropic", ("ANTHROPIC_API_KEY",)),
    Provider(
        "google_genai",
        "google",
        "langchain_google_genai",
        ("GOOGLE_API_KEY", "GEMINI_API_KEY"),
        # Plain HTTP goes through a company's proxy, which gRPC does not.
        bounds=lambda seconds: _bounds(seconds, 1, transport="rest"),
    ),
    Provider(
        "mistralai",
        "mistral",
        "langchain_mistralai",
        ("MISTRAL_API_KEY",),
        bounds=lambda seconds: _bounds(seconds, 1),
    ),
    Provider("deepseek", "deepseek", "langchain_deepseek", ("DEEPSEEK_API_KEY",)),
    Provider(
        "ollama",
        "ollama",
        "langchain_ollama",
        bounds=lambda seconds: {
            "num_predict": MOST_TOKENS,
            "num_ctx": CONTEXT_TOKENS,
            "client_kwargs": {"timeout": seconds},
        },
        form=_JSON,
    ),
)
PROVIDERS: Mapping[str, Provider] = {
    name: provider for provider in _PROVIDERS for name in (provider.name, provider.extra)
}


def check_model(settings: Settings) -> None:
    """Raise SettingsError unless the model that is set can be opened; nothing is sent."""
    if settings.model is None:
        return
    provider = _provider(settings.model)
    why = _missing(provider, settings)
    if why is None:
        try:
            open_chat(settings, fixed=True)
        except ImportError as error:
            why = f"its package is missing. {error}"
        except Exception as error:
            why = _unopened(provider, error)
    if why is not None:
        # Not chained: what a provider's package says of an error may show a key.
        raise SettingsError(f"ADVISOR_MODEL={settings.model!r} cannot be used: {why}") from None


def _missing(provider: Provider, settings: Settings) -> str | None:
    """What is not there that a listed provider needs, with what to do."""
    for package in ("langchain", provider.package):
        if package and util.find_spec(package) is None:
            extra = provider.extra or "openai"
            wanted = f"Install it with: pip install -c constraints.txt -e '.[{extra}]'"
            return f"the package {package.replace('_', '-')} is missing. {wanted}"
    if provider.keys and _key(provider) is None and settings.model_base_url is None:
        return f"its key is missing. Put it into {' or '.join(provider.keys)}."
    return None


def _unopened(provider: Provider, error: Exception) -> str:
    if provider.name not in PROVIDERS and "Unsupported" in str(error):
        return (
            f"there is no provider {provider.name}. The usual ones are {', '.join(each.extra for each in _PROVIDERS)}."
        )
    return f"opening it failed with {type(error).__name__}. Look at the name, its key and its address."


def open_chat(settings: Settings, *, fixed: bool) -> Chat:
    """The chat model, answering in the reader's form; `fixed` asks for temperature 0."""
    from langchain.chat_models import init_chat_model

    assert settings.model is not None
    provider = _provider(settings.model)
    options = dict(provider.bounds(settings.model_timeout))
    if fixed:
        options["temperature"] = 0
    if settings.model_base_url is not None:
        options["base_url"] = settings.model_base_url
        if provider.keys and not _key(provider):
            # A server of one's own needs no key, but the clients do.
            options["api_key"] = "none"
    # What goes wrong is said once and by us; their own warnings tell of schema keys, or show what was sent.
    logging.getLogger(provider.package or provider.name).setLevel(logging.ERROR)
    model = init_chat_model(settings.model.partition(":")[2], model_provider=provider.name, **options)
    with warnings.catch_warnings():
        # The newest models cannot be made to call the tool; they are asked to in words.
        warnings.filterwarnings("ignore", message="You are attempting to use structured output", category=UserWarning)
        chat: Chat = model.with_structured_output(schema(), include_raw=True, **provider.form)
    return chat


def _provider(model: str) -> Provider:
    """The provider of a model; one that is not listed is left to LangChain, which may know it."""
    name = model.partition(":")[0]
    return PROVIDERS.get(name) or Provider(name, "", "")


def _key(provider: Provider) -> str | None:
    return next((value for key in provider.keys if (value := os.environ.get(key))), None)
