"""The one place that decides which reader is used.

The local reader alone, or a chat model beside it where one is set; nothing is sent here.
"""

from collections.abc import Sequence

from agent.reading.asking import Asker
from agent.reading.heads import Encodes
from agent.reading.local import LocalReader
from agent.reading.model import ModelReader
from agent.reading.protocol import Reader
from agent.reading.provider import check_model, open_chat
from agent.settings import Settings
from knowledge.myths import Myth


def open_reader(settings: Settings, encoder: Encodes, myths: Sequence[Myth] = ()) -> Reader:
    """The reader that the settings ask for, which hears these myths; SettingsError where its model cannot be opened."""
    local = LocalReader(encoder, myths=myths)
    if settings.model is None:
        return local
    check_model(settings)
    return ModelReader(local, Asker(lambda fixed: open_chat(settings, fixed=fixed), settings.model_timeout))
