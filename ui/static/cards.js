// Question cards: which answers are chosen, what a number means, and what the one button says.
// Nothing is sent from here; page.js does that with what `collect` returns.
(() => {
  "use strict";
  const find = (selector, from = document) => from.querySelector(selector);
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];

  function parse(text) {
    const match = /^\s*([\d.,\s]*\d)\s*(k|thousand|m|million|bn|billion)?\s*$/i.exec(text);
    if (!match) return NaN;
    const size = { k: 1e3, thousand: 1e3, m: 1e6, million: 1e6, bn: 1e9, billion: 1e9 }[(match[2] || "").toLowerCase()] || 1;
    const digits = match[1].replace(/\s/g, "").replace(/,(?=\d{3}(\D|$))/g, "").replace(",", ".");
    return Number(digits) * size;
  }
  const figure = (number) => number.toLocaleString("en-US", { maximumFractionDigits: number < 100 ? 1 : 0 });
  function entered(question) {
    const field = find(".number", question);
    const day = find(".day", question)?.value;
    if (day) return inWeeks(day, field);
    if (!field || !field.value.trim()) return null;
    const unit = find("select.unit", question);
    const value = parse(field.value) * Number(unit ? unit.value : field.dataset.times);
    const inside = Number.isFinite(value) && value >= Number(field.dataset.min.replace("inf", "Infinity")) && value <= Number(field.dataset.max.replace("inf", "Infinity"));
    return { value: Math.round(value * 1e6) / 1e6, ok: inside };
  }
  // A day as so many weeks from today.
  const WEEK = 7 * 864e5;
  function inWeeks(day, field) {
    const value = Math.round(((new Date(`${day}T12:00`) - new Date().setHours(12, 0, 0, 0)) / WEEK) * 100) / 100;
    return { value, day, ok: value >= 0 && value <= Number(field.dataset.max) };
  }
  const inWords = (day) => new Date(`${day}T12:00`).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });
  function meaning(question) {
    const line = find(".means", question);
    const number = entered(question);
    line.classList.toggle("wrong", !!number && !number.ok);
    if (!number) return (line.textContent = "");
    if (!number.ok) return (line.textContent = number.day ? "a day that is still to come, please" : "a number, please");
    const unit = find("select.unit", question)?.selectedOptions[0].textContent;
    const fact = question.dataset.fact;
    if (number.day) line.textContent = `in ${figure(number.value)} week${number.value === 1 ? "" : "s"}`;
    else if (fact === "deadline_weeks") {
      const day = new Date(Date.now() + number.value * 7 * 864e5);
      line.textContent = `by ${day.toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" })}`;
    } else if (fact === "requests_per_month") line.textContent = unit === "a month" ? "" : `= ${figure(number.value)} a month`;
    else if (fact === "tokens_per_request") line.textContent = unit === "tokens" ? "" : `= ${figure(number.value)} tokens`;
    else if (fact === "budget_per_month") line.textContent = unit === "US$ a month" ? "" : `= $${figure(number.value)} a month`;
    else if (fact === "growth_12m") line.textContent = number.value === 1 ? "no growth" : "in a year";
  }
  // The answer of one question as it stands: an exact value, a quiet word, or nothing.
  function answerOf(question) {
    const quiet = find('.quiet[aria-pressed="true"]', question);
    if (quiet) return { value: { status: quiet.dataset.quiet }, words: quiet.textContent };
    if (find('[data-skip][aria-pressed="true"]', question)) return null;
    const text = find("input.text", question);
    if (text) return text.value.trim() ? { value: text.value.trim(), words: text.value.trim() } : null;
    const number = entered(question);
    if (number?.day) return number.ok ? { value: number.value, words: `By ${inWords(number.day)}` } : null;
    if (number) return number.ok ? { value: number.value, words: find(".number", question).value.trim() + " " + (find("select.unit", question)?.selectedOptions[0].textContent || find(".unit", question).textContent) } : null;
    const chosen = all('.chip[data-value][aria-pressed="true"]', question);
    if (question.dataset.kind === "choices") {
      if (find('[data-none][aria-pressed="true"]', question)) return { value: [], words: "None of these" };
      return chosen.length ? { value: chosen.map((chip) => JSON.parse(chip.dataset.value)), words: chosen.map((chip) => chip.textContent).join(", ") } : null;
    }
    return chosen.length ? { value: JSON.parse(chosen[0].dataset.value), words: chosen[0].textContent } : null;
  }
  function collect(card) {
    const answers = {}, words = [];
    const questions = all(".q[data-fact]", card);
    for (const question of questions) {
      const answer = answerOf(question);
      if (!answer || !question.dataset.fact) continue;
      answers[question.dataset.fact] = answer.value;
      words.push(`${question.dataset.title}: ${answer.words}`);
    }
    return { answers, words: words.length === 1 ? words[0].slice(words[0].indexOf(": ") + 2) : words.join("\n"), count: words.length };
  }
  function count(card) {
    const button = find('[data-act="send-card"]', card);
    if (!button) return;
    const { count: filled } = collect(card);
    if (card.dataset.mode === "confirm") {
      const changed = all(".chip", card).some((chip) => (chip.getAttribute("aria-pressed") === "true") !== chip.hasAttribute("data-likely"));
      button.textContent = changed ? "Send" : "Yes";
      return;
    }
    button.disabled = !filled;
    button.textContent = filled > 1 ? `Send ${filled} answers` : "Send";
  }
  function press(chip) {
    const question = chip.closest(".q");
    const several = question.dataset.kind === "choices" && chip.matches("[data-value]");
    const on = chip.getAttribute("aria-pressed") !== "true";
    for (const other of all("[aria-pressed]", question)) {
      const stays = several && other.matches(".chip[data-value]");
      if (!stays) other.setAttribute("aria-pressed", "false");
    }
    chip.setAttribute("aria-pressed", String(on));
    const field = find(".number", question);
    if (find(".day", question)) find(".day", question).value = "";
    if (field) { field.value = ""; meaning(question); }
  }
  // A number was typed: it takes the place of whatever was chosen.
  function typed(question) {
    for (const chip of all("[aria-pressed]", question)) chip.setAttribute("aria-pressed", "false");
    meaning(question);
    count(question.closest(".card, .row-edit"));
  }

  // Fill a card as its example answers: a value where it has one, else what is likely already, else "I don't know".
  function fill(card, answers) {
    for (const question of all(".q[data-fact]", card)) {
      const value = answers[question.dataset.fact];
      const chip = all(".chip[data-value]", question).find((each) => each.dataset.value === JSON.stringify(value));
      const field = find(".number", question);
      if (chip) chip.getAttribute("aria-pressed") === "true" || press(chip);
      else if (Array.isArray(value)) for (const one of all(".chip[data-value]", question)) value.includes(JSON.parse(one.dataset.value)) && press(one);
      else if (field && value !== undefined) { field.value = figure(value); typed(question); }
      else if (!find(".chip[data-likely]", question)) press(find('.quiet[data-quiet="unknown"]', question) || find(".chip", question));
    }
  }

  window.roomCards = { fill, collect, count, press, entered: typed, figure };
})();
