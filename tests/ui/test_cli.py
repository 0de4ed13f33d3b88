"""The command line as scripts call it: real processes, JSON lines, one sentence for what cannot be."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

TODAY = "2026-11-24"
TRIAGE = {"requests_per_month": 25_000, "audience": "employees", "task_difficulty": "narrow", "stage": "idea"}


def advisor(
    *arguments: str, lines: str = "", env: Mapping[str, str] | None = None
) -> "subprocess.CompletedProcess[str]":
    """Run a command as a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "ui.cli", *arguments],
        input=lines,
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, **(env or {})},
        check=False,
    )


def rows(done: "subprocess.CompletedProcess[str]") -> list[dict[str, Any]]:
    """The JSON lines that a command wrote."""
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_assess_answers_each_line_in_order_and_goes_on_after_a_bad_one() -> None:
    """A bad fact is named with its value and what is allowed; the exit status tells."""
    good = json.dumps({"id": "a", "facts": TRIAGE, "today": TODAY})
    bad = json.dumps({"id": "b", "facts": {"team": "wizards"}})
    no_number = '{"id": NaN, "facts": {"seats": {"value": 5, "detail": {"of": Infinity}}}}'
    done = advisor("assess", lines=f"{good}\n{bad}\nnot json\n{no_number}\n{good}\n")

    first, second, third, fourth, last = rows(done)
    assert done.returncode == 1
    assert first == last
    assert set(first) >= {"verdict", "route_now", "route_later", "removed", "stability", "contributions"}
    assert set(first) >= {"next_questions", "flip_points", "costs"}
    assert (second["id"], "team: 'wizards' is not one of none" in second["error"]) == ("b", True)
    assert "not JSON" in third["error"]
    assert (fourth["id"], "id: nan is not JSON" in fourth["error"]) == (None, True)


def test_assess_writes_the_same_bytes_whatever_the_order_of_the_facts() -> None:
    """A new process and another order change nothing."""
    lines = [
        json.dumps({"id": 1, "facts": dict(items), "today": TODAY})
        for items in (TRIAGE.items(), reversed(TRIAGE.items()))
    ]

    first, second = (advisor("assess", lines=line + "\n").stdout for line in lines)
    assert first == second


def test_converse_keeps_a_thread_and_answers_before_the_next_line(tmp_path: Path) -> None:
    """Two lines of one thread are two turns of one conversation, under the caller's name."""
    lines = [
        {"id": 1, "thread": "mine", "text": "We want to sort 25,000 support tickets a month.", "today": TODAY},
        {"id": 2, "thread": "mine", "text": "Enough questions, just tell me.", "today": TODAY},
    ]
    done = advisor(
        "converse", lines="".join(json.dumps(line) + "\n" for line in lines), env={"ADVISOR_DATA": str(tmp_path)}
    )

    first, second = rows(done)
    assert (done.returncode, first["thread"], first["verdict"]) == (0, "mine", None)
    assert second["turn"] == 2
    assert (second["move"], second["verdict"] in ("prebuilt", "hybrid", "open_source")) == ("advise", True)
    assert set(second) >= {"asked", "use_case", "ledger", "notes", "passages", "provenance"}


def test_read_gives_acts_facts_and_quotes() -> None:
    """A reading is what the message says, with the words it stands on."""
    text = "We handle about 25,000 tickets a month."
    [row] = rows(advisor("read", lines=json.dumps({"id": 1, "asked": "requests_per_month", "text": text}) + "\n"))

    assert (row["act"], row["facts"]["requests_per_month"]) == ("inform", 25_000)
    assert row["quotes"]["requests_per_month"] in text


def test_cost_and_breakeven_and_throughput_answer_line_by_line() -> None:
    """Each with what it promises, and a sentence for what cannot be."""
    volume = {"value": 2_000_000, "detail": {"peak_per_second": 4}}
    cost = {"id": 1, "facts": {"requests_per_month": volume}, "overrides": {"people": 0.5}, "today": TODAY}
    speed = {"id": 2, "model": "Llama-3.3-70B", "weights": "fp16", "gpu": "H100-SXM", "n_gpu": 1, "isl": 9, "osl": 9}
    months = {
        "id": 3,
        "hardware_usd": 2_000,
        "power_watts": 575,
        "power_hours_per_month": 132,
        "electricity_usd_per_kwh": 0.15,
        "tokens_per_month": 114e6,
        "input_share": 1 / 3,
        "api_input_usd_per_m": 1.25,
        "api_output_usd_per_m": 10,
        "staff_usd_per_month": 0,
    }
    [priced], [fast], [paid] = (
        rows(advisor(command, lines=json.dumps(line) + "\n"))
        for command, line in (("cost", cost), ("throughput", speed), ("breakeven", months))
    )

    assert set(priced) >= {"routes", "break_even", "assumptions", "prices_as_of"}
    assert set(priced["routes"]["self_hosted"]["monthly"]) == {"low", "mid", "high"}
    assert set(priced["break_even"]) == {"vendor_api", "managed_open"}
    assert {"requests_per_month", "low", "high", "share_never"} <= set(priced["break_even"]["vendor_api"])
    assert "0.5 of a person" in {row["what"]: row["value"] for row in priced["assumptions"]}["People who run it"]
    assert (fast["tokens_per_second"], "141 GB" in fast["reason"]) == (None, True)
    assert paid["months"] == pytest.approx(2.5, abs=0.06)


