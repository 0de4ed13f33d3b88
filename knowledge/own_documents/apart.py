"""A file that may not be trusted is read in a process of its own, which ends when its time is up.

`python -m knowledge.own_documents.apart .pdf` reads such a file from its input and writes what it says, or what is
wrong, as JSON.
"""

import faulthandler
import json
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from knowledge.own_documents.converting import PLAIN, Text, Unusable, check_kind, check_size, text_of

SECONDS = 120.0
"""2,000 full pages of a PDF take some 80 on one idle core."""

_HERE = Path(__file__).parent.parent.parent


class _Answer(BaseModel):
    """What the other process says: the text, or the end of a sentence on what is wrong."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: Text | None = None
    unusable: str = ""


def text_apart(content: bytes, suffix: str, seconds: float = SECONDS) -> Text:
    """As `text_of`, and Unusable too where it takes longer than so many seconds."""
    check_kind(f"x{suffix}")
    check_size(len(content))
    if suffix in PLAIN:
        return text_of(content, suffix)
    command = [sys.executable, "-m", "knowledge.own_documents.apart", suffix, str(seconds)]
    try:
        done = subprocess.run(
            command, input=content, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=seconds, cwd=_HERE
        )
    except subprocess.TimeoutExpired as error:
        raise Unusable(
            f"could not be read within {seconds:g} seconds. Split it, or save it anew, and add that."
        ) from error
    if done.returncode:
        raise Unusable("could not be read to its end. Split it, or save it anew, and add that.")
    answer = _Answer.model_validate_json(done.stdout)
    if answer.text is None:
        raise Unusable(answer.unusable)
    return answer.text


def main(suffix: str, seconds: float) -> None:
    """Read the file on the input; ends by itself even where nobody waits for it any more."""
    faulthandler.dump_traceback_later(seconds, exit=True)
    try:
        row: dict[str, object] = {"text": asdict(text_of(sys.stdin.buffer.read(), suffix))}
    except Unusable as error:
        row = {"unusable": str(error)}
    sys.stdout.write(json.dumps(row))


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]))
