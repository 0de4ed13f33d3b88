"""Names in questions: which thing is meant, and of what kind it is."""

import pytest

from knowledge.catalogue import load_catalogue
from knowledge.things import vocabulary

NAMES = vocabulary(load_catalogue())


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Claude or Mistral?", ["Claude", "Mistral"]),
        ("How much is Claude Sonnet?", ["Claude Sonnet 5.5"]),
        ("gpt-6 luna vs haiku", ["GPT-6 Luna", "Claude Haiku 5.5"]),
        ("How many H100s for DeepSeek V3?", ["H100", "DeepSeek-V3.2"]),
        ("vLLM or TGI?", ["vLLM", "TGI"]),
        ("Should we self-host?", ["self-hosting"]),
        ("What's Qwen's licence?", ["Qwen"]),
        ("together we go on", []),
        ("an H1000 or a vllmx", []),
    ],
)
def test_a_thing_is_found_under_the_words_that_people_use(text: str, named: list[str]) -> None:
    """The longest words win, a plural and a genitive name the same, a part of a word names nothing."""
    assert [thing.name for thing in NAMES.things(text)] == named


def test_every_route_named_for_a_thing_has_its_passage() -> None:
    """The routes are those of the tables."""
    routes = set(load_catalogue().routes)

    assert {
        route for thing in NAMES.things("Claude, Llama, API, self-hosting, Copilot") for route in thing.routes
    } <= routes
