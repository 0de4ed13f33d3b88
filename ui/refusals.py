"""The errors whose message is a sentence for people, by name, so that no door imports what raises them."""

WRITTEN_FOR_PEOPLE = (
    "DocumentError",
    "EncoderMissing",
    "FinderMissing",
    "HeadsMissing",
    "IndexBroken",
    "SettingsError",
    "StoreError",
)


def is_for_people(error: Exception) -> bool:
    """Whether the message of an error says what was wrong and what to do."""
    return type(error).__name__ in WRITTEN_FOR_PEOPLE
