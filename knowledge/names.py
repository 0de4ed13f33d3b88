"""Which model somebody means by the words they use for it."""

import re

from knowledge.tables import Catalogue, OpenModel, VendorModel


def named_model(words: str, catalogue: Catalogue) -> VendorModel | OpenModel | None:
    """The model whose longest name occurs in the words; of equally long ones the one that is not an older one."""
    text = f" {_plain(words)} "
    rows: list[VendorModel | OpenModel] = [*catalogue.vendor_models.values(), *catalogue.open_models.values()]
    found = [
        (len(name), index, row)
        for index, row in enumerate(reversed(rows))
        for name in map(_plain, (row.name, row.id, *row.aliases))
        if f" {name} " in text
    ]
    return max(found, key=lambda hit: hit[:2])[2] if found else None


def _plain(words: str) -> str:
    """Words in small letters with single spaces between them; versions keep their points."""
    text = re.sub(r"[^a-z0-9.]+", " ", words.lower())
    return re.sub(r"\.(?!\d)", " ", text).strip()
