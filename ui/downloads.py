"""What can be taken along: the memo for the board, the numbers, the decision record and its triggers."""

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

import fastapi
from fastapi.responses import PlainTextResponse

from ui.keys import own_thread, read_thread
from ui.sources import precedents

if TYPE_CHECKING:
    from agent.advisor import Advisor
    from ui.memo.dossier import Dossier

log = logging.getLogger(__name__)


def add_downloads(app: fastapi.FastAPI, advisor: Callable[[], "Advisor"]) -> None:
    """Serve the files of a conversation's advice: `memo/pdf?c=` its key, or `?r=` one that reads it."""

    @app.get("/memo/{form}", response_class=fastapi.Response)
    def memo(form: str, c: str = "", r: str = "") -> fastapi.Response:
        from ui.memo.build import FORMS, build

        if form not in FORMS:
            return PlainTextResponse(f"There is no {form}; there are {', '.join(FORMS)}.", 404)
        there = advisor()
        thread = read_thread(there, r) if r else own_thread(c)
        dossier = dossier_of(there, thread) if thread else None
        if dossier is None:
            return PlainTextResponse("There is no advice to take along yet.", 404)
        file = build(dossier, form)
        headers = {"content-disposition": f'attachment; filename="{file.name}"', "cache-control": "no-store"}
        return fastapi.Response(file.content, media_type=file.media_type, headers=headers)


def dossier_of(advisor: "Advisor", thread: str) -> "Dossier | None":
    """All that a memo on a conversation's current use case is made of; None before its advice."""
    from ui.memo.dossier import Dossier, passage_ids

    c = advisor.consultation(thread)
    if c.verdict is None:
        return None
    asked = advisor.asked(thread)
    found = {name: advisor.passage(name) for name in passage_ids(c.assessment)}
    return Dossier(
        asked=asked,
        assessment=c.assessment,
        use_case=c.use_case,
        today=asked.today,
        ledger=c.ledger,
        cases=precedents(c.turns, advisor.passage),
        passages={name: passage for name, passage in found.items() if passage is not None},
    )
