// One's own documents: the key of this browser, which owns them, and the dialog in which they are added, seen and removed.
(() => {
  "use strict";
  const find = (selector, from = document) => from.querySelector(selector);
  const element = (name, words, more = {}) => Object.assign(document.createElement(name), { textContent: words, ...more });
  const STORED = "advisor.browser";
  let held = null; // where nothing can be stored, it holds until the page is left
  let adding = null; // the files that are being added: how to break off

  // --- the key of this browser ---
  const fresh = () => [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, "0")).join("");
  function key() {
    try { held = localStorage.getItem(STORED) || held; } catch { /* held here alone */ }
    if (!/^[0-9a-f]{32}$/.test(held || "")) {
      held = fresh();
      try { localStorage.setItem(STORED, held); } catch { /* held here alone */ }
    }
    return held;
  }
  function forget() {
    held = null;
    adding?.abort();
    try { localStorage.removeItem(STORED); } catch { /* nothing was stored */ }
    draw([]);
    say();
  }

  // --- what the server says ---
  async function ask(method, path = "", more = {}) {
    const answer = await fetch(`own-documents${path}`, { method, cache: "no-store", headers: { "x-browser": key() }, ...more });
    const row = await answer.json().catch(() => ({}));
    if (!answer.ok) throw new Error(row.detail || "That did not work. Try it again.");
    draw(row.documents);
  }
  const lost = (error) => (error instanceof TypeError ? "The connection was lost. Try it again." : error.message);

  const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric" });
  function draw(documents) {
    const rows = documents.map(({ id, name, passages, added }) => {
      const row = document.createElement("li");
      const words = document.createElement("div");
      const count = `${passages} passage${passages === 1 ? "" : "s"}, ${day.format(new Date(`${added}T12:00`))}`;
      words.append(element("span", name, { className: "title", title: name }), element("span", count, { className: "when" }));
      const button = element("button", "Remove", { type: "button", className: "quiet" });
      button.setAttribute("aria-label", `Remove ${name}`);
      button.dataset.remove = id;
      row.append(words, button);
      return row;
    });
    find("#own-documents").replaceChildren(...(rows.length ? rows : [element("li", "None yet.", { className: "none" })]));
  }
  function say(now = "", problems = []) {
    find("#documents-said").replaceChildren(...(now ? [element("p", now)] : []), ...problems.map((words) => element("p", words, { className: "problem" })));
  }

  // --- what is done ---
  async function open() {
    say();
    find("#documents").showModal();
    try { await ask("GET"); } catch (error) { say("", [lost(error)]); }
  }

  // One file after the other; what cannot be added is told, the rest is added.
  async function add(files) {
    if (adding) return;
    const most = +find("#add-documents").dataset.most;
    const problems = [];
    let added = 0;
    adding = new AbortController();
    const { signal } = adding;
    for (const [place, file] of files.entries()) {
      say(`Adding ${file.name}${files.length > 1 ? `, ${place + 1} of ${files.length}` : ""} …`, problems);
      try {
        if (file.size > most) throw new Error(`${file.name} is larger than ${most >> 20} MB. Split it and add the pieces.`);
        await ask("POST", `?name=${encodeURIComponent(file.name)}`, { body: file, signal });
        added += 1;
      } catch (error) {
        if (signal.aborted) break;
        problems.push(error instanceof TypeError ? `${file.name} could not be sent: the connection was lost, or the file has changed. Add it again.` : error.message);
      }
    }
    adding = null;
    if (!signal.aborted) say(added ? `${added} document${added === 1 ? " was" : "s were"} added.` : "", problems);
  }

  // The screen is built again, so that nothing of it stays open as a source.
  async function remove(button, changed) {
    const name = find(".title", button.closest("li")).textContent;
    try {
      await ask("DELETE", `/${button.dataset.remove}`);
      say(`${name} is removed.`);
      find("#own-documents").focus();
      changed();
    } catch (error) { say("", [lost(error)]); }
  }

  function settle(changed) {
    const field = find("#add-documents");
    field.addEventListener("change", () => {
      const files = [...field.files];
      field.value = "";
      add(files);
    });
    find("#documents").addEventListener("click", (event) => {
      const button = event.target.closest("[data-remove]");
      if (button) remove(button, changed);
    });
    find("#documents").addEventListener("close", () => {
      [...document.querySelectorAll("[popovertarget=history]")].find((each) => each.checkVisibility())?.focus();
    });
  }

  window.roomDocuments = { key, forget, open, settle };
})();
