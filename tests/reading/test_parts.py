"""Clauses, language, notes, titles, and the words that the heads see."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.reading.clauses import split
from agent.reading.language import language_of
from agent.reading.notes import find_notes
from agent.reading.protocol import MAX_CHARACTERS, MAX_CLAUSES
from agent.reading.quantities import find_quantities
from agent.reading.speech import is_question
from agent.reading.titles import LONGEST, title_of
from agent.reading.words import terms_of, words_of


@given(st.text(max_size=500))
def test_clauses_are_verbatim_and_in_order(text: str) -> None:
    """Every clause is where it says it is, and none overlaps the next."""
    clauses, unread = split(text)
    assert unread == 0
    position = 0
    for clause in clauses:
        assert text[clause.start : clause.end] == clause.text
        assert clause.start >= position
        position = clause.end


def test_long_messages_are_cut_at_the_caps() -> None:
    """At most so many characters and clauses are read, and the rest is counted."""
    clauses, unread = split("Word. " * 5_000)
    assert len(clauses) == MAX_CLAUSES
    assert unread > 20_000
    _, unread = split("x" * (MAX_CHARACTERS + 17))
    assert unread == 17


def test_abbreviations_do_not_end_a_sentence() -> None:
    """A dot after "e.g." or "approx." is not the end."""
    clauses, _ = split("We use it for e.g. tickets, approx. 300 a day. Nobody else does.")
    assert [c.text for c in clauses] == ["We use it for e.g. tickets, approx. 300 a day.", "Nobody else does."]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Nous recevons environ 3000 tickets par mois et nos agents perdent du temps.", "fr"),
        ("Wir bekommen etwa 3000 Tickets pro Monat und wollen sie sortieren.", "de"),
        ("Recibimos unos 3000 tickets al mes y queremos clasificarlos.", "es"),
        ("Riceviamo circa 3000 ticket al mese e vogliamo che siano classificati.", "it"),
        ("Recebemos cerca de 3000 tickets por mês e queremos que sejam classificados.", "pt"),
        ("We get about 3,000 tickets a month and want them sorted.", None),
        ("no", None),
        ("8x H100, vLLM, GDPR", None),
        ("We are a law firm in Rio de Janeiro, Brazil.", None),
    ],
)
def test_the_five_languages_are_told_from_english(text: str, code: str | None) -> None:
    """Only where the words leave no doubt is it another language."""
    assert language_of(text) == code


def _notes(text: str) -> dict[str, object]:
    clauses, _ = split(text)
    return {n.what: n.value for n in find_notes(text, clauses, find_quantities(text, date(2026, 11, 24)))}


def test_what_is_paid_used_and_reached_today_is_noted() -> None:
    """The present bill, the model in use and the number of customers are notes."""
    notes = _notes("We pay OpenAI $36,000 a year today. We use GPT-4o for it. It would serve our 200,000 customers.")
    assert notes == {"present_bill": 3000, "model_in_use": "GPT-4o", "end_users": 200_000}


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("Our budget is €5,000 a month.", "5,000 euros a month"),
        ("€5,000 a month", "5,000 euros a month"),
        ("2k€/mo at most", "2,000 euros a month"),
        ("They've told us £1,400 a month is the ceiling.", "1,400 pounds a month"),
        ("We may spend 20 lakh rupees a year.", "2,000,000 rupees a year"),
        ("Monthly running is Rs. 2,50,000 and not one rupee more.", "250,000 rupees a month"),
        ("yearly budget for the operation is 120.000 Euro", "120,000 euros a year"),
        ("The budget is CHF 900 per month.", "900 Swiss francs a month"),
        ("$5,000 CAD a month", "5,000 Canadian dollars a month"),
        ("We pay €3,000 a month for GPT-4 today.", "3,000 euros a month"),
    ],
)
def test_a_sum_in_another_currency_is_noted_as_it_was_said(text: str, amount: str) -> None:
    """Recognised, never converted, never taken for dollars."""
    assert _notes(text)["other_currency"] == amount


@pytest.mark.parametrize(
    "text",
    [
        "The lease costs £2,250 per month until 2028.",
        "Last year we turned over £41m.",
        "A stall is nine hundred euros now for three metres.",
        "They quoted €39 per seat.",
        "The invoice is for NOK 2.4 million and nobody remembers what we got.",
        "Our budget is $5,000 a month.",
    ],
)
def test_prices_and_fortunes_are_no_budget_in_another_currency(text: str) -> None:
    """What others ask or own is not what may be spent."""
    assert "other_currency" not in _notes(text)


@pytest.mark.parametrize(
    "text", ["Should we use DeepSeek?", "We could pay $500 a month.", "How much would it cost us?", "Budget is $900."]
)
def test_what_might_be_is_no_note(text: str) -> None:
    """Questions, wishes and budgets are none."""
    assert _notes(text) == {}


def test_a_title_drops_the_lead_in() -> None:
    """The title says the work, in their words."""
    text = "We get about 25,000 support tickets a month. I'd like AI to categorise each one and tag the urgency."
    volume = next(q for q in find_quantities(text, date(2026, 11, 24)) if q.value == 25_000)
    assert title_of("I'd like AI to categorise each one and tag the urgency.", text, volume) == (
        "Support tickets: categorise each one and tag the urgency"
    )


@given(st.text(max_size=300))
def test_titles_are_short(text: str) -> None:
    """However long the clause, the title is not."""
    assert len(title_of(text, text)) <= LONGEST + 1


def test_names_are_put_under_their_kind() -> None:
    """Cards, models, clouds, rules and numbers lose their own spelling."""
    words = words_of("8x H100 in Azure for GPT-4o under HIPAA")
    assert "=card" in words
    assert "=cloud" in words
    assert "=model" in words
    assert "=law_hipaa" in words
    assert not any(c.isdigit() for word in words for c in word)


def test_words_and_pairs_are_terms() -> None:
    """Neighbours count together, ends are marked."""
    assert terms_of("No ML.") == {"no": 1, "ml": 1, "^ no": 1, "no ml": 1, "ml $": 1}


@pytest.mark.parametrize("text", ["Isn't open source free?", "Can you explain hybrid?", "Tell me what hybrid means."])
def test_questions_are_seen(text: str) -> None:
    """With or without a mark."""
    assert is_question(text)
