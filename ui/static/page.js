// What the page does by itself: send, show what waits, keep the place and the focus, open sources, switch views and colours.
// The server decides what is shown; every event goes to it as one record, and it answers with the whole screen.
(() => {
  "use strict";
  const root = document.documentElement;
  const find = (selector, from = document) => from.querySelector(selector);
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const cards = window.roomCards;
  const frame = window.roomFrame;
  const shelf = window.roomShelf;
  const documents = window.roomDocuments;
  const charts = window.roomCharts;
  const line = window.roomLine;
  const notice = line.notice;
  const STORED = "advisor.conversation";
  let thread = null;
  let last = null; // the last message or answer, for "Try again"
  let screen = { turns: 0, move: "", advised: false };
  let reader = null; // the key of somebody who may only read
  let playing = null; // the answers of the example that is being played
  let editing = null; // an earlier message that is being sent anew: its turn, and its conversation

  // --- the conversation's key: in the address and in this browser ---
  const keyOf = (text) => (/^[0-9a-f]{32}$/.test(text || "") ? text : null);
  const newKey = () => [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, "0")).join("");
  const stored = () => { try { return localStorage.getItem(STORED); } catch { return null; } };
  const inAddress = (name) => keyOf(new URLSearchParams(location.hash.slice(1)).get(name));
  const fromAddress = () => inAddress("c");
  const addressOf = (name, key) => `${location.origin}${location.pathname}#${name}=${key}`;
  function remember(key) {
    thread = key;
    try { key ? localStorage.setItem(STORED, key) : localStorage.removeItem(STORED); } catch { /* the address still holds it */ }
    history.replaceState(null, "", key ? `#c=${key}` : location.pathname + location.search);
  }

  reader = inAddress("r");
  thread = reader ? null : fromAddress() || keyOf(stored());
  root.dataset.stage = thread || reader ? "resuming" : "opening";
  root.dataset.reading = Boolean(reader);
  root.dataset.view = "chat";

  // --- sending ---
  function send(record, words, event = newKey().slice(0, 12)) {
    if (!line.isOpen()) return setTimeout(() => send(record, words, event), 50);
    if (reader) return line.submit({ reader, event });
    if (!thread) thread = newKey();
    if (words !== undefined) { last = { record, words }; remember(thread); stage("talk"); }
    line.send({ record, words, turns: screen.turns, thread }, event);
    if (words !== undefined) showWaiting(event, words);
  }
  function say(text) {
    if (!editing) return send({ kind: "say", text }, text);
    const record = { kind: "edit", from: editing.from, turn: editing.turn, text };
    stopEditing();
    thread = newKey();
    send(record, text);
  }
  function stopEditing() {
    editing = null;
    notice(null);
  }

  function showWaiting(event, words) {
    const box = find("#pending");
    for (const failed of all(".turn.failed")) failed.remove();
    const said = document.createElement("div");
    said.className = "said";
    said.dataset.event = event;
    said.append(Object.assign(document.createElement("p"), { textContent: words || "An empty message" }));
    box.append(said);
    view("chat");
    frame.toTop(said);
  }

  // --- what the server answered ---
  function update() {
    const state = find("#status");
    if (!state) return;
    const sent = line.answered(state.dataset.event);
    const before = screen;
    screen = { turns: +state.dataset.turns, move: state.dataset.move, advised: state.dataset.advised === "True", facts: +state.dataset.facts };
    tabs(JSON.parse(state.dataset.cases || "[]"), state.dataset.case);
    shelve(sent, state.dataset);
    shelf.draw(find("#earlier"), thread);
    if (state.dataset.reader) showLinks(state.dataset.reader);
    for (const file of all("#memo [data-form]")) file.href = `memo/${file.dataset.form}?${whose()}`;
    root.dataset.advised = screen.advised;
    stage(screen.turns || state.dataset.failed === "True" || line.isBusy() ? "talk" : "opening");
    name();
    if (sent?.record.kind === "open" && state.dataset.failed !== "True") {
      const kept = line.unanswered(thread, screen.turns);
      if (kept) send(kept.record, kept.words, kept.event);
      if (!screen.turns && !line.isBusy()) remember(null);
    }
    requestAnimationFrame(() => settle(sent, before));
  }

  // What this browser remembers of its conversations follows what the server holds.
  function shelve(sent, state) {
    if (reader || state.failed === "True") return;
    const titles = JSON.parse(state.cases).map((each) => each.title).filter(Boolean).join("; ");
    if (screen.turns && (sent?.thread ?? thread) === thread) shelf.note(thread, titles, state.verdict);
    if (sent?.record.kind === "forget") shelf.drop(sent.thread);
    if (sent?.record.kind === "forget-all") { for (const key of sent.record.threads) shelf.drop(key); documents.forget(); }
    if (sent?.record.kind === "undo" && !screen.turns) { shelf.drop(sent.thread); remember(null); }
  }
  function tabs(cases, current) {
    const shown = cases.length > 1 ? cases : cases.filter((each) => each.title);
    const named = shown.map((each, place) => ({ ...each, title: each.title || `Use case ${place + 1}` }));
    find("#case-tabs").replaceChildren(...named.map((each) => caseButton(each, "case-tab", each.name === current)));
    find("#other-cases").replaceChildren(...named.filter((each) => each.name !== current).map((each) => caseButton(each, "link")));
    find("#next-case").hidden = !screen.advised || Boolean(reader);
  }
  // The current use case is only a title; the others are turned to.
  function caseButton({ name, title }, style, isCurrent = false) {
    const tab = Object.assign(document.createElement(isCurrent || reader ? "span" : "button"), { className: style, textContent: title, title });
    if (isCurrent) tab.setAttribute("aria-current", "true");
    else if (!reader) { tab.type = "button"; tab.dataset.case = name; }
    return tab;
  }
  function showLinks(key) {
    find("#own-link").value = addressOf("c", thread);
    find("#reading-link").value = addressOf("r", key);
    find("#links").showModal();
  }

  // The parts of the screen are drawn one after the other: wait for the transcript, then put place and focus right.
  function settle(sent, before, frames = 60) {
    if (frames && all("#talk .turn:not(.failed)").length !== screen.turns) return requestAnimationFrame(() => settle(sent, before, frames - 1));
    root.dataset.turns = screen.turns;
    const turn = all("#talk .turn").at(-1);
    if (turn && (screen.turns !== before.turns || turn.matches(".failed"))) frame.toTop(turn);
    if (screen.turns !== before.turns && (screen.move === "advise" || screen.move === "compare")) find("#panel").scrollTop = 0;
    const fine = matchMedia("(pointer: fine)").matches;
    if (sent?.words !== undefined && fine && (!document.activeElement || document.activeElement === document.body)) find("#message")?.focus({ preventScroll: true });
    for (const card of all(".card[data-mode]")) cards.count(card);
    if (playing && screen.turns !== before.turns) playOn();
    charts.draw();
    current();
  }

  function stage(name) {
    root.dataset.stage = name;
    const field = find("#message");
    if (!field) return;
    if (name === "opening") view("chat");
    field.placeholder = name === "opening" ? field.dataset.example : "Answer, ask or correct";
    find("#send").textContent = name === "opening" ? "Start" : "Send";
  }

  // An example plays on by itself, slowly enough to follow, until its advice stands or somebody takes over.
  const PLAY_PAUSE = 900;
  function playOn() {
    const card = find(".card[data-mode]");
    if (!card || screen.advised || find(".turn.failed")) return takeOver();
    cards.fill(card, playing);
    setTimeout(() => playing && find(".card[data-mode]") === card && sendCard(card), PLAY_PAUSE);
  }
  function takeOver() {
    playing = null;
    notice(null);
  }

  // The parts that come with the advice can be opened only then.
  function name() {
    find('#parts [data-view="advice"]').textContent = screen.advised ? "Advice" : "So far";
    for (const part of ["cost", "plan"]) {
      const button = find(`#parts [data-view="${part}"]`);
      screen.advised ? button.removeAttribute("aria-disabled") : button.setAttribute("aria-disabled", "true");
    }
    if (!screen.advised && ["cost", "plan"].includes(root.dataset.view)) view("chat");
  }

  // --- views ---
  const phone = () => matchMedia("(max-width: 860px)").matches;
  function view(part) {
    const changed = root.dataset.view !== part;
    root.dataset.view = part;
    if (changed) charts.draw();
    if (phone() && changed) find("#panel").scrollTop = 0;
    current();
  }
  function go(part) {
    if (phone()) return view(part);
    const target = find(`#panel section[data-tab="${part}"]`);
    if (target) find("#panel").scrollTop = target.offsetTop;
    current();
  }
  function current() {
    const panel = find("#panel");
    if (!panel) return;
    let part = root.dataset.view;
    if (!phone()) {
      const end = panel.scrollTop + panel.clientHeight >= panel.scrollHeight - 2 && panel.scrollTop > 0;
      const shown = all("section", panel).filter((s) => end || s.offsetTop <= panel.scrollTop + 80);
      part = shown.at(-1)?.dataset.tab || "advice";
    }
    for (const button of all("#parts button")) button.dataset.view === part ? button.setAttribute("aria-current", "true") : button.removeAttribute("aria-current");
  }

  // --- answers to questions ---
  function sendCard(card) {
    const { answers, words, count: filled } = cards.collect(card);
    card.setAttribute("aria-busy", "true");
    if (filled) send({ kind: "answer", answers }, words);
    else send({ kind: "say", text: "No, none of that." }, "No, none of that.");
  }
  function tap(chip) {
    const card = chip.closest(".card[data-mode], .row-edit");
    if (!card) return;
    if (card.dataset.mode === "row") return cards.press(chip);
    takeOver();
    if (chip.dataset.say) { card.setAttribute("aria-busy", "true"); return say(chip.dataset.say); }
    cards.press(chip);
    card.dataset.mode === "tap" ? sendCard(card) : cards.count(card);
  }

  // --- what can be pressed ---
  const ACTS = {
    send() {
      takeOver();
      const field = find("#message");
      const text = field.value;
      field.value = "";
      find("#notice").classList.remove("warn");
      notice(null);
      say(text);
    },
    "send-card": (button) => sendCard(button.closest(".card")),
    again() { last ? send(last.record, last.words) : location.reload(); },
    edit(button) {
      const failed = button.closest(".turn");
      find("#message").value = last?.record.text ?? find(".said p", failed).textContent;
      failed.remove();
      find("#message").focus();
    },
    copy: (button) => frame.copy(button),
    "reset-sliders": (button) => charts.reset(button.closest(".sliders")),
    "edit-row"(button) {
      const row = button.closest("tr");
      showEditor(row, true);
      find('[aria-pressed="true"], input, button', row.nextElementSibling).focus();
    },
    "leave-row"(button) {
      const row = button.closest("tr").previousElementSibling;
      showEditor(row, false);
      find("button.change", row).focus();
    },
    "save-row"(button) {
      const { answers, words, count: filled } = cards.collect(button.closest(".row-edit"));
      if (!filled) return;
      takeOver();
      send({ kind: "answer", answers }, words);
    },
    theme: () => frame.turn(),
    documents: () => documents.open(),
    new() {
      if (reader) return void (location.hash = "");
      leave();
      remember(null);
      thread = newKey();
      send({ kind: "open" });
      find("#message").focus();
    },
    undo() {
      const said = all("#talk .turn .said").at(-1);
      find("#message").value = said?.classList.contains("empty") ? "" : find("details p", said)?.textContent ?? find("p", said)?.textContent ?? "";
      send({ kind: "undo" });
      find("#message").focus();
    },
    share() {
      send({ kind: "share" });
    },
    mark: (button) => send({ kind: "mark", turn: +button.dataset.turn, helpful: button.dataset.helpful === "yes" }),
    "edit-turn"(button) {
      const said = find(".said", button.closest(".turn"));
      editing = { turn: +button.dataset.turn, from: thread };
      const field = find("#message");
      field.value = said.classList.contains("empty") ? "" : (find("details p", said) ?? find("p", said)).textContent;
      view("chat");
      notice(null);
      field.focus();
    },
    "stop-editing"() {
      find("#message").value = "";
      stopEditing();
      find("#message").focus();
    },
    "copy-link"(button) {
      button.dataset.copy = find(`#${button.dataset.of}`).value;
      frame.copy(button);
    },
    "ask-forget-all"() {
      const number = shelf.keys().length;
      find("#forget-all-what").textContent = number === 1 ? "the one conversation of this browser" : number ? `all ${number} conversations of this browser` : "everything of this browser";
      find("#forget-all").showModal();
    },
    "forget-all"() {
      find("#forget-all").close();
      const threads = [...new Set([...shelf.keys(), thread].filter(Boolean))];
      leave();
      send({ kind: "forget-all", threads });
      remember(null);
      find("#message").focus();
    },
    "ask-forget"() {
      const messages = `${screen.turns} message${screen.turns === 1 ? "" : "s"} of yours with my replies`;
      find("#forget-what").textContent = `${messages}, and the ${screen.facts} fact${screen.facts === 1 ? "" : "s"} I noted`;
      find("#forget").showModal();
    },
    close: (button) => button.closest("dialog").close(),
    forget() {
      find("#forget").close();
      send({ kind: "forget" });
      remember(null);
      last = null;
      find("#message").focus();
    },
    "hide-what-if"() { find(".with-what-if")?.classList.add("put-away"); if (phone()) view("advice"); },
  };
  function showEditor(row, shown) {
    row.hidden = shown;
    row.nextElementSibling.hidden = !shown;
  }
  const whose = () => (reader ? `r=${reader}` : thread ? `c=${thread}` : "");
  // What was begun in one conversation does not follow into another.
  function leave() {
    last = null;
    editing = playing = null;
    line.clear();
  }
  function turnTo(key) {
    if (reader) return void (location.hash = `c=${key}`);
    leave();
    remember(key);
    send({ kind: "open" });
  }
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.getAttribute("aria-disabled") === "true") return;
    if (button.closest("#history")) find("#history").hidePopover();
    if (button.dataset.key) return turnTo(button.dataset.key);
    if (button.dataset.case) return send({ kind: "turn-to", case: button.dataset.case }, `Back to “${button.title}”.`);
    if (button.dataset.act) return ACTS[button.dataset.act](button);
    if (button.dataset.view) return button.closest("#parts") ? go(button.dataset.view) : view(button.dataset.view);
    if (button.closest(".card[data-mode], .row-edit")) return tap(button);
    if (button.dataset.answers) return send({ kind: "answer", answers: JSON.parse(button.dataset.answers) }, button.textContent);
    if (button.dataset.play) playing = JSON.parse(button.dataset.play);
    if (button.dataset.say) say(button.dataset.say);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    if (event.target.id === "message" && !event.shiftKey) { event.preventDefault(); ACTS.send(); }
    if (event.target.matches(".row-edit input")) return void find('[data-act="save-row"]', event.target.closest(".row-edit")).click();
    if (event.target.matches(".number")) {
      event.preventDefault();
      const card = event.target.closest(".card");
      if (cards.collect(card).count) sendCard(card);
    }
  });
  document.addEventListener("input", (event) => {
    const question = event.target.closest(".q");
    if (question && event.target.matches(".number, .unit, .day")) {
      if (event.target.matches(".number") && find(".day", question)) find(".day", question).value = "";
      cards.entered(question);
    }
    if (event.target.id !== "message") return;
    const length = event.target.value.length;
    const limit = Number(find("#notice").dataset.limit);
    if (length > limit) notice("long", `<strong>${cards.figure(length)} of ${cards.figure(limit)} characters.</strong> I will read the first ${cards.figure(limit)}. Shorten it if the end matters.`);
    else if (find("#notice").classList.contains("warn")) { find("#notice").classList.remove("warn"); notice(null); }
  });

  addEventListener("hashchange", () => {
    if (inAddress("r") !== reader) return location.reload();
    const key = fromAddress();
    if (key && key !== thread) turnTo(key);
  });

  const PARTS = ["top", "talk", "pending", "message", "notice", "parts", "panel", "forget", "documents"];
  // Called by the last part of the page: once when everything is there, then whenever the server has answered.
  window.room = {
    connect(start) {
      if (!PARTS.every((id) => document.getElementById(id))) return void setTimeout(() => window.room.connect(start), 20);
      line.open(start, () => (editing ? "edit" : playing ? "play" : null));
      frame.settle();
      charts.settle(whose);
      documents.settle(() => thread && send({ kind: "open" }));
      const field = find("#message");
      field.dataset.example = field.placeholder;
      find("#talk").tabIndex = 0;
      find("#panel").addEventListener("scroll", current, { passive: true });
      stage(root.dataset.stage);
      shelf.draw(find("#earlier"), thread);
      if (reader) send({ kind: "open" });
      else if (thread) { remember(thread); send({ kind: "open" }); }
      name();
      current();
      performance.mark("room-usable");
    },
    update,
  };
})();
