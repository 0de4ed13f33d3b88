// The conversations of this browser: their keys, titles and verdicts, kept here and nowhere else.
(() => {
  "use strict";
  const STORED = "advisor.conversations";
  const MOST = 100;
  const read = () => { try { return JSON.parse(localStorage.getItem(STORED)) || []; } catch { return []; } };
  const write = (rows) => { try { localStorage.setItem(STORED, JSON.stringify(rows.slice(0, MOST))); } catch { /* the address still holds the key */ } };

  function note(key, title, verdict) {
    const rows = read();
    const row = rows.find((each) => each.key === key);
    const changed = { key, title, verdict, when: Date.now() };
    write(row ? rows.map((each) => (each === row ? { ...changed, when: row.when } : each)) : [changed, ...rows]);
  }
  const drop = (key) => write(read().filter((row) => row.key !== key));
  const keys = () => read().map((row) => row.key);

  const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric" });
  const VERDICTS = { prebuilt: "prebuilt", hybrid: "hybrid", open_source: "open source" };
  function draw(list, current) {
    list.replaceChildren(...read().map((row) => {
      const item = document.createElement("li");
      const button = Object.assign(document.createElement("button"), { type: "button", className: "link earlier" });
      button.dataset.key = row.key;
      if (row.key === current) button.setAttribute("aria-current", "true");
      button.append(
        Object.assign(document.createElement("span"), { className: "title", textContent: row.title || "Not named yet" }),
        Object.assign(document.createElement("span"), { className: "when", textContent: [day.format(row.when), VERDICTS[row.verdict]].filter(Boolean).join(", ") }),
      );
      item.append(button);
      return item;
    }));
  }

  window.roomShelf = { note, drop, keys, draw };
})();
