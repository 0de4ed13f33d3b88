"""The one place that decides which reader is used.

The local reader alone, or a chat model beside it where one is set; nothing is sent here.
"""

from agent.reading.asking import Asker
from agent.reading.heads import Encodes
from agent.reading.local import LocalReader
from agent.reading.model import ModelReader
from agent.reading.protocol import Reader
from agent.reading.provider import check_model, open_chat
from agent.settings import Settings


def open_reader(settings: Settings, encoder: Encodes) -> Reader:
    """The reader that the settings ask for; SettingsError where its model cannot be opened."""
    local = LocalReader(encoder)
    if settings.model is None:
        return local
    check_model(settings)
    return ModelReader(local, Asker(lambda fixed: open_chat(settings, fixed=fixed), settings.model_timeout))
