"""The tables with the figures of one's own laid over them, from the file that a setting names."""

from typing import Any

from agent.settings import Settings, SettingsError
from knowledge.catalogue import CatalogueError, load_catalogue
from knowledge.overrides import OverrideError, read_overrides
from knowledge.tables import Catalogue


def own_prices(settings: Settings) -> dict[str, Any]:
    """The overrides of the file, none without one; SettingsError names the file and what is wrong in it."""
    if settings.prices is None:
        return {}
    try:
        overrides = read_overrides(settings.prices)
        load_catalogue(overrides=(overrides,))
    except (OverrideError, CatalogueError) as error:
        raise SettingsError(f"ADVISOR_PRICES={settings.prices} cannot be used: {error}.") from error
    return overrides


def own_catalogue(settings: Settings) -> Catalogue:
    """The tables as they are, or with the file's figures."""
    return load_catalogue(overrides=(own_prices(settings),))