def test_prices_lists_what_is_old_and_how_to_refresh_it(tmp_path: Path) -> None:
    """One's own figures among them."""
    own = tmp_path / "mine.yaml"
    own.write_text(
        "costs: {people: 0.5}\nprices: {gpt-6.1-sol: {input_per_m: 1, output_per_m: 4, checked: 2026-06-01}}\n"
    )
    done = advisor("prices", "--today", TODAY, env={"ADVISOR_PRICES": str(own)})
    listed = json.loads(advisor("prices", "--today", TODAY, "--json", env={"ADVISOR_PRICES": str(own)}).stdout)

    assert done.returncode == 0
    assert "costs.people: 0.5" in done.stdout
    assert "gpt-6.1-sol: your own file" in done.stdout
    assert "To refresh" in done.stdout
    assert listed["lost"] == []
    assert all(row["days"] > 90 for row in listed["old"])
    assert {"table": "seats", "name": "ChatGPT Business", "as_of": "2026-04-02", "days": 236}.items() <= next(
        row for row in listed["old"] if row["name"] == "ChatGPT Business"
    ).items()


def test_a_line_of_facts_that_cannot_be_priced_is_one_sentence_for_that_line() -> None:
    """The batch goes on, and the status tells."""
    good = json.dumps({"id": 1, "facts": {}, "today": TODAY})
    bad = json.dumps({"id": 2, "facts": {}, "overrides": {"open_model": "llama-99"}})
    done = advisor("cost", lines=f"{bad}\n{good}\n")

    first, second = rows(done)
    assert done.returncode == 1
    assert "open_model: 'llama-99' is none of" in first["error"]
    assert second["routes"]


def test_search_finds_a_passage_with_its_source() -> None:
    """The JSON has everything that a citation needs."""
    found = json.loads(advisor("search", "is open source free", "--k", "3", "--json").stdout)

    assert len(found) == 3
    assert set(found[0]) == {"id", "kind", "title", "score", "text", "source", "url", "as_of"}
    assert found[0]["id"] == "myth-open-source-is-free"


