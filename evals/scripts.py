"""Scripted conversations: what a person says, what they know, and what the advisor must end with.

A script is YAML with the published schema `conversation.schema.json`; nothing here plays or grades it.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from agent.facts import FACTS, FactError, FactValue, check
from agent.reply import Move
from agent.settings import SettingsError

FOLDER = Path(__file__).parent / "conversations"
SCHEMA_FILE = Path(__file__).parent / "conversation.schema.json"

Verdict = Literal["prebuilt", "hybrid", "open_source"]
Route = Literal[
    "seats", "vendor_api", "vendor_tenancy", "vendor_on_premises", "managed_open", "self_hosted", "own_machines"
]
Kind = Literal["question", "correction", "what_if", "digression", "noise", "pressure", "refusal", "go_back", "hurry"]

Phrase = str | list[str]
"""Words that must be there; of a list, any one of them."""


class _Loader(yaml.SafeLoader):
    """YAML as people write it: a bare yes or no is a word, and a key given twice is a slip."""

    yaml_implicit_resolvers = {  # noqa: RUF012 (PyYAML keeps its table there)
        first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool"]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """The mapping, unless a key is there twice."""
        keys = [key.value for key, _ in node.value]
        twice = [key for key in keys if keys.count(key) > 1]
        if twice:
            raise yaml.constructor.ConstructorError(None, None, f"{twice[0]!r} is given twice", node.start_mark)
        return super().construct_mapping(node, deep)


class ScriptError(SettingsError):
    """A script that cannot be used; the message names the file and what is wrong in it."""


def _facts(values: Mapping[str, FactValue]) -> dict[str, FactValue]:
    try:
        return {name: check(name, value) for name, value in values.items()}
    except FactError as error:
        raise ValueError(str(error)) from error


def _texts(values: Mapping[str, str]) -> dict[str, str]:
    for name in values:
        if name not in FACTS:
            raise ValueError(f"unknown fact {name!r}; known facts are {', '.join(FACTS)}")
    return dict(values)


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Expectation(_Model):
    """What one reply must be like; empty fields ask for nothing."""

    moves: list[Move] = []
    must_mention: list[Phrase] = []
    must_not_say: list[str] = []
    passages: list[str] = []
    facts: Annotated[dict[str, FactValue], AfterValidator(_facts)] = {}
    verdicts: list[Verdict] = []


class Interjection(_Model):
    """Said in place of an answer, after the reply of turn `after_turn`; at the end if that is never reached."""

    after_turn: int = Field(ge=1)
    kind: Kind
    text: str
    expect: Expectation = Expectation()


class Routes(_Model):
    """Every route named for a horizon must be among these; an empty list asks for nothing."""

    now: list[Route] = []
    later: list[Route] = []


class Expected(_Model):
    """What must hold at the end, and what must and must not have been said on the way."""

    verdicts: list[Verdict] = []
    routes: Routes = Routes()
    must_mention: list[Phrase] = []
    must_not_say: list[str] = []
    passages: list[str] = []
    max_questions: int | None = Field(default=None, ge=0)


class UseCase(_Model):
    """One use case: its opening, the truth about it, and the person's words for each fact.

    A fact without an answer is one that the person does not know.
    """

    opening: str = Field(min_length=1)
    profile: Annotated[dict[str, FactValue], AfterValidator(_facts)] = {}
    answers: Annotated[dict[str, str], AfterValidator(_texts)] = {}
    interjections: list[Interjection] = []
    expected: Expected = Expected()


class Question(_Model):
    """One question of a question-and-answer thread."""

    text: str = Field(min_length=1)
    expect: Expectation = Expectation()


class Script(_Model):
    """One conversation. `single` has one use case, `portfolio` several in one thread, `qa` only questions."""

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    kind: Literal["single", "portfolio", "qa"] = "single"
    persona: str = ""
    today: date | None = None
    profile: Annotated[dict[str, FactValue], AfterValidator(_facts)] = {}
    opening: str = ""
    answers: Annotated[dict[str, str], AfterValidator(_texts)] = {}
    interjections: list[Interjection] = []
    expected: Expected = Expected()
    use_cases: list[UseCase] = []
    questions: list[Question] = []

    @model_validator(mode="after")
    def _has_what_its_kind_needs(self) -> "Script":
        needs = {"single": self.opening, "portfolio": self.use_cases, "qa": self.questions}
        names = {"single": "opening", "portfolio": "use_cases", "qa": "questions"}
        if not needs[self.kind]:
            raise ValueError(f"a script of kind {self.kind} needs {names[self.kind]}")
        for kind, name in names.items():
            if kind != self.kind and needs[kind]:
                raise ValueError(f"a script of kind {self.kind} has no {name}")
        return self

    @property
    def cases(self) -> list[UseCase]:
        """The use cases in the order they are told; a question-and-answer thread has none."""
        if self.kind != "single":
            return self.use_cases
        told = ("opening", "profile", "answers", "interjections", "expected")
        return [UseCase.model_construct(**{name: getattr(self, name) for name in told})]


def load_script(path: Path) -> Script:
    """The script in a file; raise ScriptError naming the file and the place that is wrong."""
    try:
        row = yaml.load(path.read_text(encoding="utf-8"), _Loader)  # a safe loader, see above
    except yaml.MarkedYAMLError as error:
        line = f" in line {error.problem_mark.line + 1}" if error.problem_mark else ""
        raise ScriptError(f"{path} is no YAML: {error.problem}{line}.") from error
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise ScriptError(f"{path} cannot be read: {' '.join(str(error).split())}.") from error
    try:
        return Script.model_validate(row)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "the file"
        raise ScriptError(f"{path}: {place}: {first['msg'].removeprefix('Value error, ')}.") from error


def load_scripts(paths: Iterable[Path]) -> list[Script]:
    """The scripts of files and folders, in the order of their names; raise ScriptError where two share an id."""
    files: list[Path] = []
    for path in paths:
        if path.is_dir():
            files += sorted(file for pattern in ("*.yaml", "*.yml") for file in path.rglob(pattern))
        elif path.is_file():
            files.append(path)
        else:
            raise ScriptError(f"{path} is neither a conversation file nor a folder of them.")
    if not files:
        raise ScriptError("There is no conversation file (*.yaml) in what was named.")
    seen: dict[str, Path] = {}
    scripts = []
    for file in dict.fromkeys(files):
        script = load_script(file)
        if script.id in seen:
            raise ScriptError(f"{file} has the id {script.id!r}, and so has {seen[script.id]}.")
        seen[script.id] = file
        scripts.append(script)
    return scripts


def json_schema() -> dict[str, Any]:
    """The published schema of a script; `python -m evals.scripts` writes it."""
    schema = Script.model_json_schema()
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Conversation", **schema}
    facts = {name: _fact_schema(name) for name in FACTS}
    texts = {name: {"type": "string"} for name in FACTS}
    for part in (schema, *schema["$defs"].values()):
        for name in {"profile", "facts"} & set(part["properties"]):
            part["properties"][name] = _object_of(facts)
        if "answers" in part["properties"]:
            part["properties"]["answers"] = _object_of(texts)
    return schema


def _object_of(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": dict(properties), "additionalProperties": False, "default": {}}


def _fact_schema(name: str) -> dict[str, Any]:
    fact = FACTS[name]
    if fact.kind == "number":
        low, high = fact.limits
        return {"type": "number", "minimum": low, "maximum": high, "description": fact.question}
    if fact.kind == "text":
        return {"type": "string", "minLength": 1, "description": fact.question}
    word: dict[str, Any] = {"enum": list(fact.values)}
    listed = {"type": "array", "items": word} if fact.kind == "choices" else word
    return {**listed, "description": fact.question}


if __name__ == "__main__":
    SCHEMA_FILE.write_text(json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
