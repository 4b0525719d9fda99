// What is chosen, in words: its name with a link to its page, and what it is linked to, how strongly, each to be chosen.

import { element, nameIn, tile } from "./find.js";
import { groupsOf } from "./near.js";

const FIRST = 12; // of a group; the rest opens

/** Fills the panel with a thing, or empties it. */
export function describe(place, network, said, thing, { root, choose }) {
  place.replaceChildren();
  if (!thing) return;
  const name = element("h2", thing.quoted ? { lang: "sv", class: "own" } : {}, thing.name);
  const clear = element("button", { type: "button", class: "quiet", "data-clear": "" }, said.text.clear);
  clear.addEventListener("click", () => choose(null));
  place.append(element("p", { class: "kicker" }, kindOf(thing, said)), name, ways(thing, said, root, clear));
  for (const group of groupsOf(network, thing)) place.append(...groupIn(group, said, choose, thing));
}

/** What is said aloud of a thing that was chosen. */
export function spoken(network, said, thing) {
  const counts = groupsOf(network, thing).map(({ title, items, of }) => `${said.text[title]}: ${said.number(of ?? items.length)}`);
  return `${said.text.chosen} ${thing.name}. ${counts.join(", ")}.`;
}

function kindOf(thing, said) {
  if (thing.kind === "cluster") return `${said.text[`one_cluster_${thing.of}`]} ${thing.order}`;
  if (thing.kind === "sdg") return said.text[thing.target ? "one_target" : "one_sdg"];
  if (thing.kind === "goal") return `${said.text[thing.type === "Goal" ? "one_goal" : "one_area"]} · ${thing.where}`;
  return said.text.one_plan;
}

function ways(thing, said, root, clear) {
  const line = element("p", { class: "net-ways" });
  if (thing.address) line.append(element("a", { href: `${root}/${thing.address}`, class: "net-open" }, said.text.open));
  line.append(clear);
  return line;
}

function groupIn({ title, items, of }, said, choose, chosen) {
  const count = of && of > items.length ? said.text.some.replace("{shown}", said.number(items.length)).replace("{all}", said.number(of)) : said.number(items.length);
  const list = (part) => {
    const made = element("ul", { class: "net-linked" });
    made.append(...part.map((item) => entry(item, said, choose, chosen)));
    return made;
  };
  const found = [element("h3", {}, `${said.text[title]} (${count})`), list(items.slice(0, FIRST))];
  if (items.length <= FIRST) return found;
  const rest = element("details");
  rest.append(element("summary", {}, said.text.rest.replace("{n}", said.number(items.length - FIRST))), list(items.slice(FIRST)));
  return [...found, rest];
}

function entry({ thing, direct }, said, choose, chosen) {
  const item = element("li");
  const button = element("button", { type: "button", class: "net-thing", "data-key": thing.key });
  button.append(...tile(thing), element("span", thing.quoted ? { class: "own", lang: "sv" } : {}, nameIn(thing)));
  button.addEventListener("click", () => choose(thing));
  item.append(button);
  if (thing.kind === "goal" && chosen.kind !== "plan") item.append(element("span", { class: "soft" }, thing.where));
  if (direct !== undefined) item.append(strength(direct, said));
  return item;
}

function strength(direct, said) {
  const mark = element("span", { class: direct ? "strength direct" : "strength" });
  mark.append(element("b", {}, said.text[direct ? "direct" : "contributing"]));
  return mark;
}
