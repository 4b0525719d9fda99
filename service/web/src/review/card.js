// What is judged now: the element, and what is said of it. A machine's suggestion never looks like a person's judgement.

import { el } from "../editor/dom.js";
import { inOurs, probability, word } from "./words.js";

const OF_ELEMENT = [["n", "add"], ["e", "edit"], ["o", "role"], ["m", "move"], ["N", "create"]];
const OF_LINK = [["a", "accept"], ["r", "reject"], ["u", "unsure"], ["s", "strength"], ["t", "retarget"], ["q", "requote"], ["w", "reason"]];

const SHORT = 160; // letters of a statement that stays in sight while its links are scrolled

let told = ""; // what is shown: it is written anew only when it differs, since a click may be under way

/** Shows an element with its links, of which one is the current; the focus stays on the button that had it. */
export function showCard(place, state, { element: id, sdg }) {
  const element = state.elements.find((each) => each.id === id);
  const above = element && state.elements.find((each) => each.id === element.parent)?.label;
  const now = JSON.stringify([element, above, sdg]);
  if (now === told) return;
  told = now;
  const focused = place.contains(document.activeElement) ? document.activeElement.dataset.do : null;
  place.replaceChildren(...(element ? parts(state, element, sdg) : []));
  if (focused === null) return;
  const same = focused && place.querySelector(`[aria-current] [data-do="${focused}"], .rv-of-element [data-do="${focused}"]`);
  (same || place).focus({ preventScroll: true });
}

function parts(state, element, sdg) {
  const links = element.alignments.map((alignment) => linkOf(state, alignment, alignment.sdg === sdg));
  return [
    ...head(state, element),
    el("h3", {}, word("links"), el("span", { class: "count" }, String(links.length))),
    links.length ? el("ol", { class: "rv-links" }, ...links) : el("p", { class: "soft" }, word("noLinks")),
    el("div", { class: "rv-acts rv-steps", role: "group", "aria-label": `${word("previous")}, ${word("next")}` }, button("previous", "k"), button("next", "j"), button("nextLeft", "J")),
  ];
}

function head(state, element) {
  const above = state.elements.find(({ id }) => id === element.parent);
  const kind = element.term ? `${word(element.role)} · ${element.term}` : word(element.role);
  const doubt = /^[?]?$/.test(element.uncertain) ? word("doubtBare") : word("doubt", { what: element.uncertain });
  return [
    above && el("p", { class: "soft rv-above", lang: "sv" }, above.label),
    el("p", { class: "kicker" }, kind),
    el("h2", { class: element.label.length > SHORT ? "statement" : "statement rv-short", lang: "sv" }, element.label),
    element.uncertain && el("p", { class: "rv-doubt" }, el("span", {}, doubt), " ", button("confirm", "c")),
    el("div", { class: "rv-acts rv-of-element", role: "group", "aria-label": word(element.role) }, ...OF_ELEMENT.map(([key, name]) => button(name, key))),
  ].filter(Boolean);
}

function linkOf(state, alignment, current) {
  const { sdg, judgement } = alignment;
  const name = state.targets[sdg] ? inOurs(state.targets[sdg]) : "";
  const choose = el("button", { type: "button", class: "rv-choose", "data-do": current ? "choose" : false, "data-sdg": sdg, "aria-expanded": String(current) }, el("b", { class: "rv-tile" }, sdg), el("span", {}, name));
  const made = el("li", { class: `rv-link sdg s${sdg.split(".")[0]} rv-${judgement} ${judgement === "none" ? "rv-nobody" : "rv-somebody"}`, "aria-current": current ? "true" : false });
  made.append(el("h4", {}, choose), el("p", { class: "rv-said" }, ...said(alignment, current)));
  if (current) made.append(...reasons(alignment), acts(alignment));
  return made;
}

/** Who says it: a machine with its probability, the source, or a person with the day; shorter where it is not current. */
function said({ judgement, justification, confidence, strength, reviewer, judged }, current) {
  const machine = justification === "suggested";
  const open = machine ? "machine" : justification === "stated" ? "statedOpen" : "open";
  const who = reviewer && word("by", { what: word(judgement), who: known(reviewer), day: judged });
  const badge = el("b", { class: "rv-badge" }, judgement === "none" ? word(open) : who || word(judgement));
  const more = [word(strength || "noStrength")];
  if (machine && judgement !== "none") more.push(word("machineWas"));
  if (justification === "stated" && judgement !== "none") more.push(word("stated"));
  if (machine && confidence) more.push(current ? word("probability", { p: probability(confidence) }) : probability(confidence));
  return [badge, " ", el("span", { class: "soft" }, more.join(" · "))];
}

const known = (reviewer) => (["reader", "ownMunicipality", "editors"].includes(reviewer) ? word(reviewer) : reviewer);

function reasons({ why, quotes }) {
  const reason = inOurs(why);
  return [
    reason && el("p", { class: "rv-why" }, el("b", {}, word("why")), " ", reason),
    ...(quotes.length ? quotes.map(({ quote }) => el("blockquote", { lang: "sv" }, el("p", { class: "verbatim" }, quote))) : [el("p", { class: "soft" }, word("noQuotes"))]),
  ].filter(Boolean);
}

function acts({ judgement }) {
  const own = OF_LINK.map(([key, name]) => button(name, key));
  if (judgement !== "none") own.push(button("clear", "0"));
  return el("div", { class: "rv-acts", role: "group", "aria-label": word("links") }, ...own);
}

function button(name, key) {
  const shortcut = key === key.toLowerCase() ? key : `Shift+${key.toLowerCase()}`;
  return el("button", { type: "button", class: name === "accept" || name === "confirm" ? false : "quiet", "data-do": name, "aria-keyshortcuts": shortcut }, word(name), " ", el("kbd", {}, key));
}
