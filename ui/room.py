"""The page as a Gradio app: its parts in order, and the one event through which everything happens."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import gradio as gr

from ui import opening
from ui.acts import Act
from ui.board.verdict import empty_section
from ui.documents_dialog import documents_dialog
from ui.screen import Screen

if TYPE_CHECKING:
    from agent.advisor import Advisor

# The parts of the panel below the verdict, in their order.
PANEL = (
    "portfolio",
    "factors",
    "flips",
    "cost",
    "break_even",
    "plan",
    "readiness",
    "cases",
    "risks",
    "facts",
    "sources",
)

# The last part of the page: all others are there when it connects.
_CONNECT = "window.room.connect(trigger); watch('value', () => window.room.update());"


# Turns that are computed at the same time: more of them would only take the processor from each other.
AT_ONCE = 2
# Turns that mostly wait for a model's server.
WAITING_AT_ONCE = 16


def build_room(advisor: Callable[[], "Advisor"], model: str | None = None, *, has_accounts: bool = False) -> gr.Blocks:
    """The page; `advisor` waits until the advisor is there, `model` is the one that is told what is written."""
    demo: gr.Blocks
    with gr.Blocks(title=opening.NAME, fill_width=True, analytics_enabled=False) as demo:
        parts = _lay_out(model, has_accounts)
        act = Act(advisor)
        parts["status"].submit(
            act,
            outputs=[parts[name] for name in Screen.__dataclass_fields__],
            show_progress="hidden",
            trigger_mode="multiple",
            concurrency_limit=WAITING_AT_ONCE if model else AT_ONCE,
            api_visibility="private",
        )
    return demo


def _lay_out(model: str | None, has_accounts: bool) -> dict[str, Any]:
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
            html("opening_bottom", opening.opening_bottom(model))
        html("navigation", opening.navigation())
        with gr.Column(elem_id="panel"):
            html("verdict", empty_section())
            for name in PANEL:
                html(name)
    html("passages")
    html("dialogs", opening.dialogs() + documents_dialog(has_accounts))
    html("status", js_on_load=_CONNECT)
    return parts
