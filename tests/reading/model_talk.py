"""How the tests of the model reader talk to it: a message read already, a real client, and what the server says."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from agent.facts import FactValue
from agent.reading.asking import Asker
from agent.reading.model import ModelReader
from agent.reading.protocol import FactReading, Reading
from agent.reading.provider import open_chat
from agent.settings import Settings, load_settings
from tests.reading.model_stub import Says, Stub

TODAY = date(2026, 11, 24)
KEY = "sk-secret-0123456789"
SECONDS = 2

# The client of each provider, and what its address ends with.
CLIENTS = {
    "openai:gpt-x": "/v1",
    "anthropic:claude-haiku-4-5": "",
    "google:gemini-x": "",
    "mistral:mistral-x": "/v1",
    "deepseek:deepseek-chat": "/v1",
    "ollama:llama3.2:3b": "",
}

TEXT = "We answer 400 letters a day, the 40 clerks of our pension fund read them. Could it learn from our archive?"
LOCAL = Reading(
    "inform",
    ("inform",),
    facts={"requests_per_month": FactReading(12_000.0, "We answer 400 letters a day", 0.9)},
    suggested={"audience": FactReading("employees", "the 40 clerks of our pension fund read them.", 0.6)},
)
GOOD = {
    "facts": {
        "requests_per_month": {"value": "400", "quote": "400 letters a day"},
        "audience": {"value": "employees", "quote": "the 40 clerks of our pension fund read them"},
        "seats": {"value": "40", "quote": "the 40 clerks"},
    },
    "questions": ["Could it learn from our archive?"],
}


@dataclass
class Local:
    """A local reader that has read already."""

    reading: Reading = LOCAL
    calls: list[Mapping[str, Any]] = field(default_factory=list)

    def read(
        self,
        text: str,
        *,
        asked: object = (),
        known: Mapping[str, FactValue] | None = None,
        confirming: bool = False,
        today: date,
    ) -> Reading:
        """What it read."""
        self.calls.append({"text": text, "asked": asked, "known": known, "confirming": confirming, "today": today})
        return self.reading


def settings_for(client: str, stub: Stub, seconds: int = SECONDS) -> Settings:
    """Settings that name a model at the stand-in."""
    return load_settings(
        {
            "ADVISOR_MODEL": client,
            "ADVISOR_MODEL_BASE_URL": stub.address + CLIENTS[client],
            "ADVISOR_MODEL_TIMEOUT": str(seconds),
        }
    )


def read(
    stub: Stub, *says: Says, client: str = "openai:gpt-x", local: Reading = LOCAL, text: str = TEXT, **more: Any
) -> Reading:
    """What the model reader makes of a message when the server says this."""
    stub.says[:] = says
    settings = settings_for(client, stub)
    asker = Asker(lambda fixed: open_chat(settings, fixed=fixed), settings.model_timeout)
    return ModelReader(Local(local), asker).read(text, today=TODAY, **more)


def answering(facts: Mapping[str, tuple[Any, str]], *questions: str) -> Says:
    """A server that claims facts, each as value and quote."""
    claims = {name: {"value": value, "quote": quote} for name, (value, quote) in facts.items()}
    return Says({"facts": claims, "questions": list(questions)})
