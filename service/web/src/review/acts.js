// What a person does, by key or by button: each act becomes an edit of the draft.

import { askNew, askReason, askRole, askStrength, askWords } from "./dialogs.js";
import { askMove } from "./moving.js";
import { askTarget } from "./targets.js";
import { word } from "./words.js";

/** The acts on what is shown; `desk` tells what that is, makes edits, and says things. */
export function actsOn(desk) {
  return {
    accept: () => judgeOrConfirm(desk, "accepted"),
    reject: () => judge(desk, "rejected"),
    unsure: () => judge(desk, "unsure"),
    clear: () => unjudge(desk),
    strength: () => turn(desk),
    retarget: () => retarget(desk),
    reason: () => reason(desk),
    requote: () => requote(desk),
    add: () => add(desk),
    edit: () => reword(desk),
    role: () => changeRole(desk),
    move: () => askMove(desk.element.id, () => desk.state, (edit) => desk.make(edit, word("move"))),
    create: () => create(desk),
    confirm: () => confirm(desk),
  };
}

const judgeOrConfirm = (desk, judgement) => (desk.link ? judge(desk, judgement) : confirm(desk));

async function judge(desk, judgement, more = {}) {
  const { element, link } = desk;
  if (!link) return desk.say(word("nothingLinked"));
  const strength = link.strength ? undefined : judgement === "accepted" ? await askStrength() : "contributing";
  if (strength === null) return undefined;
  const edit = { edit: "judge", element: element.id, sdg: link.sdg, judgement, ...(strength && { strength }), ...more };
  return desk.make(edit, `${link.sdg}: ${word(judgement)}`, { onward: true });
}

function unjudge(desk) {
  const { element, link } = desk;
  if (!link || link.judgement === "none") return desk.say(word("judgeFirst"));
  return desk.make({ edit: "judge", element: element.id, sdg: link.sdg, judgement: "none" }, `${link.sdg}: ${word("open")}`);
}

function turn(desk) {
  const { element, link } = desk;
  if (!link) return desk.say(word("nothingLinked"));
  const strength = link.strength === "direct" ? "contributing" : "direct";
  return desk.make({ edit: "set_strength", element: element.id, sdg: link.sdg, strength }, `${link.sdg}: ${word(strength)}`);
}

async function retarget(desk) {
  const { element, link } = desk;
  if (!link) return desk.say(word("nothingLinked"));
  const title = word("retargetTo", { sdg: link.sdg });
  const found = await askTarget({ title, strength: link.strength, known: element.alignments.map(({ sdg }) => sdg) });
  if (!found) return undefined;
  const edit = { edit: "retarget", element: element.id, sdg: link.sdg, to: found.sdg, strength: found.strength };
  return desk.make(edit, `${link.sdg} → ${found.sdg}`, { onward: true });
}

async function reason(desk) {
  const { link } = desk;
  if (!link) return desk.say(word("nothingLinked"));
  const told = await askReason(link);
  return told && judge(desk, told.judgement, told.why.sv || told.why.en ? { why: told.why } : {});
}

async function add(desk) {
  const { element } = desk;
  const marked = desk.selected();
  const known = element.alignments.map(({ sdg }) => sdg);
  const found = await askTarget({ title: word("newLink"), words: marked?.words ?? element.label, strength: "", known });
  if (!found) return undefined;
  const near = marked && found.quote === marked.words ? { near: marked.start } : {};
  const edit = { edit: "add_alignment", element: element.id, ...found, ...near };
  const saved = await desk.make(edit, word("added", { sdg: found.sdg }));
  return saved && desk.go({ element: element.id, sdg: found.sdg });
}

async function requote(desk) {
  const { element, link } = desk;
  if (!link) return desk.say(word("nothingLinked"));
  const marked = desk.selected();
  const quote = await askWords(word("requote"), marked?.words ?? link.quotes[0]?.quote ?? element.label);
  if (!quote) return undefined;
  const near = marked && quote === marked.words ? { near: marked.start } : {};
  return desk.make({ edit: "requote", element: element.id, sdg: link.sdg, quote, ...near }, `${link.sdg}: ${word("requote")}`);
}

async function reword(desk) {
  const { element } = desk;
  const text = await askWords(word("reword"), desk.selected()?.words ?? element.label);
  return text && text !== element.label ? desk.make({ edit: "edit_text", element: element.id, text }, word("edit")) : undefined;
}

async function changeRole(desk) {
  const { element, state } = desk;
  const beside = state.elements.filter(({ parent, role }) => parent === element.parent && role === "goal");
  const place = beside.indexOf(element);
  const before = beside[place - 1];
  const judged = element.alignments.some(({ judgement }) => judgement !== "none");
  const told = await askRole(element, { judged, following: place >= 0 && place < beside.length - 1, before });
  if (told?.role === "merge") return desk.make({ edit: "merge", element: element.id, into: before.id }, word("merge"));
  return told && desk.make({ edit: "change_role", element: element.id, ...told }, `${word("role")}: ${word(told.role === "nothing" ? "gone" : told.role)}`);
}

/** A goal stands after the one that is shown, an area after the one that it stands in. */
async function create(desk) {
  const { element, state } = desk;
  const told = await askNew(desk.selected()?.words ?? "");
  if (!told) return undefined;
  const place = told.role === "area" ? afterArea(state, element) : afterGoal(state, element);
  const known = new Set(state.elements.map(({ id }) => id));
  const saved = await desk.make({ edit: "add_element", ...told, ...place }, `${word("create")}: ${told.text}`);
  const made = desk.state.elements.find(({ id }) => !known.has(id));
  return saved && made && desk.go({ element: made.id, sdg: "" });
}

function afterGoal({ elements }, { id, role, parent }) {
  if (role === "area") return { under: id, before: "" };
  const beside = elements.filter((each) => each.parent === parent && each.role === "goal");
  return { under: parent, before: beside[beside.findIndex((each) => each.id === id) + 1]?.id ?? "" };
}

function afterArea({ elements, plan }, { id }) {
  const place = elements.findIndex((each) => each.id === id);
  return { under: plan.id, before: elements.slice(place + 1).find(({ role }) => role === "area")?.id ?? "" };
}

function confirm(desk) {
  const { element } = desk;
  if (!element.uncertain) return desk.say(word("certain"));
  return desk.make({ edit: "confirm", element: element.id }, word("confirm"), { onward: true });
}
