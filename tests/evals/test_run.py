"""Playing scripts: with a scripted advisor for the rules, and with the real one for the promise."""

import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from agent.advisor import Advisor
from evals import run as runs
from evals.checks import grade
from evals.played import Result, Run
from evals.report import compare, html_page, junit, percentile, read_last, table, to_json
from evals.run import MOST_TURNS, play, run, run_cli
from evals.scripts import FOLDER, Expected, Interjection, Script, ScriptError, UseCase, load_scripts
from tests.evals.scripted import ScriptedAdvisor, ask, entry, reply

SCRIPT = Script(
    id="one",
    persona="A <careful> person & friend",
    opening="Hello.",
    profile={"team": "software"},
    answers={"team": "Web developers."},
    expected=Expected(verdicts=["hybrid"]),
)
ASKED = reply(cards=ask("team"))
ADVISED = reply("**Hybrid** <b>now</b>.", "advise", verdict="hybrid", ledger={"team": entry("software")})


def results(*verdicts: str) -> list[Result]:
    """Results of a script that expects hybrid, a run for each verdict."""
    plays = [play(ScriptedAdvisor([ASKED, reply("No.", "advise", verdict=v)]), SCRIPT, "eval:one") for v in verdicts]
    return [Result(SCRIPT, tuple(Run(played, grade(SCRIPT, played)) for played in plays))]


def test_a_script_is_played_until_the_advice_is_there() -> None:
    """The person answers what is asked, and stops when there is nothing left to say."""
    advisor = ScriptedAdvisor([ASKED, ADVISED])
    played = play(advisor, SCRIPT, "eval:one")

    assert advisor.heard == ["Hello.", "Web developers."]
    assert advisor.threads == ["eval:one"] * 2
    assert (played.cases[0].verdict, played.cases[0].now, played.cases[0].later) == (
        "hybrid",
        ("vendor_api",),
        ("self_hosted",),
    )


def test_what_was_never_due_is_said_after_the_advice() -> None:
    """So that every interjection of a script is played."""
    late = SCRIPT.model_copy(update={"interjections": [Interjection(after_turn=9, kind="question", text="Why?")]})
    advisor = ScriptedAdvisor([ASKED, ADVISED, ADVISED])
    play(advisor, late, "eval:one")

    assert advisor.heard == ["Hello.", "Web developers.", "Why?"]


def test_a_portfolio_is_one_thread() -> None:
    """Each use case is played to its advice, one after the other."""
    cases = [UseCase(opening="First."), UseCase(opening="Next use case.")]
    advisor = ScriptedAdvisor([ADVISED, ADVISED])
    played = play(advisor, Script(id="two", kind="portfolio", use_cases=cases), "eval:two")

    assert advisor.heard == ["First.", "Next use case."]
    assert [len(case.exchanges) for case in played.cases] == [1, 1]


def test_a_conversation_without_an_end_is_given_up() -> None:
    """It fails, and the run goes on."""
    played = play(ScriptedAdvisor([ASKED]), SCRIPT, "eval:one")

    assert len(played.exchanges) == MOST_TURNS
    assert "the advice was given" in [check.name for check in grade(SCRIPT, played) if not check.passed]


def test_an_error_ends_one_conversation_and_not_the_run() -> None:
    """The reason, the place and the message are kept."""
    told: list[str] = []
    found = run(ScriptedAdvisor([ASKED, RuntimeError("gone"), ASKED, ADVISED]), [SCRIPT, SCRIPT], 1, told.append)

    assert [result.passed for result in found] == [False, True]
    assert "RuntimeError: gone" in found[0].runs[0].played.error
    assert told == ["FAIL  one", "pass  one"]


def test_cited_passages_must_exist() -> None:
    """A citation of nothing is found."""
    cited = reply("See [1].", "advise", verdict="hybrid", passages=("gone",))

    assert play(ScriptedAdvisor([cited]), SCRIPT, "eval:one").missing == ("gone",)


def test_a_script_passes_only_if_every_run_does() -> None:
    """Each run has a thread of its own."""
    advisor = ScriptedAdvisor([ASKED, ADVISED, ASKED, reply("No.", "advise", verdict="prebuilt")])
    found = run(advisor, [SCRIPT], 2, lambda _: None)

    assert dict.fromkeys(advisor.threads) == {"eval:one": None, "eval:one:2": None}
    assert "FAIL 1/2" in table(found, ()) and not found[0].passed


