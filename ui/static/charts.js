// Charts are fetched after a turn and kept as long as what they show stays; sliders ask for the same chart with a what-if.
(() => {
  "use strict";
  const find = (selector, from = document) => from.querySelector(selector);
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const kept = new Map(); // address -> what came
  let whose = () => null; // the part of an address that names the conversation

  const addressOf = (place, moved = "") => `chart/${place.dataset.chart}?w=${Math.floor(place.clientWidth)}&${whose()}${moved}`;
  async function ask(address) {
    const answer = await fetch(address, { cache: "no-store" });
    if (!answer.ok) throw new Error(`no chart: ${answer.status}`);
    return answer.json();
  }
  async function fill(place) {
    const mark = `${place.dataset.of} ${[740, 552].find((width) => width <= place.clientWidth) || 352}`;
    if (place.dataset.drawn === mark || !place.clientWidth || !whose()) return;
    place.dataset.drawn = mark;
    const key = `${whose()} ${place.dataset.chart} ${mark}`;
    try {
      const came = kept.get(key) || (await ask(addressOf(place)));
      kept.set(key, came);
      if (place.dataset.drawn !== mark) return;
      delete place.dataset.failed;
      place.innerHTML = `<div class="picture">${came.figure}</div>${came.below}`;
    } catch {
      delete place.dataset.drawn;
      place.dataset.failed = "";
    }
  }
  const draw = () => all(".drawing").forEach(fill);

  // --- sliders ---
  const valueOf = (slider) => {
    const low = +slider.dataset.low, high = +slider.dataset.high;
    return +(low * (high / low) ** (slider.value / slider.max)).toPrecision(2);
  };
  const SHOWN = {
    requests: (value) => value.toLocaleString("en-US"),
    usd_hour: (value) => `$${value.toFixed(2)}`,
    people: (value) => String(value),
  };
  const isMoved = (slider) => slider.value !== slider.dataset.place;
  function show(slider) {
    const value = isMoved(slider) ? valueOf(slider) : +slider.dataset.real;
    find("output", slider.closest("label")).textContent = SHOWN[slider.dataset.name](value);
    slider.setAttribute("aria-valuetext", SHOWN[slider.dataset.name](value));
  }
  async function moved(box) {
    const place = box.closest(".drawing");
    const sliders = all("input[type=range]", box);
    const asked = sliders.filter(isMoved).map((slider) => `&${slider.dataset.name}=${valueOf(slider)}`).join("");
    find('[data-act="reset-sliders"]', box).hidden = !asked;
    box.dataset.asked = asked;
    try {
      const came = await ask(addressOf(place, asked));
      if (box.dataset.asked !== asked) return;
      find(".picture", place).innerHTML = came.figure;
      find(".slid", box).textContent = came.sentence;
    } catch { find(".slid", box).textContent = "I cannot draw that just now."; }
  }
  function reset(box) {
    for (const slider of all("input[type=range]", box)) { slider.value = slider.dataset.place; show(slider); }
    return moved(box);
  }
  document.addEventListener("input", (event) => { if (event.target.matches(".sliders input")) show(event.target); });
  document.addEventListener("change", (event) => { if (event.target.matches(".sliders input")) moved(event.target.closest(".sliders")); });

  function settle(name) {
    whose = name;
    new ResizeObserver(draw).observe(find("#panel"));
  }
  window.roomCharts = { draw, reset, settle };
})();
