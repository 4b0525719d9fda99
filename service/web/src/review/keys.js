// Keys: one letter for each act, where nobody writes and no dialog is open; they can be turned off (WCAG 2.1.4).

import { anyOpen, dialog, tellKeys } from "./dialogs.js";

const OFF = "malgraf-keys-off";

/** Each key with the name of its act, in the order in which they are told. */
export const KEYS = [
  ["j", "next"],
  ["k", "previous"],
  ["J", "nextLeft"],
  ["K", "previousLeft"],
  ["a", "accept"],
  ["r", "reject"],
  ["u", "unsure"],
  ["0", "clear"],
  ["s", "strength"],
  ["t", "retarget"],
  ["n", "add"],
  ["q", "requote"],
  ["w", "reason"],
  ["c", "confirm"],
  ["e", "edit"],
  ["o", "role"],
  ["m", "move"],
  ["N", "create"],
  ["g", "tree"],
  ["z", "undo"],
  ["Z", "redo"],
  ["?", "help"],
];

const named = new Map(KEYS);
const box = dialog("help").querySelector("[data-keys-on]");

/** Calls `act` with the name of what a key or a button stands for. */
export function listen(act) {
  box.checked = !localStorage.getItem(OFF);
  box.addEventListener("change", () => (box.checked ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, "1")));
  document.addEventListener("keydown", (event) => {
    const name = named.get(event.key);
    const writes = event.target.matches?.("input, textarea, select") && !event.target.closest("dialog"); // of one that has just closed
    if (!name || writes || anyOpen() || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (!box.checked && name !== "help") return;
    event.preventDefault();
    act(name);
  });
  document.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-do]");
    if (button && !button.disabled) act(button.dataset.do, button);
  });
}

/** Shows what the keys are. */
export const help = () => tellKeys(KEYS);
