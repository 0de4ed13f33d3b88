"""A question is a question without its mark too, where something here answers it."""

import pytest

from agent.advisor import Advisor
from agent.general import is_put_as_a_question


@pytest.mark.parametrize(
    "text",
    [
        "what is LoRA",
        "how long are prompts kept by anthropic",
        "Hi, who owns the weights if we fine-tune at openai",
        "ok so which banks run open models",
        "GDPR?",
    ],
)
def test_a_message_is_put_as_a_question(text: str) -> None:
    """By its mark, or by how it opens."""
    assert is_put_as_a_question(text)


@pytest.mark.parametrize(
    "text",
    ["", "none", "We sort 25,000 tickets a month.", "whatever", "Employees only", "do it", "can be any vendor", "how"],
)
def test_a_message_is_not_put_as_a_question(text: str) -> None:
    """Answers and statements stay what they are."""
    assert not is_put_as_a_question(text)


@pytest.mark.parametrize(
    "text", ["what is LoRA", "how long are prompts kept by anthropic", "what share of pilots fail"]
)
def test_what_something_answers_is_answered_without_its_mark(advisor: Advisor, text: str) -> None:
    """The reply cites a passage."""
    reply = advisor.reply(f"web:put as a question {text}", text)
    assert reply.move == "answer" and reply.passages


@pytest.mark.parametrize("text", ["what is the capital of Norway", "can you write me a script that sorts a list"])
def test_what_nothing_answers_stays_beside_the_point(advisor: Advisor, text: str) -> None:
    """How it is put does not make it ours."""
    reply = advisor.reply(f"web:beside the point {text}", text)
    assert reply.move == "decline" and not reply.passages


def test_a_figure_put_right_after_the_advice_is_no_question(advisor: Advisor) -> None:
    """ "It" goes on from what was said before, and the message states something."""
    thread = "web:put right after the advice"
    advisor.reply(thread, "We sort 25,000 support tickets a month for our agents.")
    advisor.reply(thread, "just give me the advice")
    advisor.reply(thread, "why is that?")
    reply = advisor.reply(thread, "Actually it is 90,000 tickets a month.")
    assert reply.move == "advise" and reply.ledger["requests_per_month"]["value"] == 90_000
