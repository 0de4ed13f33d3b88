"""A visit to the page: what a person does there, and what went wrong or out."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import BrowserContext, Page

LOCAL = ("http://127.0.0.1:", "data:", "blob:", "about:")


@dataclass(frozen=True)
class Server:
    """The page as a person starts it."""

    url: str
    data: Path
    seconds_to_served: float


@dataclass
class Visit:
    """A page that remembers what it asked other hosts for and what went wrong in it."""

    page: Page
    context: BrowserContext
    outside: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def status(self) -> dict[str, str]:
        """What the server last said of the screen."""
        row: dict[str, str] = self.page.evaluate("({...(document.querySelector('#status')?.dataset ?? {})})")
        return row

    @property
    def turns(self) -> int:
        """How many turns the page shows."""
        return int(self.status.get("turns", "0"))

    def wait_for_turn(self, after: int) -> None:
        """Wait until a turn more than `after` is shown."""
        self.page.wait_for_function("n => +(document.documentElement.dataset.turns ?? 0) > n", arg=after, polling=20)

    def say(self, text: str) -> str:
        """Type a message as a person would, and return the reply."""
        before = self.turns
        self.page.fill("#message", text)
        self.page.press("#message", "Enter")
        self.wait_for_turn(before)
        return self.page.locator(".turn.last .reply").inner_text()

    def choose(self, act: str) -> None:
        """Choose something of the conversations' menu."""
        self.page.locator("[popovertarget=history]:visible").first.click()
        self.page.locator(f"#history [data-act={act}]").click()

    def press(self, selector: str) -> None:
        """Press something that sends a turn."""
        before = self.turns
        self.page.locator(selector).first.click()
        self.wait_for_turn(before)


Visitor = Callable[..., Visit]


def open_in(context: BrowserContext, url: str) -> Visit:
    """Open a page in a context and listen to it."""
    visit = Visit(context.new_page(), context)
    visit.page.on("request", lambda r: None if r.url.startswith(LOCAL) else visit.outside.append(r.url))
    visit.page.on("pageerror", lambda error: visit.errors.append(str(error)))
    visit.page.on("console", lambda m: visit.errors.append(m.text) if m.type == "error" else None)
    visit.page.goto(url)
    visit.page.wait_for_selector("#message", state="visible")
    visit.page.wait_for_function("document.querySelector('#talk')?.tabIndex === 0")
    return visit
