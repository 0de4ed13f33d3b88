"""A server of no model, and the environment of somebody who has every key."""

from collections.abc import Iterator

import pytest

from agent.settings import load_settings, silence_libraries
from tests.reading.model_stub import Stub, model_stub
from tests.reading.model_talk import KEY


@pytest.fixture
def stub(monkeypatch: pytest.MonkeyPatch) -> Iterator[Stub]:
    """The stand-in, with every provider's key in the environment and a company's that would send messages elsewhere."""
    for name in ("OPENAI", "ANTHROPIC", "GOOGLE", "MISTRAL", "DEEPSEEK"):
        monkeypatch.setenv(f"{name}_API_KEY", KEY)
    for name in ("LANGSMITH_TRACING", "LANGCHAIN_TRACING_V2", "LANGSMITH_GATEWAY"):
        monkeypatch.setenv(name, "true")
    monkeypatch.setenv("LANGSMITH_API_KEY", "lsv2_x")
    silence_libraries(load_settings({}))
    with model_stub() as stub:
        yield stub
