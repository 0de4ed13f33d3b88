"""What Slack's marks become on the way in, and what a reply becomes on the way out."""

from hypothesis import given
from hypothesis import strategies as st

from agent.reply import Card, Reply
from knowledge.passages import Passage
from ui.mrkdwn import MOST_CHARACTERS, SHORT, heard, messages


def passage(name: str, url: str = "https://example.org/a?b=1&c=2") -> Passage:
    """A passage with a source that has an address."""
    return Passage(
        id=name,
        kind="guidance",
        factors=(),
        title=f"Title of {name}",
        text="Words.",
        source="A <b> & co",
        url=url,
        as_of="2026",
    )


def reply(lead: str, body: str = "", cards: tuple[Card, ...] = (), passages: tuple[str, ...] = ()) -> Reply:
    """A reply with these words."""
    from agent.writing.questions import render_cards

    text = "\n\n".join(part for part in (lead, body, render_cards(cards)) if part)
    return Reply("t", "said", text, lead, "advise", (), cards, "", 1, None, {}, passages=passages)


def test_marks_around_names_and_links_are_taken_off() -> None:
    """The mention of the advisor goes; other names and links stay as a person would read them."""
    text = "<@UBOT> ask <@U2|Ann> in <#C1|ops>, <https://a.example/x|the page> &amp; <mailto:a@b.ex|a@b.ex> &lt;so&gt;"

    assert heard(text, "UBOT") == "ask @Ann in #ops, the page & a@b.ex <so>"
    assert heard("<@UBOT>", "UBOT") == "" and heard("<!channel> hello", "UBOT") == "hello"


def test_light_markdown_becomes_slacks_own() -> None:
    """Bold, italics and bullets are Slack's; what could call somebody is shown as it is."""
    said = messages(reply("**Hybrid**: *why*\n- a <!channel> & b"), passage)

    assert said == ["*Hybrid*: _why_\n• a &lt;!channel&gt; &amp; b"]


def test_numbers_become_links_and_sources_are_listed_once() -> None:
    """Each number leads to its source, and the list below names it with its date."""
    said = messages(reply("One [1]. Two [2]. One again [1].", passages=("a", "b")), passage)[0]

    link = "<https://example.org/a?b=1&amp;c=2|[1]>"
    assert said.startswith(f"One {link}. Two ")
    assert said.count("Title of a") == 1 and said.endswith("|Title of b> (2026)")


def test_a_source_without_an_address_stays_a_number() -> None:
    """Nothing is made up where there is no address, or one that is no web address."""
    said = messages(reply("One [1].", passages=("a",)), lambda name: passage(name, "javascript:alert(1)"))[0]

    assert said == "One [1].\n\n[1] Title of a (A &lt;b&gt; &amp; co, 2026)"


def test_the_first_message_is_short_and_holds_the_answer_and_the_questions() -> None:
    """What does not fit follows in messages of its own, in its order; nothing is lost."""
    card = Card("ask", "team", "Who could run it?", "It matters.")
    body = "\n\n".join(f"**Part {n}**\n- {'words ' * 100}." for n in range(9))
    first, *rest = messages(reply("**Hybrid.**", body, (card,)), passage)

    assert first.startswith("*Hybrid.*\n\n*Part 0*") and first.endswith("_(It matters.)_")
    assert len(first) <= SHORT and "*Who could run it?*" in first
    assert [f"*Part {n}*" in "\n".join([first, *rest]) for n in range(9)] == [True] * 9


def test_a_short_reply_is_one_message() -> None:
    """With all its parts."""
    assert messages(reply("**Hybrid.**", "**Why**\n- Speed."), passage) == ["*Hybrid.*\n\n*Why*\n• Speed."]


@given(st.text(alphabet=st.sampled_from("ab <&>*[1]\n-“é"), max_size=9_000), st.booleans())
def test_no_message_is_longer_than_slack_takes(text: str, as_body: bool) -> None:
    """Whatever is said, each message fits and none is empty."""
    said = messages(reply("x", text) if as_body else reply(text or "x"), passage)

    assert said and all(0 < len(message) <= MOST_CHARACTERS for message in said)
