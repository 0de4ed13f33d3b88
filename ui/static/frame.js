// What the page keeps by itself, whatever is said: colours, sources that open beside their number, opened details, copying.
// It sends nothing.
(() => {
  "use strict";
  const root = document.documentElement;
  const find = (selector, from = document) => from.querySelector(selector);

  // Light or dark, before anything is drawn: as the system has it, until it is chosen.
  const system = matchMedia("(prefers-color-scheme: dark)");
  const wished = () => { try { return localStorage.getItem("advisor.theme"); } catch { return null; } };
  function paint(theme) {
    root.dataset.theme = theme;
    document.body?.classList.toggle("dark", theme === "dark");
  }
  paint(wished() || (system.matches ? "dark" : "light"));
  system.addEventListener("change", () => wished() || paint(system.matches ? "dark" : "light"));
  function turn() {
    const theme = root.dataset.theme === "dark" ? "light" : "dark";
    try { localStorage.setItem("advisor.theme", theme); } catch { /* holds until the page is left */ }
    paint(theme);
  }

  // Sources open beside their number; what was unfolded is unfolded again when its part was drawn anew.
  let source = null;
  const opened = new Set();
  const placeOf = (details) => `${details.closest("section")?.id || "talk"}: ${find("summary", details)?.textContent.replace(/\d+/g, "")}`;
  document.addEventListener("toggle", (event) => {
    const target = event.target;
    if (!target.matches(".passage") || event.newState !== "open" || !source) return;
    const at = source.getBoundingClientRect(), size = target.getBoundingClientRect();
    target.style.left = `${Math.max(12, Math.min(at.left - 8, innerWidth - size.width - 12))}px`;
    const below = at.bottom + 8 + size.height < innerHeight;
    target.style.top = `${below ? at.bottom + 8 : Math.max(12, at.top - 8 - size.height)}px`;
  }, true);
  document.addEventListener("click", (event) => {
    source = event.target.closest("button[popovertarget]") || source;
    const details = event.target.closest("summary")?.parentElement;
    if (details) opened[details.open ? "delete" : "add"](placeOf(details));
  }, true);
  function reopen() {
    for (const details of document.querySelectorAll("details")) if (!details.open && opened.has(placeOf(details))) details.open = true;
  }

  function settle() {
    paint(root.dataset.theme);
    const changes = { childList: true, subtree: true, attributes: true, attributeFilter: ["open"] };
    for (const part of ["#talk", "#panel"]) new MutationObserver(reopen).observe(find(part), changes);
  }

  // A message to the top of the conversation.
  function toTop(turn) {
    const talk = find("#talk");
    talk.scrollTop = turn.offsetTop - talk.offsetTop - 16;
  }

  async function copy(button) {
    const text = button.dataset.copy;
    try { await navigator.clipboard.writeText(text); } catch { copyTheOldWay(text); }
    const words = button.textContent;
    button.textContent = "Copied";
    setTimeout(() => (button.textContent = words), 1500);
  }
  function copyTheOldWay(text) {
    const field = Object.assign(document.createElement("textarea"), { value: text });
    document.body.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
  }

  window.roomFrame = { copy, turn, settle, toTop };
})();
