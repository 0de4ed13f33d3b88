"""One thing that the doctor looked at."""

from dataclasses import dataclass
from typing import Literal

State = Literal["ok", "info", "stale", "broken"]


@dataclass(frozen=True)
class Finding:
    """What was found; `mend` says what to do where something is wrong."""

    what: str
    state: State
    found: str
    mend: str = ""

    def line(self) -> str:
        """The finding as it is printed."""
        return " ".join(part for part in (f"{self.state:7} {self.what}:", self.found, self.mend) if part)
