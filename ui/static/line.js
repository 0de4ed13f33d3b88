// The line to the server: what was sent and waits, when to say so, when to send it again, and the one line above the field.
(() => {
  "use strict";
  const find = (selector, from = document) => from.querySelector(selector);
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const waiting = new Map(); // event id -> what was sent
  let trigger = null;
  let standing = () => null; // what the line above the field says while nothing else is to be said
  let lost = false;
  let readySince = 0;

  // With every event goes which browser asks: its documents are searched. Who only reads has none and keeps no key.
  const submit = (record) => trigger("submit", record.reader ? record : { ...record, browser: window.roomDocuments.key() });
  function send(sent, event) {
    waiting.set(event, { ...sent, since: Date.now(), again: 0 });
    if (sent.words !== undefined) keep({ ...sent, event });
    submit({ ...sent.record, thread: sent.thread, event });
    setTimeout(watchOver, 1000);
  }
  // The server answered an event: what was sent with it.
  function answered(event) {
    const sent = waiting.get(event);
    waiting.delete(event);
    if (sent?.words !== undefined) keep(null);
    find(`#pending [data-event="${CSS.escape(event)}"]`)?.remove();
    if (!all("#pending .said").length) find("#pending .waiting")?.remove();
    if (!waiting.size) notice(null);
    return sent;
  }
  function clear() {
    waiting.clear();
    find("#pending").replaceChildren();
  }

  // While something waits: say so after a second, and look whether the server is there and ready.
  async function watchOver() {
    if (!waiting.size) return notice(null);
    const talking = [...waiting.values()].some((sent) => sent.words !== undefined);
    if (talking && !find("#pending .waiting")) {
      const line = Object.assign(document.createElement("div"), { className: "waiting" });
      line.innerHTML = '<p class="who">Advisor</p><p>Reading your message…</p>';
      find("#pending").append(line);
    }
    try {
      const health = await (await fetch("healthz", { cache: "no-store" })).json();
      if (!waiting.size) return;
      if (lost) return reconnect();
      readySince = health.ready ? readySince || Date.now() : 0;
      const oldest = Math.min(...[...waiting.values()].map((sent) => sent.since));
      if (readySince && Date.now() - Math.max(oldest, readySince) > PATIENCE) return reconnect();
      if (readySince) for (const [event, sent] of waiting) sendAgain(event, sent);
      notice(health.ready || health.status === "failed" ? null : "ready");
    } catch {
      lost = true;
      notice("lost");
    }
    setTimeout(watchOver, lost ? 1500 : 500);
  }

  // The server or the line was away, or somebody (Gradio too) reloads the page: the last message is kept until it is
  // answered, and sent again under its own name, which the server acts on once.
  const PATIENCE = 45000;
  const UNSENT = "advisor.unsent";
  function keep(sent) {
    try { sent ? sessionStorage.setItem(UNSENT, JSON.stringify(sent)) : sessionStorage.removeItem(UNSENT); } catch { /* then it must be typed again */ }
  }
  const reconnect = () => location.reload();
  // An event whose answer got lost is sent once more under its own name; the server acts on each name once.
  const RETRY = [6000, 15000, 30000];
  function sendAgain(event, sent) {
    if (Date.now() - Math.max(sent.since, readySince) < (RETRY[sent.again] ?? Infinity)) return;
    sent.again += 1;
    submit({ ...sent.record, thread: sent.thread, event });
  }
  // What was sent before a reload and not answered since; null where there is nothing.
  function unanswered(thread, turns) {
    let sent = null;
    try { sent = JSON.parse(sessionStorage.getItem(UNSENT)); } catch { /* nothing was kept */ }
    if (sent && sent.thread === thread && turns <= sent.turns) return sent;
    keep(null);
    return null;
  }

  const NOTICES = {
    ready: "<strong>Getting ready…</strong> The language model is loading, a few seconds. Keep typing; your message is answered as soon as it is there.",
    play: "<strong>Playing the example.</strong> Write or tap something to take over.",
    edit: "<strong>You are changing an earlier message.</strong> Sending it begins a new conversation from there; this one stays in History. <button type=\"button\" class=\"tool\" data-act=\"stop-editing\">Leave it</button>",
    lost: "<strong>Connection lost.</strong> I try again every second; the page comes back as soon as the advisor answers.",
  };
  function notice(name, words = "") {
    const line = find("#notice");
    name = name || standing();
    if (!line || (!name && line.classList.contains("warn"))) return;
    line.hidden = !name;
    line.classList.toggle("warn", name === "long");
    if (!name) return void delete line.dataset.shown;
    const html = `${find("#icon-clock").innerHTML}<span>${words || NOTICES[name]}</span>`;
    if (line.dataset.shown === html) return;
    line.dataset.shown = html;
    line.innerHTML = html;
    const said = all("#pending .said").at(-1);
    if (said) window.roomFrame.toTop(said);
  }

  function open(start, says) {
    trigger = start;
    standing = says;
  }
  window.roomLine = {
    open, send, answered, clear, unanswered, notice,
    isOpen: () => trigger !== null,
    isBusy: () => waiting.size > 0,
    submit,
  };
})();
