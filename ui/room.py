"""The page as a Gradio app: its parts in order, and the one event through which everything happens.

A message, a tap, a reload and a deletion all end in the same way: the whole screen is built again from what is stored.
"""

import logging
import re
import secrets
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import gradio as gr

from ui import opening
from ui.answers import accept, spoken
from ui.board.break_even import break_even_section
from ui.board.costs import cost_section
from ui.board.facts import facts_section
from ui.board.plan import cases_section, plan_section
from ui.board.reasons import factors_section, flips_section
from ui.board.risks import readiness_section, risks_section
from ui.board.verdict import empty_section, strip, verdict_section
from ui.conversation import failed_turn, transcript
from ui.markup import escape
from ui.sources import Numbered, number_passages, popovers, source_list

if TYPE_CHECKING:
    from agent.advisor import Advisor, Consultation

log = logging.getLogger(__name__)

DOOR = "web:"
_THREAD = re.compile(r"[0-9a-f]{32}")
# Far beyond what is read of a message; the advisor says how much it left out, this only bounds what is stored.
LONGEST_MESSAGE = 120_000

# By name, so that serving the page does not import what they come from.
_WRITTEN_FOR_PEOPLE = ("SettingsError", "StoreError", "EncoderMissing", "HeadsMissing", "IndexBroken")

# The parts of the panel below the verdict, in their order.
PANEL = ("factors", "flips", "cost", "break_even", "plan", "readiness", "cases", "risks", "facts", "sources")

# The last part of the page: all others are there when it connects.
_CONNECT = "window.room.connect(trigger); watch('value', () => window.room.update());"


@dataclass(frozen=True)
class Screen:
    """The HTML of every part that changes, in the order of the outputs."""

    strip: str = ""
    transcript: str = ""
    verdict: str = ""
    factors: str = ""
    flips: str = ""
    cost: str = ""
    break_even: str = ""
    plan: str = ""
    readiness: str = ""
    cases: str = ""
    risks: str = ""
    facts: str = ""
    sources: str = ""
    passages: str = ""
    status: str = ""

    def values(self) -> list[str]:
        """The parts in the order of the outputs."""
        return [getattr(self, name) for name in self.__dataclass_fields__]


def build_room(advisor: Callable[[], "Advisor"]) -> gr.Blocks:
    """The page; `advisor` waits until the advisor is there."""
    demo: gr.Blocks
    with gr.Blocks(title=opening.NAME, fill_width=True, analytics_enabled=False) as demo:
        parts = _lay_out()
        act = _Act(advisor)
        parts["status"].submit(
            act,
            outputs=[parts[name] for name in Screen.__dataclass_fields__],
            show_progress="hidden",
            trigger_mode="multiple",
            concurrency_limit=None,
            api_visibility="private",
        )
    return demo


def _lay_out() -> dict[str, Any]:
    """Every part of the page in reading order: header, chat, composer, navigation, panel."""
    parts: dict[str, Any] = {}

    def html(name: str, value: str = "", **more: Any) -> None:
        parts[name] = gr.HTML(
            value, apply_default_css=False, elem_classes=[f"part-{name}"], **{"js_on_load": None, **more}
        )

    html("header", opening.header())
    with gr.Column(elem_id="room"):
        with gr.Column(elem_id="chat"):
            html("opening_top", opening.opening_top())
            html("strip")
            with gr.Column(elem_id="talk"):
                html("transcript")
                html("pending", '<div id="pending"></div>')
            html("composer", opening.composer())
            html("opening_bottom", opening.opening_bottom())
        html("navigation", opening.navigation())
        with gr.Column(elem_id="panel"):
            html("verdict", empty_section())
            for name in PANEL:
                html(name)
    html("passages")
    html("dialogs", opening.dialogs())
    html("status", js_on_load=_CONNECT)
    return parts


class _Act:
    """Does what the page asks for, and returns the screen as it is afterwards."""

    def __init__(self, advisor: Callable[[], "Advisor"]) -> None:
        self._advisor = advisor
        self._once = _Once()

    def __call__(self, event: gr.EventData) -> list[str]:
        """Handle one event of the page; an error becomes one calm card, with a reference for the log."""
        asked: Mapping[str, Any] = event._data if isinstance(event._data, dict) else {}
        name = str(asked.get("event", ""))[:32]
        thread = _thread(asked.get("thread"))
        if thread is None:
            return blank(name).values()
        advisor = None
        try:
            advisor = self._advisor()
            with self._once.first(f"{thread} {name}") as is_first:
                if is_first:
                    _take(advisor, thread, asked)
            return show(advisor.consultation(thread), advisor, name).values()
        except Exception as error:
            reference = secrets.token_hex(4)
            log.exception("a turn failed, reference %s", reference)
            card = failed_turn(_said(asked), reference, _readable(error))
            return _after_failure(advisor, thread, name, card).values()


