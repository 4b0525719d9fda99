// What went wrong, and what can be done about it: a message that stays until it is answered.

import { el } from "../editor/dom.js";
import { word } from "./words.js";

const place = document.querySelector("[data-alarm]");

/** Shows a message with a button for each thing that can be done, and one that takes it away; `passing` goes by itself. */
export function alarm(message, acts = {}, passing = false) {
  place.toggleAttribute("data-passing", passing);
  const buttons = Object.entries(acts).map(([name, act]) => pressed(word(name), act));
  place.replaceChildren(el("p", {}, message), el("p", { class: "rv-acts" }, ...buttons, pressed(word("dismiss"), calm, "quiet")));
}

/** Takes the message away. */
export function calm() {
  place.replaceChildren();
}

/** Takes a message away that was about what has passed. */
export function passed() {
  if (place.hasAttribute("data-passing")) calm();
}

function pressed(text, act, style = false) {
  const button = el("button", { type: "button", class: style }, text);
  button.addEventListener("click", act);
  return button;
}
