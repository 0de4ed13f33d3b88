"""Grades: pure functions of what was played. The end state first, then what was said, then manners.

Nothing here calls the advisor, so a grade cannot change what it grades.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from agent.facts import FACTS
from agent.reply import Reply
from evals.played import Check, Exchange, Group, Played, PlayedCase
from evals.scripts import Expectation, Expected, Phrase, Script, UseCase
from evals.user import I_DO_NOT_KNOW, same_value

# Told in free words, so it cannot be compared with the truth letter by letter.
FREE_TEXT = "use_case"


def grade(script: Script, played: Played) -> tuple[Check, ...]:
    """All grades of a conversation."""
    if played.error:
        return (Check("the conversation could be played", False, "end state", played.error),)
    checks = list(_manners(played))
    several = len(script.cases) > 1
    if script.kind == "qa":
        checks += _said(script.expected, played.cases[0])
    for number, (case, story) in enumerate(zip(script.cases, played.cases, strict=False), 1):
        label = f"use case {number}: " if several else ""
        found = [*_end_state(case, story), *_said(case.expected, story), *_few_questions(case.expected, story)]
        checks += [Check(label + c.name, c.passed, c.group, c.detail) for c in found]
    order: tuple[Group, ...] = ("end state", "said", "manners")
    return tuple(sorted(checks, key=lambda check: order.index(check.group)))


def _end_state(case: UseCase, story: PlayedCase) -> Iterator[Check]:
    """Whether the advice is right and the facts are."""
    expected = case.expected
    yield _check("end state", "the advice was given", story.verdict, f"none after {len(story.exchanges)} turns")
    if expected.verdicts:
        right = story.verdict in expected.verdicts
        yield _check("end state", f"the verdict is {' or '.join(expected.verdicts)}", right, f"it is {story.verdict}")
    for when, allowed, named in (
        ("now", expected.routes.now, story.now),
        ("later", expected.routes.later, story.later),
    ):
        if allowed:
            right = bool(named) and set(named) <= set(allowed)
            yield _check("end state", f"the route {when} is {' or '.join(allowed)}", right, f"it is {', '.join(named)}")
    wrong = list(_wrong_facts(case, story))
    yield _check("end state", "every fact in the ledger is true", not wrong, "; ".join(wrong))
    missed = list(_missed_facts(case, story))
    yield _check("end state", "what was asked and answered is known", not missed, "; ".join(missed))
    open_ones = list(_unsettled_facts(case, story))
    yield _check("end state", "what they don't know is left open", not open_ones, "; ".join(open_ones))


def _wrong_facts(case: UseCase, story: PlayedCase) -> Iterator[str]:
    for name, entry in story.ledger.items():
        value, truth = entry["value"], case.profile.get(name)
        if name == FREE_TEXT or value is None:
            continue
        if truth is None:
            yield f"{name} is {value!r} although they never said it ({entry['quote']!r})"
        elif not same_value(value, truth):
            yield f"{name} is {value!r}, the truth is {truth!r} ({entry['quote']!r})"


def _answered(case: UseCase, story: PlayedCase, known: bool) -> set[str]:
    """The facts that were asked and that the person knows, or does not know."""
    asked = {card.fact for exchange in story.exchanges for card in exchange.reply.cards if card.kind != "yes_no"}
    return {name for name in asked if (name in case.answers) is known and name != FREE_TEXT}


def _missed_facts(case: UseCase, story: PlayedCase) -> Iterator[str]:
    for name in sorted(_answered(case, story, known=True)):
        if name in case.profile and story.ledger.get(name, {}).get("value") is None:
            yield f"{name} was answered with {case.answers[name]!r}"


def _unsettled_facts(case: UseCase, story: PlayedCase) -> Iterator[str]:
    """Facts they said they don't know that the ledger does not show as such."""
    for name in sorted(_answered(case, story, known=False) - set(case.profile)):
        status = story.ledger.get(name, {}).get("status", "missing")
        if status not in ("unknown", "withheld"):
            yield f"{name} is {status} after {I_DO_NOT_KNOW!r}"


def _said(expected: Expected, story: PlayedCase) -> Iterator[Check]:
    """Whether what had to be said was, and what must not be said was not, in any reply."""
    replies = [exchange.reply for exchange in story.exchanges]
    yield from _words("in the conversation", expected.must_mention, expected.must_not_say, expected.passages, replies)


def _words(
    where: str, must: Sequence[Phrase], never: Sequence[str], passages: Sequence[str], replies: Sequence[Reply]
) -> Iterator[Check]:
    text = plain("\n".join(reply.text for reply in replies))
    for phrase in must:
        options = [phrase] if isinstance(phrase, str) else phrase
        found = any(plain(option) in text for option in options)
        yield _check("said", f"says {' or '.join(map(repr, options))} {where}", found, "it does not")
    for phrase in never:
        yield _check("said", f"does not say {phrase!r} {where}", plain(phrase) not in text, "it does")
    cited = {passage for reply in replies for passage in reply.passages}
    for passage in passages:
        yield _check("said", f"cites {passage} {where}", passage in cited, f"cited are {', '.join(sorted(cited))}")


def plain(text: str) -> str:
    """A text without marks of emphasis, citation numbers and differences of space, quotes or case."""
    text = re.sub(r"\s?\[\d+\]|[*_`]", "", text)
    text = text.translate(str.maketrans("’‘“”\u00a0\u202f", "''\"\"  "))
    return " ".join(text.split()).casefold()


