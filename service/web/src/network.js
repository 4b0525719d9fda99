// The network as a picture to explore: a canvas, a list that finds, and a panel that says the same; one choice for all.

import { load } from "./network/data.js";
import { Finder } from "./network/find.js";
import { Hands } from "./network/hands.js";
import { groupsOf, linesOf } from "./network/near.js";
import { describe, spoken } from "./network/panel.js";
import { Stage } from "./network/stage.js";

const place = document.querySelector("[data-network]");
if (place) start(place).catch((error) => failed(place, error));

async function start(place) {
  const said = spokenBy(JSON.parse(place.dataset.texts), document.documentElement.lang);
  const network = await load(place.dataset.network, said.text);
  for (const part of place.querySelectorAll("[data-explore]")) part.hidden = false;
  place.querySelector("[data-still]").hidden = true;
  const parts = { stage: place.querySelector("[data-stage]"), panel: place.querySelector("[data-chosen]"), tip: place.querySelector("[data-tip]"), live: place.querySelector("[data-live]") };
  let latest = null;
  const stage = new Stage(parts.stage.querySelector("canvas"), network);
  const finder = new Finder(place.querySelector("[data-find]"), network, said, { choose, point });
  new Hands(parts.stage, stage, { choose, point: (thing) => point(thing, true) });
  buttons(place, stage);
  finder.fill();
  choose(network.find(decodeURIComponent(location.hash.slice(1))));
  addEventListener("hashchange", () => choose(network.find(decodeURIComponent(location.hash.slice(1)))));
  place.dataset.ready = "";

  /** Chooses a thing, or nothing, in the picture, the list and the panel at once. */
  async function choose(thing) {
    latest = thing;
    if (thing) await network.learn(thing);
    if (latest !== thing) return; // another one was chosen in the meantime
    const chosen = thing && network.thing(thing.kind, thing.n);
    const near = new Map(chosen ? groupsOf(network, chosen).flatMap(({ items }) => items).map((item) => [item.thing.key, item]) : []);
    if (chosen && !stage.view.sees(chosen)) stage.view.look(chosen);
    stage.show({ chosen, near, lines: chosen ? linesOf(network, chosen) : [] });
    finder.mark(chosen);
    describe(parts.panel, network, said, chosen, { root: place.dataset.root, choose });
    place.querySelector("[data-help]").hidden = Boolean(chosen);
    parts.live.textContent = chosen ? spoken(network, said, chosen) : said.text.cleared;
    place.dataset.chosen = chosen?.key ?? "";
    history.replaceState(null, "", chosen?.address ? `#${chosen.address}` : location.pathname + location.search);
  }

  /** Names a thing beside it in the picture; aloud too, where nothing else says it. */
  function point(thing, aloud = false) {
    parts.tip.hidden = !thing;
    if (!thing) return;
    parts.tip.textContent = thing.kind === "goal" && thing.quoted ? `${thing.name} (${thing.where})` : thing.name;
    const [left, top] = stage.view.screen(thing);
    const wide = stage.view.width;
    Object.assign(parts.tip.style, { left: `${Math.min(Math.max(left, wide * 0.2), wide * 0.8)}px`, top: `${top}px` });
    parts.tip.classList.toggle("net-below", top < 90);
    if (aloud && parts.stage === document.activeElement) parts.live.textContent = thing.name;
  }
}

function buttons(place, stage) {
  const deeds = { in: () => stage.view.come(1.5), out: () => stage.view.come(1 / 1.5), whole: () => stage.view.whole() };
  for (const button of place.querySelectorAll("[data-zoom]"))
    button.addEventListener("click", () => { deeds[button.dataset.zoom](); stage.refresh(); });
}

/** The texts of the page, with numbers as the language writes them. */
function spokenBy(text, language) {
  const number = (value) => new Intl.NumberFormat(language).format(value);
  const count = (kind, n) => text[n === 1 ? `count_${kind}_1` : `count_${kind}`].replace("{n}", number(n));
  return { text, number, count };
}

function failed(place, error) {
  console.error(error);
  const note = place.querySelector("[data-failed]");
  note.hidden = false;
}
