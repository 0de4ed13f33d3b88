"""Conversation files: the published format, and what happens to a file with a slip in it."""

import json
from pathlib import Path

import jsonschema
import pytest
import yaml

from agent.facts import FACTS
from evals.scripts import FOLDER, SCHEMA_FILE, Script, ScriptError, json_schema, load_script, load_scripts

FILES = sorted(FOLDER.glob("*.yaml"))

SINGLE = "id: one\nkind: single\nopening: Hello.\n"


def written(folder: Path, text: str) -> Path:
    """A file with this text."""
    path = folder / "script.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_published_schema_is_that_of_the_models() -> None:
    """`python -m evals.scripts` writes it; a change of the models must be published."""
    assert json.loads(SCHEMA_FILE.read_text(encoding="utf-8")) == json_schema()


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_every_conversation_fits_the_published_schema(path: Path) -> None:
    """Also for those who validate with another tool than ours; the file is named for its id."""
    row = yaml.safe_load(path.read_text(encoding="utf-8"))
    row["today"] = str(row["today"])
    jsonschema.validate(row, json.loads(SCHEMA_FILE.read_text(encoding="utf-8")))

    assert load_script(path).id == path.stem


def test_the_conversations_cover_what_was_promised() -> None:
    """All three kinds, and interjections of the kinds that an interview has to live with."""
    scripts = load_scripts([FOLDER])
    kinds = {i.kind for script in scripts for case in script.cases for i in case.interjections}

    assert len(scripts) >= 8
    assert {script.kind for script in scripts} == {"single", "portfolio", "qa"}
    assert {"question", "correction", "what_if", "digression", "pressure", "hurry"} <= kinds


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (SINGLE + "colour: red\n", "colour: Extra inputs are not permitted"),
        (SINGLE + "profile: {team: wizards}\n", "team: 'wizards' is not one of none, software"),
        (SINGLE + "profile: {requests_per_month: -3}\n", "outside 1 to"),
        (SINGLE + "answers: {teams: nobody}\n", "unknown fact 'teams'"),
        (SINGLE + "interjections: [{after_turn: 0, kind: question, text: Why}]\n", "after_turn"),
        (SINGLE + "expected: {verdicts: [maybe]}\n", "expected.verdicts.0"),
        (SINGLE + "questions: [{text: Why}]\n", "of kind single has no questions"),
        (SINGLE + "id: two\n", "'id' is given twice"),
        ("id: one\nkind: qa\n", "of kind qa needs questions"),
        ("id: One Two\nopening: Hello.\n", "id"),
        ("- a list\n", "the file"),
        ("id: [\n", "is no YAML"),
    ],
)
def test_a_slip_is_named_with_its_file_and_place(tmp_path: Path, text: str, words: str) -> None:
    """One sentence that a writer without Python can act on."""
    path = written(tmp_path, text)

    with pytest.raises(ScriptError) as error:
        load_script(path)
    assert str(path) in str(error.value) and words in str(error.value)
    assert "\n" not in str(error.value)


def test_a_bare_no_is_a_word(tmp_path: Path) -> None:
    """People answer "no", and YAML must not make a truth value of it."""
    script = load_script(written(tmp_path, SINGLE + "answers: {gpus: no, team: yes}\n"))

    assert script.answers == {"gpus": "no", "team": "yes"}


def test_two_files_with_one_id_are_refused(tmp_path: Path) -> None:
    """Their threads and their results would be mixed up."""
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text(SINGLE, encoding="utf-8")

    with pytest.raises(ScriptError, match="has the id 'one', and so has"):
        load_scripts([tmp_path])


def test_a_path_without_conversations_is_refused(tmp_path: Path) -> None:
    """Nothing to play is a slip, no success."""
    with pytest.raises(ScriptError, match="no conversation file"):
        load_scripts([tmp_path])
    with pytest.raises(ScriptError, match="neither"):
        load_scripts([tmp_path / "nowhere"])


def test_a_single_script_is_one_use_case() -> None:
    """What stands at the top of the file belongs to it."""
    script = Script(id="one", opening="Hello.", profile={"team": "none"}, answers={"team": "nobody"})

    assert [case.opening for case in script.cases] == ["Hello."]
    assert script.cases[0].profile == {"team": "none"}
    assert set(script.cases[0].profile) <= set(FACTS)
