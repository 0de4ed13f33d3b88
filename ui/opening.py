"""What stands on the page before anything was said, and around it all the time: header, opening, composer, dialogs.

Static HTML; nothing of people or documents is in here.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from agent.facts import FactValue
from agent.reading.protocol import MAX_CHARACTERS
from ui.board.names import VERDICTS
from ui.markup import CHEVRON, CLOCK, HALF, escape, glyph

NAME = "Sourcing advisor"

_MARK = (
    '<svg class="brand-mark" viewBox="0 0 18 18" aria-hidden="true"><rect x="1" y="1" width="16" height="16" rx="4" '
    'fill="none" stroke="currentColor" stroke-width="2"/><path d="M1 5a4 4 0 0 1 4-4h4v16H5a4 4 0 0 '
    '1-4-4z" fill="currentColor"/></svg>'
)


@dataclass(frozen=True)
class Example:
    """A worked example: what its button says, the message that it sends, and the answers that play it to the advice."""

    title: str
    teaser: str
    message: str
    answers: Mapping[str, FactValue]


EXAMPLES = (
    Example(
        "Sort support tickets",
        "25,000 a month, live in six weeks.",
        "We get about 25,000 support tickets a month and our agents lose hours sorting them. We want a model to "
        "categorise each one, tag the urgency and suggest a next action. The tickets are ordinary business data. "
        "It is still an idea, and something must be live in six weeks. "
        "We have web developers, no machine learning people.",
        {
            "audience": "employees",
            "strategic_role": "important",
            "data_sensitivity": "internal",
            "data_boundary": "any_vendor",
            "task_difficulty": "narrow",
            "requests_per_month": 25_000,
            "gpus": "none",
        },
    ),
    Example(
        "Reviews and support for a travel site",
        "Our own data, part of what we sell.",
        "We want to analyse the sentiment of our travel reviews and automate support "
        "for our customers. The model would "
        "be trained on our own proprietary review data, which must stay on our own infrastructure. "
        "It is a core part of "
        "the product we sell. The value is already proven in a pilot, and we have our own data scientists.",
        {
            "audience": "customers",
            "task_difficulty": "narrow",
            "requests_per_month": 2_000_000,
            "regulations": ["gdpr"],
            "gpus": "cloud",
        },
    ),
    Example(
        "Drafts for the marketing team",
        "40 people, public material, soon.",
        "Our marketing team of 40 people wants help with drafting content and research. Only public information goes "
        "into it. It is a convenience for our own staff, not our product. Good prompts "
        "are enough, it has to be live in "
        "two weeks, and we have no developers of our own.",
        {"task_difficulty": "general", "data_boundary": "any_vendor", "requests_per_month": 8_000, "stage": "idea"},
    ),
    Example(
        "Summaries of patient letters",
        "Health data that may not leave the hospital.",
        "Our hospital wants to summarise patient letters for our doctors, about 30,000 "
        "letters a month. The letters are "
        "health data under HIPAA and may not leave our own systems. We have software "
        "developers and no machine learning "
        "team. It is an idea so far.",
        {
            "strategic_role": "important",
            "task_difficulty": "general",
            "customization": "retrieval",
            "audience": "employees",
            "gpus": "none",
        },
    ),
)

_MEANING = {
    "prebuilt": "A vendor’s model, by licence or API.",
    "hybrid": "A vendor first, your own once it has proven itself; or both, side by side.",
    "open_source": "Open weights that you run and tune.",
}


def header() -> str:
    """Product name, the use cases, the memo once there is advice, and what can be done with the whole conversation."""
    return (
        f'<div id="top"><h1 class="sr-only">{NAME}</h1><span class="brand">{_MARK}<span class="brand-name">'
        f'{NAME}</span></span><span class="case-tabs" id="case-tabs"></span>'
        '<button type="button" class="link talk-only" id="next-case" data-say="I have another use case." hidden>'
        "+ Another use case</button>"
        '<button type="button" class="icon-button menu-button" popovertarget="history" '
        f'aria-label="Conversations">{CHEVRON}</button>'
        '<span class="spacer"></span>'
        '<button type="button" class="primary advised-only" id="take-along" popovertarget="memo">Memo</button>'
        '<button type="button" class="link tools-wide" popovertarget="history">History</button>'
        f'<button type="button" class="icon-button" data-act="theme" aria-label="Light or dark">{HALF}</button></div>'
        f"{_memo()}{_history()}"
    )


_FILES = (
    ("pdf", "PDF", "The memo for the board"),
    ("docx", "Word", "The same, to be edited"),
    ("md", "Markdown", "The same as plain text"),
    ("xlsx", "Spreadsheet", "The costs with live formulas"),
    ("json", "Decision record", "To compute it again later"),
    ("yaml", "Triggers", "For a monitor"),
)


def _memo() -> str:
    """The files of the advice; the script puts the conversation's key into their addresses."""
    rows = "".join(
        f'<a class="link" data-form="{form}" download><span class="title">{name}</span>'
        f'<span class="when">{meaning}</span></a>'
        for form, name, meaning in _FILES
    )
    return f'<div popover id="memo" aria-label="Memo">{rows}</div>'