def test_the_table_says_what_does_not_hold_and_what_changed() -> None:
    """Readable without the other reports."""
    text = table(results("prebuilt"), ["one: fails now"])

    assert "one: the verdict is hybrid: it is prebuilt" in text
    assert "Since the last run:\n  one: fails now" in text
    assert "0 of 1 scripts pass" in text


def test_the_json_holds_the_whole_conversation() -> None:
    """For machines, and for the comparison with the next run."""
    row = json.loads(to_json(results("hybrid")))["scripts"][0]

    assert (row["id"], row["passed"], row["verdicts"]) == ("one", False, ["hybrid"])
    turn = row["runs"][0]["cases"][0]["turns"][1]
    assert (turn["said"], turn["move"]) == ("Web developers.", "advise")


def test_junit_has_a_case_for_each_check() -> None:
    """With the reason of each failure; a control character in a reply does not break the file."""
    broken = ScriptedAdvisor([reply("x", "advise", verdict="\x00prebuilt")])
    found = run(broken, [SCRIPT], 1, lambda _: None)
    suite = ET.fromstring(junit(found)).find("testsuite")

    assert suite is not None and suite.get("name") == "one"
    assert int(suite.get("failures", 0)) == len(suite.findall("testcase/failure")) > 0


def test_the_page_is_self_contained_and_escapes_what_was_said() -> None:
    """It loads nothing, and shows what a person typed as they typed it."""
    page = html_page(run(ScriptedAdvisor([ASKED, ADVISED]), [SCRIPT], 1, lambda _: None), ["a <change>"])

    assert "<strong>Hybrid</strong> &lt;b&gt;now&lt;/b&gt;." in page
    assert "A &lt;careful&gt; person &amp; friend" in page and "a &lt;change&gt;" in page
    assert not any(mark in page for mark in ("<script", "<link", "src=", "http://", "https://"))


def test_the_next_run_is_compared_with_the_last(tmp_path: Path) -> None:
    """What fails now, what passes now, other verdicts, more questions, what is new or gone."""
    path = tmp_path / "last.json"
    path.write_text(to_json(results("prebuilt")), encoding="utf-8")
    last = read_last(path)
    good = run(ScriptedAdvisor([ASKED, ADVISED]), [SCRIPT], 1, lambda _: None)

    assert compare(last, good) == ["one: passes now; verdict hybrid instead of prebuilt"]
    assert compare(last, results("prebuilt")) == ["nothing has changed"]
    assert compare({"gone": {}}, good) == ["one: new", "gone: not played this time"]
    assert compare(read_last(tmp_path / "none.json"), good) == []


def test_a_file_that_is_no_report_is_not_overwritten(tmp_path: Path) -> None:
    """A slip in the name of the file must not cost anybody's data."""
    path = tmp_path / "notes.json"
    path.write_text('{"dear": "diary"}', encoding="utf-8")

    with pytest.raises(ScriptError, match="no report of an earlier run"):
        run_cli([FOLDER], path, None, None, 1)


def test_percentiles_of_few_and_of_no_values() -> None:
    """The slowest counts for the 95th of a few."""
    assert percentile([3.0, 1.0, 2.0], 0.95) == 3.0 and percentile([], 0.5) == 0.0


@pytest.mark.parametrize("script", load_scripts([FOLDER]), ids=lambda script: script.id)
def test_the_real_advisor_passes_every_conversation(advisor: Advisor, script: Script) -> None:
    """The advice stays right: every check of every script holds."""
    failed = [
        f"{c.name}: {c.detail}" for c in grade(script, play(advisor, script, f"eval:{script.id}")) if not c.passed
    ]

    assert failed == []


def test_the_command_writes_every_report(tmp_path: Path, advisor: Advisor, monkeypatch: pytest.MonkeyPatch) -> None:
    """Table on standard output, files where they were asked for, status by the result."""

    class Lent:
        """The session's advisor, so that no second one is made."""

        def __enter__(self) -> Advisor:
            return advisor

        def __exit__(self, *_: object) -> None:
            return None

    monkeypatch.setattr(runs, "fresh_advisor", lambda _: Lent())
    script = tmp_path / "tiny.yaml"
    script.write_text("id: tiny-only-questions\nkind: qa\nquestions: [{text: 'What is a token?'}]\n", encoding="utf-8")
    json_path, junit_path, html_path = files = [
        tmp_path / "out" / name for name in ("last.json", "last.xml", "last.html")
    ]
    status = run_cli([script], json_path, junit_path, html_path, 2)

    assert status == 0
    assert all(path.stat().st_size > 0 for path in files)
