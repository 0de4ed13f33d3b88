"""Figures of one's own, named by a setting, are laid over the tables wherever costs are computed."""

from pathlib import Path

import pytest

from agent.advisor import Advisor
from agent.own_prices import own_catalogue, own_prices
from agent.settings import Settings, SettingsError, load_settings
from tests.conftest import TODAY

OPENING = "We sort about 25,000 support tickets a month with AI, for our own agents."


def _settings(file: Path, text: str) -> Settings:
    file.write_text(text, encoding="utf-8")
    return load_settings({"ADVISOR_PRICES": str(file)})


def test_without_a_file_the_tables_are_as_they_are() -> None:
    """Nothing is laid over them."""
    assert own_prices(load_settings({})) == {}


def test_a_file_of_prices_is_laid_over_the_tables(tmp_path: Path) -> None:
    """The rest stays."""
    mine = own_catalogue(_settings(tmp_path / "mine.yaml", "costs: {people: 0.5}\n"))

    assert mine.costs.ranges["people"] == (0.5, 0.5, 0.5)
    assert mine.costs.ranges["engine"] == own_catalogue(load_settings({})).costs.ranges["engine"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("costs: {poeple: 0.5}\n", r"costs: unknown 'poeple'; known are for example people"),
        ("tiers: {general: {open: llama-99}}\n", "llama-99"),
        ("nothing\n", "holds no tables"),
    ],
)
def test_what_is_wrong_in_the_file_is_said_with_its_name(tmp_path: Path, text: str, sentence: str) -> None:
    """One sentence that names the setting, the file and the key."""
    settings = _settings(tmp_path / "mine.yaml", text)

    with pytest.raises(SettingsError, match=rf"ADVISOR_PRICES=.*mine\.yaml cannot be used: .*{sentence}"):
        own_prices(settings)


def test_a_file_that_is_not_there_is_named_with_its_setting() -> None:
    """When the settings are read."""
    with pytest.raises(SettingsError, match=r"ADVISOR_PRICES='/nowhere/mine\.yaml' cannot be used"):
        load_settings({"ADVISOR_PRICES": "/nowhere/mine.yaml"})


def test_a_consultation_counts_with_the_figures_of_the_file(
    tmp_path: Path, session_settings: Settings, advisor: Advisor, thread: str
) -> None:
    """A price that was negotiated is the one the advice names."""
    file = tmp_path / "mine.yaml"
    file.write_text("costs: {people: 4}\n", encoding="utf-8")
    own = Advisor(session_settings.model_copy(update={"prices": file, "data": tmp_path}))

    for who in (advisor, own):
        who.reply(thread, OPENING, today=TODAY)
    there = [who.consultation(thread, today=TODAY).assessment.costs["self_hosted"].mid or 0 for who in (advisor, own)]
    own.close()

    assert there[1] == pytest.approx(there[0] + (4 - 0.3) * 220_000 / 12)