def _history() -> str:
    """The conversations of this browser, and what can be done with this one."""
    return (
        '<div popover id="history" aria-label="Conversations">'
        '<button type="button" class="link" data-act="new">New conversation</button>'
        '<button type="button" class="link" data-act="documents">Your documents</button>'
        '<div class="talk-only" role="group" aria-label="This conversation">'
        '<button type="button" class="link" data-say="I have another use case.">Another use case</button>'
        '<div id="other-cases"></div>'
        '<button type="button" class="link" data-act="undo">Take back my last message</button>'
        '<button type="button" class="link" data-act="share">Links to this conversation</button>'
        '<button type="button" class="link" data-act="ask-forget">Delete this conversation</button></div>'
        '<p class="label" id="earlier-label">In this browser</p>'
        '<ul id="earlier" aria-labelledby="earlier-label"></ul>'
        '<button type="button" class="link" data-act="ask-forget-all">Forget me</button></div>'
    )


def opening_top() -> str:
    """One sentence and a lede."""
    return (
        '<div class="opening-top"><h2 class="hero">Buy a model, own one, or both?</h2><p class="hero-lede">'
        "Describe one use case. "
        "I ask only what can still change the advice, then show it with costs, sources "
        "and what would make it different.</p></div>"
    )


def where_words_go(model: str | None) -> str:
    """One sentence on what leaves the machine."""
    return f"What you write is also sent to the model {model}." if model else "Nothing you write leaves this machine."


def opening_bottom(model: str | None = None) -> str:
    """Worked examples, the three verdicts, and what to expect."""
    examples = "".join(
        f'<button type="button" class="example" data-say="{escape(e.message)}" '
        f'data-play="{escape(json.dumps(e.answers))}"><strong>{escape(e.title)}</strong>'
        f"<span>{escape(e.teaser)}</span></button>"
        for e in EXAMPLES
    )
    verdicts = "".join(
        f'<div><p class="verdict-tag {v}">{glyph(v)}{VERDICTS[v]}</p><p>{text}</p></div>'
        for v, text in _MEANING.items()
    )
    return (
        f'<div class="opening-bottom"><p class="label" id="examples-label">Or start from a worked example</p>'
        f'<div class="examples" role="group" aria-labelledby="examples-label">{examples}</div>'
        f'<div class="meanings">{verdicts}</div>'
        f'<p class="foot">Usually three to six answers. {escape(where_words_go(model))}</p></div>'
    )


def composer() -> str:
    """The one field of the page: on the opening and in the conversation."""
    return (
        f'<div class="notice" id="notice" role="status" data-limit="{MAX_CHARACTERS}" hidden></div>'
        '<div class="composer">'
        '<textarea id="message" rows="1" aria-label="Your message" autocomplete="off" enterkeyhint="send" '
        'placeholder="For example: we get 25,000 support tickets a month and want them sorted automatically …">'
        "</textarea>"
        '<button type="button" class="primary" id="send" data-act="send">Start</button></div>'
    )


def navigation() -> str:
    """The parts of the decision; on a phone the views of the whole page."""
    items = (("chat", "Chat"), ("advice", "So far"), ("cost", "Cost"), ("plan", "Plan"), ("facts", "Facts"))
    buttons = "".join(
        f'<button type="button" data-view="{view}"{" aria-disabled=true" if view in ("cost", "plan") else ""}>'
        f"{words}</button>"
        for view, words in items
    )
    return f'<nav id="parts" aria-label="Parts of the decision">{buttons}</nav>'


def dialogs() -> str:
    """What is asked before something is deleted, naming what goes; and the links to a conversation."""
    return (
        '<dialog id="forget" aria-labelledby="forget-title"><h2 id="forget-title">'
        "Delete this conversation for good?</h2>"
        '<p>This removes <span id="forget-what">everything you wrote here</span>'
        " from this machine. Other conversations stay. "
        'It cannot be taken back.</p><div class="dialog-foot"><button type="button" class="quiet" data-act="close">'
        "Keep it</button>"
        '<button type="button" class="primary" data-act="forget">Delete for good</button></div></dialog>'
        '<dialog id="forget-all" aria-labelledby="forget-all-title"><h2 id="forget-all-title">Forget everything?</h2>'
        '<p>This removes <span id="forget-all-what">every conversation of this browser</span> from this machine, with '
        "their facts, marks and links, your own documents, and what this browser kept. It cannot be taken back.</p>"
        '<div class="dialog-foot"><button type="button" class="quiet" data-act="close">Keep them</button>'
        '<button type="button" class="primary" data-act="forget-all">Forget me</button></div></dialog>'
        '<dialog id="links" aria-labelledby="links-title"><h2 id="links-title">Links to this conversation</h2>'
        f"{_link('own-link', 'For yourself', 'Whoever has it can go on with the conversation and delete it.')}"
        f"{_link('reading-link', 'To read', 'For your board: shows everything, changes nothing.')}"
        '<div class="dialog-foot"><button type="button" class="primary" data-act="close">Done</button></div></dialog>'
        f'<template id="icon-clock">{CLOCK}</template>'
    )


def _link(name: str, title: str, meaning: str) -> str:
    return (
        f'<p class="link-row"><label for="{name}"><strong>{title}.</strong> {meaning}</label>'
        f'<input id="{name}" readonly><button type="button" class="second" data-act="copy-link" data-of="{name}">'
        "Copy</button></p>"
    )
