"""What a chat model answered, as a checked record; or why that is no answer.

Only the form is checked here: whether it is true of the message is looked at in `claims`.
"""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

if TYPE_CHECKING:
    from langchain_core.messages import AIMessage

# What the providers call an answer that ran into a limit, and one that was held back.
_CUT_OFF = frozenset({"length", "max_tokens", "model_length", "max_output_tokens", "incomplete"})
_HELD_BACK = frozenset(
    {"content_filter", "refusal", "safety", "prohibited_content", "blocklist", "spii", "recitation", "error"}
)


class NoAnswer(Exception):
    """The model gave nothing that can be used; the message says why, without a word of the person or a key."""


class Claim(BaseModel):
    """What the model says that the message states of one fact, on the words that it names."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    value: str | float | tuple[str, ...] | None = None
    quote: str


class Answer(BaseModel):
    """Everything that is taken from a model: claims and questions, each with its quote."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    facts: Mapping[str, Claim] = Field(max_length=64)
    questions: tuple[str, ...] = Field((), max_length=64)


def answer_of(message: "AIMessage") -> Answer:
    """The answer in a message, or NoAnswer where it was refused, cut off or is in another form."""
    ended = _ending(message.response_metadata)
    if ended & _HELD_BACK or message.additional_kwargs.get("refusal"):
        raise NoAnswer("it refused to answer")
    if ended & _CUT_OFF:
        raise NoAnswer("its answer was cut off")
    try:
        return Answer.model_validate(_content(message))
    except (ValidationError, ValueError):
        # Not chained: the error shows the answer, which quotes the person.
        raise NoAnswer("its answer was malformed") from None


def _ending(metadata: Mapping[str, Any]) -> set[str]:
    """Why the model stopped, in the words of whichever provider it is."""
    keys = ("finish_reason", "stop_reason", "done_reason", "status")
    return {str(metadata[key]).lower() for key in keys if metadata.get(key)}


def _content(message: "AIMessage") -> Any:
    """The call of the reporting tool where the provider works by tools, else the text as JSON."""
    if message.tool_calls:
        return message.tool_calls[0]["args"]
    text = message.text.strip()
    # Servers that know no schema put a fence around what they were asked for.
    if text.startswith("```"):
        text = text.strip("`").removeprefix("json")
    return json.loads(text)
