"""The grades: each failing check is found by its name, and a good conversation fails none."""

from dataclasses import replace

import pytest

from agent.reply import Reply
from evals.checks import grade, plain
from evals.played import Exchange, Played, PlayedCase, Why
from evals.scripts import Expectation, Expected, Routes, Script
from tests.evals.scripted import ask, entry, reply

SCRIPT = Script(
    id="one",
    opening="Hello.",
    profile={"use_case": "sort tickets", "team": "software", "requests_per_month": 25_000},
    answers={"team": "Web developers."},
    expected=Expected(
        verdicts=["hybrid"],
        routes=Routes(now=["vendor_api"], later=["self_hosted", "own_machines"]),
        must_mention=[["Claude", "GPT"], "break-even"],
        must_not_say=["great question"],
        passages=["myth-open-source-is-free"],
        max_questions=2,
    ),
)

ASKED = reply("Two things.", cards=ask("team"), ledger={"requests_per_month": entry(25_000.0)})
ADVISED = reply(
    "**Hybrid**: start on Claude. The break‑even is far off [1].".replace("‑", "-"),
    "advise",
    verdict="hybrid",
    ledger={"requests_per_month": entry(25_000.0), "team": entry("software")},
    passages=("myth-open-source-is-free",),
    turn=2,
)


def story(*replies: Reply, whys: tuple[Why, ...] = (), expect: Expectation | None = None) -> Played:
    """A conversation of these replies."""
    answers: list[Why] = ["answer"] * (len(replies) - 1)
    reasons = whys or ("opening", *answers)
    exchanges = [
        Exchange(f"words {n}", why, answer, 0.01, expect or Expectation())
        for n, (answer, why) in enumerate(zip(replies, reasons, strict=True))
    ]
    return Played((PlayedCase(tuple(exchanges), ("vendor_api",), ("self_hosted",)),))


def failed(played: Played, script: Script = SCRIPT) -> list[str]:
    """The names of the checks that do not hold."""
    return [check.name for check in grade(script, played) if not check.passed]


def with_last(**changes: object) -> Played:
    """The good conversation with a different end."""
    return story(ASKED, replace(ADVISED, **changes))  # type: ignore[arg-type]


def test_a_good_conversation_fails_no_check() -> None:
    """And every group of checks was looked at."""
    checks = grade(SCRIPT, story(ASKED, ADVISED))

    assert [check.name for check in checks if not check.passed] == []
    assert [check.group for check in checks] == sorted(
        (check.group for check in checks), key=["end state", "said", "manners"].index
    )


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"verdict": "prebuilt"}, "the verdict is hybrid"),
        ({"verdict": None}, "the advice was given"),
        ({"ledger": {"team": entry("ml")}}, "every fact in the ledger is true"),
        ({"ledger": {**ADVISED.ledger, "stage": entry("idea")}}, "every fact in the ledger is true"),
        ({"ledger": {}}, "what was asked and answered is known"),
        ({"text": "Hybrid. The break-even is far."}, "says 'Claude' or 'GPT' in the conversation"),
        ({"text": ADVISED.text + " Great question!"}, "does not say 'great question' in the conversation"),
        ({"passages": ()}, "cites myth-open-source-is-free in the conversation"),
        ({"text": ADVISED.text + " See [7]."}, "every number in brackets has its source"),
        ({"text": " "}, "every reply says something"),
    ],
)
def test_what_is_wrong_is_found(changes: dict[str, object], name: str) -> None:
    """By the check that is named for it."""
    assert name in failed(with_last(**changes))


def test_routes_are_graded_at_both_horizons() -> None:
    """Every route named must be among those expected."""
    good = story(ASKED, ADVISED)
    other = replace(good, cases=(replace(good.cases[0], now=("vendor_api", "seats"), later=("vendor_api",)),))

    assert failed(other) == ["the route now is vendor_api", "the route later is self_hosted or own_machines"]