def _few_questions(expected: Expected, story: PlayedCase) -> Iterator[Check]:
    most = expected.max_questions
    if most is not None:
        few = len(story.questions) <= most
        yield _check(
            "manners", f"at most {most} questions", few, f"{len(story.questions)}: {', '.join(story.questions)}"
        )


def _manners(played: Played) -> Iterator[Check]:
    """What holds in every conversation."""
    exchanges = played.exchanges
    yield _check("manners", "every reply says something", all(e.reply.text.strip() for e in exchanges), "an empty one")
    again = list(_asked_again(exchanges))
    yield _check("manners", "nothing settled is asked again", not again, "; ".join(again))
    mute = [c.fact for e in exchanges for c in e.reply.cards if not c.why or plain(c.why) not in plain(e.reply.text)]
    yield _check("manners", "every question says why it is asked", not mute, ", ".join(mute))
    yield _check("manners", "every cited passage exists", not played.missing, ", ".join(played.missing))
    wrong = [n for e in exchanges for n in re.findall(r"\[(\d+)\]", e.reply.text) if int(n) > len(e.reply.passages)]
    yield _check("manners", "every number in brackets has its source", not wrong, ", ".join(wrong))
    for story in played.cases:
        for before, exchange in pairwise((None, *story.exchanges)):
            if exchange is not None:
                yield from _of_one_reply(before.reply if before else None, exchange)


def _asked_again(exchanges: Iterable[Exchange]) -> Iterator[str]:
    """Open questions for a fact that the ledger already holds, unless the person asked to go back to it."""
    for exchange in exchanges:
        if exchange.why == "go_back":
            continue
        for card in exchange.reply.cards:
            if card.kind == "ask" and card.fact in exchange.reply.ledger:
                yield f"{card.fact} ({exchange.reply.ledger[card.fact]['status']}) in turn {exchange.reply.turn}"


def _of_one_reply(before: Reply | None, exchange: Exchange) -> Iterator[Check]:
    """What an interjection or a question asks of the reply to it."""
    where = f"after {_short(exchange.said)!r}"
    if before is not None and exchange.why in _PLAIN_EFFECTS:
        name, holds = _PLAIN_EFFECTS[exchange.why]
        yield _check("said", f"{name} {where}", holds(before, exchange.reply), _state(exchange.reply))
    yield from _expected(exchange.expect, exchange.reply, where)


def _expected(expect: Expectation, reply: Reply, where: str) -> Iterator[Check]:
    if expect.moves:
        right = reply.move in expect.moves
        yield _check("said", f"the move is {' or '.join(expect.moves)} {where}", right, f"it is {reply.move}")
    if expect.verdicts:
        right = reply.verdict in expect.verdicts
        yield _check("said", f"the verdict is {' or '.join(expect.verdicts)} {where}", right, f"it is {reply.verdict}")
    for name, truth in expect.facts.items():
        entry = reply.ledger.get(name)
        right = entry is not None and same_value(entry["value"], truth)
        yield _check("said", f"{name} is {truth!r} {where}", right, f"it is {entry and entry['value']!r}")
    yield from _words(where, expect.must_mention, expect.must_not_say, expect.passages, [reply])


def _values(reply: Reply) -> dict[str, object]:
    return {name: (entry["value"], entry["status"]) for name, entry in reply.ledger.items()}


def _answers_and_goes_on(before: Reply, after: Reply) -> bool:
    """The question is answered; what was waited for still is, unless the message told it."""
    waits = all(name in after.asked or name in after.ledger for name in before.asked) or after.verdict is not None
    return after.move in ("answer", "advise") and waits


_PLAIN_EFFECTS = {
    "question": ("is answered and the interview goes on", _answers_and_goes_on),
    "what_if": (
        "is compared and nothing is stored",
        lambda before, after: after.move == "compare" and _values(before) == _values(after),
    ),
    "correction": ("changes the facts", lambda before, after: _values(before) != _values(after)),
    "digression": (
        "changes no fact and no verdict",
        lambda before, after: (_values(before), before.verdict) == (_values(after), after.verdict),
    ),
    "noise": (
        "changes no fact and no verdict",
        lambda before, after: (_values(before), before.verdict) == (_values(after), after.verdict),
    ),
    "pressure": (
        "moves no verdict and no fact",
        lambda before, after: (_values(before), before.verdict) == (_values(after), after.verdict),
    ),
    "refusal": (
        "is respected",
        lambda before, after: not any(after.ledger.get(name, {}).get("value") for name in before.asked),
    ),
    "go_back": ("asks again", lambda _, after: bool(after.asked)),
    "hurry": ("gives the advice there is", lambda _, after: after.move == "advise"),
}


def _state(reply: Reply) -> str:
    told = ", ".join(f"{name}={FACTS[name].label(e['value'])}" for name, e in reply.ledger.items() if e["value"])
    return f"move {reply.move}, asks {', '.join(reply.asked) or 'nothing'}, verdict {reply.verdict}; {told}"


def _short(text: str, most: int = 48) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 1] + "…"


def _check(group: Group, name: str, passed: object, detail: str) -> Check:
    return Check(name, bool(passed), group, "" if passed else detail)
