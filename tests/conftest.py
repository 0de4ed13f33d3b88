"""Shared parts of the tests: real settings in a temporary folder, and one real advisor for the session."""

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings as hypothesis_settings

from agent.settings import Settings, load_settings, silence_libraries

if TYPE_CHECKING:
    from agent.advisor import Advisor

TODAY = date(2026, 11, 24)

hypothesis_settings.register_profile("default", deadline=None, max_examples=60)
hypothesis_settings.register_profile("fuzz", deadline=None, max_examples=5_000)
hypothesis_settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


@pytest.fixture(scope="session")
def session_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The machine's settings with a data folder of the session's own."""
    settings = load_settings().model_copy(update={"data": tmp_path_factory.mktemp("data")})
    silence_libraries(settings)
    return settings


@pytest.fixture(scope="session")
def advisor(session_settings: Settings) -> "Iterator[Advisor]":
    """One real advisor; each test talks in a thread of its own."""
    from agent.advisor import Advisor

    advisor = Advisor(session_settings)
    yield advisor
    advisor.close()


@pytest.fixture
def thread(request: pytest.FixtureRequest) -> str:
    """A thread that no other test uses."""
    return f"test:{request.node.nodeid}"


@pytest.fixture
def data_folder(tmp_path: Path) -> Path:
    """An empty data folder."""
    return tmp_path / "data"