@pytest.mark.parametrize(
    ("arguments", "env", "sentence"),
    [
        (("web",), {"ADVISOR_COLOUR": "blue"}, "Unknown setting ADVISOR_COLOUR"),
        (("web", "--port", "99999"), {}, "a port lies between 1 and 65535"),
        (("web",), {"ADVISOR_DATA": "/dev/null/data"}, "/dev/null/data cannot be written"),
        (("web",), {"ADVISOR_CACHE": "/dev/null/cache"}, "encoder is missing"),
        (("converse",), {"ADVISOR_DATA": "/dev/null/data"}, "/dev/null/data cannot be written"),
        (("cost",), {"ADVISOR_PRICES": "/nowhere/mine.yaml"}, "ADVISOR_PRICES='/nowhere/mine.yaml' cannot be used"),
        (("slack",), {"SLACK_BOT_TOKEN": "", "SLACK_APP_TOKEN": ""}, "SLACK_BOT_TOKEN"),
    ],
)
def test_what_cannot_be_is_one_sentence_and_status_two(
    arguments: tuple[str, ...], env: dict[str, str], sentence: str
) -> None:
    """No traceback, nothing listens."""
    done = advisor(*arguments, env=env)

    assert done.returncode == 2
    assert sentence in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_port_in_use_is_said_before_anything_listens() -> None:
    """The sentence names the port and how to choose another."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = advisor("web", "--port", str(port))

    assert done.returncode == 2
    assert f"127.0.0.1:{port} cannot be listened on" in done.stderr


# onnxruntime first calls its maker about nine seconds after it was loaded, and never where it thinks it is tested.
UNTIL_TELEMETRY_SECONDS = 12
HIDES_TELEMETRY = ("CI", "ORT_", "PYTEST")


@pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace, which .ci/run installs")
def test_native_libraries_try_no_address_outside_the_machine(tmp_path: Path) -> None:
    """What Python cannot see is seen by the system calls: nobody's telemetry looks a name up or connects."""
    trace = tmp_path / "calls"
    line = json.dumps({"id": 1, "thread": "t", "text": "What is fine-tuning?"}) + "\n"
    env = {name: value for name, value in os.environ.items() if not name.startswith(HIDES_TELEMETRY)}
    with subprocess.Popen(
        ["strace", "-f", "-qq", "-e", "trace=connect", "-o", str(trace), sys.executable, "-m", "ui.cli", "converse"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**env, "ADVISOR_DATA": str(tmp_path), "LANGSMITH_TRACING": "true"},
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(line)
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["move"] == "answer"
        time.sleep(UNTIL_TELEMETRY_SECONDS)
        process.stdin.close()

    outside = [call for call in trace.read_text().splitlines() if "AF_INET" in call and "127.0.0.1" not in call]
    assert outside == []


WATCHED = """
import sys
tried = []
leaving = ("socket.connect", "socket.getaddrinfo")
sys.addaudithook(lambda event, args: tried.append((event, args)) if event in leaving else None)
from ui.cli import main
main(["converse"])
print("TRIED", tried, file=sys.stderr)
"""


def test_no_turn_tries_to_leave_the_machine_even_where_tracing_is_on(tmp_path: Path) -> None:
    """With the company's LangSmith tracing in the environment, no name is looked up and nothing is connected to."""
    env = {"LANGSMITH_TRACING": "true", "LANGSMITH_API_KEY": "lsv2_x", "ADVISOR_DATA": str(tmp_path)}
    line = json.dumps({"id": 1, "thread": "t", "text": "What is fine-tuning?"}) + "\n"
    done = subprocess.run(
        [sys.executable, "-c", WATCHED],
        input=line,
        capture_output=True,
        text=True,
        env={**os.environ, **env},
        check=True,
    )

    assert json.loads(done.stdout)["move"] == "answer"
    assert "TRIED []" in done.stderr


def test_recheck_says_what_changed_and_tells_with_its_status_whether_the_verdict_flipped(tmp_path: Path) -> None:
    """Sentences or JSON lines; the record's deadline passes, the verdict of the second one is turned by hand."""
    line = json.dumps({"id": "triage", "facts": {**TRIAGE, "deadline_weeks": 4}, "today": TODAY})
    record = advisor("assess", lines=line + "\n").stdout
    other = json.loads(record)
    verdicts = ("prebuilt", "hybrid", "open_source")
    other["verdict"] = verdicts[(verdicts.index(other["verdict"]) + 1) % 3]
    path = tmp_path / "decisions.jsonl"
    path.write_text(record + json.dumps(other) + "\n", encoding="utf-8")

    said = advisor("recheck", str(path), "--today", "2027-01-30")
    told = advisor("recheck", str(path), "--today", "2027-01-30", "--json", "--exit-code")
    stands, flipped = rows(told)

    assert (said.returncode, told.returncode) == (0, 1)
    assert "triage: the decision of 24 November 2026, computed again for 30 January 2027." in said.stdout
    assert "deadline: weeks to the deadline: 4 → none" in said.stdout
    assert (stands["flipped"], flipped["flipped"]) == (False, True)


def test_triggers_are_yaml_that_a_monitor_can_read(tmp_path: Path) -> None:
    """Metric, threshold, for how long, check, and what follows."""
    path = tmp_path / "decision.json"
    path.write_text(advisor("assess", lines=json.dumps({"id": 5, "facts": TRIAGE, "today": TODAY})).stdout)

    written = yaml.safe_load(advisor("triggers", str(path)).stdout)

    assert (written["decision"], written["made_on"].isoformat()) == (5, TODAY)
    assert all({"metric", "threshold", "for_months", "check", "if_met"} <= set(row) for row in written["triggers"])
    assert written["triggers"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "is empty"),
        ("once upon a time", "line 1: not JSON"),
        ('{"verdict": "hybrid"}', "no decision record"),
        ('{"id": 1, "error": "facts: None"}', "no decision record"),
    ],
)
def test_a_file_that_holds_no_decision_is_refused_in_a_sentence(tmp_path: Path, text: str, told: str) -> None:
    """Exit status 2, the file's name and what is wrong."""
    path = tmp_path / "bad.json"
    path.write_text(text)

    for command in ("recheck", "triggers"):
        done = advisor(command, str(path))
        assert (done.returncode, done.stdout) == (2, "")
        assert f"advisor: {path}" in done.stderr
        assert told in done.stderr
