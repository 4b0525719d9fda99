// Moving: where an element can go, as edits; and the dialog in which it goes there step by step.

import { ask, dialog } from "./dialogs.js";
import { figure, word } from "./words.js";

/** The edit that moves an element a step up, down, in or out; null where it goes no further. */
export function step(state, id, way) {
  const element = found(state, id);
  const own = siblings(state, element);
  const place = own.indexOf(element);
  const move = (under, before = "") => ({ edit: "move", element: id, under, before });
  if (way === "up") return place > 0 ? move(element.parent, own[place - 1].id) : null;
  if (way === "down") return place < own.length - 1 ? move(element.parent, own[place + 2]?.id ?? "") : null;
  if (way === "in") return element.role === "goal" && place > 0 ? move(own[place - 1].id) : null;
  const above = found(state, element.parent);
  if (!above || element.role === "area") return null;
  const beside = siblings(state, above);
  return move(above.parent, above.role === "goal" ? (beside[beside.indexOf(above) + 1]?.id ?? "") : "");
}

/** Opens the dialog; `make` makes an edit, and gives the draft after it. */
export function askMove(id, current, make) {
  const place = dialog("move");
  const under = place.querySelector("select");
  const show = (state) => describe(place, state, id);
  const go = async (way) => {
    const edit = way === "under" ? { edit: "move", element: id, under: under.value, before: "" } : step(current(), id, way);
    if (!edit) place.querySelector("[data-stands]").textContent = word("noRoom");
    else if (await make(edit)) show(current());
  };
  const click = ({ target }) => target.closest("[data-move]") && go(target.closest("[data-move]").dataset.move);
  const press = (event) => {
    const way = { ArrowUp: "up", ArrowDown: "down", ArrowRight: "in", ArrowLeft: "out" }[event.key];
    if (!way || event.target === under) return;
    event.preventDefault();
    go(way);
  };
  place.addEventListener("click", click);
  place.addEventListener("keydown", press);
  show(current());
  const answer = ask(place);
  place.querySelector("button:not([type=button])").focus();
  return answer.finally(() => [place.removeEventListener("click", click), place.removeEventListener("keydown", press)]);
}

function describe(place, state, id) {
  const element = found(state, id);
  const own = siblings(state, element);
  const above = found(state, element.parent);
  place.querySelector("[data-subject]").textContent = element.label;
  const values = { what: above?.label ?? word("plan"), n: figure(own.indexOf(element) + 1), all: figure(own.length) };
  place.querySelector("[data-stands]").textContent = word("standsUnder", values);
  place.querySelector("select").replaceChildren(...places(state, element));
}

/** What an element can stand under: the plan, an area, or a goal that does not stand in it. */
function places(state, element) {
  const plan = new Option(word("plan"), state.plan.id, false, element.parent === state.plan.id);
  const inside = new Set([element.id]);
  for (const each of state.elements) if (inside.has(each.parent)) inside.add(each.id);
  const others = element.role === "area" ? [] : state.elements.filter(({ id }) => !inside.has(id));
  const named = ({ depth, label }) => `${"\u2003".repeat(depth)}${label.length > 80 ? `${label.slice(0, 79)}…` : label}`;
  return [plan, ...others.map((each) => new Option(named(each), each.id, false, each.id === element.parent))];
}

const found = ({ elements }, id) => elements.find((each) => each.id === id);

const siblings = ({ elements }, { parent, role }) => elements.filter((each) => each.parent === parent && each.role === role);