def test_too_many_questions_are_counted_once_each() -> None:
    """A question that stands over several turns is one."""
    many = reply(cards=ask("stage", "gpus", "use_case"), ledger={})
    again = reply(cards=ask("stage", "growth_12m"), ledger={})

    assert "at most 2 questions" not in failed(story(ASKED, ASKED, ADVISED))
    assert "at most 2 questions" in failed(story(many, again, ADVISED))


@pytest.mark.parametrize("status", ["stated", "unknown", "withheld"])
def test_asking_again_what_is_settled_is_a_fault(status: str) -> None:
    """Unless the person went back to it themselves."""
    again = reply(cards=ask("team"), ledger={"team": entry(None, status)})

    assert "nothing settled is asked again" in failed(story(ASKED, again, ADVISED))
    assert "nothing settled is asked again" not in failed(
        story(ASKED, again, ADVISED, whys=("opening", "go_back", "answer"))
    )


def test_a_question_without_its_reason_is_a_fault() -> None:
    """The reason stands in the text, where every door shows it."""
    mute = replace(ASKED, text="Who could run it?")

    assert "every question says why it is asked" in failed(story(mute, ADVISED))


def test_a_dont_know_must_be_left_open() -> None:
    """The ledger shows it as unknown; a made-up value is a fault as well."""
    asked = reply(cards=ask("stage"))
    left = {**ADVISED.ledger, "stage": entry(None, "unknown")}

    assert "what they don't know is left open" in failed(story(ASKED, asked, ADVISED))
    assert failed(story(ASKED, asked, replace(ADVISED, ledger=left))) == []


INTERJECTED: list[tuple[Why, Reply, str]] = [
    ("question", replace(ASKED, move="ask"), "is answered and the interview goes on"),
    ("question", reply(move="answer", ledger=dict(ASKED.ledger)), "is answered and the interview goes on"),
    ("what_if", replace(ADVISED, move="compare"), "is compared and nothing is stored"),
    ("what_if", replace(ASKED, move="answer"), "is compared and nothing is stored"),
    ("correction", ASKED, "changes the facts"),
    ("digression", ADVISED, "changes no fact and no verdict"),
    ("pressure", ADVISED, "moves no verdict and no fact"),
    ("refusal", reply(ledger={"team": entry("ml")}), "is respected"),
    ("hurry", ASKED, "gives the advice there is"),
    ("go_back", reply(), "asks again"),
]


@pytest.mark.parametrize(("why", "answer", "name"), INTERJECTED)
def test_an_interjection_must_have_its_plain_effect(why: Why, answer: Reply, name: str) -> None:
    """Each kind has one, without a word in the script."""
    played = story(ASKED, answer, ADVISED, whys=("opening", why, "answer"))

    assert f"{name} after 'words 1'" in failed(played)


def test_an_answered_question_that_keeps_waiting_is_fine() -> None:
    """The facts that were waited for still are."""
    answered = replace(ASKED, move="answer")

    assert failed(story(ASKED, answered, ADVISED, whys=("opening", "question", "answer"))) == []


def test_what_a_script_expects_of_one_reply_is_graded() -> None:
    """Move, verdict, facts, words and passages."""
    expect = Expectation(moves=["decline"], verdicts=["prebuilt"], facts={"team": "ml"}, must_mention=["weather"])
    names = failed(story(ADVISED, expect=expect), Script(id="qa", kind="qa", questions=[{"text": "?"}]))  # type: ignore[list-item]

    assert names == [
        "the move is decline after 'words 0'",
        "the verdict is prebuilt after 'words 0'",
        "team is 'ml' after 'words 0'",
        "says 'weather' after 'words 0'",
    ]


def test_a_conversation_that_broke_off_fails_with_its_reason() -> None:
    """And with nothing else."""
    checks = grade(SCRIPT, Played((), "RuntimeError: gone"))

    assert [(check.passed, check.detail) for check in checks] == [(False, "RuntimeError: gone")]


def test_words_are_compared_without_their_looks() -> None:
    """Emphasis, citation numbers, quotes, spaces and case do not matter."""
    assert plain("**Open source** isn’t [1] *free*\n  at all") == "open source isn't free at all"
