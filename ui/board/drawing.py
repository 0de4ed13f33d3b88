"""The place of a chart on the page, which the page fills after the turn.

Pure functions from records to escaped HTML.
"""

import hashlib

from agent.decision.assessment import Assessment


def drawing(name: str, a: Assessment) -> str:
    """An empty place for a chart; its mark changes with what the chart would show."""
    shown = f"{a.facts!r} {a.costs!r} {a.break_even!r} {a.plan!r}"
    mark = hashlib.sha256(shown.encode()).hexdigest()[:12]
    return f'<div class="drawing" data-chart="{name}" data-of="{mark}"></div>'