def _after_failure(advisor: "Advisor | None", thread: str, event: str, card: str) -> Screen:
    """The conversation as it was, and the message that was not answered."""
    try:
        if advisor is not None:
            return show(advisor.consultation(thread), advisor, event, failed=card)
    except Exception:
        log.exception("the conversation cannot be shown either")
    alone = f'<div class="turns">{card}</div>'
    return Screen(transcript=alone, verdict=empty_section(), status=_status(event, failed=True))


class _Once:
    """Lets each event act once: a page that heard no answer sends it again, and is only shown the screen."""

    REMEMBERED = 4_000

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._done: dict[str, threading.Event] = {}

    @contextmanager
    def first(self, event: str) -> Iterator[bool]:
        """Whether this is the first arrival of the event; a later one waits until the first is done."""
        with self._lock:
            earlier = self._done.get(event)
            if earlier is None:
                self._done[event] = threading.Event()
                for old in list(self._done)[: max(len(self._done) - self.REMEMBERED, 0)]:
                    del self._done[old]
        if earlier is not None:
            earlier.wait(60)
            yield False
            return
        done = self._done[event]
        try:
            yield True
        finally:
            done.set()


def _take(advisor: "Advisor", thread: str, asked: Mapping[str, Any]) -> None:
    """What the page asks for: a typed message, tapped answers, a deletion, or only to be shown."""
    match asked.get("kind"):
        case "say":
            advisor.reply(thread, str(asked.get("text", ""))[:LONGEST_MESSAGE])
        case "answer":
            answers = accept(asked.get("answers"))
            advisor.reply(thread, spoken(answers), answers=answers)
        case "forget":
            advisor.forget(thread)


def _said(asked: Mapping[str, Any]) -> str | None:
    """The words of a message that failed; None for an event that said nothing."""
    if asked.get("kind") == "answer":
        try:
            return spoken(accept(asked.get("answers")))
        except ValueError:
            return "An answer"
    return str(asked.get("text", ""))[:LONGEST_MESSAGE] if asked.get("kind") == "say" else None


def _readable(error: Exception) -> str:
    """The message of an error that was written for people; nothing of any other."""
    return str(error) if type(error).__name__ in _WRITTEN_FOR_PEOPLE else ""


def _thread(raw: object) -> str | None:
    """The thread of this door, if the page sent a well-formed key."""
    return f"{DOOR}{raw}" if isinstance(raw, str) and _THREAD.fullmatch(raw) else None


def blank(event: str = "") -> Screen:
    """The page before the first message."""
    return Screen(verdict=empty_section(), status=_status(event))


def show(consultation: "Consultation", advisor: "Advisor", event: str, failed: str = "") -> Screen:
    """The whole screen of a conversation."""
    c, today = consultation, date.today()
    if not c.turns:
        return Screen(
            transcript=f'<div class="turns">{failed}</div>' if failed else "",
            verdict=empty_section(),
            status=_status(event, failed=bool(failed)),
        )
    a, advised = c.assessment, c.verdict is not None
    more = [*a.passages, "cost-vendor-api", "cost-self-hosting", "cost-break-even"] if advised else []
    numbered = number_passages(c.turns, more, advisor.passage)
    screen = Screen(
        strip=strip(a, advised),
        transcript=transcript(c.turns, numbered) + failed,
        verdict=verdict_section(c.turns, a, advised, today, numbered),
        facts=facts_section(c.ledger, c.suggested, c.asked, c.notes, a if advised else None),
        sources=source_list(numbered),
        passages=popovers(numbered),
        status=_status(event, consultation=c, failed=bool(failed)),
    )
    return screen if not advised else _advised(screen, c, today, numbered)


def _advised(screen: Screen, c: "Consultation", today: date, numbered: Numbered) -> Screen:
    """The screen with all that comes with the advice."""
    a = c.assessment
    last_advice = next((turn for turn in reversed(c.turns) if turn.move == "advise"), c.turns[-1])
    cases = [numbered.passages[pid] for pid in last_advice.passages if pid in numbered.passages]
    return replace(
        screen,
        factors=factors_section(a, numbered),
        flips=flips_section(a.flip_points, a.verdict),
        cost=cost_section(a, numbered),
        break_even=break_even_section(a, numbered),
        plan=plan_section(a, today),
        readiness=readiness_section(a, numbered),
        risks=risks_section(a.risks, numbered),
        cases=cases_section([passage for passage in cases if passage.kind == "case"][:2], numbered),
    )


def _status(event: str, consultation: "Consultation | None" = None, failed: bool = False) -> str:
    """What the script of the page needs to know of the screen."""
    c = consultation
    turns = len(c.turns) if c else 0
    values: Mapping[str, object] = {
        "event": event,
        "turns": turns,
        "advised": bool(c and c.verdict),
        "move": c.turns[-1].move if c and turns else "",
        "title": c.use_case if c else "",
        "facts": len(c.ledger) if c else 0,
        "failed": failed,
    }
    attributes = " ".join(f'data-{key}="{escape(value)}"' for key, value in values.items())
    return f'<div id="status" hidden {attributes}></div>'
